import { createInflateRaw } from 'node:zlib'
import type { Image } from './image.ts'

/** Bytes of text: printable ASCII, tab and line ends, and what stands for other characters in UTF-8 and its kin. */
const textBytes = Uint8Array.from({ length: 256 }, (_, b) =>
  Number(b >= 0x20 ? b !== 0x7f : b === 9 || b === 10 || b === 13),
)

/** How many bytes a block begins with that are text. */
export function textPrefix(block: Uint8Array): number {
  for (let i = 0; i < block.length; i++) if (textBytes[block[i]!] === 0) return i
  return block.length
}

/** What a run of text is, by how it begins. */
export type TextKind = 'sql' | 'mail' | 'log' | 'text'

const statement =
  /^(?:INSERT\s+(?:IGNORE\s+)?INTO|REPLACE\s+INTO|CREATE\s+TABLE|DROP\s+TABLE|COPY \S+ .*FROM stdin;|-- (?:MySQL|MariaDB|PostgreSQL|phpMyAdmin) )/im
const header = /^(?:return-path|received|date|from|to|subject|message-id|mime-version|delivered-to):/i
const request =
  /^\S{1,100}(?: \S{1,100}){1,3} \[\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8}|^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+ [A-Z]{3,7} \//m

/** Tells a run of text by its first bytes. */
export function textKind(head: Buffer): TextKind {
  const text = head.toString('latin1')
  if (statement.test(text)) return 'sql'
  const lines = text.slice(0, 16_384).split(/\r?\n/)
  const first = lines[0]?.startsWith('From ') ? 1 : 0
  let headers = 0
  for (const line of lines.slice(first, first + 40)) if (header.test(line)) headers += 1
  if (headers >= (first === 1 ? 2 : 3)) return 'mail'
  return request.test(text.slice(0, 65_536)) ? 'log' : 'text'
}

/** Where the first statement of a dump begins in a run of text. */
export function statementAt(head: Buffer): number {
  return statement.exec(head.toString('latin1'))?.index ?? 0
}

/** The length of an SQLite database that begins at a block ("Database File Format", 1.3); null where none does. */
export function sqliteLength(block: Buffer): number | null {
  if (block.length < 100 || block.toString('latin1', 0, 16) !== 'SQLite format 3\0') return null
  const stated = block.readUInt16BE(16)
  const page = stated === 1 ? 65_536 : stated
  if (page < 512 || (page & (page - 1)) !== 0) return null
  return page * Math.max(1, block.readUInt32BE(28))
}

/** Types of pages by their numbers (MariaDB and MySQL, fil0fil.h): index, undo, blob, and those that manage space. */
const pageTypes = new Set([2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 17_853, 17_854, 17_855])

/** The usual size of InnoDB's pages. */
export const innodbPage = 16_384

/** True for a page of InnoDB: its log sequence number stands at its beginning and at its end. */
export function isInnodbPage(page: Buffer): boolean {
  if (page.length < innodbPage || !pageTypes.has(page.readUInt16BE(24))) return false
  const low = page.readUInt32BE(20)
  return low !== 0 && page.readUInt32BE(16_380) === low
}

/** Fewer bytes than this unpacked are chance. */
const leastUnpacked = 64

/**
 * How many bytes a gzip member (RFC 1952) takes that begins at a place, at most so many; null where none does. One that
 * breaks off has the length of what could be unpacked.
 */
export async function gzipLength(view: Image, at: number, most: number): Promise<number | null> {
  const head = view.read(at, Math.min(most, 4096))
  if (head.length < 18 || head[0] !== 0x1f || head[1] !== 0x8b || head[2] !== 8) return null
  const flags = head[3]!
  if ((flags & 0xe0) !== 0 || ![0, 2, 4].includes(head[8]!) || (head[9]! > 13 && head[9] !== 255)) return null
  let from = 10
  if ((flags & 4) !== 0) from += 2 + head.readUInt16LE(10)
  for (const flag of [8, 16]) if ((flags & flag) !== 0) from = head.indexOf(0, from) + 1 || head.length
  if ((flags & 2) !== 0) from += 2
  if (from >= head.length) return null
  const unpacker = createInflateRaw()
  let [out, over, fed] = [0, false, from]
  unpacker.on('data', (piece: Buffer) => {
    out += piece.length
  })
  const ended = new Promise<boolean>((resolve) => {
    unpacker.once('end', () => resolve(true))
    unpacker.once('error', () => resolve(false))
  }).then((whole) => {
    over = true
    return whole
  })
  while (!over && fed < most) {
    const piece = view.read(at + fed, Math.min(1 << 18, most - fed))
    if (piece.length === 0) break
    fed += piece.length
    await new Promise<void>((resolve) => {
      if (over || unpacker.destroyed) return resolve()
      unpacker.write(piece, () => resolve())
      void ended.then(() => resolve())
    })
  }
  if (!over) unpacker.end()
  const whole = await ended
  const taken = from + unpacker.bytesWritten
  unpacker.destroy()
  if (out < leastUnpacked) return null
  return Math.min(most, whole ? taken + 8 : taken)
}
