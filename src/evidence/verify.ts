import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkStrength, type Strength } from './custody/check.ts'
import { type Fault, headFile, type LedgerEntry, ledgerFile, readLedger } from './ledger.ts'
import { type CheckedFile, type Claim, checkFile, type OnFile } from './verify-file.ts'
import { checkFolder } from './verify-folder.ts'

export type { CheckedFile } from './verify-file.ts'

/** What `holdfast verify` found: every fault by place, and what was checked. */
export interface Verification {
  readonly ok: boolean
  readonly entries: number
  readonly head: { readonly seq: number; readonly hash: string }
  readonly files: readonly CheckedFile[]
  /** How many signed heads, proofs and time stamps were checked. */
  readonly strength: Omit<Strength, 'faults'>
  readonly faults: readonly Fault[]
}

/**
 * Verifies a case from its folder alone, without the database or anything the ledger does not state itself: the chain
 * of the ledger, then every file it vouches for, read again, every unpacked file, which is named by its hash, and what
 * strengthens the ledger.
 */
export async function verifyCase(caseDir: string, onBytes?: OnFile): Promise<Verification> {
  const { entries, faults: chain, head } = await readLedger(caseDir)
  const faults: Fault[] = [...chain]
  if (entries.length === 0 && chain.length === 0)
    faults.push({ place: caseDir, what: `holds no ${ledgerFile} and no ${headFile}: it is not a case folder` })
  const files: CheckedFile[] = []
  for (const claim of claims(entries)) {
    const checked = await check(caseDir, claim, onBytes)
    files.push(checked.file)
    faults.push(...checked.faults)
  }
  faults.push(...(await changedDerived(caseDir, onBytes)))
  const { faults: weak, ...strength } = await checkStrength(caseDir)
  faults.push(...weak)
  const at = { seq: head.seq, hash: head.hash }
  return { ok: faults.length === 0, entries: entries.length, head: at, files, strength, faults }
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
        folder:
          detail.kind === 'folder' ? { manifest: text(detail.manifest_path), inPlace: detail.in_place === true } : null,
      })
    if (action === 'package')
      for (const form of ['json', 'pdf'] as const)
        byPath.set(text(detail[`${form}_path`]), {
          role: 'package',
          name: subject,
          path: text(detail[`${form}_path`]),
          sha256: text(detail[`${form}_sha256`]),
          size: null,
          folder: null,
        })
    if (action === 'withdraw-package')
      for (const form of ['json', 'pdf'] as const) byPath.delete(text(detail[`${form}_path`]))
  }
  return [...byPath.values()]
}

function check(caseDir: string, claim: Claim, onBytes?: OnFile) {
  return claim.folder ? checkFolder(caseDir, claim, claim.folder, onBytes) : checkFile(caseDir, claim, onBytes)
}

/** An exhibit as the store has it. */
export interface RecordedExhibit {
  readonly number: string
  readonly stored_path: string
  readonly sha256: string
  readonly kind?: 'file' | 'folder'
  readonly manifest_path?: string | null
  readonly in_place?: boolean
}

/** Reads every exhibit again and says which differ from their record; for the checks before and after a run. */
export async function changedExhibits(
  caseDir: string,
  exhibits: readonly RecordedExhibit[],
  onBytes?: OnFile,
): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  for (const e of exhibits) {
    const folder = e.kind === 'folder' ? { manifest: e.manifest_path ?? '', inPlace: e.in_place ?? false } : null
    const claim = {
      role: 'exhibit',
      name: e.number,
      path: e.stored_path,
      sha256: e.sha256,
      size: null,
      folder,
    } as const
    faults.push(...(await check(caseDir, claim, onBytes)).faults)
  }
  return faults
}

/** Unpacked files whose bytes are not what their names say. */
export async function changedDerived(caseDir: string, onBytes?: OnFile): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  for (const two of (await readdir(join(caseDir, 'derived')).catch(() => [])).sort())
    for (const name of (await readdir(join(caseDir, 'derived', two)).catch(() => [])).sort()) {
      if (!/^[0-9a-f]{64}$/.test(name)) continue
      const claim = {
        role: 'derived',
        name: name.slice(0, 12),
        path: join('derived', two, name),
        sha256: name,
        size: null,
        folder: null,
      } as const
      faults.push(...(await checkFile(caseDir, claim, onBytes)).faults)
    }
  return faults
}
