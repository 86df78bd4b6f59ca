import type { Extent } from '../image.ts'
import { groupPlace } from './superblock.ts'
import { groupHeader, recordsOf, type Tree } from './trees.ts'
import { merged, type Xfs } from './volume.ts'

/** Free runs of a group by their place: first block and count. */
const byPlace: Tree = { magics: ['ABTB', 'AB3B'], keyBytes: 8, recordBytes: 8 }

/** What no file holds, by the trees of free space; of a group whose tree is spoilt nothing is known, which is told. */
export function freeSpace(xfs: Xfs): readonly Extent[] {
  const { layout, image } = xfs
  const found: Extent[] = []
  for (let group = 0; group < layout.groups; group++) {
    xfs.signal.throwIfAborted()
    const start = groupPlace(layout, group, 0)
    if (start === null || start >= image.size) break
    const broken = (): void => xfs.damaged('free space', `the free space of allocation group ${group} cannot be read`)
    const head = groupHeader(xfs, group, 'XAGF')
    if (head === null) {
      broken()
      continue
    }
    const tree = { group, root: head.readUInt32BE(16), level: head.readUInt32BE(28) }
    for (const record of recordsOf(xfs, byPlace, tree, broken)) {
      const [block, count] = [record.readUInt32BE(0), record.readUInt32BE(4)]
      const at = groupPlace(layout, group, block)
      if (at === null || count === 0 || groupPlace(layout, group, block + count - 1) === null) broken()
      else found.push({ at, length: count * layout.blockBytes })
    }
  }
  return merged(found)
}
