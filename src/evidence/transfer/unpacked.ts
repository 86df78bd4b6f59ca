import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EvidenceError } from '../evidence.ts'
import { readName } from '../names.ts'
import type { TransferFile, TransferManifest } from './manifest.ts'

/** A folder that takes the files of a container, and remembers which of them were verified. */
export interface Unpacked {
  /** Takes a file's bytes; null where they are what the manifest says, else what is wrong with them. */
  readonly take: (file: TransferFile, content: AsyncIterable<Uint8Array>) => Promise<string | null>
  readonly state: () => { readonly resumed: number }
  /** Keeps the list for the next opening, or removes it when the folder is whole; may be called twice. */
  readonly close: () => Promise<void>
}

/** The list of files that were verified, in the folder itself until it is whole: the manifest's hash, then a path a line. */
const journalName = '.verified'

/** Begins or goes on filling a folder; without one the bytes are checked only. */
export async function unpackInto(
  folder: string | null,
  manifest: TransferManifest,
  manifestSha256: string,
): Promise<Unpacked> {
  if (folder === null)
    return {
      take: (file, content) => through(file, content, null),
      state: () => ({ resumed: 0 }),
      close: async () => {},
    }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const place = join(folder, journalName)
  const [first, ...lines] = (await readFile(place, 'utf8').catch(() => '')).split('\n')
  if (first !== '' && first !== manifestSha256)
    throw new EvidenceError(folder, 'holds files of another container', 'Move it away, or name another --out.')
  const known = new Set(lines)
  const listed = manifest.files.filter((f) => known.has(f.path))
  const journal = await open(place, 'a', 0o600)
  if (first === '') await journal.write(`${manifestSha256}\n`)
  const there = new Set<string>()
  for (const file of listed) if (await stillThere(folder, file)) there.add(file.path)
  let [resumed, verified, closed] = [0, 0, false]
  return {
    take: async (file, content) => {
      if (there.has(file.path)) {
        resumed += 1
        verified += 1
        return through(file, content, null)
      }
      const what = await writeOut(folder, file, content).catch(unwritable)
      if (what !== null) return what
      verified += 1
      await journal.write(`${file.path}\n`)
      return null
    },
    state: () => ({ resumed }),
    close: async () => {
      if (closed) return
      closed = true
      await journal.sync()
      await journal.close()
      if (verified === manifest.files.length) await rm(place)
    },
  }
}

/** What was written in an earlier opening counts only if it is still so. */
async function stillThere(folder: string, file: TransferFile): Promise<boolean> {
  const place = placeOf(folder, file.path)
  const size = await stat(place).then(
    (s) => s.size,
    () => -1,
  )
  return size === file.size && (await through(file, createReadStream(place), null)) === null
}

async function writeOut(
  folder: string,
  file: TransferFile,
  content: AsyncIterable<Uint8Array>,
): Promise<string | null> {
  const place = placeOf(folder, file.path)
  await mkdir(placeOf(folder, dirname(file.path)), { recursive: true, mode: 0o700 })
  const handle = await open(place, 'w', 0o600)
  try {
    const what = await through(file, content, handle)
    await handle.sync()
    return what
  } finally {
    await handle.close()
  }
}

/** A name that this file system does not take is a fault of one file; a full disk stops the work. */
function unwritable(error: NodeJS.ErrnoException): string {
  if (!['ENOTDIR', 'EISDIR', 'EEXIST', 'ENAMETOOLONG', 'EINVAL', 'EILSEQ'].includes(error.code ?? '')) throw error
  return `cannot be written under its name here (${error.code})`
}

async function through(
  file: TransferFile,
  content: AsyncIterable<Uint8Array>,
  into: FileHandle | null,
): Promise<string | null> {
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of content) {
    size += piece.length
    hash.update(piece)
    if (into !== null && size <= file.size)
      for (let at = 0; at < piece.length; ) at += (await into.write(piece, at)).bytesWritten
  }
  if (size !== file.size) return `has ${size} bytes, the manifest says ${file.size}`
  const own = hash.digest('hex')
  return own === file.sha256 ? null : `was changed: its SHA-256 is ${own}, the manifest says ${file.sha256}`
}

/** A place as bytes: names from evidence need not be UTF-8. */
function placeOf(folder: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), readName(path)])
}
