import type { ClientBase } from 'pg'
import { habitsOf } from '../visits/habits.ts'
import { pageOf } from '../visits/page.ts'
import type { Mark, Page } from '../visits/visits.ts'
import type { Pair } from './estimate.ts'

/** Events that are looked at of each kind, spread over all there are; and guesses for one of them. */
const [mostEvents, mostGuesses] = [6000, 300]

/** An address that sent more forms than this is many people's (a proxy, a hidden service): the topics tell more. */
const mostOfOne = 5000

/** How far apart a row and its line are looked for: a day's zones, either way. */
const near = `BETWEEN interval '-15 hours' AND interval '15 hours'`

/** The one form of an address: logs have it already, boards keep what they were given. */
const canonical = (column: string): string =>
  `CASE WHEN position(':' in ${column}) = 0 THEN ${column}
        WHEN pg_input_is_valid(${column}, 'inet') THEN regexp_replace(host(${column}::inet), '^::ffff:(?=\\d+\\.)', '') END`

/** Rows of the board that a form makes: posts, private messages, registrations, sessions. */
const kinds = [
  `SELECT 'post' AS kind, id, at, ${canonical('ip')} AS ip, topic, board, _offset, _length FROM forum.post WHERE site = $1 AND at IS NOT NULL`,
  `SELECT 'message', id, at, ${canonical('ip')}, NULL, NULL, _offset, _length FROM forum.message WHERE site = $1 AND at IS NOT NULL`,
  `SELECT 'registration', id, joined_at, ${canonical('joined_from')}, NULL, NULL, _offset, _length FROM forum.member WHERE site = $1 AND kind = 'member' AND joined_at IS NOT NULL`,
  `SELECT 'session', id, at, ${canonical('ip')}, NULL, NULL, _offset, _length FROM forum.login WHERE site = $1 AND kind = 'session' AND at IS NOT NULL`,
] as const

/** A sample of them, the same at every run: by where rows lie in the evidence, so that nothing large has to be sorted. */
async function eventsSql(db: ClientBase, site: number): Promise<string> {
  const { rows } = await db.query<{ posts: number; messages: number; members: number; logins: number }>(
    `SELECT (SELECT count(*) FROM forum.post WHERE site = $1)::float8 AS posts, (SELECT count(*) FROM forum.message WHERE site = $1)::float8 AS messages,
            (SELECT count(*) FROM forum.member WHERE site = $1)::float8 AS members, (SELECT count(*) FROM forum.login WHERE site = $1)::float8 AS logins`,
    [site],
  )
  const { posts, messages, members, logins } = rows[0]!
  const sampled = [posts, messages, members, logins].map((total, i) => {
    const every = Math.max(1, Math.floor(total / mostEvents))
    return `${kinds[i]}${every === 1 ? '' : ` AND ((_offset % 1000003) * 7919 + _length) % ${every} = 0`}`
  })
  return `events AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY at, kind, id COLLATE "C")::int AS event, e.* FROM (${sampled.join(' UNION ALL ')}) e)`
}

const makers: Readonly<Record<string, readonly Page['kind'][]>> = {
  post: ['write'],
  message: ['message', 'write'],
  registration: ['register'],
  session: ['login'],
} satisfies Partial<Record<Mark['kind'], readonly Page['kind'][]>>

interface Guess {
  readonly file: number
  readonly event: number
  readonly kind: string
  readonly at: number
  readonly ahead: number
  readonly topic: string | null
  readonly board: string | null
  readonly path: string | null
  readonly query: string | null
}

/** For each log the pairs of lines and rows: the same address sent the form that makes such a row, or the same topic was answered. */
export async function logPairs(
  db: ClientBase,
  site: number,
  engine: string,
  logs: readonly number[],
): Promise<ReadonlyMap<number, readonly Pair[]>> {
  const events = await eventsSql(db, site)
  const byAddress = await guesses(db, site, engine, byAddressSql(events))
  const told = new Set(
    [...byAddress].filter(([, pairs]) => new Set(pairs.map((p) => p.event)).size >= 8).map(([file]) => file),
  )
  // Boards that keep no addresses still say which topic was answered when.
  if (logs.every((file) => told.has(file))) return byAddress
  const byTopic = await guesses(db, site, engine, byTopicSql(events))
  const found = new Map(byAddress)
  for (const [file, pairs] of byTopic) if (!told.has(file)) found.set(file, pairs)
  return found
}

