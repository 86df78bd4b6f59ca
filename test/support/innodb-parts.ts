/** Parts of pages of InnoDB that do not depend on what tables they hold: long values, the first page, checksums. */

/** Stands where no page is meant. */
export const none = 0xffffffff

/** What stands for a value that goes on in another page. */
export function reference(id: number, page: number, length: number, version: number): Buffer {
  const bytes = Buffer.alloc(20)
  bytes.writeUInt32BE(id, 0)
  bytes.writeUInt32BE(page, 4)
  bytes.writeUInt32BE(version, 8)
  bytes.writeBigUInt64BE(BigInt(length), 12)
  return bytes
}

/** Adds a page of a kind. */
export type Add = (type: number) => { page: Buffer; number: number }

/** Pages that each name the next one; the number of the first. */
export function oldLob(add: Add, data: Buffer, pageSize: number, type: number): number {
  const room = pageSize - 38 - 8 - 8
  const made = Array.from({ length: Math.max(1, Math.ceil(data.length / room)) }, () => add(type))
  for (const [i, { page }] of made.entries()) {
    const piece = data.subarray(i * room, (i + 1) * room)
    page.writeUInt32BE(piece.length, 38)
    page.writeUInt32BE(made[i + 1]?.number ?? none, 42)
    piece.copy(page, 46)
  }
  return made[0]!.number
}

/** Pages that the first one lists; its number. */
export function newLob(add: Add, data: Buffer, pageSize: number): number {
  const first = add(24)
  const [firstRoom, room] = [pageSize - 696 - 8, pageSize - 49 - 8]
  const pieces = [data.subarray(0, firstRoom)]
  for (let at = firstRoom; at < data.length; at += room) pieces.push(data.subarray(at, at + room))
  first.page.writeUInt32BE(1, 40)
  first.page.writeUInt32BE(pieces[0]!.length, 54)
  pieces[0]!.copy(first.page, 696)
  const places: { page: Buffer; number: number; at: number }[] = []
  let list = first
  for (const [i] of pieces.entries()) {
    const slot = i < 10 ? 96 + i * 60 : 44 + ((i - 10) % Math.floor((pageSize - 52) / 60)) * 60
    if (i >= 10 && slot === 44) list = add(22)
    places.push({ page: i < 10 ? first.page : list.page, number: i < 10 ? first.number : list.number, at: slot })
  }
  for (const [i, piece] of pieces.entries()) {
    const { page, at } = places[i]!
    const next = places[i + 1]
    const to = i === 0 ? first : add(23)
    if (i > 0) {
      to.page.writeUInt32BE(piece.length, 39)
      piece.copy(to.page, 49)
    }
    page.writeUInt32BE(none, at)
    page.writeUInt32BE(next?.number ?? none, at + 6)
    page.writeUInt16BE(next?.at ?? 0, at + 10)
    page.writeUInt32BE(none, at + 16)
    page.writeUInt32BE(to.number, at + 48)
    page.writeUInt32BE(piece.length, at + 52)
    page.writeUInt32BE(1, at + 56)
  }
  first.page.writeUInt32BE(pieces.length, 64)
  first.page.writeUInt32BE(places[0]!.number, 68)
  first.page.writeUInt16BE(places[0]!.at, 72)
  return first.number
}

/** Fills the first page: sizes, flags, the list of extents, where the description begins. */
export function firstPage(
  page: Buffer,
  count: number,
  id: number,
  flags: number,
  pageSize: number,
  free: readonly number[],
): void {
  page.writeUInt32BE(80036, 8)
  page.writeUInt32BE(1, 12)
  page.writeUInt32BE(id, 38)
  page.writeUInt32BE(count, 46)
  const size = pageSize === 16384 ? 0 : Math.log2(pageSize / 512)
  page.writeUInt32BE((flags | (size << 6)) >>> 0, 54)
  const extent = Math.max(64, (1 << 20) / pageSize)
  const width = 24 + extent / 4
  for (let n = 0; n < count; n++) {
    const at = 150 + Math.floor(n / extent) * width
    page.writeUInt32BE(2, at + 20)
    if (free.includes(n)) page[at + 24 + (((n % extent) * 2) >> 3)]! |= 1 << (((n % extent) * 2) & 7)
  }
  const sdi = 150 + width * (pageSize / extent) + 115
  page.writeUInt32BE(1, sdi)
  page.writeUInt32BE(3, sdi + 4)
}

/** Ends a page: the log's number once more, and the checksum. */
export function seal(page: Buffer, how: 'crc32' | 'innodb' | 'none'): void {
  const end = page.length - 8
  page.copy(page, end + 4, 20, 24)
  const [head, tail] =
    how === 'none'
      ? [0xdeadbeef, 0xdeadbeef]
      : how === 'crc32'
        ? [castagnoli(page, end), castagnoli(page, end)]
        : [(fold(page, 4, 26) + fold(page, 38, end)) >>> 0, 0]
  page.writeUInt32BE(head, 0)
  page.writeUInt32BE(how === 'innodb' ? fold(page, 0, 26) : tail, end)
}

function castagnoli(page: Buffer, end: number): number {
  const one = (from: number, to: number): number => {
    let c = ~0
    for (let i = from; i < to; i++) {
      c ^= page[i]!
      for (let bit = 0; bit < 8; bit++) c = (c >>> 1) ^ (c & 1 ? 0x82f63b78 : 0)
    }
    return ~c
  }
  return (one(4, 26) ^ one(38, end)) >>> 0
}

function fold(page: Buffer, from: number, to: number): number {
  let n = 0n
  for (let i = from; i < to; i++) {
    const mixed = (((n ^ BigInt(page[i]!) ^ 1653893711n) << 8n) + n) & 0xffffffffn
    n = ((mixed ^ 1463735687n) + BigInt(page[i]!)) & 0xffffffffn
  }
  return Number(n)
}
