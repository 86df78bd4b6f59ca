import { randomBytes } from 'node:crypto'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import type { ClientBase } from 'pg'
import { appendCustody, inTransaction } from '../db/custody.ts'
import {
  type Appointed,
  type Credential,
  type Custodian,
  derive,
  joinBetween,
  openWith,
  sealTo,
  splitBetween,
} from './custodians.ts'
import { refusal } from './refusal.ts'

/** Who does it, and when. */
export interface Who {
  readonly by: string
  readonly at: Date
}

/** A value to be put into the vault, and where it was met. */
export interface Sealing {
  /** As what it was met: `passphrase`, `password`, `private-key`, `configured` … */
  readonly kind: string
  /** A name that tells nothing of the value. */
  readonly label: string
  readonly value: string
  readonly origin: string
  /** Where it stands, when it stands in evidence. */
  readonly file?: number
  readonly offset?: number
}

/** Custodians of a training operation: on invented data everybody may know how to open the vault. */
export const exerciseCustodians: readonly (Appointed & { readonly passphrase: string })[] = [
  { name: 'Exercise custodian A', passphrase: 'exercise passphrase A' },
  { name: 'Exercise custodian B', passphrase: 'exercise passphrase B' },
]

/** What those custodians present. */
export const exerciseCredentials: readonly Credential[] = exerciseCustodians.map(({ name, passphrase }) => ({
  custodian: name,
  credential: passphrase,
}))

/** Passphrases shorter than this are refused. */
const shortest = 12
/** Cost of deriving a custodian's key (scrypt, log2 N): 2^17 takes 128 MB; exercises have nothing to protect. */
const work = { real: 17, exercise: 12 } as const
/** Cost of a fingerprint: a list of guesses costs some 30 ms a guess, a seal the same once. */
const fingerprintCost = 2 ** 14

/** Makes the vault of the case for at least two custodians; it can be made once. */
export async function initVault(db: ClientBase, appointed: readonly Appointed[], who: Who): Promise<void> {
  const names = appointed.map((a) => a.name.trim())
  if (names.length < 2 || new Set(names).size < names.length || names.includes(''))
    throw refusal(
      'the vault',
      'needs at least two custodians with names of their own',
      'Name each with --custodian; any two of them open the vault together.',
    )
  if (appointed.some((a) => 'passphrase' in a && a.passphrase.normalize('NFC').length < shortest))
    throw refusal('the vault', `a passphrase is shorter than ${shortest} characters`, 'Choose longer ones.')
  const presented = appointed.flatMap((a) => ('passphrase' in a ? [a.passphrase] : [a.recipient]))
  if (new Set(presented).size < presented.length)
    throw refusal('the vault', 'two custodians present the same', 'Each needs a passphrase or a key of their own.')
  await makeVault(db, appointed, who, false)
}

async function makeVault(db: ClientBase, appointed: readonly Appointed[], who: Who, exercise: boolean): Promise<void> {
  if ((await vaultOf(db)) !== null)
    throw refusal('the vault', 'is there already', 'Its custodians open it with: holdfast vault reveal')
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const custodians = await splitBetween(identity, appointed, exercise ? work.exercise : work.real)
  await inTransaction(db, async () => {
    await db.query('INSERT INTO unlock.vault VALUES (1, $1, $2, $3, $4, $5)', [
      recipient,
      randomBytes(32).toString('hex'),
      exercise,
      who.by,
      who.at,
    ])
    for (const c of custodians)
      await db.query('INSERT INTO unlock.custodian (name, recipient, salt, shares) VALUES ($1, $2, $3, $4)', [
        c.name,
        c.recipient,
        c.salt,
        c.shares,
      ])
    const detail = { recipient, exercise, custodians: custodians.map(({ name, recipient }) => ({ name, recipient })) }
    await enter(db, who, 'vault-init', 'vault', detail)
  })
}

/**
 * Seals values into the vault: needs no passphrase. The same value lies in it once, with every place where it was met.
 * Not to be called inside a transaction.
 */
export async function sealAll(db: ClientBase, sealings: readonly Sealing[], who: Who): Promise<readonly number[]> {
  const vault = await vaultForWriting(db, who)
  const secrets: number[] = []
  for (const sealing of sealings) {
    const fingerprint = await fingerprintWith(vault.fingerprint_key, sealing.value)
    const { rows } = await db.query<{ secret: number }>('SELECT secret FROM unlock.vaulted WHERE fingerprint = $1', [
      fingerprint,
    ])
    const sealed = rows[0] ? null : await sealTo(vault.recipient, sealing.value)
    secrets.push(await inTransaction(db, () => putIn(db, sealing, fingerprint, sealed, who)))
  }
  return secrets
}

/** Seals one value; gives the number it has in the vault. */
export async function seal(db: ClientBase, sealing: Sealing, who: Who): Promise<number> {
  return (await sealAll(db, [sealing], who))[0]!
}

async function putIn(
  db: ClientBase,
  { kind, label, origin, file, offset }: Sealing,
  fingerprint: string,
  sealed: string | null,
  who: Who,
): Promise<number> {
  await db.query(`SELECT pg_advisory_xact_lock(hashtext('unlock.vault'))`)
  if (sealed !== null)
    await db.query(
      `INSERT INTO unlock.vaulted (secret, fingerprint, sealed, sealed_by, sealed_at)
       SELECT coalesce(max(secret), 0) + 1, $1, $2, $3, $4 FROM unlock.vaulted ON CONFLICT (fingerprint) DO NOTHING`,
      [fingerprint, sealed, who.by, who.at],
    )
  const { rows } = await db.query<{ secret: number }>('SELECT secret FROM unlock.vaulted WHERE fingerprint = $1', [
    fingerprint,
  ])
  const secret = rows[0]!.secret
  await db.query(
    `INSERT INTO unlock.vaulted_origin (secret, n, kind, label, origin, _file, _offset, added_by, added_at)
     SELECT $1::int, coalesce(max(n), 0) + 1, $2, $3, $4, $5::int, $6::bigint, $7, $8 FROM unlock.vaulted_origin WHERE secret = $1::int
     ON CONFLICT (secret, kind, label, origin) DO NOTHING`,
    [secret, kind, label, origin, file ?? null, offset ?? null, who.by, who.at],
  )
  return secret
}

