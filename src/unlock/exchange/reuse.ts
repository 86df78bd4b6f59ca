import type { ClientBase } from 'pg'
import type { HashScheme } from '../hashes.ts'
import { schemeOf } from '../schemes/index.ts'
import { type AccountPassword, storedPasswords } from '../stored.ts'
import type { Who } from '../vault.ts'
import { authorities } from './authority.ts'
import { bytesOf } from './potfile.ts'
import { type Recovery, record } from './recover.ts'

/** What trying passphrases on other hashes of the same persons came to. */
export interface Reuse {
  checks: number
  held: number
  /** Hashes that no authorisation covered. */
  refused: number
}

interface Candidate {
  readonly from: Recovery
  readonly site: number
  readonly member: string
  readonly why: string
}

/** Recovered accounts, and accounts near them, that are looked up at once. */
const atOnce = 500

/**
 * Checks each recovered passphrase against the other hashes of the same person: the account's own further ones, and those
 * of accounts that a comparison or a judgement brought together with it. Every check is on record before the next is made;
 * what is found that way is followed on. None is made twice.
 */
export async function checkReuse(
  db: ClientBase,
  start: readonly Recovery[],
  who: Who,
  signal?: AbortSignal,
): Promise<Reuse> {
  const result: Reuse = { checks: 0, held: 0, refused: 0 }
  for (let queue = start; queue.length > 0; ) {
    const next: Recovery[] = []
    for (let from = 0; from < queue.length; from += atOnce) {
      const near = await candidates(db, queue.slice(from, from + atOnce))
      for (const site of [...new Set(near.map((c) => c.site))].sort((a, b) => a - b)) {
        const found = await checkSite(
          db,
          site,
          near.filter((c) => c.site === site),
          who,
          result,
          signal,
        )
        next.push(...found)
      }
    }
    queue = await record(db, next, who)
    result.held += queue.length
  }
  return result
}

/** Accounts that may be the same person's: linked, ruled together, or the account itself. */
async function candidates(db: ClientBase, recovered: readonly Recovery[]): Promise<readonly Candidate[]> {
  const { rows } = await db.query<Omit<Candidate, 'from'> & { readonly i: number }>(
    `WITH r AS (SELECT * FROM unnest($1::int[], $2::text[]) WITH ORDINALITY AS r(site, member, i)),
          near AS (
       SELECT r.i, r.site, r.member, 'another password of the account' AS why, 0 AS n FROM r
       UNION ALL SELECT r.i, l.site_b, l.member_b, l.link, 1 FROM r JOIN identity.link l ON l.site_a = r.site AND l.member_a = r.member
       UNION ALL SELECT r.i, l.site_a, l.member_a, l.link, 1 FROM r JOIN identity.link l ON l.site_b = r.site AND l.member_b = r.member
       UNION ALL SELECT r.i, o.site, o.member, 'one subject: ' || o.subject, 2 FROM r
         JOIN identity.subject_persona p ON p.site = r.site AND p.member = r.member JOIN identity.subject_persona o USING (subject))
     SELECT DISTINCT ON (i, site, member COLLATE "C") i::int, site, member, why FROM near ORDER BY i, site, member COLLATE "C", n, why COLLATE "C"`,
    [recovered.map((r) => r.site), recovered.map((r) => r.password.member)],
  )
  return rows.map(({ i, ...near }) => ({ ...near, from: recovered[i - 1]! }))
}

async function checkSite(
  db: ClientBase,
  site: number,
  near: readonly Candidate[],
  who: Who,
  result: Reuse,
  signal: AbortSignal | undefined,
): Promise<readonly Recovery[]> {
  const authorityOf = await authorities(db, site, who.at)
  const passwords = new Map<string, AccountPassword[]>()
  const members = [...new Set(near.map((c) => c.member))]
  for await (const password of storedPasswords(db, site, members))
    passwords.set(password.member, [...(passwords.get(password.member) ?? []), password])
  const found: Recovery[] = []
  for (const candidate of near) {
    for (const password of passwords.get(candidate.member) ?? []) {
      signal?.throwIfAborted()
      const scheme = schemeOf(password.stored)
      if (scheme === null || (await known(db, site, password, candidate.from.secret))) continue
      const authority = authorityOf(scheme.name)
      if (authority === null) {
        result.refused += 1
        continue
      }
      const held = await fits(scheme, password, bytesOf(candidate.from.value))
      result.checks += 1
      await enter(db, candidate, password, held, authority.authorisation, who)
      if (held) found.push(recovery(candidate, password, scheme.name, authority.authorisation))
    }
  }
  return found
}

async function enter(
  db: ClientBase,
  { from, site, member, why }: Candidate,
  { fingerprint }: AccountPassword,
  held: boolean,
  authorisation: number,
  { by, at }: Who,
): Promise<void> {
  await db.query(
    `INSERT INTO unlock.hash_check (site, member, fingerprint, secret, why, held, "authorisation", by, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [site, member, fingerprint, from.secret, why, held, authorisation, by, at],
  )
}

function recovery(
  { from, site }: Candidate,
  password: AccountPassword,
  method: string,
  authorisation: number,
): Recovery {
  const source = `${from.site}:${from.password.member}`
  return { ...from, site, password, method, origin: 'reuse', source, authorisation }
}

/** Whether this hash has this passphrase already, or was found not to. */
async function known(db: ClientBase, site: number, password: AccountPassword, secret: number): Promise<boolean> {
  const { rows } = await db.query(
    `SELECT FROM unlock.recovered WHERE site = $1 AND member = $2 AND fingerprint = $3 AND secret = $4
     UNION ALL SELECT FROM unlock.hash_check WHERE site = $1 AND member = $2 AND fingerprint = $3 AND secret = $4 LIMIT 1`,
    [site, password.member, password.fingerprint, secret],
  )
  return rows.length > 0
}

/** Whether the passphrase fits as it is, or as another board would have taken it in its own character set. */
async function fits(scheme: HashScheme, { stored }: AccountPassword, passphrase: Uint8Array): Promise<boolean> {
  for (const spelling of spellings(passphrase)) if (await scheme.check(spelling, stored)) return true
  return false
}

/** The same passphrase in UTF-8 and in one byte a letter. */
export function spellings(passphrase: Uint8Array): readonly Uint8Array[] {
  if (passphrase.every((byte) => byte < 128)) return [passphrase]
  const text = Buffer.from(passphrase).toString('utf8')
  if (!Buffer.from(text).equals(Buffer.from(passphrase)))
    return [passphrase, Buffer.from(new TextDecoder('windows-1252').decode(passphrase))]
  const single = Buffer.from(text, 'latin1')
  return single.toString('latin1') === text ? [passphrase, single] : [passphrase]
}
