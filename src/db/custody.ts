import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'

/** One thing that happened to the case: who did what to what, when, and with which numbers. */
export interface CustodyEntry {
  readonly seq: number
  /** RFC 3339 UTC. */
  readonly at: string
  readonly actor: string
  /** What was done: `acquire`, `verify`, `stage`, `package`, `release`, `decide`, … */
  readonly action: string
  /** What it was done to: an exhibit number, a stage, a package. */
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
  /** SHA-256 of the entry before, 64 zeros for the first. */
  readonly previous: string
}

/** The hash that stands before the first entry. */
export const genesis = '0'.repeat(64)

/** JSON with sorted keys and no white space: one text for one value. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const fields = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${fields.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`
}

/** SHA-256, hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/**
 * Appends an entry to the ledger inside the caller's transaction, so that a deed and its record are one.
 * Appenders wait for each other until their transactions end: the chain has one order.
 */
export async function appendCustody(
  tx: ClientBase,
  what: Omit<CustodyEntry, 'seq' | 'previous'>,
): Promise<{ readonly seq: number; readonly hash: string }> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('evidence.custody'))`)
  const last = await tx.query<{ seq: number; hash: string }>(
    'SELECT seq, hash FROM evidence.custody ORDER BY seq DESC LIMIT 1',
  )
  const seq = Number(last.rows[0]?.seq ?? 0) + 1
  const entry = canonicalJson({ ...what, seq, previous: last.rows[0]?.hash ?? genesis })
  const hash = sha256(entry)
  await tx.query('INSERT INTO evidence.custody (seq, entry, hash) VALUES ($1, $2, $3)', [seq, entry, hash])
  return { seq, hash }
}

/** Runs `work` in a transaction of its own. */
export async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}
