import { constants } from 'node:fs'
import { chmod, chown, copyFile, mkdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { EvidenceError } from '../evidence.ts'
import { readName } from '../names.ts'
import type { DataDirectory, Within } from './find.ts'
import type { WorkPlace } from './place.ts'

/** A file of an exhibit whose bytes can be had. */
export interface HeldFile {
  readonly file: number
  readonly path: string
  readonly size: number
  readonly sha256: string | null
  /** Absolute; null where the bytes could not be had. */
  readonly stored: string | null
}

/** Lays a fresh copy of some files of a data directory, which its server may change; the exhibit is only read. */
export async function layCopy(
  place: WorkPlace,
  directory: DataDirectory<HeldFile>,
  wanted: (file: Within<HeldFile>) => boolean,
  folders: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const data = join(place.folder, 'data')
  await rm(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  const files = directory.files.filter((f) => f.stored !== null && wanted(f))
  await checkRoom(
    place.folder,
    files.reduce((sum, f) => sum + f.size, 0),
  )
  const own = async (path: Buffer | string, mode: number): Promise<void> => {
    await chmod(path, mode)
    if (place.account) await chown(path, place.account.uid, place.account.gid)
  }
  const made = new Set<string>()
  const makeFolder = async (inner: string): Promise<void> => {
    const parts = inner === '' ? [] : inner.split('/')
    for (let n = 0; n <= parts.length; n++) {
      const path = Buffer.concat([Buffer.from(`${data}/`), readName(parts.slice(0, n).join('/'))])
      if (made.has(path.toString('latin1'))) continue
      made.add(path.toString('latin1'))
      await mkdir(path, { recursive: true })
      await own(path, 0o700)
    }
  }
  await makeFolder('')
  for (const folder of folders) await makeFolder(folder)
  for (const file of files) {
    signal.throwIfAborted()
    await makeFolder(file.inner.includes('/') ? file.inner.slice(0, file.inner.lastIndexOf('/')) : '')
    const to = Buffer.concat([Buffer.from(`${data}/`), readName(file.inner)])
    // Blocks are shared where the file system can; nothing is written to what lies in the exhibit.
    await copyFile(file.stored!, to, constants.COPYFILE_FICLONE).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOSPC' ? noRoom(place.folder, directory.path) : error
    })
    await own(to, 0o600)
  }
  return data
}

async function checkRoom(folder: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  // A file system that shares blocks takes a copy of any size; others say when they are full.
  if (bavail * bsize < needed / 8 + (64 << 20)) throw noRoom(folder, `${needed} bytes`)
}

function noRoom(folder: string, what: string): EvidenceError {
  return new EvidenceError(
    folder,
    `there is no room for the copy of a data directory (${what})`,
    'Free space there and give the same command again.',
  )
}
