import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { ClientBase } from 'pg'
import { appendCustody, inTransaction } from '../../db/custody.ts'
import { addKeys } from '../keyring.ts'
import { schemeOf } from '../schemes/index.ts'
import { type AccountPassword, storedPasswords } from '../stored.ts'
import { sealAll, type Who } from '../vault.ts'
import { type Authority, authorities } from './authority.ts'
import { kept, keyOf, linesOf, type Potfile, piecesOf, plainOf, type Rejected } from './potfile.ts'
import { type Recovery, record } from './recover.ts'
import { checkReuse, type Reuse } from './reuse.ts'

/** What reading a file of hashcat's came to; it tells no passphrase. */
export interface Imported {
  readonly file: string
  readonly sha256: string
  readonly lines: number
  /** Accounts whose hash was made again from the passphrase, and of these the ones not known before. */
  readonly verified: number
  readonly fresh: number
  readonly passphrases: number
  /** Lines of no account's hash, of hashes that did not come out again, and of sites without an authorisation. */
  readonly unmatched: number
  readonly refuted: number
  readonly unauthorised: number
  /** The first such lines, by number. */
  readonly rejected: readonly Rejected[]
  readonly reuse: Reuse
}

interface Line {
  readonly number: number
  readonly text: string
  state: 'unmatched' | 'refuted' | 'unauthorised' | 'verified'
}

/** Lines held at once: larger files are taken in several goes over the hashes. */
const linesAtOnce = 200_000
const mostRejected = 100

/** How a file is taken in. */
export interface ImportOptions {
  readonly signal?: AbortSignal
  readonly linesAtOnce?: number
  /** Puts the passphrases on the keyring too, so that they are tried on what is closed. */
  readonly keyring?: boolean
}

/** Reads results of hashcat, believes only what is made again here, seals it, and tries it on the same persons' other hashes. */
export async function importResults(
  db: ClientBase,
  file: Potfile,
  who: Who,
  options: ImportOptions = {},
): Promise<Imported> {
  const sha256 = await hashOf(file)
  const counts = { lines: 0, verified: 0, fresh: 0, unmatched: 0, refuted: 0, unauthorised: 0 }
  const rejected: Rejected[] = []
  const secrets = new Map<string, number>()
  const onRing = new Set<string>()
  const reuse: Reuse = { checks: 0, held: 0, refused: 0 }
  const reject = (line: number, why: string): void => {
    if (rejected.length < mostRejected) rejected.push({ line, why })
  }
  let lines: Line[] = []
  const take = async (): Promise<void> => {
    const found = await verified(db, lines, sha256, secrets, who, options.signal)
    const fresh = await record(db, found, who)
    if (options.keyring) await addToRing(db, found, onRing, who)
    counts.verified += found.length
    counts.fresh += fresh.length
    for (const { number, state } of lines) {
      if (state === 'verified') continue
      counts[state] += 1
      reject(number, reasons[state])
    }
    lines = []
    const more = await checkReuse(db, found, who, options.signal)
    for (const key of ['checks', 'held', 'refused'] as const) reuse[key] += more[key]
  }
  for await (const text of linesOf(file)) {
    counts.lines += 1
    if (text === null || (text !== '' && !text.includes(':'))) {
      counts.unmatched += 1
      reject(counts.lines, text === null ? 'the line is too long' : 'the line has no colon')
    } else if (text !== '') lines.push({ number: counts.lines, text, state: 'unmatched' })
    if (lines.length >= (options.linesAtOnce ?? linesAtOnce)) await take()
  }
  await take()
  const result: Imported = {
    file: typeof file === 'string' ? basename(file) : 'sent by the workbench',
    sha256,
    ...counts,
    passphrases: secrets.size,
    rejected,
    reuse,
  }
  const { rejected: _, ...detail } = result
  await inTransaction(db, () =>
    appendCustody(db, { at: who.at.toISOString(), actor: who.by, action: 'import-hashes', subject: sha256, detail }),
  )
  return result
}

const reasons = {
  unmatched: 'it is the result of no hash in the case',
  refuted: 'the hash does not come out of this plain',
  unauthorised: 'no authorisation on record covers the site',
} as const

