import type { ClientBase } from 'pg'
import type { Batch, Stage, StageContext } from '../../db/stage.ts'
import type { Finding } from '../../model/finding.ts'
import { boardSettings } from '../board-settings.ts'
import { type Estimate, estimate } from './estimate.ts'
import { logPairs, noticePairs, stampPairs } from './pairs.ts'
import { whyOf } from './words.ts'

/** A row of forum.clock without its number. */
interface Clock {
  readonly source: 'log' | 'database' | 'mail' | 'server' | 'setting'
  readonly exhibit: number | null
  readonly file: number | null
  readonly name: string
  readonly reference: string
  readonly found: Estimate
  readonly verdict: Estimate['verdict'] | 'stated'
  readonly zone: string | null
  readonly why: string
}

const database = 'the board’s database'
const nothing: Estimate = { verdict: 'unknown', seconds: null, spread: null, pairs: 0, drift: null, pieces: [] }

/** How far the clocks of logs, database copies and mail are from each other. Nothing stored is changed by it. */
export const clockStage: Stage = {
  name: 'forum.clock',
  about:
    'Compares clocks: lines of logs and the Date of notices with the rows that they made or tell of, copies with each other, the server’s stamps on mail with those of other servers.',
  scope: 'site',
  version: 2,
  reads: [
    ...['web_log', 'web_request', 'mail_store', 'mail_hop', 'setting'].map((t) => `evidence.${t}`),
    ...['site', 'member', 'post', 'message', 'login', 'copy', 'change', 'mail'].map((t) => `forum.${t}`),
  ],
  writes: ['forum.clock'],
  // Logs may come with another exhibit than the database.
  inputs: async (db) => {
    const { rows } = await db.query<{ of: string }>(
      `SELECT coalesce((SELECT string_agg(file || ' ' || requests, ',' ORDER BY file) FROM evidence.web_log), '') || ';' ||
              coalesce((SELECT string_agg(file || ' ' || messages, ',' ORDER BY file) FROM evidence.mail_store), '') AS of`,
    )
    return rows[0]?.of ?? ''
  },
  run,
}

async function* run({ db, unit: site, resume }: StageContext): AsyncGenerator<Batch> {
  if (resume !== null) return
  const { rows } = await db.query<Board>(
    'SELECT site, exhibit, key, engine, timezone FROM forum.site WHERE site = $1',
    [site],
  )
  const board = rows[0]
  if (board === undefined) return
  const logs = await logClocks(db, board)
  const clocks = [
    databaseClock(board, logs),
    ...(await copyClocks(db, board)),
    ...logs,
    ...(await mailClocks(db, board)),
    ...(await settingClocks(db, board)),
  ]
  const rowsOf = clocks.map(({ found, ...c }, i) => ({
    ...{ ...c, n: i + 1, seconds: found.seconds, spread: found.spread, pairs: found.pairs, drift: found.drift },
    pieces: found.pieces.map((p) => ({ ...p, from: instant(p.from), to: instant(p.to) })),
  }))
  const text = `INSERT INTO forum.clock (site, n, source, exhibit, file, name, reference, verdict, seconds, spread, pairs, drift, pieces, zone, why)
    SELECT $1, c.n, c.source, c.exhibit, c.file, c.name, c.reference, c.verdict, c.seconds, c.spread, c.pairs, c.drift, c.pieces, c.zone, c.why
      FROM json_to_recordset($2::json) AS c(n int, source text, exhibit int, file int, name text, reference text, verdict text, seconds float8,
           spread float8, pairs int, drift float8, pieces jsonb, zone text, why text)`
  yield {
    before: [{ text, values: [site, JSON.stringify(rowsOf)] }],
    findings: clocks.flatMap(told),
    rows: clocks.length,
    state: 'done',
  }
}

interface Board {
  readonly site: number
  readonly exhibit: number
  readonly key: string
  readonly engine: string
  readonly timezone: string | null
}

function instant(seconds: number): string {
  return new Date(Math.round(seconds) * 1000).toISOString()
}

