import { groupPlace } from './superblock.ts'
import { takeBlock, type Xfs } from './volume.ts'

/** A tree of an allocation group: its names in versions 4 and 5 (xfs_format.h), and the bytes of a key of it. */
export interface Tree {
  readonly magics: readonly [string, string]
  readonly keyBytes: number
  readonly recordBytes: number
}

/** Trees are never so high. */
const highest = 9

/** The records of a tree of a group, in order; what cannot be read is left out and told of by `broken`. */
export function* recordsOf(
  xfs: Xfs,
  tree: Tree,
  { group, root, level }: { readonly group: number; readonly root: number; readonly level: number },
  broken: () => void,
): Generator<Buffer> {
  const five = xfs.layout.version === 5
  const head = five ? 56 : 16
  const seen = new Set<number>()
  const below = function* (block: number, height: number): Generator<Buffer> {
    if (height < 0 || height > highest || seen.has(block)) return broken()
    seen.add(block)
    const bytes = takeBlock(xfs, groupPlace(xfs.layout, group, block))
    if (bytes?.toString('latin1', 0, 4) !== tree.magics[five ? 1 : 0] || bytes.readUInt16BE(4) !== height)
      return broken()
    const count = bytes.readUInt16BE(6)
    const most = Math.floor((bytes.length - head) / (height === 0 ? tree.recordBytes : tree.keyBytes + 4))
    if (count > most) return broken()
    for (let i = 0; i < count; i++)
      if (height === 0) yield bytes.subarray(head + i * tree.recordBytes, head + (i + 1) * tree.recordBytes)
      else yield* below(bytes.readUInt32BE(head + most * tree.keyBytes + i * 4), height - 1)
  }
  yield* below(root, level - 1)
}

/** The header of a group's free space (sector 1) or of its inodes (sector 2); null where it is spoilt. */
export function groupHeader({ image, layout }: Xfs, group: number, which: 'XAGF' | 'XAGI'): Buffer | null {
  const start = groupPlace(layout, group, 0)
  if (start === null) return null
  const bytes = image.read(start + layout.sectorBytes * (which === 'XAGF' ? 1 : 2), 512)
  const sound = bytes.length === 512 && bytes.toString('latin1', 0, 4) === which && bytes.readUInt32BE(8) === group
  return sound ? bytes : null
}
