import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../db/custody.ts'
import type { Fault } from '../ledger.ts'
import { checkHeads, entriesOf } from './check-heads.ts'
import { proofsFolder, publicKeyFile, readLeaves, textOf } from './files.ts'
import { readHeads } from './heads.ts'
import { keyId, parsePublicKey } from './keys.ts'
import { faultOfProof } from './prove.ts'

/** What strengthens the ledger, counted, and what is wrong with it. */
export interface Strength {
  readonly heads: number
  readonly proofs: number
  readonly stamps: number
  readonly faults: readonly Fault[]
}

/** Checks signed heads, proofs kept in the case folder, and the time stamps that the ledger records. */
export async function checkStrength(caseDir: string): Promise<Strength> {
  const leaves = await readLeaves(caseDir)
  const faults: Fault[] = [...(await checkHeads(caseDir, leaves))]
  const heads = await readHeads(caseDir)
  const pem = await textOf(join(caseDir, publicKeyFile))
  const publicKey = pem === null ? null : parsePublicKey(pem)
  const names = (await readdir(join(caseDir, proofsFolder)).catch(() => [])).filter((n) => n.endsWith('.json')).sort()
  for (const name of names) {
    const text = await readFile(join(caseDir, proofsFolder, name), 'utf8')
    const what = faultOfProof(text, publicKey ? keyId(publicKey) : null)
    if (what !== null) faults.push({ place: join(proofsFolder, name), what })
  }
  const stamps = entriesOf(leaves).filter((e) => e.action === 'time-stamp')
  for (const { detail } of stamps) {
    const path = String(detail.path)
    const bytes = await readFile(join(caseDir, path)).catch(() => null)
    if (bytes === null) faults.push({ place: path, what: 'is not there' })
    else if (sha256(bytes) !== detail.sha256)
      faults.push({
        place: path,
        what: `was changed: its SHA-256 is ${sha256(bytes)}, the ledger says ${String(detail.sha256)}`,
      })
    if (!heads.some((h) => h.sha256 === detail.head_sha256))
      faults.push({ place: path, what: 'the head it stamps is gone' })
  }
  return { heads: heads.length, proofs: names.length, stamps: stamps.length, faults }
}
