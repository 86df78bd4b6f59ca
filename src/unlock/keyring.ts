import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { appendCustody, inTransaction } from '../db/custody.ts'
import type { TriedKey } from './opener.ts'
import { refusal } from './refusal.ts'
import { type OpenVault, sealAll, type Who } from './vault.ts'

/** A key as somebody brings it. */
export interface NewKey {
  readonly kind: TriedKey['kind']
  readonly label: string
  readonly value: string
  readonly origin: string
  readonly authority: string
  readonly file?: number
  readonly offset?: number
}

/** A key as it is listed: everything but the value. */
export interface ListedKey {
  readonly key: number
  readonly kind: string
  readonly form: string
  readonly label: string
  readonly origin: string
  readonly authority: string
  readonly identifiers: readonly string[]
  readonly secret: number
  readonly path: string | null
  readonly offset: number | null
  readonly added_by: string
  readonly added_at: string
}

/** A passphrase longer than this is a file that was taken for one. */
const longest = 1 << 20

/** Puts keys on the ring, their values into the vault; says which were new. */
export async function addKeys(
  db: ClientBase,
  keys: readonly NewKey[],
  who: Who,
): Promise<readonly { readonly key: number; readonly fresh: boolean }[]> {
  for (const { label, origin, authority, value } of keys) {
    if (origin.trim() === '' || authority.trim() === '' || label.trim() === '')
      throw refusal('the key', 'has no label, origin or authority', 'State --label, --origin and --authority.')
    if (value === '' || value.length > longest)
      throw refusal(`key "${label}"`, value === '' ? 'is empty' : 'is longer than a key can be', 'Name the right file.')
  }
  const secrets = await sealAll(
    db,
    keys.map((key) => ({ ...key })),
    who,
  )
  const added: { key: number; fresh: boolean }[] = []
  for (const [i, key] of keys.entries()) {
    const { form, identifiers } = await describe(key)
    added.push(await inTransaction(db, () => addOne(db, key, secrets[i]!, form, identifiers, who)))
  }
  return added
}

async function addOne(
  db: ClientBase,
  { kind, label, origin, authority, file, offset }: NewKey,
  secret: number,
  form: string,
  identifiers: readonly string[],
  { by, at }: Who,
): Promise<{ readonly key: number; readonly fresh: boolean }> {
  await db.query(`SELECT pg_advisory_xact_lock(hashtext('unlock.key'))`)
  const { rows } = await db.query<{ key: number }>(
    'SELECT key FROM unlock.key WHERE secret = $1 AND origin = $2 AND label = $3',
    [secret, origin, label],
  )
  if (rows[0]) return { key: rows[0].key, fresh: false }
  const made = await db.query<{ key: number }>(
    `INSERT INTO unlock.key (key, secret, kind, form, label, origin, authority, identifiers, _file, _offset, added_by, added_at)
     SELECT coalesce(max(key), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM unlock.key RETURNING key`,
    [secret, kind, form, label, origin, authority, identifiers, file ?? null, offset ?? null, by, at],
  )
  const key = made.rows[0]!.key
  const detail = {
    kind,
    form,
    label,
    origin,
    authority,
    identifiers,
    secret,
    file: file ?? null,
    offset: offset ?? null,
  }
  await appendCustody(db, { at: at.toISOString(), actor: by, action: 'key-add', subject: `key ${key}`, detail })
  return { key, fresh: true }
}

/** What a private key is and which names it goes by; of a passphrase nothing is told. */
async function describe({
  kind,
  value,
}: NewKey): Promise<{ readonly form: string; readonly identifiers: readonly string[] }> {
  if (kind !== 'private-key') return { form: kind, identifiers: [] }
  if (value.includes('AGE-SECRET-KEY-')) return { form: 'age', identifiers: [] }
  if (value.includes('BEGIN OPENSSH PRIVATE KEY')) return { form: 'ssh', identifiers: [] }
  const pgp = await pgpNames(value)
  if (pgp !== null) return { form: 'pgp', identifiers: pgp }
  try {
    const spki = createPublicKey(createPrivateKey(value)).export({ type: 'spki', format: 'pem' }).toString()
    return { form: 'pem', identifiers: [spki.replaceAll(/-----[A-Z ]+-----|\s/g, '').slice(-32)] }
  } catch {
    return { form: value.includes('PRIVATE KEY') ? 'pem' : 'unknown', identifiers: [] }
  }
}

async function pgpNames(value: string): Promise<readonly string[] | null> {
  if (!value.includes('BEGIN PGP PRIVATE KEY BLOCK') && value.includes('-----BEGIN')) return null
  const openpgp = await import('openpgp')
  try {
    const key = value.includes('-----BEGIN')
      ? await openpgp.readPrivateKey({ armoredKey: value })
      : await openpgp.readPrivateKey({ binaryKey: Uint8Array.from(Buffer.from(value, 'base64')) })
    return key.getKeys().map((k) => k.getFingerprint().toUpperCase())
  } catch {
    return null
  }
}

/** The keyring, without values. */
export async function listKeys(db: ClientBase | Pool): Promise<readonly ListedKey[]> {
  const { rows } = await db.query<ListedKey>(
    `SELECT k.key, k.kind, k.form, k.label, k.origin, k.authority, k.identifiers, k.secret, f.path, k._offset::float8 AS "offset", k.added_by,
            to_char(k.added_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS added_at
       FROM unlock.key k LEFT JOIN evidence.file f ON f.file = k._file ORDER BY k.key`,
  )
  return rows
}

/** Keys with their values, for a trial; all, or those named. Values that several keys share are given once. */
export async function keysToTry(
  db: ClientBase,
  vault: OpenVault,
  named: readonly number[] | null,
): Promise<readonly TriedKey[]> {
  const { rows } = await db.query<Omit<TriedKey, 'value'> & { secret: number }>(
    `SELECT DISTINCT ON (secret, kind) key, secret, kind, form, identifiers FROM unlock.key WHERE $1::int[] IS NULL OR key = ANY ($1) ORDER BY secret, kind, key`,
    [named],
  )
  const missing = named?.find((n) => !rows.some((r) => r.key === n))
  if (missing !== undefined && (await db.query('SELECT FROM unlock.key WHERE key = $1', [missing])).rowCount === 0)
    throw refusal(`key ${missing}`, 'is not on the ring', 'See: holdfast keys list')
  const keys: TriedKey[] = []
  for (const { secret, ...key } of rows) keys.push({ ...key, value: await vault.read(secret) })
  return keys.sort((a, b) => a.key - b.key)
}
