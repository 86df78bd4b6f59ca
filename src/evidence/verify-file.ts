import { stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { sha256File } from './hashing.ts'
import type { Fault } from './ledger.ts'

/** A file or folder the ledger vouches for, as it was recorded and as it is now. A folder's hash is that of its manifest. */
export interface CheckedFile {
  readonly role: 'exhibit' | 'package' | 'derived'
  readonly name: string
  readonly path: string
  readonly sha256: string
  readonly size: number | null
  readonly state: 'as recorded' | 'changed' | 'missing'
}

/** What is said of a file or folder. */
export interface Claim {
  readonly role: CheckedFile['role']
  readonly name: string
  readonly path: string
  readonly sha256: string
  readonly size: number | null
  /** Of a folder: where its manifest lies, and whether its files are still where they were found. */
  readonly folder: { readonly manifest: string; readonly inPlace: boolean } | null
}

/** Called while files are read, with the path and the bytes so far and in all. */
export type OnFile = (path: string, done: number, total: number) => void

/** What came of checking a claim. */
export interface Checked {
  readonly file: CheckedFile
  readonly faults: readonly Fault[]
}

/** Reads a file again and compares it with what is recorded of it. */
export async function checkFile(caseDir: string, claim: Claim, onBytes?: OnFile): Promise<Checked> {
  const { folder: _, ...file } = claim
  const place = `${claim.role} ${claim.name} (${claim.path})`
  const now = await hashNow(isAbsolute(claim.path) ? claim.path : join(caseDir, claim.path), (done, total) =>
    onBytes?.(claim.path, done, total),
  )
  if (now === null) return { file: { ...file, state: 'missing' }, faults: [{ place, what: 'is not there' }] }
  if (now.sha256 === claim.sha256) return { file: { ...file, state: 'as recorded' }, faults: [] }
  const size = claim.size !== null && now.size !== claim.size ? `; ${now.size} bytes instead of ${claim.size}` : ''
  const what = `was changed: its SHA-256 is ${now.sha256}, the ledger says ${claim.sha256}${size}`
  return { file: { ...file, state: 'changed' }, faults: [{ place, what }] }
}

/** The SHA-256 a file has now; null where there is none. */
export async function hashNow(
  path: string,
  onBytes?: (done: number, total: number) => void,
): Promise<{ readonly sha256: string; readonly size: number } | null> {
  const info = await stat(path).catch(() => null)
  if (!info?.isFile()) return null
  return sha256File(path, onBytes).catch((e: Error) => ({ sha256: `unreadable: ${e.message}`, size: -1 }))
}
