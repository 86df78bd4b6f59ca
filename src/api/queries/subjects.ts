import type { Pool } from 'pg'
import type { Assessment, Decision, Persona, Place, Signal, Subject, SubjectSelector } from '../contract.ts'
import { missing } from '../errors.ts'
import { country, likelihood } from '../words.ts'
import { judgementsOf } from './judgements.ts'
import { type LinkRaw, linkColumns, linkJoins, withTerms } from './links.ts'
import { type At, sourced } from './page.ts'
import { ref } from './texts.ts'
import { folded, type Withdrawable } from './withdrawal.ts'

/** One subject with everything that is not a list of its own; each part is bounded. */
export async function subject(db: Pool, id: string): Promise<Subject> {
  const { rows } = await db.query<Pick<Subject, 'subject' | 'name' | 'why' | 'lastSeenAt'>>(
    `SELECT subject, name, why, last_seen_at AS "lastSeenAt" FROM identity.subject WHERE subject = $1`,
    [id],
  )
  const head = rows[0]
  if (!head) throw missing('Subject')
  const own = await personas(db, id)
  const [links, judgements, selectors, places, assessment, decisions, packages] = await Promise.all([
    linksOf(db, id),
    judgementsOf(
      db,
      own.map((persona) => persona.persona),
    ),
    selectorsOf(db, id),
    placesOf(db, id),
    assessmentOf(db, id),
    decisionsOf(db, id),
    packagesOf(db, id),
  ])
  return { ...head, personas: own, links, judgements, selectors, places, assessment, decisions, packages }
}

async function personas(db: Pool, id: string): Promise<readonly Persona[]> {
  const { rows } = await db.query<
    Omit<Persona, 'persona' | 'member' | 'source'> &
      At & { readonly site: number; readonly id: string; readonly name: string }
  >(
    `SELECT m.site, m.id, m.name, f.key AS "siteKey", m.joined_at AS "joinedAt", m.last_seen_at AS "lastSeenAt", m.posts, m.staff,
            m._file, m._offset, m._length
       FROM identity.subject_persona p JOIN forum.member m ON m.site = p.site AND m.id = p.member
       JOIN forum.site f ON f.site = m.site
      WHERE p.subject = $1 ORDER BY m.posts DESC NULLS LAST, m.site, length(m.id), m.id LIMIT 500`,
    [id],
  )
  return rows.map((row) => {
    const { site, id: member, name, ...rest } = sourced(`member:${row.site}:${row.id}`, row)
    return { ...rest, persona: `persona:${site}:${member}`, member: ref(site, member, name) }
  })
}

/** Links that touch the subject: within it, and to others it was weighed against. */
async function linksOf(db: Pool, id: string): Promise<Subject['links']> {
  const { rows } = await db.query<LinkRaw>(
    `SELECT ${linkColumns} FROM identity.link l ${linkJoins} WHERE l.link IN (
       SELECT k.link FROM identity.subject_persona p JOIN identity.link k ON k.site_a = p.site AND k.member_a = p.member WHERE p.subject = $1
       UNION SELECT k.link FROM identity.subject_persona p JOIN identity.link k ON k.site_b = p.site AND k.member_b = p.member WHERE p.subject = $1)
      ORDER BY (sa.subject = sb.subject) DESC NULLS LAST, l.weight DESC, l.link LIMIT 200`,
    [id],
  )
  return withTerms(db, rows)
}

