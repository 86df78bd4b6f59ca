import type { Listed, Run } from '../listing.ts'
import { type Mapping, mappingsOf } from './extents.ts'
import { type Inode, typeOf } from './inode.ts'
import { linkOf } from './link.ts'
import { blockPlace, type Layout } from './superblock.ts'
import type { Xfs } from './volume.ts'

/** Where a file was found, and in which state. */
export type Found = Pick<Listed, 'nameAllocated' | 'metaAllocated' | 'orphan' | 'held'>

/** What is listed of a file or folder that a name leads to. */
export const live: Found = { nameAllocated: true, metaAllocated: true, orphan: false }

/** An inode as it is listed. */
export function listedOf(xfs: Xfs, path: Buffer, inode: Inode, found: Found): Listed {
  const type = typeOf(inode.mode)
  const plain = type === 'r' && !inode.realtime
  return {
    ...bare(path, type, inode.number, found),
    size: inode.size,
    link: type === 'l' ? linkOf(xfs, inode) : null,
    times: { ...inode.times, dtime: null },
    mode: inode.mode,
    runs: plain ? runsOf(xfs.layout, mappingsOf(xfs, inode), inode.size) : [],
    ...(type === 'r' && inode.realtime ? { absent: true as const } : {}),
  }
}

/** A name whose inode says nothing of it. */
export function bare(path: Buffer, type: string, inode: number, found: Found): Listed {
  return {
    ...found,
    path,
    type,
    size: null,
    compressed: false,
    inode: String(inode),
    link: null,
    times: { mtime: null, atime: null, ctime: null, crtime: null, dtime: null },
    mode: null,
    runs: [],
  }
}

/** The runs of a file of so many bytes: what lies between its extents and behind them reads as zeros. */
export function runsOf(layout: Layout, mappings: readonly Mapping[], size: number): readonly Run[] {
  const runs: Run[] = []
  let done = 0
  const zeros = (to: number): void => {
    if (to > done) runs.push({ at: null, length: to - done })
    done = Math.max(done, to)
  }
  for (const { from, block, count, unwritten } of mappings) {
    const [start, length] = [from * layout.blockBytes, count * layout.blockBytes]
    if (start >= size) break
    zeros(start)
    runs.push({ at: unwritten ? null : blockPlace(layout, block), length })
    done = start + length
  }
  zeros(size)
  return runs
}
