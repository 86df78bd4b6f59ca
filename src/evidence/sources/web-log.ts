import type { FileKind } from '../kind.ts'

/** Common and combined log format (Apache HTTP Server, mod_log_config), as nginx writes it too. */
const common =
  /^(?:[\w.:-]+ )?[\w.:%-]+ \S+ .{1,200}? \[\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2}(?: [+-]\d{4})?\] "/
/** W3C Extended Log File Format, as IIS writes it. */
const extended = /^#(?:Software|Version|Fields|Date): /

/** What a web server was asked. */
export const webLog: FileKind = {
  name: 'web-log',
  about: 'access logs of web servers: common and combined format, W3C extended; plain or gzip',
  role: 'log',
  streamed: true,
  detect: (first) => {
    const lines = Buffer.from(first.subarray(0, 32 << 10))
      .toString('latin1')
      .split(/\r?\n/)
      .filter((l) => l !== '')
      .slice(0, 20)
    if (lines.length === 0) return false
    if (extended.test(lines[0] ?? '')) return lines.some((l) => l.startsWith('#Fields:'))
    const fitting = lines.filter((l) => common.test(l)).length
    return fitting > 0 && fitting * 2 >= lines.length
  },
}