/** Constant offsets of logs are told where they are joined. */
function told({ source, name, reference, verdict, file, why }: Clock): readonly Finding[] {
  const apart = ['skew', 'zone', 'daylight-saving', 'drift'].includes(verdict)
  if (!apart || source === 'database' || (source === 'log' && (verdict === 'skew' || verdict === 'zone'))) return []
  const detail = `The clock of ${name} differs from ${reference}: ${why} Times are kept as they are written.`
  return [{ severity: 'note', code: 'clock', detail, at: file === null ? null : { file, offset: 0, length: 0 } }]
}

async function logClocks(db: ClientBase, { site, exhibit, engine }: Board): Promise<readonly Clock[]> {
  const { rows } = await db.query<{ exhibit: number; file: number; path: string; requests: number; zoneless: number }>(
    `SELECT l.exhibit, l.file, f.path, l.requests::float8 AS requests, l.zoneless::float8 AS zoneless FROM evidence.web_log l JOIN evidence.file f USING (file) ORDER BY l.file`,
  )
  if (rows.length === 0) return []
  const pairs = rows.some((r) => r.requests > 0)
    ? await logPairs(
        db,
        site,
        engine,
        rows.map((r) => r.file),
      )
    : new Map()
  const zones = await zonesOf(db)
  return rows.flatMap((log): readonly Clock[] => {
    const found = estimate(pairs.get(log.file) ?? [])
    if (found.verdict === 'unknown' && log.exhibit !== exhibit) return []
    const none =
      log.requests === 0
        ? 'It holds no requests, so that none of its lines made a row of the board.'
        : 'Too few of its lines can have made rows of the board.'
    const zone = zones.get(log.file) ?? (log.zoneless > 0 ? 'none written; read as UTC' : null)
    const why = whyOf(found, 'lines and the rows that they made', none)
    return [
      {
        ...{ source: 'log', exhibit: log.exhibit, file: log.file, name: log.path, reference: database },
        ...{ found, verdict: found.verdict, zone, why },
      },
    ]
  })
}

/** The offsets that a log states, each with the span of time in which it does. */
async function zonesOf(db: ClientBase): Promise<ReadonlyMap<number, string>> {
  const { rows } = await db.query<{ file: number; zones: string }>(
    `SELECT _file AS file, string_agg(CASE WHEN zone < 0 THEN '-' ELSE '+' END || lpad((abs(zone) / 60)::text, 2, '0') || ':' || lpad((abs(zone) % 60)::text, 2, '0'), ', ' ORDER BY first) AS zones
       FROM (SELECT _file, zone, min(at) AS first FROM evidence.web_request WHERE zone IS NOT NULL GROUP BY 1, 2) z GROUP BY 1`,
  )
  return new Map(rows.map((r): [number, string] => [r.file, r.zones]))
}

/** The database against the log that tells most of it: a log states its offset, a row of most boards states none. */
function databaseClock({ exhibit, key, engine }: Board, logs: readonly Clock[]): Clock {
  const best = logs
    .filter((l) => l.found.seconds !== null && l.zone !== null && !l.zone.startsWith('none'))
    .reduce<Clock | null>((a, b) => (a === null || b.found.pairs > a.found.pairs ? b : a), null)
  const turned = best === null ? nothing : opposite(best.found)
  const kept = dated.has(engine)
    ? 'Its times are dates without a zone, read as if they were UTC.'
    : 'Its times are counted from 1970, in UTC by themselves.'
  const none = 'No log that states its zone names rows of it.'
  const why = `${kept} ${whyOf(turned, 'of its rows and the lines that made them', none)}`
  return {
    ...{ source: 'database', exhibit, file: null, name: `the database of ${key}` },
    ...{ reference: best?.name ?? 'any log', found: turned, verdict: turned.verdict, zone: null, why },
  }
}

/** Software that stores dates as text or DATETIME rather than seconds; sources: the schemas. */
const dated = new Set(['vanilla', 'flarum', 'discourse'])

