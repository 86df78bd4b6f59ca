import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { Column } from '../db/columns.ts'
import { rowEncoder } from '../db/encode.ts'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import { loadFacts } from './facts.ts'
import { assess, definition, orderOfWork, schemeName } from './scheme.ts'

const text = (name: string): Column => ({ name, type: 'text' })
const schemeColumns: readonly Column[] = [text('scheme'), { name: 'definition', type: 'jsonb' }]
const assessmentColumns: readonly Column[] = [
  text('subject'),
  text('scheme'),
  { name: 'points', type: 'float8' },
  { name: 'possible', type: 'float8' },
  text('band'),
  { name: 'safeguarding', type: 'bool' },
  { name: 'unknowns', type: 'int4' },
  { name: 'position', type: 'int4' },
  text('why'),
]
const factorColumns: readonly Column[] = [
  text('subject'),
  text('factor'),
  text('state'),
  { name: 'points', type: 'float8' },
  text('detail'),
  { name: 'because', type: 'text[]' },
]

const assessStage: Stage = {
  name: 'risk.assess',
  about: 'Weighs every subject under the named scheme and puts the work in order, safeguarding first.',
  scope: 'case',
  version: 1,
  reads: [
    'identity.subject_persona',
    'forum.site',
    'forum.member',
    'forum.moderator',
    'forum.grp_member',
    'forum.board',
    'forum.post',
    'artefacts.author',
    'forum.message',
    'forum.attachment',
    'forum.ban',
    'forum.warning',
    'forum.report',
    'artefacts.sighting',
    'artefacts.persona_selector',
    'jurisdiction.network',
  ],
  writes: ['risk.factor', 'risk.assessment', 'risk.scheme'],
  inputs: async (db) => `${JSON.stringify(definition())} ${await termsPrint(db)}`,
  overlap: true,
  run: runAssess,
}

/** Each brings a dozen factors. */
const subjectsAtOnce = 5000

async function* runAssess({ db, batchRows, resume }: StageContext): AsyncIterable<Batch> {
  // Only what decides the order is kept of the first weighing: all factors of all subjects would fill the memory.
  const subjects = (await loadFacts(db)).map(({ subject, facts }) => {
    const { points, band, safeguarding } = assess(facts)
    return { subject, facts, lastActive: facts.lastActive?.at ?? null, points, band, safeguarding }
  })
  subjects.sort(orderOfWork)
  const size = Math.min(batchRows, subjectsAtOnce)
  const [scheme, assessment, factor] = [
    rowEncoder('risk.scheme', schemeColumns),
    rowEncoder('risk.assessment', assessmentColumns),
    rowEncoder('risk.factor', factorColumns),
  ]
  const begin = (resume as { readonly done: number } | null)?.done ?? 0
  if (begin === 0) scheme.add([schemeName, definition()])
  for (let from = begin; from < Math.max(1, subjects.length); from += size) {
    const some = subjects.slice(from, from + size)
    some.forEach(({ subject, facts }, i) => {
      const position = from + i + 1
      const s = { subject, ...assess(facts) }
      assessment.add([s.subject, schemeName, s.points, s.possible, s.band, s.safeguarding, s.unknowns, position, s.why])
      for (const f of s.factors) factor.add([s.subject, f.factor, f.state, f.points, f.detail, f.because])
    })
    const done = from + some.length
    yield {
      copies: [scheme.take(), assessment.take(), factor.take()],
      rows: some.length,
      state: { done: Math.max(1, done) },
      progress: { done, total: subjects.length, unit: 'rows' },
    }
  }
}

/** Changes with every term loaded or taken away. */
async function termsPrint(db: ClientBase): Promise<string> {
  const { rows } = await db.query<{ text: string | null }>(
    `SELECT string_agg(concat_ws(' ', term, category, weight), E'\\n' ORDER BY list COLLATE "C", term COLLATE "C") AS text FROM risk.term`,
  )
  return createHash('sha256')
    .update(rows[0]?.text ?? '')
    .digest('hex')
}

/** The stages of the room. */
export const riskStages: readonly Stage[] = [assessStage]
