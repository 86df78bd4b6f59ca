import type { Extent } from '../image.ts'
import type { Listed } from '../listing.ts'
import { type Chunks, unmet } from './chunks.ts'
import { type Name, namesOf } from './directory.ts'
import { type Inode, typeOf } from './inode.ts'
import { bare, type Found, listedOf, live } from './listed.ts'
import { erasedFile, freedFile } from './remains.ts'
import { staleInodes } from './stale.ts'
import type { Xfs } from './volume.ts'

/** No path is longer on a file system that anyone uses: a longer one leads in a circle. */
const longestPath = 65_536

/** Everything in a volume: what names lead to, inodes in use to which none does, and what is left of freed ones, in free space too. */
export function* everything(xfs: Xfs, chunks: Chunks, free: readonly Extent[]): Generator<Listed> {
  const root = rootOf(xfs, chunks)
  if (root === null)
    xfs.damaged('directory', 'the root directory cannot be read; files are listed without their folders')
  else {
    chunks.meet(root.number)
    yield* below(xfs, chunks, root, Buffer.alloc(0))
  }
  yield* nameless(xfs, chunks)
  for (const inode of unmet(chunks, false)) {
    const file = freedFile(xfs, orphanPath(inode), inode)
    if (file !== null) yield file
  }
  for (const inode of staleInodes(xfs, free)) {
    const file = chunks.used(inode) === null && chunks.meet(inode) ? freedFile(xfs, orphanPath(inode), inode) : null
    if (file !== null) yield file
  }
}

/** The root directory; where the superblock does not say, it is the first inode of the volume. */
function rootOf(xfs: Xfs, chunks: Chunks): Inode | null {
  for (const number of [xfs.layout.root, chunks.list[0]?.first]) {
    const inode = number === null || number === undefined ? null : xfs.inodeAt(number)
    if (inode !== null && typeOf(inode.mode) === 'd') return inode
  }
  return null
}

/** Files and folders below a directory. */
function* below(xfs: Xfs, chunks: Chunks, top: Inode, base: Buffer): Generator<Listed> {
  const folders = [{ inode: top, path: base }]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const names = [...namesOf(xfs, folder.inode)]
    for (const name of names.filter((n) => !n.erased)) {
      const path = joined(folder.path, name.name)
      const inode = xfs.inodeAt(name.inode)
      const first = chunks.meet(name.inode)
      if (inode === null || inode.mode === 0) {
        xfs.damaged('inode', `inode ${name.inode} cannot be read, to which a name leads`)
        yield { ...bare(path, name.type ?? 'r', name.inode, { ...live, metaAllocated: null }), absent: true }
      } else if (typeOf(inode.mode) !== 'd') yield listedOf(xfs, path, inode, live)
      else if (first && path.length < longestPath) folders.push({ inode, path })
      else xfs.damaged('directory', `names lead in a circle at inode ${name.inode}`)
    }
    yield* erased(xfs, chunks, folder.path, names)
  }
}

/** Removed names of a directory; one that was given again to the same inode is not removed. */
function* erased(xfs: Xfs, chunks: Chunks, path: Buffer, names: readonly Name[]): Generator<Listed> {
  const gone = names.filter((n) => n.erased)
  if (gone.length === 0) return
  const key = ({ inode, name }: Name): string => `${inode} ${name.toString('latin1')}`
  const kept = new Set(names.filter((n) => !n.erased).map(key))
  for (const name of gone) {
    if (kept.has(key(name)) || !/^[r-]$/.test(name.type ?? '-')) continue
    kept.add(key(name))
    const used = chunks.used(name.inode) === true
    if (!used) chunks.meet(name.inode)
    yield erasedFile(xfs, joined(path, name.name), name, used)
  }
}

/** Inodes in use to which no name leads: folders first, so that what lies in them keeps its names. */
function* nameless(xfs: Xfs, chunks: Chunks): Generator<Listed> {
  const lost = [...unmet(chunks, true)].flatMap((number): readonly Inode[] => {
    const inode = xfs.layout.own.has(number) ? null : xfs.inodeAt(number)
    if (inode === null && !xfs.layout.own.has(number))
      xfs.damaged('inode', `inode ${number} cannot be read, which is in use`)
    return inode === null || inode.metadata ? [] : [inode]
  })
  const folders = lost.filter((inode) => typeOf(inode.mode) === 'd')
  const within = new Set(folders.flatMap((folder) => [...namesOf(xfs, folder)].map((n) => (n.erased ? 0 : n.inode))))
  for (const inner of [false, true])
    for (const folder of folders)
      if (within.has(folder.number) === inner && chunks.meet(folder.number))
        yield* below(xfs, chunks, folder, orphanPath(folder.number))
  for (const inode of lost)
    if (chunks.meet(inode.number)) yield listedOf(xfs, orphanPath(inode.number), inode, inode.links > 0 ? live : open)
}

/** A file that was removed while a program still held it open. */
const open: Found = { nameAllocated: false, metaAllocated: null, orphan: true, held: true }

function orphanPath(inode: number): Buffer {
  return Buffer.from(`$OrphanFiles/OrphanFile-${inode}`)
}

function joined(folder: Buffer, name: Buffer): Buffer {
  return folder.length === 0 ? name : Buffer.concat([folder, Buffer.from('/'), name])
}
