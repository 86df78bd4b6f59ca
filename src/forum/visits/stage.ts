import type { ClientBase } from 'pg'
import { encodeRecords } from '../../db/encode.ts'
import type { Batch, Stage, StageContext, Statement } from '../../db/stage.ts'
import type { Finding } from '../../model/finding.ts'
import { type Habits, habitsOf } from './habits.ts'
import { type Answer, joinAddress } from './join.ts'
import { openAnswers, openClocks } from './learn.ts'
import { type Address, addresses } from './read.ts'
import { failureColumns, failureRow, visitColumns, visitRow } from './rows.ts'
import type { Failure, Visit } from './visits.ts'

/** What became of one log, as far as it was joined. */
interface LogTally {
  readonly marks: number
  readonly joined: number
  readonly ambiguous: number
  readonly visits: number
}

/** Where the next batch begins. */
interface State {
  /** Sites that are done. */
  readonly done: readonly number[]
  /** Of the site in hand: the last address, how many visits and failures have been numbered, and the logs. */
  readonly after: string | null
  readonly visits: number
  readonly failures: number
  readonly logs: Readonly<Record<string, LogTally>>
}

const start: State = { done: [], after: null, visits: 0, failures: 0, logs: {} }

interface Site {
  readonly site: number
  readonly engine: string
}

interface Log {
  readonly file: number
  readonly exhibit: number
  readonly requests: number
}

/** Which lines of access logs which member made. */
export const visitsStage: Stage = {
  name: 'forum.visits',
  about:
    'Joins access-log lines to members: by session, by what was posted or registered from the address at that time, by log-ins; what fits several is left open.',
  scope: 'case',
  version: 1,
  reads: [
    ...['web_log', 'web_request', 'web_agent'].map((t) => `evidence.${t}`),
    ...['site', 'member', 'post', 'message', 'login', 'action', 'report'].map((t) => `forum.${t}`),
  ],
  writes: ['forum.visit', 'forum.failed_login', 'forum.visit_log'],
  overlap: true,
  run,
}

async function* run(context: StageContext): AsyncGenerator<Batch> {
  const { db } = context
  const { rows: sites } = await db.query<Site>('SELECT site, engine FROM forum.site ORDER BY site')
  const { rows: logs } = await db.query<Log>(
    'SELECT file, exhibit, requests FROM evidence.web_log WHERE requests > 0 ORDER BY first_at, file',
  )
  if (logs.length === 0) return
  const connections: [ClientBase, ClientBase] = [await context.connect(), await context.connect()]
  for (const c of connections) await c.query(`SELECT set_config('work_mem', '64MB', false)`)
  let state = (context.resume as State | null) ?? start
  for (const [i, site] of sites.entries()) {
    if (state.done.includes(site.site)) continue
    for await (const batch of readSite(context, connections, site, logs, state)) {
      state = batch.state as State
      yield {
        ...batch,
        progress: { done: i + (state.done.includes(site.site) ? 1 : 0), total: sites.length, unit: 'steps' },
      }
    }
  }
}

/** The board's own logs, how far their clocks are ahead, and what a log-in that worked is answered with. */
async function study(connections: [ClientBase, ClientBase], site: number, habits: Habits) {
  const all = { site, habits, files: null, after: null, sentOnly: true, skews: new Map<number, number>() }
  const clocks = openClocks()
  for await (const { lines, marks } of addresses(connections, all)) clocks.see(lines, marks)
  const found = clocks.found()
  const skews = new Map([...found].map(([file, { skew }]): [number, number] => [file, skew]))
  const answers = openAnswers()
  if (found.size > 0)
    for await (const { lines, marks } of addresses(connections, {
      ...all,
      files: [...found.keys()].sort((a, b) => a - b),
      skews,
    }))
      answers.see(lines, marks)
  return { skews, answer: answers.answer() }
}

async function* readSite(
  context: StageContext,
  connections: [ClientBase, ClientBase],
  { site, engine }: Site,
  all: readonly Log[],
  from: State,
): AsyncGenerator<Batch> {
  const habits = habitsOf(engine)
  const { skews, answer } = await study(connections, site, habits)
  const logs = all.filter((l) => skews.has(l.file))
  const next: State = { ...start, done: [...from.done, site] }
  if (logs.length === 0) return yield { rows: 0, state: next }
  const exhibits = new Map(logs.map((l): [number, number] => [l.file, l.exhibit]))
  const wanted = { site, habits, files: logs.map((l) => l.file), after: from.after, sentOnly: false, skews }
  const gather = openGather(from, answer)
  for await (const address of addresses(connections, wanted)) {
    context.signal.throwIfAborted()
    gather.take(address)
    if (gather.rows() < context.batchRows) continue
    yield { ...(await gather.write(context.db, site, exhibits)), state: gather.state() }
  }
  const last = await gather.write(context.db, site, exhibits)
  const findings = [...(last.findings ?? []), ...skewed(skews)]
  yield {
    ...last,
    findings,
    after: logs.map((l) => logRow(site, l, skews.get(l.file)!, gather.state().logs[l.file])),
    state: next,
  }
}