/** Finds each line's accounts, makes the hashes again, and seals what comes out right. */
async function verified(
  db: ClientBase,
  lines: readonly Line[],
  source: string,
  secrets: Map<string, number>,
  who: Who,
  signal: AbortSignal | undefined,
): Promise<readonly Recovery[]> {
  if (lines.length === 0) return []
  const byKey = new Map<string, Line[]>()
  for (const line of lines) {
    const same = byKey.get(keyOf(line.text))
    if (same) same.push(line)
    else byKey.set(keyOf(line.text), [line])
  }
  const proofs = new Map<string, Uint8Array | null>()
  const found: { readonly site: number; readonly proof: Proof }[] = []
  const { rows } = await db.query<{ site: number }>('SELECT site FROM forum.site ORDER BY site')
  for (const { site } of rows) {
    const authority = await authorities(db, site, who.at)
    for await (const password of storedPasswords(db, site)) {
      signal?.throwIfAborted()
      const proof = await prove(password, byKey, proofs, authority)
      if (proof) found.push({ site, proof })
    }
  }
  await sealNew(
    db,
    found.map((f) => f.proof.value),
    source,
    secrets,
    who,
  )
  return found.map(({ site, proof }) => ({
    site,
    password: proof.password,
    secret: secrets.get(proof.value)!,
    value: proof.value,
    method: proof.method,
    origin: 'import',
    source,
    authorisation: proof.authority.authorisation,
  }))
}

interface Proof {
  readonly password: AccountPassword
  readonly method: string
  readonly value: string
  readonly authority: Authority
}

async function prove(
  password: AccountPassword,
  byKey: ReadonlyMap<string, readonly Line[]>,
  proofs: Map<string, Uint8Array | null>,
  authority: (scheme: string) => Authority | null,
): Promise<Proof | null> {
  const scheme = schemeOf(password.stored)
  const hash = scheme?.hashcat?.line(password.stored) ?? null
  if (scheme === null || hash === null) return null
  const allowed = authority(scheme.name)
  let proof: Proof | null = null
  for (const line of byKey.get(keyOf(hash)) ?? []) {
    const plains = plainOf(line.text, hash)
    if (plains === null) continue
    if (allowed === null) {
      if (line.state === 'unmatched') line.state = 'unauthorised'
      continue
    }
    const key = `${line.number} ${scheme.name} ${hash}`
    if (!proofs.has(key)) {
      proofs.set(key, null)
      for (const plain of plains) {
        if (!(await scheme.check(plain, password.stored))) continue
        proofs.set(key, plain)
        break
      }
    }
    const plain = proofs.get(key) ?? null
    if (plain === null && line.state !== 'verified') line.state = 'refuted'
    if (plain === null) continue
    line.state = 'verified'
    proof ??= { password, method: scheme.name, value: kept(plain), authority: allowed }
  }
  return proof
}

/** Each passphrase once, by the authority under which it was recovered. */
async function addToRing(db: ClientBase, found: readonly Recovery[], onRing: Set<string>, who: Who): Promise<void> {
  // Bytes that are no text are no passphrase that could be typed elsewhere.
  const fresh = found.filter(({ value }) => !value.startsWith('$HEX[') && !onRing.has(value) && onRing.add(value))
  await addKeys(
    db,
    fresh.map(({ value, source, authorisation }) => ({
      kind: 'passphrase',
      label,
      value,
      origin: originOf(source),
      authority: `authorisation ${authorisation}`,
    })),
    who,
  )
}

const label = 'recovered passphrase'
const originOf = (source: string): string => `hashcat, file ${source}`

/** Passphrases sealed at once. */
const sealedAtOnce = 500

async function sealNew(
  db: ClientBase,
  values: readonly string[],
  source: string,
  secrets: Map<string, number>,
  who: Who,
): Promise<void> {
  const fresh = [...new Set(values)].filter((value) => !secrets.has(value))
  for (let from = 0; from < fresh.length; from += sealedAtOnce) {
    const some = fresh.slice(from, from + sealedAtOnce)
    const numbers = await sealAll(
      db,
      some.map((value) => ({
        kind: 'passphrase',
        label,
        value,
        origin: originOf(source),
      })),
      who,
    )
    some.forEach((value, i) => {
      secrets.set(value, numbers[i]!)
    })
  }
}

async function hashOf(file: Potfile): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of piecesOf(file)) hash.update(chunk)
  return hash.digest('hex')
}
