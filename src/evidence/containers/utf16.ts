import { createReadStream } from 'node:fs'
import { TextDecoder } from 'node:util'
import type { Container, ContainerTrouble } from '../unpack/container.ts'
import { readUnpacked } from '../unpack/single.ts'

/**
 * Text in UTF-16 behind its byte order mark (Unicode Standard, section 23.8), as PowerShell writes what is redirected into a
 * file: dumps, logs and settings, given out as the UTF-8 that their readers take. Other texts of Windows are left alone.
 */
export const utf16: Container = {
  name: 'utf-16',
  about: 'dumps, access logs and PHP settings in UTF-16',
  detect: (first) => {
    const order = orderOf(first)
    return order !== null && telling.test(new TextDecoder(order).decode(first.subarray(0, lookedAt)))
  },
  open: async function* ({ place, name, report }) {
    const bytes = createReadStream(place, { highWaterMark: 256 << 10 })
    try {
      yield* readUnpacked(recoded(bytes, report), name, report)
    } finally {
      bytes.destroy()
    }
  },
}

/** So many bytes tell what the text is. */
const lookedAt = 64 << 10

/** Statements, dumps in XML, lines and headers of access logs, PHP. */
const telling =
  /^(?:INSERT\s+(?:IGNORE\s+)?INTO|REPLACE\s+INTO|CREATE\s+TABLE|DROP\s+TABLE|COPY\s.{1,400}FROM\s+stdin|-- (?:PostgreSQL database|MySQL|MariaDB) dump|#Fields:)|<(?:mysqldump|resultset)\b|<\?php\b|\] "(?:GET|POST|HEAD) [^"]*" \d{3} /im

type Order = 'utf-16le' | 'utf-16be'

function orderOf([first, second]: Uint8Array): Order | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : null
}

async function* recoded(
  bytes: AsyncIterable<Uint8Array>,
  report: (trouble: ContainerTrouble) => void,
): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | null = null
  let size = 0
  for await (const piece of bytes) {
    decoder ??= new TextDecoder(orderOf(piece) ?? 'utf-16le')
    size += piece.length
    yield Buffer.from(decoder.decode(piece, { stream: true }), 'utf8')
  }
  const rest = decoder?.decode() ?? ''
  if (size % 2 === 1)
    report({ severity: 'loss', code: 'truncated', detail: 'It ends inside a character: it may be cut off' })
  if (rest !== '') yield Buffer.from(rest, 'utf8')
}