function opposite(found: Estimate): Estimate {
  const turn = (n: number): number => 0 - n
  return {
    ...found,
    seconds: found.seconds === null ? null : turn(found.seconds),
    drift: found.drift === null ? null : turn(found.drift),
    pieces: found.pieces.map((p) => ({ ...p, seconds: turn(p.seconds) })),
  }
}

/** Copies of the database: where rows are the same to the byte, so are their times. */
async function copyClocks(db: ClientBase, { site, exhibit }: Board): Promise<readonly Clock[]> {
  const { rows } = await db.query<{ n: number; file: number; path: string; same: number; moved: number }>(
    `SELECT c.n, c.file, f.path, c.same::float8 AS same,
            (SELECT count(*)::int FROM forum.change h WHERE h.site = c.site AND h.copy = c.n AND h.kind = 'changed' AND EXISTS (SELECT FROM unnest(h.columns) k WHERE k ~* 'time|date|_at$|posted|joined|registered')) AS moved
       FROM forum.copy c JOIN evidence.file f USING (file) WHERE c.site = $1 AND NOT c.base ORDER BY c.n`,
    [site],
  )
  return rows.map(({ file, path, same, moved }): Clock => {
    const agrees = same > 0 && moved < same
    const found: Estimate = agrees ? { ...nothing, verdict: 'agrees', seconds: 0, spread: 0, pairs: same } : nothing
    const why = agrees
      ? `${same} of its rows are the same as those of ${database}, their times included${moved > 0 ? `; in ${moved} a time differs` : ''}.`
      : 'None of its rows is the same as one of the base.'
    return {
      ...{ source: 'database', exhibit, file, name: path, reference: database },
      ...{ found, verdict: found.verdict, zone: null, why },
    }
  })
}

async function mailClocks(db: ClientBase, { site }: Board): Promise<readonly Clock[]> {
  const notices = (await noticePairs(db, site)).map(({ exhibit, file, name, pairs }): Clock => {
    const found = estimate(pairs)
    const why = whyOf(found, 'notices and the rows that they tell of', 'Too few of its notices name rows of the board.')
    return {
      ...{ source: 'mail', exhibit, file, name, reference: database },
      ...{ found, verdict: found.verdict, zone: null, why },
    }
  })
  const stamps = (await stampPairs(db, site)).map(({ exhibit, file, name, pairs }): Clock => {
    const found = estimate(pairs)
    const none = 'Too few of its messages came through servers of others.'
    const why = whyOf(found, 'stamps of the receiving server and of the server before it', none)
    return {
      ...{ source: 'server', exhibit, file, name, reference: 'the stamps of other mail servers' },
      ...{ found, verdict: found.verdict, zone: null, why },
    }
  })
  return [...notices, ...stamps]
}

/** What configuration says of time zones: how the software showed times, not how it stored them. */
async function settingClocks(db: ClientBase, { site, exhibit, timezone }: Board): Promise<readonly Clock[]> {
  const { rows } = await db.query<{ file: number; path: string; name: string; value: string }>(
    `SELECT s.file, f.path, s.name, s.value FROM evidence.setting s JOIN evidence.file f USING (file)
      WHERE s.exhibit = $1 AND s.value IS NOT NULL AND s.name ~* 'time_?zone|timeoffset|time_offset' ORDER BY s.file, s.n LIMIT 50`,
    [exhibit],
  )
  const own = (await boardSettings(db, site)).filter((s) => /time_?zone|offset|dst/i.test(s.name))
  const told = 'It says in which zone the software showed times; stored times do not follow it.'
  const stated = (name: string, value: string, file: number | null): Clock => ({
    ...{ source: 'setting', exhibit, file, name, reference: 'UTC', found: nothing, verdict: 'stated', zone: value },
    why: told,
  })
  const inDatabase = own.map((s) => stated(`setting ${s.name} in ${database}`, s.value, null))
  const byItself =
    timezone !== null && own.length === 0 ? [stated(`the board’s own time zone in ${database}`, timezone, null)] : []
  return [...rows.map((r) => stated(`${r.path}: ${r.name}`, r.value, r.file)), ...inDatabase, ...byItself]
}
