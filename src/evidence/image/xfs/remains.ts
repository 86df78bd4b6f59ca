import type { Listed } from '../listing.ts'
import type { Name } from './directory.ts'
import { isSound, type Mapping, mappingsOf, readMapping } from './extents.ts'
import { type Inode, typeOf } from './inode.ts'
import { bare, type Found, listedOf, runsOf } from './listed.ts'
import { blockPlace } from './superblock.ts'
import type { Xfs } from './volume.ts'

const gone: Found = { nameAllocated: false, metaAllocated: false, orphan: false }

/** What is listed for a removed name: what is left of its inode, or the name alone where another file has that by now. */
export function erasedFile(xfs: Xfs, path: Buffer, name: Name, used: boolean): Listed {
  const type = name.type ?? '-'
  if (used) return bare(path, 'r', name.inode, { ...gone, metaAllocated: true })
  const left = remains(xfs, path, name.inode)
  return left ?? bare(path, type === '-' ? 'r' : type, name.inode, gone)
}

/** What is left of a freed inode to which no removed name leads; null where nothing is. */
export function freedFile(xfs: Xfs, path: Buffer, inode: number): Listed | null {
  const left = remains(xfs, path, inode)
  return left === null || left.runs.every((r) => r.at === null) ? null : { ...left, orphan: true }
}

/**
 * Freeing an inode sets its mode, size and number of extents to nothing, and leaves the records of its extents where they
 * were (Linux kernel, xfs_ifree, xfs_iflush_fork). One whose neighbours were all freed with it may be there whole.
 */
function remains(xfs: Xfs, path: Buffer, number: number): Listed | null {
  const inode = xfs.inodeAt(number)
  if (inode === null || inode.realtime) return null
  const quiet: Xfs = { ...xfs, damaged: () => undefined }
  if (inode.mode !== 0) return typeOf(inode.mode) === 'r' ? listedOf(quiet, path, inode, gone) : null
  const mappings = leftMappings(quiet, inode)
  const last = mappings.at(-1)
  const first = mappings[0]
  if (last === undefined || first === undefined || isOwn(xfs, first)) return null
  const size = (last.from + last.count) * xfs.layout.blockBytes - spare(xfs, last)
  return {
    ...bare(path, 'r', number, gone),
    size,
    times: { ...inode.times, dtime: null },
    runs: runsOf(xfs.layout, mappings, size),
    unmeasured: true,
  }
}

/** Between the extents of one file there is no larger hole; what follows it belongs to an older file. */
const largestHole = 4 << 20

/** Records of extents that follow each other as those of one file do, or those of the tree that the fork still leads to. */
function leftMappings(xfs: Xfs, inode: Inode): readonly Mapping[] {
  const { layout } = xfs
  const found: Mapping[] = []
  for (let at = 0; at + 16 <= inode.fork.length; at += 16) {
    const next = readMapping(inode.fork, at)
    if (!isSound(layout, next, found.at(-1))) break
    found.push(next)
  }
  const level = inode.fork.readUInt16BE(0)
  if (found.length === 0 && level > 0 && level < 9) found.push(...mappingsOf(xfs, { ...inode, form: 'tree' }))
  let end = 0
  const far = found.findIndex(({ from, count }) => {
    const hole = (from - end) * layout.blockBytes
    end = from + count
    return hole > largestHole
  })
  const out = far < 0 ? found : found.slice(0, far)
  while (out.at(-1)?.unwritten) out.pop()
  return out
}

/** True where a run begins with a block of a directory or of a link. */
function isOwn({ image, layout }: Xfs, { block }: Mapping): boolean {
  const at = blockPlace(layout, block)
  return at !== null && /^(?:XDB3|XDD3|XD2B|XD2D|XSLM)$/.test(image.read(at, 4).toString('latin1'))
}

/** The record at the end of a ZIP archive, which may end in zeros (APPNOTE.TXT, 4.3.16). */
const zipEnd = Buffer.from('PK\x05\x06', 'latin1')

/** Bytes at the end of a file's last block that the kernel filled with zeros: the length of a freed inode is not kept. */
function spare({ image, layout }: Xfs, last: Mapping): number {
  const at = blockPlace(layout, last.block)
  if (at === null) return 0
  const bytes = image.read(at + (last.count - 1) * layout.blockBytes, layout.blockBytes)
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end -= 1
  const zip = bytes.lastIndexOf(zipEnd)
  if (zip >= 0 && end <= zip + 22) end = Math.min(bytes.length, zip + 22)
  return end === 0 ? 0 : bytes.length - end
}
