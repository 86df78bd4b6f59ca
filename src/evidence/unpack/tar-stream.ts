import { writeName } from '../names.ts'
import { type ByteSource, openBytes } from './bytes.ts'
import type { ContainerTrouble, Entry } from './container.ts'

/** POSIX.1-1988 ustar header, POSIX.1-2001 pax records (pax, "ustar Interchange Format"), GNU long names (GNU tar manual, "Basic Tar Format"). */
const block = 512
/** Names and pax records longer than this are taken for damage. */
const longest = 1 << 20

/** True for bytes that begin with a tar header: its checksum is right. */
export function isTar(first: Uint8Array): boolean {
  return first.length >= block && header(Buffer.from(first.subarray(0, block))) !== null
}

interface Header {
  readonly name: Buffer
  readonly size: number
  readonly modified: number
  readonly type: string
  readonly link: Buffer
}

/** Pax records and long names that stand before an entry and speak of it. */
interface Before {
  path: Buffer | null
  size: number | null
  modified: number | null
  sparse: boolean
}

/** The entries of a tar stream; after damage reading goes on with the next header whose checksum is right. */
export async function* readTar(
  stream: AsyncIterable<Uint8Array>,
  report: (trouble: ContainerTrouble) => void,
): AsyncGenerator<Entry> {
  const bytes = openBytes(stream)
  let before: Before = nothing()
  try {
    for (;;) {
      const found = await nextHeader(bytes, report)
      if (found === null) return
      const size = before.size ?? found.size
      if ('xgLK'.includes(found.type)) {
        if (found.size > longest) {
          report({
            severity: 'warning',
            code: 'archive-damaged',
            detail: 'A name record is too long and was passed over',
          })
          await skip(bytes, found.size)
        } else {
          const record = await bytes.take(found.size)
          await skip(bytes, padding(found.size))
          if (found.type === 'L') before.path = untilNul(record)
          if (found.type === 'x') before = { ...before, ...paxOf(record) }
        }
        continue
      }
      const path = writeName(before.path ?? found.name)
      const modified = before.modified ?? found.modified
      const sparse = before.sparse || found.type === 'S'
      before = nothing()
      const modifiedAt = modified > 0 && modified < 253_402_300_800 ? new Date(modified * 1000) : null
      if (found.type === '1' || found.type === '2') {
        const detail = `${path} is a link to ${writeName(found.link)}; links are not followed`
        report({ severity: 'note', code: 'archive-link', detail })
        if (found.type === '2' || size === 0) continue
      }
      if ('346'.includes(found.type)) {
        report({ severity: 'note', code: 'archive-special', detail: `${path} is a device or pipe and has no content` })
        continue
      }
      if (found.type === '5') {
        await skip(bytes, size + padding(size))
        continue
      }
      if (sparse) {
        yield { path, modifiedAt, size, content: null, closed: 'unsupported' }
        await skip(bytes, size + padding(size))
        continue
      }
      let given = 0
      const content = async function* () {
        for await (const piece of bytes.stream(size, (missing) => report(cut(path, missing)))) {
          given += piece.length
          yield piece
        }
      }
      yield { path, modifiedAt, size, content: content(), closed: null }
      await skip(bytes, size - given)
      await skip(bytes, padding(size))
    }
  } finally {
    await bytes.close()
  }
}

function cut(path: string, missing: number): ContainerTrouble {
  const detail = `The archive ends inside ${path}: ${missing} bytes are missing`
  return { severity: 'loss', code: 'archive-truncated', detail }
}

function nothing(): Before {
  return { path: null, size: null, modified: null, sparse: false }
}

function padding(size: number): number {
  return (block - (size % block)) % block
}

async function skip(bytes: ByteSource, length: number): Promise<void> {
  for await (const _ of bytes.stream(length, () => undefined));
}

/** The next header, or null at the end of the archive. */
async function nextHeader(bytes: ByteSource, report: (trouble: ContainerTrouble) => void): Promise<Header | null> {
  let lost = 0
  const told = (): void => {
    if (lost > 0)
      report({
        severity: 'loss',
        code: 'archive-damaged',
        detail: `${lost * block} bytes of the archive are no part of any entry and were passed over`,
      })
  }
  for (;;) {
    const bytesRead = await bytes.take(block)
    if (bytesRead.length < block) {
      if (bytesRead.length > 0 && lost === 0 && bytesRead.some((b) => b !== 0))
        report({ severity: 'loss', code: 'archive-truncated', detail: 'The archive ends inside a header' })
      told()
      return null
    }
    const found = header(bytesRead)
    if (found !== null) {
      told()
      return found
    }
    // Two empty blocks end an archive; archives that were put together go on after them.
    if (bytesRead.some((b) => b !== 0)) lost += 1
  }
}

function header(bytes: Buffer): Header | null {
  const stated = octal(bytes.subarray(148, 156))
  if (stated === null || stated === 0) return null
  let sum = 8 * 0x20
  for (let i = 0; i < block; i++) if (i < 148 || i >= 156) sum += bytes[i]!
  if (sum !== stated) return null
  const size = number(bytes.subarray(124, 136))
  if (size === null) return null
  const ustar = bytes.toString('latin1', 257, 262) === 'ustar' && bytes[262] === 0
  const name = untilNul(bytes.subarray(0, 100))
  const prefix = ustar ? untilNul(bytes.subarray(345, 500)) : Buffer.alloc(0)
  const type = bytes[156] === 0 ? '0' : String.fromCharCode(bytes[156]!)
  const slashed = name.at(-1) === 0x2f && type === '0'
  return {
    name: prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : name,
    size: '1234567'.includes(type) && type !== '7' ? (type === '1' ? size : 0) : size,
    modified: number(bytes.subarray(136, 148)) ?? 0,
    type: slashed ? '5' : type,
    link: untilNul(bytes.subarray(157, 257)),
  }
}

/** Octal digits, or a number of base 256 where the first bit is set (GNU). */
function number(field: Buffer): number | null {
  if ((field[0]! & 0x80) === 0) return octal(field)
  let value = field[0]! & 0x3f
  for (const byte of field.subarray(1)) value = value * 256 + byte
  return Number.isSafeInteger(value) ? value : null
}

function octal(field: Buffer): number | null {
  const text = field
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trim()
  if (text === '') return 0
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : null
}

function untilNul(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0)
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end))
}

/** Records `LENGTH KEY=VALUE\n`. */
function paxOf(record: Buffer): Partial<Before> {
  const found: Partial<Before> = {}
  for (let at = 0; at < record.length; ) {
    const space = record.indexOf(0x20, at)
    const length = space < 0 ? Number.NaN : Number(record.toString('latin1', at, space))
    if (!(length > space - at + 1) || at + length > record.length) break
    const equals = record.indexOf(0x3d, space)
    const key = record.toString('latin1', space + 1, equals)
    const value = record.subarray(equals + 1, at + length - 1)
    const amount = Number(value.toString('latin1'))
    if (key === 'path') found.path = Buffer.from(value)
    if (key === 'size' && Number.isSafeInteger(amount) && amount >= 0) found.size = amount
    if (key === 'mtime' && Number.isFinite(amount)) found.modified = amount
    if (key.startsWith('GNU.sparse.')) found.sparse = true
    at += length
  }
  return found
}
