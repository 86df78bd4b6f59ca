import { stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { sha256File } from './hashing.ts'
import { type Fault, headFile, type LedgerEntry, ledgerFile, readLedger } from './ledger.ts'

/** What `holdfast verify` found: every fault by place, and what was checked. */
export interface Verification {
  readonly ok: boolean
  readonly entries: number
  readonly head: { readonly seq: number; readonly hash: string }
  readonly files: readonly CheckedFile[]
  readonly faults: readonly Fault[]
}

/** A file the ledger vouches for, as it was recorded and as it is now. */
export interface CheckedFile {
  readonly role: 'exhibit' | 'package'
  readonly name: string
  readonly path: string
  readonly sha256: string
  readonly size: number | null
  readonly state: 'as recorded' | 'changed' | 'missing'
}

/**
 * Verifies a case from its folder alone, without the database or anything the ledger does not state itself: the chain
 * of the ledger, then every file it vouches for, read again.
 */
export async function verifyCase(
  caseDir: string,
  onBytes?: (path: string, done: number, total: number) => void,
): Promise<Verification> {
  const { entries, faults: chain, head } = await readLedger(caseDir)
  const faults: Fault[] = [...chain]
  if (entries.length === 0 && chain.length === 0)
    faults.push({ place: caseDir, what: `holds no ${ledgerFile} and no ${headFile}: it is not a case folder` })
  const files: CheckedFile[] = []
  for (const claim of claims(entries)) {
    const checked = await check(caseDir, claim, onBytes)
    files.push(checked.file)
    if (checked.fault) faults.push(checked.fault)
  }
  return { ok: faults.length === 0, entries: entries.length, head: { seq: head.seq, hash: head.hash }, files, faults }
}

interface Claim {
  readonly role: CheckedFile['role']
  readonly name: string
  readonly path: string
  readonly sha256: string
  readonly size: number | null
}

/** The latest word of the ledger on each file. */
function claims(entries: readonly LedgerEntry[]): readonly Claim[] {
  const byPath = new Map<string, Claim>()
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  for (const { action, subject, detail } of entries) {
    if (action === 'acquire')
      byPath.set(text(detail.stored_path), {
        role: 'exhibit',
        name: subject,
        path: text(detail.stored_path),
        sha256: text(detail.sha256),
        size: Number(detail.size),
      })
    if (action === 'package')
      for (const form of ['json', 'pdf'] as const)
        byPath.set(text(detail[`${form}_path`]), {
          role: 'package',
          name: subject,
          path: text(detail[`${form}_path`]),
          sha256: text(detail[`${form}_sha256`]),
          size: null,
        })
    if (action === 'withdraw-package')
      for (const form of ['json', 'pdf'] as const) byPath.delete(text(detail[`${form}_path`]))
  }
  return [...byPath.values()]
}

async function check(
  caseDir: string,
  claim: Claim,
  onBytes?: (path: string, done: number, total: number) => void,
): Promise<{ readonly file: CheckedFile; readonly fault: Fault | null }> {
  const path = isAbsolute(claim.path) ? claim.path : join(caseDir, claim.path)
  const place = `${claim.role} ${claim.name} (${claim.path})`
  const info = await stat(path).catch(() => null)
  if (!info?.isFile()) return { file: { ...claim, state: 'missing' }, fault: { place, what: 'is not there' } }
  const now = await sha256File(path, (done, total) => onBytes?.(claim.path, done, total)).catch((e: Error) => ({
    sha256: `unreadable: ${e.message}`,
    size: -1,
  }))
  if (now.sha256 === claim.sha256) return { file: { ...claim, state: 'as recorded' }, fault: null }
  const size = claim.size !== null && now.size !== claim.size ? `; ${now.size} bytes instead of ${claim.size}` : ''
  return {
    file: { ...claim, state: 'changed' },
    fault: { place, what: `was changed: its SHA-256 is ${now.sha256}, the ledger says ${claim.sha256}${size}` },
  }
}

/** Reads every exhibit again and says which differ from their record; for the checks before and after a run. */
export async function changedExhibits(
  caseDir: string,
  exhibits: readonly { readonly number: string; readonly stored_path: string; readonly sha256: string }[],
  onBytes?: (path: string, done: number, total: number) => void,
): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  for (const e of exhibits) {
    const { fault } = await check(
      caseDir,
      { role: 'exhibit', name: e.number, path: e.stored_path, sha256: e.sha256, size: null },
      onBytes,
    )
    if (fault) faults.push(fault)
  }
  return faults
}
