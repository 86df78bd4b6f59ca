import { mappingsOf } from './extents.ts'
import type { Inode } from './inode.ts'
import { blockPlace, type Layout, number } from './superblock.ts'
import { takeBlock, type Xfs } from './volume.ts'

/** A name in a directory. */
export interface Name {
  readonly name: Buffer
  readonly inode: number
  /** As listings write the kind; null where the directory does not say. */
  readonly type: string | null
  /** It was removed, and its bytes are still there. */
  readonly erased: boolean
}

/** Kinds by their number in a name (xfs_da_format.h, XFS_DIR3_FT_*). */
const kinds = [null, 'r', 'd', 'c', 'b', 'p', 's', 'l']

/** Behind this many bytes of a directory lie hashes of its names, which are not needed to read them. */
const leafAt = 2 ** 35

/** The names of a directory, removed ones that are still legible among them. */
export function* namesOf(xfs: Xfs, inode: Inode): Generator<Name> {
  if (inode.form === 'local') return yield* shortNames(xfs, inode)
  const { blockBytes, directoryBlocks } = xfs.layout
  let bad = 0
  const blocks = new Map<number, (number | null)[]>()
  const read = function* (parts: readonly (number | null)[]): Generator<Name> {
    const pieces = parts.map((at) => takeBlock(xfs, at) ?? Buffer.alloc(blockBytes))
    const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
    const names = blockNames(xfs.layout, bytes, inode.number)
    if (names === null) bad += 1
    else yield* names
  }
  for (const { from, block, count, unwritten } of mappingsOf(xfs, inode)) {
    if (from * blockBytes >= leafAt) break
    if (unwritten) continue
    for (let i = 0; i < count && xfs.budget.blocks > 0; i++) {
      const at = blockPlace(xfs.layout, block)
      const own = Math.floor((from + i) / directoryBlocks)
      const parts = blocks.get(own) ?? new Array<number | null>(directoryBlocks).fill(null)
      parts[(from + i) % directoryBlocks] = at === null ? null : at + i * blockBytes
      if (parts.includes(null)) blocks.set(own, parts)
      else {
        blocks.delete(own)
        yield* read(parts)
      }
    }
  }
  for (const parts of blocks.values()) yield* read(parts)
  if (bad > 0) xfs.damaged('directory', `${bad} blocks of the directory of inode ${inode.number} cannot be read`)
}

/** Names that lie in the inode itself (struct xfs_dir2_sf_hdr). */
function* shortNames(xfs: Xfs, { fork, number: own, size }: Inode): Generator<Name> {
  const wide = fork[1]! > 0
  let at = wide ? 10 : 6
  const end = Math.min(fork.length, size)
  for (let i = 0; i < fork[0]!; i++) {
    const length = fork[at] ?? 0
    const next = at + 3 + length + (xfs.layout.kinds ? 1 : 0) + (wide ? 8 : 4)
    const inode = length === 0 || next > end ? null : wide ? number(fork, next - 8) : fork.readUInt32BE(next - 4)
    if (inode === null) {
      xfs.damaged('directory', `the names of the directory of inode ${own} break off`)
      return
    }
    const type = xfs.layout.kinds ? (kinds[fork[at + 3 + length]!] ?? null) : null
    yield { name: fork.subarray(at + 3, at + 3 + length), inode, type, erased: false }
    at = next
  }
}

/** The names of a block (xfs_da_format.h, struct xfs_dir2_data_entry); null where it is no block of this directory. */
function blockNames(layout: Layout, bytes: Buffer, owner: number): readonly Name[] | null {
  const magic = bytes.toString('latin1', 0, 4)
  const five = magic === 'XDB3' || magic === 'XDD3'
  if (!five && magic !== 'XD2B' && magic !== 'XD2D') return null
  if (five && number(bytes, 40) !== owner) return null
  // A directory of one block has the hashes of its names at its end.
  const single = magic === 'XDB3' || magic === 'XD2B'
  const end = single
    ? bytes.length - 8 - Math.min(bytes.readUInt32BE(bytes.length - 8), bytes.length / 8) * 8
    : bytes.length
  const names: Name[] = []
  for (let at = five ? 64 : 16; at + 16 <= end; ) {
    if (bytes.readUInt16BE(at) === 0xffff) {
      const length = bytes.readUInt16BE(at + 2)
      if (length < 8 || length % 8 !== 0 || at + length > end) break
      names.push(...erasedNames(layout, bytes, at, at + length, owner))
      at += length
      continue
    }
    const length = lengthOf(layout, bytes, at)
    const name = at + length > end ? null : nameAt(layout, bytes, at, number(bytes, at), false)
    if (name === null || bytes.readUInt16BE(at + length - 2) !== at) break
    if (!isDots(name.name)) names.push(name)
    at += length
  }
  return names
}

/**
 * Names in space that was given free: the kernel writes over the first four bytes of a removed name's inode, and where
 * that space is joined to what lies before it, over none. Each name ends with its own place in the block.
 */
function* erasedNames(layout: Layout, bytes: Buffer, from: number, to: number, owner: number): Generator<Name> {
  for (let at = from; at + 16 <= to; ) {
    const length = lengthOf(layout, bytes, at)
    const end = at + length
    const tag = end <= to ? bytes.readUInt16BE(end - 2) : -1
    const stamped = bytes.readUInt16BE(at) === 0xffff
    const high = stamped ? Math.floor(owner / 2 ** 32) : bytes.readUInt32BE(at)
    const inode = high * 2 ** 32 + bytes.readUInt32BE(at + 4)
    const name = tag === at || (end === to && tag === from) ? nameAt(layout, bytes, at, inode, true) : null
    if (name === null || inode === 0 || !Number.isSafeInteger(inode)) {
      at += 8
      continue
    }
    if (!isDots(name.name)) yield name
    at = end
  }
}

function lengthOf(layout: Layout, bytes: Buffer, at: number): number {
  return Math.ceil((8 + 1 + bytes[at + 8]! + (layout.kinds ? 1 : 0) + 2) / 8) * 8
}

function nameAt(layout: Layout, bytes: Buffer, at: number, inode: number | null, erased: boolean): Name | null {
  const length = bytes[at + 8]!
  if (inode === null || length === 0) return null
  const name = bytes.subarray(at + 9, at + 9 + length)
  if (name.includes(0) || name.includes(0x2f)) return null
  return { name, inode, type: layout.kinds ? (kinds[bytes[at + 9 + length]!] ?? null) : null, erased }
}

function isDots(name: Buffer): boolean {
  return name[0] === 0x2e && (name.length === 1 || (name.length === 2 && name[1] === 0x2e))
}