const lineColumns = `r._file AS file, e.event, e.kind, extract(epoch FROM e.at)::float8 AS at, extract(epoch FROM r.at - e.at)::float8 AS ahead, e.topic, e.board, r.path, r.query`
const asker = `CASE WHEN forwarded_for IS NULL THEN ip ELSE coalesce(${canonical(`trim(split_part(forwarded_for, ',', 1))`)}, ip) END`

const byAddressSql = (events: string): string => `
  WITH ${events}, lines AS MATERIALIZED (
    SELECT * FROM (SELECT *, count(*) OVER (PARTITION BY asker) AS times FROM (
      SELECT _file, n, at, path, query, ${asker} AS asker FROM evidence.web_request WHERE method = 'POST' AND at IS NOT NULL) a) b
     WHERE times <= ${mostOfOne})
  SELECT ${lineColumns} FROM events e JOIN lines r ON r.asker = e.ip AND r.at - e.at ${near} ORDER BY r._file, e.event, r.n`

const byTopicSql = (events: string): string => `
  WITH ${events}, lines AS MATERIALIZED (
    SELECT _file, n, at, path, query, substring(query FROM '(?:^|[?&;])(?:t|tid|topic)=(\\d+)') AS topic FROM evidence.web_request
     WHERE method = 'POST' AND at IS NOT NULL AND query ~ '(?:^|[?&;])(?:t|tid|topic)=\\d')
  SELECT ${lineColumns} FROM events e JOIN lines r ON r.topic = e.topic AND r.at - e.at ${near} WHERE e.kind = 'post' ORDER BY r._file, e.event, r.n`

async function guesses(
  db: ClientBase,
  site: number,
  engine: string,
  sql: string,
): Promise<ReadonlyMap<number, readonly Pair[]>> {
  const habits = habitsOf(engine)
  const { rows } = await db.query<Guess>(sql, [site])
  const found = new Map<number, Pair[]>()
  const counts = new Map<string, number>()
  for (const g of rows) {
    const page = pageOf(habits, 'POST', g.path, g.query)
    if (page === null || !makers[g.kind]!.includes(page.kind)) continue
    if (g.kind === 'post' && page.topic !== null && g.topic !== null && page.topic !== g.topic) continue
    if (g.kind === 'post' && page.topic === null && page.board !== null && g.board !== null && page.board !== g.board)
      continue
    const key = `${g.file} ${g.event}`
    const n = (counts.get(key) ?? 0) + 1
    counts.set(key, n)
    if (n > mostGuesses) continue
    const list = found.get(g.file)
    const pair = { event: g.event, at: g.at, ahead: g.ahead }
    if (list) list.push(pair)
    else found.set(g.file, [pair])
  }
  return found
}

/** Where mail was kept, as one clock: a mailbox file, or the folder of a Maildir. */
export interface MailPairs {
  readonly exhibit: number
  readonly file: number
  readonly name: string
  readonly pairs: readonly Pair[]
}

/** Of a folder of messages the path, of a mailbox the file. */
const storeName = `CASE WHEN s.form = 'mbox' THEN f.path ELSE regexp_replace(regexp_replace(f.path, '[^/]*$', ''), '(?:cur|new|tmp)/$', '') END`

/** The id of the row that a notice tells of, without its kind and site. */
const named = (kind: string): string => `regexp_replace(n.because[1], '^${kind}:\\d+:', '')`

