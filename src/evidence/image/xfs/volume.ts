import type { Extent, Image } from '../image.ts'
import { type Inode, readInode } from './inode.ts'
import { inodePlace, type Layout } from './superblock.ts'

/** A volume of XFS that is being read: its bytes, what was found wrong, and how much may still be looked at. */
export interface Xfs {
  readonly image: Image
  readonly layout: Layout
  /** Tells damage; the first of a kind whole, of others their number at the end. */
  readonly damaged: (kind: Damage, detail: string) => void
  /** Blocks of directories and trees that may still be read: each belongs to one of them, and damage may lead in circles. */
  readonly budget: { blocks: number }
  readonly inodeAt: (inode: number) => Inode | null
  readonly signal: AbortSignal
}

/** What may be wrong with a part of a volume. */
export type Damage = 'inode' | 'directory' | 'extents' | 'free space' | 'inode tree' | 'link'

/** A block of some bytes, or null where it does not lie in the image or no more may be read. */
export function takeBlock(xfs: Xfs, at: number | null, length = xfs.layout.blockBytes): Buffer | null {
  if (at === null || xfs.budget.blocks <= 0) return null
  xfs.budget.blocks -= 1
  const bytes = xfs.image.read(at, length)
  return bytes.length === length ? bytes : null
}

/** So many pieces of the inodes' tables are held; names of one folder lie near each other there. */
const held = 64
const pieceBytes = 32_768

/** Reads inodes by their numbers; neighbours are read together. */
export function inodeReader(image: Image, layout: Layout): Xfs['inodeAt'] {
  const pieces = new Map<number, Buffer>()
  return (inode) => {
    const place = inodePlace(layout, inode)
    if (place === null) return null
    const at = place - (place % pieceBytes)
    let piece = pieces.get(at)
    if (piece === undefined) {
      piece = image.read(at, pieceBytes)
      if (pieces.size >= held) pieces.delete(pieces.keys().next().value!)
      pieces.set(at, piece)
    }
    const found = readInode(piece.subarray(place - at, place - at + layout.inodeBytes), inode)
    return found !== null && (found.stated === null || found.stated === inode) ? found : null
  }
}

/** Extents in order, those that touch as one. */
export function merged(extents: readonly Extent[]): readonly Extent[] {
  const out: { at: number; length: number }[] = []
  for (const { at, length } of [...extents].sort((a, b) => a.at - b.at)) {
    const last = out.at(-1)
    if (last !== undefined && at <= last.at + last.length) last.length = Math.max(last.length, at + length - last.at)
    else out.push({ at, length })
  }
  return out
}