/** The fingerprint a value has in this case: to ask whether the vault holds it, without opening it. */
export async function fingerprintOf(db: ClientBase, value: string, who: Who): Promise<string> {
  return fingerprintWith((await vaultForWriting(db, who)).fingerprint_key, value)
}

async function fingerprintWith(key: string, value: string): Promise<string> {
  return (await derive(value, Buffer.from(key, 'hex'), fingerprintCost)).toString('hex')
}

/** An opened vault; whoever holds it keeps what it reads to themselves. */
export interface OpenVault {
  readonly read: (secret: number) => Promise<string>
}

/**
 * Opens the vault for a stated reason with what two different custodians present. The ledger holds the opening, or the
 * refusal, before anything is read. Not to be called inside a transaction.
 */
export async function openVault(
  db: ClientBase,
  credentials: readonly Credential[],
  reason: string,
  who: Who,
): Promise<OpenVault> {
  return opened(db, credentials, reason, who, 'vault-open', 'vault')
}

/** One value of the vault, for two custodians with a reason; the ledger holds the deed and never the value. */
export async function reveal(
  db: ClientBase,
  secret: number,
  credentials: readonly Credential[],
  reason: string,
  who: Who,
): Promise<string> {
  const { rows } = await db.query('SELECT FROM unlock.vaulted WHERE secret = $1', [secret])
  if (rows.length === 0) throw refusal(`secret ${secret}`, 'is not in the vault', 'See what is: holdfast keys list')
  const vault = await opened(db, credentials, reason, who, 'vault-reveal', `secret ${secret}`)
  return vault.read(secret)
}

async function opened(
  db: ClientBase,
  credentials: readonly Credential[],
  reason: string,
  who: Who,
  action: string,
  subject: string,
): Promise<OpenVault> {
  const names = credentials.map((c) => c.custodian)
  const detail = { reason: reason.trim(), custodians: names }
  let identity: string
  try {
    identity = await identityOf(db, credentials, reason)
  } catch (error) {
    const why = error instanceof Error && 'reason' in error ? String(error.reason) : 'failed'
    await inTransaction(db, () => enter(db, who, `${action}-refused`, subject, { ...detail, why }))
    throw error
  }
  await inTransaction(db, () => enter(db, who, action, subject, detail))
  return {
    read: async (secret) => {
      const { rows } = await db.query<{ sealed: string }>('SELECT sealed FROM unlock.vaulted WHERE secret = $1', [
        secret,
      ])
      if (!rows[0]) throw refusal(`secret ${secret}`, 'is not in the vault', 'See what is: holdfast keys list')
      return openWith(identity, rows[0].sealed)
    },
  }
}

async function identityOf(db: ClientBase, credentials: readonly Credential[], reason: string): Promise<string> {
  const vault = await vaultOf(db)
  if (vault === null) throw noVault()
  if (reason.trim() === '') throw refusal('the vault', 'no reason was stated', 'State it with --reason.')
  const [one, other] = credentials
  if (!one || !other || credentials.length > 2 || one.custodian === other.custodian)
    throw refusal(
      'the vault',
      'is opened by two different custodians together',
      'Name both with --custodian; each presents their own passphrase or key.',
    )
  const { rows } = await db.query<Custodian>(
    'SELECT name, recipient, salt, shares FROM unlock.custodian WHERE name = ANY ($1)',
    [[one.custodian, other.custodian]],
  )
  const of = ({ custodian }: Credential): Custodian => {
    const found = rows.find((r) => r.name === custodian)
    if (!found) throw refusal(`custodian ${custodian}`, 'is none of this vault', 'See: holdfast vault status')
    return found
  }
  const identity = await joinBetween([of(one), one.credential], [of(other), other.credential])
  if ((await identityToRecipient(identity)) !== vault.recipient)
    throw refusal('the vault', 'the two shares do not make its key', 'The store was changed: run holdfast verify.')
  return identity
}

interface VaultRow {
  readonly recipient: string
  readonly fingerprint_key: string
  readonly exercise: boolean
}

/** The vault's row; null where none was made yet. */
export async function vaultOf(db: ClientBase): Promise<VaultRow | null> {
  const { rows } = await db.query<VaultRow>('SELECT recipient, fingerprint_key, exercise FROM unlock.vault')
  return rows[0] ?? null
}

/** The vault; in an exercise it is made at first need. */
async function vaultForWriting(db: ClientBase, who: Who): Promise<VaultRow> {
  const present = await vaultOf(db)
  if (present !== null) return present
  const { rows } = await db.query<{ exercise: boolean }>('SELECT exercise FROM evidence.operation')
  if (rows[0]?.exercise !== true) throw noVault()
  await makeVault(db, exerciseCustodians, who, true)
  return (await vaultOf(db))!
}

function noVault(): Error {
  return refusal('the vault', 'was not made yet', 'Make it with: holdfast vault init --custodian NAME --custodian NAME')
}

async function enter(
  db: ClientBase,
  { by, at }: Who,
  action: string,
  subject: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await appendCustody(db, { at: at.toISOString(), actor: by, action, subject, detail })
}
