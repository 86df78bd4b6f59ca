import { createHash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type Hashes, openHashes } from './hashing.ts'

/** Where unpacked files lie in the case folder, each under its own SHA-256. */
export const derivedFolder = 'derived'

/** A file that lies under its hash; `stored` is its place in the case folder. */
export interface Settled extends Hashes {
  readonly stored: string
}

/** Takes files piece by piece, one after the other. */
export interface Settler {
  /** The next piece of the file; with the last one the file is settled. */
  readonly take: (piece: Uint8Array, last: boolean) => Settled | null
  /** Forgets the file whose last piece has not come. */
  readonly abandon: () => void
}

/**
 * Puts files under the hash of their bytes, without the right to write to them. No name from evidence becomes a name here.
 * Nothing is flushed to the disk: what a failing machine loses is missed when it is read, and unpacked again.
 */
export function openSettler(caseDir: string, partials: string = partialNames()): Settler {
  const folder = join(caseDir, derivedFolder)
  const prefix = join(folder, partials)
  const made = new Set<string>()
  let current: {
    readonly partial: string
    readonly file: number
    readonly hashes: ReturnType<typeof openHashes>
  } | null = null
  let written = 0
  const ensure = (path: string): void => {
    if (made.has(path)) return
    mkdirSync(path, { recursive: true, mode: 0o700 })
    made.add(path)
  }
  /** Gives the place of a hash its file, which `make` brings where none lies there yet. */
  const place = (found: Hashes, make: (to: string) => void): Settled => {
    const stored = join(derivedFolder, found.sha256.slice(0, 2), found.sha256)
    const to = join(caseDir, stored)
    if (!existsSync(to)) {
      ensure(join(to, '..'))
      make(to)
    }
    return { ...found, stored }
  }
  const abandon = (): void => {
    if (current === null) return
    closeSync(current.file)
    rmSync(current.partial, { force: true })
    current = null
  }
  const small = (bytes: Uint8Array): Settled => {
    const hashes = openHashes()
    hashes.update(bytes)
    return place(hashes.finish(), (to) => {
      const partial = `${prefix}${++written}`
      try {
        writeFileSync(partial, bytes, { mode: 0o444, flag: 'wx' })
        renameSync(partial, to)
      } catch (error) {
        rmSync(partial, { force: true })
        throw error
      }
    })
  }
  return {
    abandon,
    take: (piece, last) => {
      if (current === null && last) return small(piece)
      if (current === null) {
        ensure(folder)
        const partial = `${prefix}${++written}`
        current = { partial, file: openSync(partial, 'wx', 0o600), hashes: openHashes() }
      }
      const { file, hashes, partial } = current
      hashes.update(piece)
      for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at, piece.length - at)
      if (!last) return null
      const settled = place(hashes.finish(), (to) => {
        chmodSync(partial, 0o444)
        renameSync(partial, to)
      })
      abandon()
      return settled
    },
  }
}

let named = 0
/** Which machine writes: a case folder may lie where several can. */
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)

/** How the names begin under which one settler of this program writes before it knows the hash: `.partial-PID-MACHINE-…-`. */
export function partialNames(): string {
  return `.partial-${process.pid}-${machine}-${process.hrtime.bigint()}-${++named}-`
}

/** The program of this machine that writes under a name; null for any other name. */
export function writerOf(name: string): number | null {
  const [, pid, where] = /^\.partial-(\d+)(?:-([0-9a-f]{8})-.*)?$/.exec(name) ?? []
  return pid !== undefined && (where === undefined || where === machine) ? Number(pid) : null
}
