import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import { buildIndexes, emptied, type Indexed, shedIndexes, worthShedding } from '../db/bulk.ts'
import type { Column } from '../db/columns.ts'
import { rowEncoder } from '../db/encode.ts'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import type { Finding } from '../model/finding.ts'
import type { LargeBlock } from './block.ts'
import { comparisons } from './comparisons/index.ts'
import { loadContext } from './context.ts'
import { type Encounters, loadEncounters } from './encounters.ts'
import { linkId } from './identity.ts'
import { finder, loadPersonas } from './load.ts'
import { resolve } from './resolve.ts'
import { linkScheme, thresholds } from './scheme.ts'
import { subjects } from './subjects.ts'

const linkColumns: readonly Column[] = [
  { name: 'link', type: 'text' },
  { name: 'site_a', type: 'int4' },
  { name: 'member_a', type: 'text' },
  { name: 'site_b', type: 'int4' },
  { name: 'member_b', type: 'text' },
  { name: 'weight', type: 'float8' },
  { name: 'state', type: 'text' },
]
const termColumns: readonly Column[] = [
  { name: 'link', type: 'text' },
  { name: 'n', type: 'int4' },
  { name: 'comparison', type: 'text' },
  { name: 'weight', type: 'float8' },
  { name: 'detail', type: 'text' },
  { name: 'because', type: 'text[]' },
]

/** Compares accounts and writes the links worth keeping with their terms. */
const links: Stage = {
  name: 'identity.links',
  about: 'Compares accounts that share something and weighs whether they are one person.',
  scope: 'case',
  version: 1,
  reads: [
    'forum.member',
    'forum.message',
    'forum.relation',
    'artefacts.author',
    'artefacts.sighting',
    'artefacts.selector',
    'artefacts.persona_selector',
    'unlock.secret',
    'jurisdiction.network',
  ],
  writes: ['identity.term', 'identity.link'],
  inputs: async (db) => `${linkScheme}${comparisons.map((c) => c.name).join(' ')} ${await recoveredPrint(db)}`,
  run: runLinks,
}

async function* runLinks({ db, batchRows, resume }: StageContext): AsyncIterable<Batch> {
  const personas = await loadPersonas(db)
  const encounters = await loadEncounters(db, personas.length, finder(personas))
  const found = await resolve(personas, encounters.byPair, (pairs) => loadContext(db, personas, pairs))
  const findings = tooLarge(found.large, encounters.crowded)
  const begin = (resume as { readonly done: number } | null)?.done ?? -1
  for (let from = Math.max(0, begin); from < Math.max(1, found.links.length); from += batchRows) {
    const some = found.links.slice(from, from + batchRows)
    const [link, term] = [rowEncoder('identity.link', linkColumns), rowEncoder('identity.term', termColumns)]
    for (const { a, b, weight, state, terms } of some) {
      const [p, q] = [personas[a]!, personas[b]!]
      const id = linkId(p, q)
      link.add([id, p.site, p.member, q.site, q.member, weight, state])
      terms.forEach((t, n) => {
        term.add([id, n + 1, t.comparison, t.weight, t.detail, t.because])
      })
    }
    const done = from + some.length
    yield {
      copies: [link.take(), term.take()],
      findings: from === 0 ? findings : [],
      rows: some.length,
      state: { done: Math.max(1, done) },
      progress: { done, total: found.links.length, unit: 'rows' },
    }
  }
}

/** One note for each comparison that met values too common to compare each holder with each. */
function tooLarge(large: readonly LargeBlock[], crowded: Encounters['crowded']): readonly Finding[] {
  const counts = new Map<string, { values: number; most: number }>()
  if (crowded.addresses > 0) counts.set('same-address', { values: crowded.addresses, most: crowded.most })
  for (const { comparison, holders } of large) {
    const before = counts.get(comparison) ?? { values: 0, most: 0 }
    counts.set(comparison, { values: before.values + 1, most: Math.max(before.most, holders) })
  }
  return [...counts].map(([comparison, { values, most }]) => ({
    severity: 'note',
    code: 'block-too-large',
    detail: `${comparison}: ${values} ${values === 1 ? 'value is' : 'values are'} shared by too many accounts (up to ${most}) to compare each with each.`,
    at: null,
  }))
}

