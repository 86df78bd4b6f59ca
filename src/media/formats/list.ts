import { hashOf } from '../hashes.ts'
import { headText, linesOf } from '../lines.ts'
import type { SetFormat } from '../media.ts'

/** A hash at the beginning, alone or before anything else; or behind a name, as BSD and OpenSSL write it. */
const leading = /^\\?"?([0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-z])/i
const trailing = /^(?:MD5|SHA-?1|SHA2?-?256)\s?\(.*\)\s*=\s*([0-9a-f]+)\s*$/i
/** What was meant as a hash: shown in the remark. */
const word = /^\\?"?([^\s",;|]*)/

/** A plain list: one hash a line. */
export const list: SetFormat = {
  name: 'list',
  about:
    'One hash a line, MD5, SHA-1 or SHA-256, alone or before a name as md5sum and sha256sum write it; BSD’s “MD5 (name) = hash” too. Lines that begin with # are remarks.',
  detect: (head) => {
    if (head.includes(0) && head[0] !== 0xff && head[0] !== 0xfe) return false
    const lines = headText(head)
      .split(/\r\n|\r|\n/)
      .filter(isSaid)
    // The last line of the head may be cut.
    const whole = lines.length > 1 ? lines.slice(0, -1) : lines
    const hashes = whole.filter((line) => leading.test(line) || trailing.test(line)).length
    return hashes > 0 && hashes * 2 >= whole.length
  },
  async read(bytes, sink) {
    for await (const { first, lines } of linesOf(bytes)) {
      for (const [i, line] of lines.entries()) {
        if (line === null) sink.remark(first + i, 'it is too long')
        else if (isSaid(line)) {
          const text = line.trim()
          const hash = leading.exec(text)?.[1] ?? trailing.exec(text)?.[1] ?? word.exec(text)?.[1] ?? ''
          const read = hashOf(hash)
          if ('why' in read) sink.remark(first + i, read.why)
          else sink.entry({ line: first + i, hashes: { [read.name]: read.bytes }, size: null, code: null })
        }
      }
      await sink.drained()
    }
  },
}

function isSaid(line: string): boolean {
  const first = line.trimStart()[0]
  return first !== undefined && first !== '#' && first !== '%'
}
