import { groupPlace } from './superblock.ts'
import { groupHeader, recordsOf, type Tree } from './trees.ts'
import type { Xfs } from './volume.ts'

/** Inodes are made 64 at a time. */
const together = 64

/** Sixty-four inodes: which of them are free, which were never there, and which a walk has met. */
export interface Chunk {
  readonly first: number
  readonly free: Uint8Array
  readonly met: Uint8Array
}

/** All inodes of a volume by the trees of its groups. */
export interface Chunks {
  /** In order of their numbers. */
  readonly list: readonly Chunk[]
  /** True for an inode in use, false for a free one; null where no tree knows it. */
  readonly used: (inode: number) => boolean | null
  /** Marks an inode as met; true the first time. */
  readonly meet: (inode: number) => boolean
}

/** Chunks of inodes: first, and 64 bits of which are free (xfs_format.h, struct xfs_inobt_rec). */
const inodes: Tree = { magics: ['IABT', 'IAB3'], keyBytes: 4, recordBytes: 16 }

/** Reads the trees of inodes of all groups. */
export function chunksOf(xfs: Xfs): Chunks {
  const { layout, image } = xfs
  const known = new Map<number, Chunk>()
  for (let group = 0; group < layout.groups; group++) {
    xfs.signal.throwIfAborted()
    const start = groupPlace(layout, group, 0)
    if (start === null || start >= image.size) break
    const broken = (): void => xfs.damaged('inode tree', `the inodes of allocation group ${group} cannot be listed`)
    const head = groupHeader(xfs, group, 'XAGI')
    if (head === null) {
      broken()
      continue
    }
    const base = group * 2 ** (layout.blockBits + layout.inodeBits)
    const tree = { group, root: head.readUInt32BE(20), level: head.readUInt32BE(24) }
    for (const record of recordsOf(xfs, inodes, tree, broken)) {
      const own = record.readUInt32BE(0)
      if (groupPlace(layout, group, Math.floor(own / 2 ** layout.inodeBits)) === null) {
        broken()
        continue
      }
      const first = base + own
      if (!known.has(first)) known.set(first, { first, free: record.subarray(8, 16), met: new Uint8Array(8) })
    }
  }
  const list = [...known.values()].sort((a, b) => a.first - b.first)
  const unknown = new Set<number>()
  const find = (inode: number): Chunk | undefined => {
    const near = known.get(inode - (inode % together))
    if (near !== undefined) return near
    let [low, high] = [0, list.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (list[middle]!.first <= inode) low = middle
      else high = middle - 1
    }
    const chunk = list[low]
    return chunk !== undefined && inode >= chunk.first && inode < chunk.first + together ? chunk : undefined
  }
  return {
    list,
    used: (inode) => {
      const chunk = find(inode)
      return chunk === undefined ? null : !isFree(chunk, inode - chunk.first)
    },
    meet: (inode) => {
      const chunk = find(inode)
      if (chunk === undefined) {
        const first = !unknown.has(inode)
        unknown.add(inode)
        return first
      }
      const n = inode - chunk.first
      const before = (chunk.met[n >> 3]! >> (n & 7)) & 1
      chunk.met[n >> 3]! |= 1 << (n & 7)
      return before === 0
    },
  }
}

/** Bits count from the last byte on. */
function isFree({ free }: Chunk, n: number): boolean {
  return ((free[7 - (n >> 3)]! >> (n & 7)) & 1) === 1
}

/** The numbers of the inodes of chunks, those in use or those that are free, that no walk has met. */
export function* unmet({ list }: Chunks, used: boolean): Generator<number> {
  for (const chunk of list)
    for (let n = 0; n < together; n++)
      if (isFree(chunk, n) !== used && ((chunk.met[n >> 3]! >> (n & 7)) & 1) === 0) yield chunk.first + n
}
