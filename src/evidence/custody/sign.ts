import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { appendCustody, inTransaction } from '../../db/custody.ts'
import { EvidenceError } from '../evidence.ts'
import { flushLedger, readLedger } from '../ledger.ts'
import { readOperation } from '../operation.ts'
import { checkHeads } from './check-heads.ts'
import { headsFile, readLeaves, textOf } from './files.ts'
import { readHeads, type SignedHead, signTreeHead } from './heads.ts'
import { keyId, makeKeys, pemOf, readPrivateKey, readPublicKey } from './keys.ts'
import { treeRoot } from './merkle.ts'

/** Who signs, when, and with which key. */
export interface SignOptions {
  readonly by: string
  readonly at: Date
  /** The private key's file, where it is not kept in the case folder. */
  readonly keyPath?: string
}

/** Makes the case's key pair and records its public half, so that another one cannot take its place unseen. */
export async function makeCaseKey(db: ClientBase, caseDir: string, { by, at }: SignOptions): Promise<string> {
  return inTransaction(db, async () => {
    await alone(db)
    const { rows } = await db.query(`SELECT 1 FROM evidence.custody WHERE entry::json->>'action' = 'make-key'`)
    // A key whose making was not recorded, because the program was killed in between, is recorded now.
    const lost = rows.length === 0 ? await readPublicKey(caseDir) : null
    const { id, publicKey } = lost ? { id: keyId(lost), publicKey: pemOf(lost) } : await makeKeys(caseDir)
    const detail = { key: id, public_key: publicKey, algorithm: 'Ed25519' }
    await appendCustody(db, { at: at.toISOString(), actor: by, action: 'make-key', subject: 'custody', detail })
    return id
  })
}

/** Signs the ledger as it stands, appends the head to its file, and records that in the ledger. */
export async function signHead(db: ClientBase, caseDir: string, options: SignOptions): Promise<SignedHead> {
  const key = await readPrivateKey(caseDir, options.keyPath)
  return inTransaction(db, async () => {
    await alone(db)
    await flushLedger(db, caseDir)
    const { entries, faults } = await readLedger(caseDir)
    const leaves = await readLeaves(caseDir)
    const first = [...faults, ...(await checkHeads(caseDir, leaves))][0]
    if (first) throw new EvidenceError(first.place, first.what, 'Nothing is signed over a fault. See: holdfast verify')
    if (entries.length === 0)
      throw new EvidenceError(caseDir, 'the ledger has no entry yet', 'Acquire an exhibit first.')
    const recorded = new Set(entries.filter((e) => e.action === 'sign-head').map((e) => e.detail.sha256))
    // A program that was killed between the file and the ledger left a head that the ledger does not know.
    for (const head of await readHeads(caseDir)) if (!recorded.has(head.sha256)) await note(db, head, options)
    const operation = (await readOperation(db))?.name ?? null
    const root = treeRoot(leaves.hashes).toString('hex')
    const signed = signTreeHead({ size: leaves.entries.length, root, at: options.at.toISOString(), operation }, key)
    await appendLine(caseDir, signed.line)
    await note(db, signed, options)
    return signed
  })
}

/** Those who sign wait for each other; others append to the ledger meanwhile. */
async function alone(db: ClientBase): Promise<void> {
  await db.query(`SELECT pg_advisory_xact_lock(hashtext('evidence.custody.heads'))`)
}

async function note(db: ClientBase, signed: SignedHead, { by, at }: SignOptions): Promise<void> {
  const { size, root, key } = signed.head
  const detail = { size, root, key, sha256: signed.sha256 }
  await appendCustody(db, { at: at.toISOString(), actor: by, action: 'sign-head', subject: 'custody', detail })
}

/** Appended by replacing, so that no crash leaves half a line. */
async function appendLine(caseDir: string, line: string): Promise<void> {
  const path = join(caseDir, headsFile)
  const before = (await textOf(path)) ?? ''
  await writeFile(`${path}.new`, `${before}${line}\n`, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
}