/** For each mail store the Date of notices against the rows that they tell of. */
export async function noticePairs(db: ClientBase, site: number): Promise<readonly MailPairs[]> {
  return stores(
    db,
    site,
    `WITH notices AS (SELECT m.*, ${storeName} AS name FROM forum.mail m JOIN evidence.mail_store s USING (exhibit, file) JOIN evidence.file f USING (file)
                       WHERE m.site = $1 AND m.by_board AND m.direction = 'to' AND m.at IS NOT NULL),
          causes AS (
       SELECT n.mail, p.at FROM notices n JOIN forum.post p ON p.site = $1 AND p.id = ${named('post')} WHERE starts_with(n.because[1], 'post:')
       UNION ALL SELECT n.mail, p.at FROM notices n JOIN forum.message p ON p.site = $1 AND p.id = ${named('message')} WHERE starts_with(n.because[1], 'message:')
       UNION ALL SELECT n.mail, p.at FROM notices n JOIN forum.post p ON p.site = $1 AND p.topic = ${named('topic')} AND n.at - p.at ${near} WHERE starts_with(n.because[1], 'topic:')
       UNION ALL SELECT n.mail, p.at FROM notices n JOIN (SELECT at, unnest(recipients) AS member FROM forum.message WHERE site = $1) p
                   ON p.member = n.member AND n.at - p.at ${near} WHERE n.notice = 'message' AND n.because = '{}'
       UNION ALL SELECT n.mail, p.joined_at FROM notices n JOIN forum.member p ON p.site = $1 AND p.id = n.member AND n.at - p.joined_at ${near}
                  WHERE n.notice IN ('registration', 'activation'))
     SELECT n.exhibit, n.file, n.name, n.mail AS event, extract(epoch FROM c.at)::float8 AS at, extract(epoch FROM n.at - c.at)::float8 AS ahead
       FROM causes c JOIN notices n USING (mail) WHERE c.at IS NOT NULL ORDER BY n.exhibit, n.file, n.mail, c.at LIMIT 200000`,
  )
}

/**
 * For each mail store the server's own stamp on mail that came from elsewhere against the stamp of the server before it:
 * those of other operators are the nearest thing to a true clock that evidence holds.
 */
export async function stampPairs(db: ClientBase, site: number): Promise<readonly MailPairs[]> {
  return stores(
    db,
    site,
    `WITH hops AS (SELECT exhibit, file, n, lower(by_host) AS host, at, row_number() OVER (PARTITION BY exhibit, file, n ORDER BY hop) AS nth
                     FROM evidence.mail_hop WHERE header = 'received' AND at IS NOT NULL AND by_host IS NOT NULL),
          ways AS (SELECT a.exhibit, a.file, a.n, a.at AS own, b.at AS other FROM hops a JOIN hops b USING (exhibit, file, n)
                    WHERE a.nth = 1 AND b.nth = (SELECT min(nth) FROM hops c WHERE (c.exhibit, c.file, c.n) = (a.exhibit, a.file, a.n) AND c.host <> a.host))
     SELECT w.exhibit, w.file, ${storeName} AS name, (w.file::bigint * 1000003 + w.n)::float8 AS event, extract(epoch FROM w.other)::float8 AS at, extract(epoch FROM w.own - w.other)::float8 AS ahead
       FROM ways w JOIN evidence.mail_store s USING (exhibit, file) JOIN evidence.file f USING (file)
      WHERE EXISTS (SELECT FROM forum.mail m WHERE m.site = $1 AND m.exhibit = w.exhibit) AND w.own - w.other ${near}
      ORDER BY w.exhibit, w.file, w.n LIMIT 200000`,
  )
}

async function stores(db: ClientBase, site: number, sql: string): Promise<readonly MailPairs[]> {
  const { rows } = await db.query<Pair & { exhibit: number; file: number; name: string }>(sql, [site])
  const found = new Map<string, { exhibit: number; file: number; name: string; pairs: Pair[] }>()
  for (const { exhibit, file, name, event, at, ahead } of rows) {
    const key = `${exhibit} ${name}`
    const store = found.get(key) ?? { exhibit, file, name: name === '' ? '.' : name, pairs: [] }
    store.pairs.push({ event, at, ahead })
    found.set(key, store)
  }
  return [...found.values()]
}
