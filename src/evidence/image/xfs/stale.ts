import { blocksOf, without } from '../free.ts'
import type { Extent } from '../image.ts'
import type { Xfs } from './volume.ts'

const windowBytes = 1 << 20

/**
 * The numbers of inodes that lie in free space: where all 64 of a chunk were freed, the kernel gives their blocks free and
 * does not write them again, so that they are often there as they were in use (Linux kernel, xfs_ifree_cluster).
 */
export function* staleInodes({ image, layout, signal }: Xfs, free: readonly Extent[]): Generator<number> {
  const perBlock = layout.blockBytes / layout.inodeBytes
  for (const { at, length } of without(free, blocksOf(image.holes ?? []))) {
    const end = Math.min(at + length, image.size)
    for (let from = at - (at % layout.blockBytes); from < end; from += windowBytes) {
      signal.throwIfAborted()
      const window = image.read(from, Math.min(windowBytes, end - from))
      for (let inside = 0; inside + layout.blockBytes <= window.length; inside += layout.blockBytes) {
        if (window.readUInt16BE(inside) !== 0x494e) continue
        const block = (from + inside) / layout.blockBytes
        const group = Math.floor(block / layout.groupBlocks)
        const number = (group * 2 ** layout.blockBits + (block % layout.groupBlocks)) * 2 ** layout.inodeBits
        for (let n = 0; n < perBlock; n++)
          if (window.readUInt16BE(inside + n * layout.inodeBytes) === 0x494e) yield number + n
      }
    }
  }
}
