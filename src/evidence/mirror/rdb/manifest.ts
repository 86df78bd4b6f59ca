/** A file of a log of commands in several, as the manifest lists it. */
export interface LogPart {
  readonly name: string
  /** What it holds: the dump that the log begins with, commands since, or what a later dump has replaced. */
  readonly type: 'base' | 'increment' | 'history'
  /** The line that lists it. */
  readonly offset: number
  readonly length: number
}

const types = { b: 'base', i: 'increment', h: 'history' } as const
const line = /^file (?:"([^"\\/]{1,255})"|([^\s"\\/]{1,255})) seq (\d{1,18}) type ([bih])(?: [a-z]+ -?\d+)*\r?$/

/** Bytes of a manifest that are read, and files that it may list. */
export const manifestLimits = { bytes: 64 << 10, files: 1000 }

/**
 * The files that a manifest lists (Redis 7, aof.c, `aofLoadManifestFromFile`), in the order in which they are carried out;
 * null where it is none. Names of files alone: one with a path is no line of a manifest.
 */
export function readManifest(bytes: Uint8Array): readonly LogPart[] | null {
  const text = Buffer.from(bytes.subarray(0, manifestLimits.bytes)).toString('latin1')
  const parts: (LogPart & { readonly seq: number })[] = []
  let offset = 0
  for (const one of text.split('\n')) {
    const found = line.exec(one)
    if (found !== null) {
      const [, quoted, bare, seq, type] = found
      const name = Buffer.from(quoted ?? bare ?? '', 'latin1').toString('utf8')
      parts.push({ name, type: types[type as 'b' | 'i' | 'h'], offset, length: one.length, seq: Number(seq) })
    } else if (one.trim() !== '' && !one.startsWith('#')) return null
    if (parts.length > manifestLimits.files) return null
    offset += one.length + 1
  }
  if (!parts.some((p) => p.type !== 'history')) return null
  const order = { history: 0, base: 1, increment: 2 }
  return parts.sort((a, b) => order[a.type] - order[b.type] || a.seq - b.seq)
}
