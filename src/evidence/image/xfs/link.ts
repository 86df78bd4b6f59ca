import { writeName } from '../../names.ts'
import { mappingsOf } from './extents.ts'
import type { Inode } from './inode.ts'
import { blockPlace, number } from './superblock.ts'
import { takeBlock, type Xfs } from './volume.ts'

/** No link leads further (Linux, PATH_MAX). */
const longest = 4096

/** Where a symbolic link leads, as names are written; empty where it cannot be read. */
export function linkOf(xfs: Xfs, inode: Inode): string {
  const size = Math.min(inode.size, longest)
  if (inode.form === 'local') return writeName(inode.fork.subarray(0, size))
  const parts: Buffer[] = []
  let left = size
  for (const { block, count } of mappingsOf(xfs, inode))
    for (let i = 0; i < count && left > 0; i++) {
      const at = blockPlace(xfs.layout, block)
      const bytes = takeBlock(xfs, at === null ? null : at + i * xfs.layout.blockBytes)
      const part = bytes === null ? null : partOf(xfs, bytes, inode.number)
      if (part === null) {
        xfs.damaged('link', `where the link of inode ${inode.number} leads cannot be read`)
        return writeName(Buffer.concat(parts))
      }
      parts.push(part.subarray(0, left))
      left -= part.length
    }
  return writeName(Buffer.concat(parts).subarray(0, size))
}

/** A block of a link: in version 5 it has a header of its own (xfs_format.h, struct xfs_dsymlink_hdr). */
function partOf({ layout }: Xfs, bytes: Buffer, owner: number): Buffer | null {
  // mkfs.xfs writes those of a prototype file without a header in version 5 too.
  if (layout.version === 4 || (bytes[0] !== 0 && bytes.toString('latin1', 0, 4) !== 'XSLM')) return bytes
  if (bytes.toString('latin1', 0, 4) !== 'XSLM' || number(bytes, 32) !== owner) return null
  const length = bytes.readUInt32BE(8)
  return length > 0 && 56 + length <= bytes.length ? bytes.subarray(56, 56 + length) : null
}
