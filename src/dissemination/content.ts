import { createRequire } from 'node:module'
import countries from 'i18n-iso-countries'
import type { ClientBase } from 'pg'
import { evaluationMeaning, evaluationScheme, handlingMeaning } from './codes.ts'
import {
  defaultPolicy,
  type Package,
  type PackageStatement,
  type PackageSubject,
  type Policy,
  type RemovedPart,
} from './dissemination.ts'
import { factsAbout, readWritten, type SubjectFact, subjectFacts, type Written } from './facts.ts'
import { citedSources } from './sources.ts'
import { numbered, removedFrom, statementsAbout } from './statements.ts'

countries.registerLocale(createRequire(import.meta.url)('i18n-iso-countries/langs/en.json'))

/** The English name of a country by its ISO 3166-1 alpha-2 code, the code itself when unknown. */
export function countryName(code: string): string {
  return countries.getName(code, 'en') ?? code
}

/** What stays the same in all packages of a case. */
export interface Frame
  extends Pick<Package, 'operation' | 'handling' | 'exhibits' | 'sites' | 'evidence_until' | 'databases'> {
  readonly policy: Policy
  readonly written: Written
}

/** Reads what all packages of a case share. */
export async function packageFrame(db: ClientBase): Promise<Frame> {
  const one = async <T extends object>(sql: string): Promise<T | undefined> => (await db.query<T>(sql)).rows[0]
  const all = async <T extends object>(sql: string): Promise<readonly T[]> => (await db.query<T>(sql)).rows
  const operation = await one<Package['operation']>(
    'SELECT name, exercise, authority, reference, lead_agency, scope, review_on::text FROM evidence.operation',
  )
  if (!operation) throw new Error('the case has no operation, so nothing can be disseminated')
  const policy =
    (await one<Policy>('SELECT handling, marking, bands, detailed FROM dissemination.policy')) ?? defaultPolicy
  const meaning = handlingMeaning(policy.handling)
  if (!meaning) throw new Error(`the policy's handling code ${policy.handling} is unknown`)
  const exhibits = await all<{ number: string; description: string; size: number; sha256: string }>(
    'SELECT number, description, size, sha256 FROM evidence.exhibit ORDER BY exhibit',
  )
  const until = await one<{ at: string | null }>('SELECT max(last_seen_at) AS at FROM identity.subject')
  return {
    operation,
    policy,
    written: await readWritten(db),
    handling: { code: policy.handling, meaning, marking: policy.marking },
    exhibits: exhibits.map((e) => ({ ...e, size: Number(e.size) })),
    sites: await all('SELECT site, key, engine, title FROM forum.site ORDER BY site'),
    evidence_until: until?.at ?? null,
    databases: (await all<{ database: string }>('SELECT DISTINCT database FROM jurisdiction.network ORDER BY 1')).map(
      (r) => r.database,
    ),
  }
}

/** The package of one country under a given number; null when no subject there reaches the policy's bands. */
export async function packageFor(
  db: ClientBase,
  frame: Frame,
  country: string,
): Promise<((number: string) => Package) | null> {
  const subjects = await subjectFacts(db, country, frame.policy.bands)
  if (subjects.length === 0) return null
  const detailed = subjects.slice(0, frame.policy.detailed)
  const facts = await factsAbout(db, detailed, frame.written)
  const described: PackageSubject[] = []
  const removed: RemovedPart[] = []
  let n = 1
  for (const s of detailed) {
    const statements = numbered(statementsAbout(s.subject, facts), n)
    n += statements.length
    described.push(describe(s, statements))
    for (const part of removedFrom(s.subject, facts)) removed.push({ n: removed.length + 1, ...part })
  }
  const sources = await citedSources(
    db,
    described.flatMap((s) => s.statements.flatMap((t) => t.because)),
  )
  const code = weakest(described.flatMap((s) => s.statements))
  return (number) => ({
    package: number,
    country,
    country_name: countryName(country),
    recipient: `National contact point, ${countryName(country)}`,
    operation: frame.operation,
    handling: frame.handling,
    evaluation: { scheme: evaluationScheme, code, meaning: evaluationMeaning(code) ?? [] },
    scheme: subjects[0]?.scheme ?? '',
    exhibits: frame.exhibits,
    sites: frame.sites,
    evidence_until: frame.evidence_until,
    databases: frame.databases,
    subjects: described,
    further: subjects.slice(frame.policy.detailed).map((s) => describe(s, [])),
    sources,
    removed,
  })
}

function describe(s: SubjectFact, statements: readonly PackageStatement[]): PackageSubject {
  return {
    subject: s.subject,
    name: s.name,
    position: s.position,
    band: s.band,
    points: s.points,
    possible: s.possible,
    safeguarding: s.safeguarding,
    why: s.why,
    place: s.place_why,
    last_seen_at: s.last_seen_at,
    statements,
  }
}

/** A package is worth what its weakest statement is worth. */
function weakest(statements: readonly PackageStatement[]): string {
  return (
    statements
      .map((s) => s.evaluation)
      .sort()
      .at(-1) ?? 'A4'
  )
}