/** Collects what comes of addresses until a batch is full. */
function openGather(from: State, answer: Answer) {
  let state = from
  let visits: { readonly ip: string; readonly visit: Visit }[] = []
  let failures: { readonly ip: string; readonly failure: Failure }[] = []
  let findings: Finding[] = []
  return {
    rows: () => visits.length + failures.length,
    state: () => state,
    take: ({ ip, lines, marks, crowded }: Address): void => {
      state = { ...state, after: ip }
      if (crowded) {
        const detail = `So many requests or rows come from ${ip} that they cannot be told apart; none of its lines were joined.`
        findings.push({ severity: 'note', code: 'visit-crowded-address', detail, at: null })
        return
      }
      const found = joinAddress(lines, marks, answer)
      for (const visit of found.visits) visits.push({ ip, visit })
      for (const failure of found.failures) failures.push({ ip, failure })
      state = { ...state, logs: added(state.logs, found) }
    },
    write: async (
      db: ClientBase,
      site: number,
      exhibits: ReadonlyMap<number, number>,
    ): Promise<Omit<Batch, 'state'>> => {
      const agents = await agentNames(db, [
        ...visits.map(({ visit }) => [exhibits.get(visit.file)!, visit.agent] as const),
        ...failures.map(({ failure }) => [exhibits.get(failure.line.file)!, failure.line.agent] as const),
      ])
      const name = (file: number, agent: number): string | null => agents.get(`${exhibits.get(file)} ${agent}`) ?? null
      const visitRows = visits.map(({ ip, visit: v }, i) =>
        visitRow(site, state.visits + i + 1, ip, v, exhibits.get(v.file)!, name(v.file, v.agent)),
      )
      const failureRows = failures.map(({ ip, failure: f }, i) =>
        failureRow(site, state.failures + i + 1, ip, f, exhibits.get(f.line.file)!, name(f.line.file, f.line.agent)),
      )
      const copies = [
        encodeRecords('forum.visit', visitColumns, visitRows),
        encodeRecords('forum.failed_login', failureColumns, failureRows),
      ].filter((c) => c.rows > 0)
      const batch = { copies, findings, rows: visits.length + failures.length }
      state = { ...state, visits: state.visits + visits.length, failures: state.failures + failures.length }
      visits = []
      failures = []
      findings = []
      return batch
    },
  }
}

function added(logs: State['logs'], found: ReturnType<typeof joinAddress>): State['logs'] {
  const next: Record<string, LogTally> = { ...logs }
  const add = (file: number, more: Partial<LogTally>): void => {
    const old = next[file] ?? { marks: 0, joined: 0, ambiguous: 0, visits: 0 }
    next[file] = {
      marks: old.marks + (more.marks ?? 0),
      joined: old.joined + (more.joined ?? 0),
      ambiguous: old.ambiguous + (more.ambiguous ?? 0),
      visits: old.visits + (more.visits ?? 0),
    }
  }
  for (const [file, joined] of found.joined) add(file, { joined })
  for (const [file, ambiguous] of found.ambiguous) add(file, { ambiguous })
  for (const [file, marks] of found.marked) add(file, { marks })
  for (const { file } of found.visits) add(file, { visits: 1 })
  return next
}

async function agentNames(
  db: ClientBase,
  wanted: readonly (readonly [exhibit: number, agent: number])[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ key: string; name: string }>(
    `SELECT exhibit || ' ' || agent AS key, name FROM evidence.web_agent
      WHERE (exhibit, agent) IN (SELECT * FROM unnest($1::int[], $2::int[]))`,
    [wanted.map(([e]) => e), wanted.map(([, a]) => a)],
  )
  return new Map(rows.map((r): [string, string] => [r.key, r.name]))
}

function skewed(skews: ReadonlyMap<number, number>): Finding[] {
  return [...skews]
    .filter(([, skew]) => skew !== 0)
    .map(([file, skew]) => ({
      severity: 'note',
      code: 'weblog-clock',
      detail: `The times of this log are ${Math.abs(skew)} seconds ${skew > 0 ? 'ahead of' : 'behind'} those of the board, as its posts and log-ins show; lines were joined with that in mind.`,
      at: { file, offset: 0, length: 0 },
    }))
}

function logRow(site: number, log: Log, skew: number, tally: LogTally | undefined): Statement {
  const { marks, joined, ambiguous, visits } = tally ?? { marks: 0, joined: 0, ambiguous: 0, visits: 0 }
  return {
    text: `INSERT INTO forum.visit_log (site, exhibit, file, skew, marks, requests, joined, ambiguous, visits)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [site, log.exhibit, log.file, skew, marks, log.requests, joined, ambiguous, visits],
  }
}
