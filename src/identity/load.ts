import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import { inPersonaOrder, type Passphrase, type Persona } from './identity.ts'

/** Kinds of selector that can name one person; the rest only describe. */
const kinds = ['email', 'handle', 'phone', 'wallet', 'pgp-key', 'onion', 'url']

type Draft = { -readonly [K in keyof Persona]: Persona[K] }
type Lists = Pick<Persona, 'held' | 'secrets' | 'passphrases' | 'aliases'>

/** Most accounts have nothing in most lists: these share one. */
const none: readonly never[] = []

function push<K extends keyof Lists>(persona: Draft | undefined, list: K, item: Lists[K][number]): void {
  if (persona === undefined) return
  const lists = persona as unknown as Record<K, Lists[K][number][]>
  if (lists[list].length === 0) lists[list] = [item]
  else lists[list].push(item)
}

/** Every member account with what the comparisons look at, in the order of the room. */
export async function loadPersonas(db: ClientBase): Promise<Persona[]> {
  const found: Draft[] = []
  for await (const rows of copyOut(db, membersSql, ['int4', 'text', 'text', 'text', 'text', 'text'])) {
    for (const [site, member, name, birthday, location, signature] of rows as MemberRow[]) {
      const lists = { secrets: none, passphrases: none, aliases: none, held: none }
      found.push({ site, member, name, birthday, location, signature, writes: null, ...lists })
    }
  }
  const personas = inPersonaOrder(found)
  const find = finder(personas)
  const at = (site: number, member: string): Draft | undefined => personas[find(site, member) ?? -1]
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
      const because = `sighting:${site}:${place}:${placeId}:${n}`
      push(at(site, member), 'held', { kind, value, relation, specificity, because })
    }
  }
  for await (const rows of copyOut(db, secretsSql, ['int4', 'text', 'int4', 'text', 'bool'])) {
    for (const [site, member, n, fingerprint, comparable] of rows as [number, string, number, string, boolean][])
      push(at(site, member), 'secrets', { fingerprint, comparable, because: `secret:${site}:${member}:${n}` })
  }
  for await (const rows of copyOut(db, aliasesSql, ['int4', 'text', 'text'])) {
    for (const [site, member, other] of rows as [number, string, string][]) {
      const alias = { owner: `${site} ${other}`, because: `relation:${site}:${member}:${other}:alias` }
      push(at(site, member), 'aliases', alias)
      push(at(site, other), 'aliases', alias)
    }
  }
  for await (const rows of copyOut(db, passphrasesSql, ['int4', 'text', 'int4', 'int4', 'text'])) {
    for (const [site, member, n, secret, strength] of rows as PassphraseRow[])
      push(at(site, member), 'passphrases', { secret, strength, because: `secret:${site}:${member}:${n}` })
  }
  return personas
}

type MemberRow = [number, string, string, string | null, string | null, string | null]
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

const membersSql = `SELECT site, id, name, birthday, location, signature_plain FROM forum.member WHERE kind = 'member'`

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

const aliasesSql = `
  SELECT site, member, other FROM forum.relation WHERE kind = 'alias' AND member <> other
   ORDER BY site, member COLLATE "C", other COLLATE "C"`

/** Recovered passphrases that another account has too; of several hashes of one account the first. */
const passphrasesSql = `
  SELECT DISTINCT ON (r.site, r.member COLLATE "C", r.secret) r.site, r.member, s.n, r.secret, r.strength
    FROM unlock.recovered r JOIN unlock.secret s USING (site, member, fingerprint)
   WHERE r.secret IN (SELECT secret FROM unlock.recovered GROUP BY secret HAVING count(DISTINCT (site, member)) > 1)
   ORDER BY r.site, r.member COLLATE "C", r.secret, s.n`
