import { join } from 'node:path'
import { type Fault, ledgerFile } from '../ledger.ts'
import { headsFile, type Leaves, publicKeyFile, textOf } from './files.ts'
import { headIsSigned, parseHead, readHeadLines } from './heads.ts'
import { keyId, parsePublicKey } from './keys.ts'
import { treeRoot } from './merkle.ts'

/** What is wrong with the signed heads: forged, dropped, or over another ledger than the one that is there. */
export async function checkHeads(caseDir: string, leaves: Leaves): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  const { lines, ended } = await readHeadLines(caseDir)
  const said = entriesOf(leaves)
  const pem = await textOf(join(caseDir, publicKeyFile))
  const key = pem === null ? null : parsePublicKey(pem)
  const made = said.findLast((e) => e.action === 'make-key')?.detail.key
  if (made !== undefined && (key === null || keyId(key) !== made))
    faults.push({ place: publicKeyFile, what: `is not the key ${String(made)} that the ledger says was made` })
  else if (key === null && lines.length > 0)
    faults.push({ place: publicKeyFile, what: 'is missing: the signed heads cannot be checked' })
  if (!ended && lines.length > 0)
    faults.push({ place: `${headsFile} line ${lines.length}`, what: 'the last line is cut short' })
  const recorded = new Set(said.filter((e) => e.action === 'sign-head').map((e) => e.detail.sha256))
  let before = 0
  for (const [i, line] of lines.entries()) {
    const place = `${headsFile} line ${i + 1}`
    const signed = parseHead(line)
    if (!signed) {
      faults.push({ place, what: 'is not a signed head: its bytes were changed' })
      continue
    }
    const { size, root } = signed.head
    if (key !== null && !headIsSigned(signed, key))
      faults.push({ place, what: `was not signed by the key ${keyId(key)}: the head is forged or was changed` })
    if (size > leaves.hashes.length)
      faults.push({ place, what: `covers ${size} entries, ${ledgerFile} has ${leaves.hashes.length}` })
    else if (treeRoot(leaves.hashes, 0, size).toString('hex') !== root)
      faults.push({ place, what: `the first ${size} entries of ${ledgerFile} are not those that were signed` })
    if (size < before) faults.push({ place, what: 'covers fewer entries than the head before it' })
    // The last may have been written by a program that was killed before it could record it.
    if (!recorded.delete(signed.sha256) && i < lines.length - 1)
      faults.push({ place, what: 'is not recorded in the ledger' })
    before = size
  }
  for (const sha256 of recorded)
    faults.push({
      place: headsFile,
      what: `the head with SHA-256 ${String(sha256)}, which the ledger records, is gone`,
    })
  return faults
}

/** What the ledger says, as far as it can be read. */
export interface Said {
  readonly action: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** The entries as objects; those that cannot be read are passed over, the ledger's own check names them. */
export function entriesOf(leaves: Leaves): readonly Said[] {
  return leaves.entries.flatMap((text) => {
    try {
      const value = JSON.parse(text)
      return typeof value?.action === 'string' && typeof value.detail === 'object' && value.detail !== null
        ? [value]
        : []
    } catch {
      return []
    }
  })
}