/** The most telling selectors of all accounts, each with its first sighting to begin a trace with. */
async function selectorsOf(db: Pool, id: string): Promise<readonly SubjectSelector[]> {
  const { rows } = await db.query<Omit<SubjectSelector, 'trace'>>(
    `SELECT own.kind, own.value, relations, own.sightings, own.personas, greatest(a.personas - own.personas, 0) AS others,
            a.specificity, own.first_at AS "firstAt", own.last_at AS "lastAt"
       FROM (SELECT s.kind, s.value, array_agg(DISTINCT s.relation ORDER BY s.relation) AS relations,
                    sum(s.sightings)::bigint AS sightings, count(DISTINCT (s.site, s.member))::int AS personas,
                    min(s.first_at) AS first_at, max(s.last_at) AS last_at
               FROM identity.subject_persona p JOIN artefacts.persona_selector s ON s.site = p.site AND s.member = p.member
              WHERE p.subject = $1 GROUP BY s.kind, s.value) own
       JOIN artefacts.selector a ON a.kind = own.kind AND a.value = own.value
      ORDER BY a.specificity DESC, own.sightings DESC, own.kind, own.value LIMIT 300`,
    [id],
  )
  // One pass over the accounts' sightings: asked value by value, a busy account would be read hundreds of times.
  const seen = await db.query<{ kind: string; value: string; trace: string }>(
    `SELECT DISTINCT ON (s.kind, s.value) s.kind, s.value,
            'sighting:' || s.site || ':' || s.place || ':' || s.place_id || ':' || s.n AS trace
       FROM identity.subject_persona p JOIN artefacts.sighting s ON s.site = p.site AND s.member = p.member
      WHERE p.subject = $1 AND s.kind = ANY ($2) AND s.value = ANY ($3)
      ORDER BY s.kind, s.value, s.seen_at, s.site, s.place, s.place_id, s.n`,
    [id, [...new Set(rows.map((row) => row.kind))], rows.map((row) => row.value)],
  )
  const traces = new Map(seen.rows.map((row) => [`${row.kind} ${row.value}`, row.trace]))
  return rows.map((row) => ({ ...row, trace: traces.get(`${row.kind} ${row.value}`) ?? null }))
}

async function placesOf(db: Pool, id: string): Promise<readonly Place[]> {
  const places = await db.query<{ code: string; rank: number; probability: number; conflict: boolean; why: string }>(
    'SELECT country AS code, rank, probability, conflict, why FROM jurisdiction.place WHERE subject = $1 ORDER BY rank LIMIT 50',
    [id],
  )
  const signals = await db.query<Omit<Signal, 'trace'> & { readonly n: number; readonly country: string }>(
    `SELECT n, kind, country, weight, detail, as_of AS "asOf", because[1:50] AS because FROM jurisdiction.signal
      WHERE subject = $1 ORDER BY weight DESC, n LIMIT 500`,
    [id],
  )
  return places.rows.map(({ code, probability, ...place }) => ({
    ...place,
    ...country(code),
    ...likelihood(probability),
    signals: signals.rows
      .filter((signal) => signal.country === code)
      .map(({ n, country: _, ...signal }) => ({ ...signal, trace: `signal:${id}:${n}` })),
  }))
}

async function assessmentOf(db: Pool, id: string): Promise<Assessment | null> {
  const { rows } = await db.query<Omit<Assessment, 'factors'>>(
    `SELECT scheme, points, possible, band, safeguarding, unknowns, position, why,
            (SELECT count(*)::int FROM risk.assessment) AS "of" FROM risk.assessment WHERE subject = $1`,
    [id],
  )
  const found = rows[0]
  if (!found) return null
  const factors = await db.query<Omit<Assessment['factors'][number], 'trace'>>(
    `SELECT factor, state, points, detail, because[1:50] AS because FROM risk.factor WHERE subject = $1
      ORDER BY array_position(ARRAY['present', 'unknown', 'absent'], state), points DESC, factor`,
    [id],
  )
  return { ...found, factors: factors.rows.map((factor) => ({ ...factor, trace: `factor:${id}:${factor.factor}` })) }
}

async function decisionsOf(db: Pool, id: string): Promise<readonly Decision[]> {
  const { rows } = await db.query<Withdrawable<Decision>>(
    `SELECT d.decision, d.verdict, d.reason, d.scheme, d.by, d.at,
            w.by AS "withdrawnBy", w.at AS "withdrawnAt", w.reason AS "withdrawnReason"
       FROM risk.decision d LEFT JOIN risk.decision w ON w.withdraws = d.decision
      WHERE d.subject = $1 AND d.withdraws IS NULL ORDER BY d.decision DESC LIMIT 200`,
    [id],
  )
  return rows.map(folded<Decision>)
}

async function packagesOf(db: Pool, id: string): Promise<Subject['packages']> {
  const { rows } = await db.query<{ package: string; recipient: string; code: string; statements: number }>(
    `SELECT p.package, p.recipient, p.country AS code, count(*)::int AS statements
       FROM dissemination.statement t JOIN dissemination.package p ON p.package = t.package
      WHERE t.subject = $1 GROUP BY p.package, p.recipient, p.country ORDER BY p.package`,
    [id],
  )
  return rows.map(({ code, ...row }) => ({ ...row, country: country(code) }))
}
