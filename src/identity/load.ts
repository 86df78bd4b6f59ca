import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import { type Held, type Passphrase, type Persona, personaOrder, type Secret } from './identity.ts'

/** Kinds of selector that can name one person; the rest only describe. */
const kinds = ['email', 'handle', 'phone', 'wallet', 'pgp-key', 'onion', 'url']

type Draft = { -readonly [K in keyof Persona]: Persona[K] } & {
  held: Held[]
  secrets: Secret[]
  passphrases: Passphrase[]
}

/** Every member account with what the comparisons look at, in the order of the room. */
export async function loadPersonas(db: ClientBase): Promise<Persona[]> {
  const personas: Draft[] = []
  for await (const rows of copyOut(db, membersSql, [
    'int4',
    'text',
    'text',
    'int4',
    'float8',
    'text',
    'text',
    'text',
  ])) {
    for (const [site, member, name, posts, lastSeenAt, birthday, location, signature] of rows as MemberRow[])
      personas.push({
        site,
        member,
        name,
        posts,
        lastSeenAt,
        birthday,
        location,
        signature,
        writes: null,
        secrets: [],
        passphrases: [],
        held: [],
      })
  }
  personas.sort(personaOrder)
  const find = finder(personas)
  for await (const rows of copyOut(db, heldSql, [
    'int4',
    'text',
    'text',
    'text',
    'text',
    'float8',
    'text',
    'text',
    'int4',
  ])) {
    for (const [site, member, kind, value, relation, specificity, place, placeId, n] of rows as HeldRow[]) {
      const persona = find(site, member)
      if (persona !== undefined)
        personas[persona]!.held.push({
          kind,
          value,
          relation,
          specificity,
          because: `sighting:${site}:${place}:${placeId}:${n}`,
        })
    }
  }
  for await (const rows of copyOut(db, secretsSql, ['int4', 'text', 'int4', 'text', 'bool'])) {
    for (const [site, member, n, fingerprint, comparable] of rows as [number, string, number, string, boolean][]) {
      const persona = find(site, member)
      if (persona !== undefined)
        personas[persona]!.secrets.push({ fingerprint, comparable, because: `secret:${site}:${member}:${n}` })
    }
  }
  for await (const rows of copyOut(db, passphrasesSql, ['int4', 'text', 'int4', 'int4', 'text'])) {
    for (const [site, member, n, secret, strength] of rows as PassphraseRow[]) {
      const persona = find(site, member)
      if (persona !== undefined)
        personas[persona]!.passphrases.push({ secret, strength, because: `secret:${site}:${member}:${n}` })
    }
  }
  return personas
}

type MemberRow = [number, string, string, number, number | null, string | null, string | null, string | null]
type PassphraseRow = [number, string, number, number, Passphrase['strength']]
type HeldRow = [number, string, string, string, string, number, string, string, number]

/** Finds the place of a persona by site and member. */
export function finder(
  personas: readonly Pick<Persona, 'site' | 'member'>[],
): (site: number, member: string) => number | undefined {
  const sites = new Map<number, Map<string, number>>()
  personas.forEach(({ site, member }, i) => {
    const members = sites.get(site) ?? new Map<string, number>()
    members.set(member, i)
    sites.set(site, members)
  })
  return (site, member) => sites.get(site)?.get(member)
}

const membersSql = `
  SELECT m.site, m.id, m.name, coalesce(m.posts, 0), extract(epoch FROM greatest(m.last_seen_at, s.last_at))::float8,
         m.birthday, m.location, m.signature_plain
    FROM forum.member m
    LEFT JOIN (SELECT site, member, max(last_at) AS last_at FROM artefacts.persona_selector
                WHERE kind = 'ip' AND relation <> 'failed-from' GROUP BY site, member) s
      ON s.site = m.site AND s.member = m.id
   WHERE m.kind = 'member'`

/** What an account says is its own, and what it wrote that others have too; the first sighting of each. */
const heldSql = `
  SELECT DISTINCT ON (s.site, s.member COLLATE "C", s.kind COLLATE "C", s.value COLLATE "C", s.relation COLLATE "C")
         s.site, s.member, s.kind, s.value, s.relation, x.specificity, s.place, s.place_id, s.n
    FROM artefacts.sighting s JOIN artefacts.selector x ON x.kind = s.kind AND x.value = s.value
   WHERE s.member IS NOT NULL AND x.specificity > 0 AND s.kind IN (${kinds.map((k) => `'${k}'`).join(', ')})
     AND (s.relation IN ('registered-with', 'stated') AND (x.personas > 1 OR s.kind IN ('email', 'handle'))
          OR s.relation = 'wrote' AND x.personas > 1 AND s.kind <> 'url')
   ORDER BY s.site, s.member COLLATE "C", s.kind COLLATE "C", s.value COLLATE "C", s.relation COLLATE "C",
            s.place COLLATE "C", s.place_id COLLATE "C", s.n`

/** Only what another account has too. */
const secretsSql = `
  SELECT site, member, n, fingerprint, comparable FROM unlock.secret
   WHERE fingerprint IN (SELECT fingerprint FROM unlock.secret GROUP BY fingerprint HAVING count(*) > 1)
   ORDER BY site, member COLLATE "C", n`

/** Recovered passphrases that another account has too; of several hashes of one account the first. */
const passphrasesSql = `
  SELECT DISTINCT ON (r.site, r.member COLLATE "C", r.secret) r.site, r.member, s.n, r.secret, r.strength
    FROM unlock.recovered r JOIN unlock.secret s USING (site, member, fingerprint)
   WHERE r.secret IN (SELECT secret FROM unlock.recovered GROUP BY secret HAVING count(DISTINCT (site, member)) > 1)
   ORDER BY r.site, r.member COLLATE "C", r.secret, s.n`
