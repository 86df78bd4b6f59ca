import { constants, type Dirent } from 'node:fs'
import { access, lstat, readdir, readlink } from 'node:fs/promises'
import { byName, writeName } from './names.ts'

/** A regular file met in a folder. */
export interface Walked {
  /** Within the folder, as `writeName` writes it. */
  readonly path: string
  /** Its place in the file system, byte for byte. */
  readonly place: Buffer
  readonly size: number
  readonly modifiedAt: Date
}

/** What a folder holds besides readable regular files. */
export interface LeftOut {
  readonly path: string
  readonly reason: string
}

/** Sizes of a folder beyond which its rest is left out with a note. */
export interface WalkLimits {
  readonly depth: number
  readonly entries: number
}

/** What a seized folder may hold unless a test says otherwise. */
export const usualWalkLimits: WalkLimits = { depth: 64, entries: 2_000_000 }

/** All regular files below a folder in the order of their paths, and what was left out. No link is followed. */
export async function walkFolder(
  folder: string,
  limits: WalkLimits = usualWalkLimits,
): Promise<{ readonly files: readonly Walked[]; readonly leftOut: readonly LeftOut[] }> {
  const files: Walked[] = []
  const leftOut: LeftOut[] = []
  let entries = 0
  const open: { readonly place: Buffer; readonly path: Buffer; readonly depth: number }[] = [
    { place: Buffer.from(folder), path: Buffer.alloc(0), depth: 0 },
  ]
  const leave = (path: Buffer, reason: string): void => void leftOut.push({ path: writeName(path), reason })
  for (let dir = open.pop(); dir; dir = open.pop()) {
    const found = await readdir(dir.place, { withFileTypes: true, encoding: 'buffer' }).catch((e: Error) => e)
    if (found instanceof Error) {
      leave(dir.path, `the folder cannot be listed: ${codeOf(found)}`)
      continue
    }
    for (const entry of found as unknown as readonly Dirent<Buffer>[]) {
      const path = dir.depth === 0 ? entry.name : Buffer.concat([dir.path, slash, entry.name])
      const place = Buffer.concat([dir.place, slash, entry.name])
      if (++entries > limits.entries) {
        leave(dir.path, `the folder holds more than ${limits.entries} entries; the rest was left out`)
        return { files: sorted(files), leftOut: sorted(leftOut) }
      }
      if (entry.isSymbolicLink()) leave(path, `is a link to ${await target(place)}; links are not followed`)
      else if (entry.isDirectory() && dir.depth + 1 >= limits.depth) leave(path, 'lies too deep')
      else if (entry.isDirectory()) open.push({ place, path, depth: dir.depth + 1 })
      else if (!entry.isFile()) leave(path, `is ${special(entry)}`)
      else {
        const reason = await access(place, constants.R_OK).then(
          () => null,
          (e: Error) => `cannot be read: ${codeOf(e)}`,
        )
        const info = reason === null ? await lstat(place) : null
        if (info?.isFile()) files.push({ path: writeName(path), place, size: info.size, modifiedAt: info.mtime })
        else leave(path, reason ?? 'was replaced while the folder was read')
      }
    }
  }
  return { files: sorted(files), leftOut: sorted(leftOut) }
}

const slash = Buffer.from('/')

function sorted<T extends { readonly path: string }>(list: readonly T[]): readonly T[] {
  return [...list].sort((a, b) => byName(a.path, b.path))
}

async function target(place: Buffer): Promise<string> {
  return readlink(place, { encoding: 'buffer' }).then(
    (t) => writeName(t),
    () => 'somewhere',
  )
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

function special(entry: Dirent<Buffer>): string {
  if (entry.isSocket()) return 'a socket'
  if (entry.isFIFO()) return 'a named pipe'
  return entry.isBlockDevice() || entry.isCharacterDevice() ? 'a device' : 'no regular file'
}