const subjectColumns: readonly Column[] = [
  { name: 'subject', type: 'text' },
  { name: 'name', type: 'text' },
  { name: 'personas', type: 'int4' },
  { name: 'last_seen_at', type: 'timestamptz' },
  { name: 'why', type: 'text' },
]
const memberColumns: readonly Column[] = [
  { name: 'site', type: 'int4' },
  { name: 'member', type: 'text' },
  { name: 'subject', type: 'text' },
]

/** The tables of subjects, as their migration made them. */
export const subjectTables: readonly Indexed[] = [
  { table: 'identity.subject', primary: { name: 'subject_pkey', columns: 'subject' } },
  {
    table: 'identity.subject_persona',
    primary: { name: 'subject_persona_pkey', columns: 'site, member' },
    others: [{ name: 'subject_persona_subject', columns: 'subject' }],
    refers: { name: 'subject_persona_subject_fkey', columns: 'subject', to: 'identity.subject (subject)' },
  },
]

/** Groups the accounts into subjects by links and judgements. */
const subjectStage: Stage = {
  name: 'identity.subjects',
  about: 'Groups accounts into subjects by their links and by what people ruled.',
  scope: 'case',
  version: 1,
  reads: ['forum.member', 'artefacts.persona_selector', 'identity.link', 'identity.term'],
  writes: ['identity.subject_persona', 'identity.subject'],
  inputs: judgementsPrint,
  reset: () => emptied(subjectTables),
  run: async function* runSubjects({ db, batchRows, resume }) {
    const found = await subjects(db)
    const begin = (resume as { readonly done: number } | null)?.done ?? 0
    const many = found.length >= worthShedding
    for (let from = begin; from < found.length; from += batchRows) {
      const some = found.slice(from, from + batchRows)
      const [subject, member] = [
        rowEncoder('identity.subject', subjectColumns),
        rowEncoder('identity.subject_persona', memberColumns),
      ]
      for (const s of some) {
        subject.add([s.subject, s.name, s.personas.length, s.lastSeenAt, s.why])
        for (const p of s.personas) member.add([p.site, p.member, s.subject])
      }
      const done = from + some.length
      yield {
        before: many && from === 0 ? shedIndexes(subjectTables) : [],
        copies: [subject.take(), member.take()],
        after: many && done === found.length ? buildIndexes(subjectTables) : [],
        rows: some.length,
        state: { done },
        progress: { done, total: found.length, unit: 'rows' },
      }
    }
  },
}

/** Changes with every passphrase that is recovered: people bring these in, no stage does. */
async function recoveredPrint(db: ClientBase): Promise<string> {
  const { rows } = await db.query<{ text: string | null }>(
    `SELECT string_agg(concat_ws(' ', site, member, fingerprint, secret), E'\\n' ORDER BY site, member COLLATE "C", fingerprint, secret) AS text
       FROM unlock.recovered`,
  )
  return createHash('sha256')
    .update(rows[0]?.text ?? '')
    .digest('hex')
}

/** Changes with every judgement made or withdrawn. */
async function judgementsPrint(db: ClientBase): Promise<string> {
  const { rows } = await db.query<{ text: string | null }>(
    `SELECT string_agg(concat_ws(' ', judgement, persona_a, persona_b, verdict, withdraws, by), E'\\n' ORDER BY judgement) AS text
       FROM identity.judgement`,
  )
  return createHash('sha256')
    .update(rows[0]?.text ?? '')
    .digest('hex')
}

/** The stages of the room, in order. */
export const identityStages: readonly Stage[] = [links, subjectStage]

/** What the web app and the documents tell of the scheme. */
export const identityScheme = { name: linkScheme, thresholds, comparisons } as const
