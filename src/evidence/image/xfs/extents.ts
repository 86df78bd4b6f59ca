import type { Inode } from './inode.ts'
import { blockPlace, type Layout, number } from './superblock.ts'
import { takeBlock, type Xfs } from './volume.ts'

/** A run of blocks of a file: where it begins in the file and on the disk, in blocks of each. */
export interface Mapping {
  readonly from: number
  readonly block: number
  readonly count: number
  /** Space that was set aside and never written: it reads as zeros. */
  readonly unwritten: boolean
}

/** A record of an extent: 1 bit unwritten, 54 bits place in the file, 52 bits block, 21 bits count (xfs_format.h, xfs_bmbt_rec). */
export function readMapping(bytes: Buffer, at: number): Mapping {
  const [a, b, c, d] = [0, 4, 8, 12].map((i) => bytes.readUInt32BE(at + i)) as [number, number, number, number]
  return {
    unwritten: a >= 2 ** 31,
    from: (a % 2 ** 31) * 2 ** 23 + Math.floor(b / 512),
    block: (b % 512) * 2 ** 43 + c * 2 ** 11 + Math.floor(d / 2 ** 21),
    count: d % 2 ** 21,
  }
}

/** So many extents of one file are held. */
const mostExtents = 1_000_000
/** Trees are never so high: nine levels map more than a disk can hold. */
const highest = 9

/** The runs of an inode's data in the order of the file; damage is told, and what is sound until there is given. */
export function mappingsOf(xfs: Xfs, inode: Inode): readonly Mapping[] {
  const out: Mapping[] = []
  const add = (bytes: Buffer, at: number, count: number): boolean => {
    for (let i = 0; i < count; i++) {
      if (at + (i + 1) * 16 > bytes.length || out.length >= mostExtents) return false
      const next = readMapping(bytes, at + i * 16)
      if (!isSound(xfs.layout, next, out.at(-1))) return false
      out.push(next)
    }
    return true
  }
  const whole =
    inode.form === 'extents'
      ? add(inode.fork, 0, inode.extents)
      : inode.form !== 'tree' || leaves(xfs, inode.fork, inode.number, add)
  if (!whole) xfs.damaged('extents', `the runs of inode ${inode.number} are damaged after ${out.length}`)
  return out
}

/** True for a run that lies on the disk, and behind the one before it in the file. */
export function isSound(layout: Layout, next: Mapping, last: Mapping | undefined): boolean {
  const place = next.count > 0 && Number.isSafeInteger(next.block) ? blockPlace(layout, next.block) : null
  return (
    place !== null &&
    place / layout.blockBytes + next.count <= layout.blocks &&
    Number.isSafeInteger(next.from * layout.blockBytes) &&
    (last === undefined || next.from >= last.from + last.count)
  )
}

/** Walks the tree of a fork (struct xfs_bmdr_block in the inode, xfs_btree_block below); false where it breaks off. */
function leaves(
  xfs: Xfs,
  root: Buffer,
  owner: number,
  add: (bytes: Buffer, at: number, count: number) => boolean,
): boolean {
  if (root.length < 20) return false
  const head = xfs.layout.version === 5 ? 72 : 24
  const seen = new Set<number>()
  const below = (bytes: Buffer, at: number, most: number, count: number, level: number): boolean => {
    if (level < 1 || level > highest || count > most) return false
    for (let i = 0; i < count; i++) {
      const block = number(bytes, at + most * 8 + i * 8)
      if (block === null || seen.has(block)) return false
      seen.add(block)
      const own = takeBlock(xfs, blockPlace(xfs.layout, block))
      if (own === null || !isTree(xfs.layout, own, owner) || own.readUInt16BE(4) !== level - 1) return false
      const records = own.readUInt16BE(6)
      const sound =
        level === 1
          ? add(own, head, records)
          : below(own, head, Math.floor((own.length - head) / 16), records, level - 1)
      if (!sound) return false
    }
    return true
  }
  return below(root, 4, Math.floor((root.length - 4) / 16), root.readUInt16BE(2), root.readUInt16BE(0))
}

function isTree({ version }: Layout, block: Buffer, owner: number): boolean {
  const magic = block.toString('latin1', 0, 4)
  return version === 5 ? magic === 'BMA3' && number(block, 56) === owner : magic === 'BMAP'
}
