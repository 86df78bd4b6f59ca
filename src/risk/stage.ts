import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import { buildIndexes, emptied, type Indexed, shedIndexes, worthShedding } from '../db/bulk.ts'
import type { Column } from '../db/columns.ts'
import { rowEncoder } from '../db/encode.ts'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import { factors } from './factors/index.ts'
import { loadFacts } from './facts.ts'
import type { Assessment } from './risk.ts'
import { assess, definition, orderOfWork, type Ranked, schemeName } from './scheme.ts'

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

/** The tables of the room that a stage writes, as their migration made them. */
export const riskTables: readonly Indexed[] = [
  { table: 'risk.factor', primary: { name: 'factor_pkey', columns: 'subject, factor' } },
  {
    table: 'risk.assessment',
    primary: { name: 'assessment_pkey', columns: 'subject' },
    others: [{ name: 'assessment_position', columns: '"position"' }],
  },
]

const assessStage: Stage = {
  name: 'risk.assess',
  about: 'Weighs every subject under the named scheme and puts the work in order, safeguarding first.',
  scope: 'case',
  version: 2,
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
  reset: () => emptied(riskTables, ['risk.scheme']),
  run: runAssess,
}

/** Each brings a dozen factors. */
const subjectsAtOnce = 5000

/** How many subjects have their factors written, and how many of the order of work their assessment. */
interface State {
  readonly weighed: number
  readonly placed: number
}

/** An assessment without its factors, which are written by then. */
type Placed = Ranked & Omit<Assessment, 'factors'>

/**
 * Weighs the subjects in the order of their names and writes the factors of each, then puts all in the order of work.
 * What decides that order is kept of each subject, no factor: all factors of all subjects would fill the memory.
 */
async function* runAssess({ db, batchRows, resume }: StageContext): AsyncIterable<Batch> {
  const subjects = await loadFacts(db)
  const from = (resume as State | null) ?? { weighed: 0, placed: 0 }
  const total = subjects.length
  const many = total * factors.length >= worthShedding
  const size = Math.min(batchRows, subjectsAtOnce)
  const factor = rowEncoder('risk.factor', factorColumns)
  const order: Placed[] = []
  for (let i = 0; i < total; i++) {
    const { subject, facts } = subjects[i]!
    const { factors: weighed, ...whole } = assess(facts)
    order.push({ subject, lastActive: facts.lastActive?.at ?? null, ...whole })
    if (i < from.weighed) continue
    for (const f of weighed) factor.add([subject, f.factor, f.state, f.points, f.detail, f.because])
    if ((i + 1) % size > 0 && i + 1 < total) continue
    yield {
      before: many && i < size ? shedIndexes(riskTables) : [],
      copies: [factor.take()],
      rows: 0,
      state: { weighed: i + 1, placed: 0 } satisfies State,
      progress: { done: i + 1, total, unit: 'rows' },
    }
  }
  yield* placeAll(order.sort(orderOfWork), from.placed, batchRows, many)
}

async function* placeAll(
  order: readonly Placed[],
  begin: number,
  batchRows: number,
  many: boolean,
): AsyncIterable<Batch> {
  const [scheme, assessment] = [
    rowEncoder('risk.scheme', schemeColumns),
    rowEncoder('risk.assessment', assessmentColumns),
  ]
  if (begin === 0) scheme.add([schemeName, definition()])
  for (let at = begin; at < Math.max(1, order.length); at += batchRows) {
    const some = order.slice(at, at + batchRows)
    some.forEach((s, i) => {
      const position = at + i + 1
      assessment.add([s.subject, schemeName, s.points, s.possible, s.band, s.safeguarding, s.unknowns, position, s.why])
    })
    const placed = Math.max(1, at + some.length)
    yield {
      copies: [scheme.take(), assessment.take()],
      after: many && placed >= order.length ? buildIndexes(riskTables) : [],
      rows: some.length,
      state: { weighed: order.length, placed } satisfies State,
      progress: { done: placed, total: order.length, unit: 'rows' },
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
