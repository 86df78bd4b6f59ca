import { constants, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { access, chmod, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Hashes, openHashes } from './hashing.ts'

/** Where unpacked files lie in the case folder, each under its own SHA-256. */
export const derivedFolder = 'derived'

/** An unpacked file that was kept; `whole` false where a limit cut it off. */
export interface Kept extends Hashes {
  readonly stored: string
  readonly whole: boolean
  readonly head: Buffer
}

const headBytes = 256 << 10

/** What is no longer than this is held in memory and written in one go: small files would wait for the disk more than they work. */
const smallBytes = 1 << 20

/**
 * Keeps what a container holds under the hash of its bytes, without the right to write to it. No name from evidence becomes
 * a name here. Nothing is flushed to the disk: what a failing machine loses is missed when it is read, and unpacked again.
 */
export async function keep(
  caseDir: string,
  content: AsyncIterable<Uint8Array>,
  most: number,
  signal: AbortSignal,
): Promise<Kept> {
  const folder = join(caseDir, derivedFolder)
  const { first, rest } = await begun(content, most, signal)
  if (rest === null) return keepSmall(caseDir, Buffer.concat(first))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const partial = join(folder, `.partial-${process.pid}`)
  await rm(partial, { force: true })
  const file = await open(partial, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  const hashes = openHashes()
  const heads: Buffer[] = []
  let [size, headSize, whole] = [0, 0, true]
  try {
    for await (const piece of rest) {
      signal.throwIfAborted()
      const wanted = piece.subarray(0, most - size)
      hashes.update(wanted)
      if (headSize < headBytes) {
        heads.push(Buffer.from(wanted.subarray(0, headBytes - headSize)))
        headSize += heads.at(-1)!.length
      }
      for (let at = 0; at < wanted.length; ) at += (await file.write(wanted, at, wanted.length - at)).bytesWritten
      size += wanted.length
      whole = wanted.length === piece.length
      if (!whole) break
    }
  } finally {
    await file.close()
  }
  const found = hashes.finish()
  const stored = join(derivedFolder, found.sha256.slice(0, 2), found.sha256)
  await settle(partial, join(caseDir, stored))
  return { ...found, stored, whole, head: Buffer.concat(heads) }
}

/** The beginning of some content; `rest` is all of it again where it is too long to be held, else null. */
async function begun(
  content: AsyncIterable<Uint8Array>,
  most: number,
  signal: AbortSignal,
): Promise<{ readonly first: readonly Buffer[]; readonly rest: AsyncIterable<Uint8Array> | null }> {
  const pieces = content[Symbol.asyncIterator]()
  const first: Buffer[] = []
  let size = 0
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    signal.throwIfAborted()
    // A copy: a piece is valid until the next is asked for.
    first.push(Buffer.from(next.value))
    size += next.value.length
    if (size > Math.min(smallBytes, most)) {
      const rest = async function* () {
        try {
          yield* first
          for (let more = await pieces.next(); !more.done; more = await pieces.next()) yield more.value
        } finally {
          await pieces.return?.()
        }
      }
      return { first: [], rest: rest() }
    }
  }
  return { first, rest: null }
}

let written = 0
const startedAt = process.hrtime.bigint()

function keepSmall(caseDir: string, bytes: Buffer): Kept {
  const hashes = openHashes()
  hashes.update(bytes)
  const found = hashes.finish()
  const stored = join(derivedFolder, found.sha256.slice(0, 2), found.sha256)
  const to = join(caseDir, stored)
  if (!existsSync(to)) {
    const folder = join(to, '..')
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Never a file that a stopped program left: its rights refuse to be written to again.
    const partial = join(caseDir, derivedFolder, `.partial-${process.pid}-${startedAt}-${++written}`)
    writeFileSync(partial, bytes, { mode: 0o444, flag: 'wx' })
    renameSync(partial, to)
  }
  return { ...found, stored, whole: true, head: bytes.subarray(0, headBytes) }
}

async function settle(partial: string, to: string): Promise<void> {
  const there = await access(to).then(
    () => true,
    () => false,
  )
  if (there) return rm(partial)
  await mkdir(join(to, '..'), { recursive: true })
  await chmod(partial, 0o444)
  await rename(partial, to)
}
