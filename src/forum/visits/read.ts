import type { ClientBase } from 'pg'
import type { ColumnType } from '../../db/columns.ts'
import { copyOut } from '../../db/decode.ts'
import { type Habits, sending } from './habits.ts'
import { pageOf } from './page.ts'
import type { Asked, Mark } from './visits.ts'

/** Everything known of one address: its lines in the order of agent, file and line, and the marks. */
export interface Address {
  readonly ip: string
  readonly lines: readonly Asked[]
  readonly marks: readonly Mark[]
  /** More lines or marks than are held at once: too many people for one address to tell apart. */
  readonly crowded: boolean
}

const most = { lines: 500_000, marks: 200_000 }

/** The one form of an address: logs have it already, boards keep what they were given. */
const canonical = (column: string): string =>
  `CASE WHEN position(':' in ${column}) = 0 THEN ${column}
        WHEN pg_input_is_valid(${column}, 'inet') THEN regexp_replace(host(${column}::inet), '^::ffff:(?=\\d+\\.)', '') END`

/** Who asked: behind a proxy the first address that it says it forwards for, else the one that connected. */
const asker = `CASE WHEN forwarded_for IS NULL THEN ip ELSE coalesce(${canonical(`trim(split_part(forwarded_for, ',', 1))`)}, ip) END`

const sent = `method IN (${sending.map((m) => `'${m}'`).join(', ')})`

/** SQL for the rows of a board that tell who was behind an address at a time. */
export function marksSql(site: number, habits: Habits): string {
  const at = (column: string): string => `extract(epoch FROM ${column})::float8`
  const about = `(?:/posts?/|[?&;](?:${['p', ...habits.about].join('|')})=)(\\d+)`
  const posts = `SELECT DISTINCT ${asker} AS ip, substring(concat(path, '?', query) FROM '${about}') AS post, at FROM evidence.web_request
    WHERE ${sent} AND concat(path, '?', query) ~ '${about}'`
  const near = `BETWEEN interval '-15 hours' AND interval '15 hours'`
  return `
    SELECT ${canonical('ip')} AS ip, 'post' AS kind, id, author AS member, ${at('at')} AS at, board, topic, NULL AS about
      FROM forum.post WHERE site = ${site} AND author IS NOT NULL AND ip IS NOT NULL AND at IS NOT NULL
    UNION ALL SELECT ${canonical('ip')}, 'message', id, author, ${at('at')}, NULL, NULL, NULL
      FROM forum.message WHERE site = ${site} AND author IS NOT NULL AND ip IS NOT NULL AND at IS NOT NULL
    UNION ALL SELECT ${canonical('ip')}, CASE kind WHEN 'failed' THEN 'failed' ELSE 'session' END, id, member, ${at('at')}, NULL, NULL, NULL
      FROM forum.login WHERE site = ${site} AND ip IS NOT NULL AND at IS NOT NULL AND (kind = 'failed' OR kind = 'session' AND member IS NOT NULL)
    UNION ALL SELECT ${canonical('joined_from')}, 'registration', id, id, ${at('joined_at')}, NULL, NULL, NULL
      FROM forum.member WHERE site = ${site} AND kind = 'member' AND joined_from IS NOT NULL AND joined_at IS NOT NULL
    UNION ALL SELECT ${canonical('ip')}, 'action', id, member, ${at('at')}, NULL, NULL, NULL
      FROM forum.action WHERE site = ${site} AND member IS NOT NULL AND ip IS NOT NULL AND at IS NOT NULL
    UNION ALL SELECT s.ip, 'edit', p.id, p.edited_by, ${at('p.edited_at')}, NULL, NULL, p.id
      FROM (${posts}) s JOIN forum.post p ON p.site = ${site} AND p.id = s.post AND p.edited_at - s.at ${near} WHERE p.edited_by IS NOT NULL
    UNION ALL SELECT s.ip, 'report', r.id, r.by, ${at('r.at')}, NULL, NULL, r.post
      FROM (${posts}) s JOIN forum.report r ON r.site = ${site} AND r.post = s.post AND r.at - s.at ${near} WHERE r.by IS NOT NULL`
}

/** SQL for lines of the logs that are wanted, from addresses that a mark or a page of one's own speaks of. */
function linesSql({ site, habits, files, after, sentOnly }: Wanted): string {
  const list = files === null ? null : `ARRAY[${files.join(', ')}]::int[]`
  const own = habits.own
    ? `OR asker IN (SELECT ${asker} FROM evidence.web_request WHERE concat(path, '?', query) ~ ${quoted(postgresPattern(habits.own))})`
    : ''
  const plain = habits.plain ? quoted(postgresPattern(habits.plain)) : null
  const query =
    plain === null
      ? 'query'
      : `CASE WHEN query IS NULL AND method = 'POST' AND path ~ ${plain} AND split_part(referer, '?', 1) ~ ${plain}
           THEN substring(referer FROM '[?](.*)') ELSE query END`
  return `SELECT asker, _file, n, extract(epoch FROM at)::float8, coalesce(agent, 0), coalesce(status, 0)::int4, coalesce(bytes, 0)::float8,
           _offset, _length, method, path, ${query}
    FROM (SELECT *, ${asker} AS asker FROM evidence.web_request) r WHERE at IS NOT NULL AND (asker IN (SELECT ip FROM (${marksSql(site, habits)}) m) ${own})
    ${sentOnly ? `AND ${sent}` : ''} ${list === null ? '' : `AND _file = ANY (${list})`}
    ${after === null ? '' : `AND asker COLLATE "C" > ${quoted(after)}`}
    ORDER BY asker COLLATE "C", exhibit, agent NULLS FIRST, ${list === null ? '_file' : `array_position(${list}, _file)`}, n`
}

/** The same pattern for PostgreSQL, which writes the edge of a word in another way. */
function postgresPattern(pattern: RegExp): string {
  return pattern.source.replaceAll('\\b', '\\y').replaceAll('\\/', '/')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

const lineTypes: readonly ColumnType[] = [
  'text',
  'int4',
  'int4',
  'float8',
  'int4',
  'int4',
  'float8',
  'int8',
  'int4',
  'text',
  'text',
  'text',
]
const markTypes: readonly ColumnType[] = ['text', 'text', 'text', 'text', 'float8', 'text', 'text', 'text']

/** What is read: which logs in which order, which lines, and how far each log's clock is ahead. */
export interface Wanted {
  readonly site: number
  readonly habits: Habits
  readonly files: readonly number[] | null
  readonly after: string | null
  readonly sentOnly: boolean
  readonly skews: ReadonlyMap<number, number>
}

/** Each address that has lines, with its marks; addresses without any mark or page of one's own are passed over. */
export async function* addresses(
  connections: readonly [ClientBase, ClientBase],
  wanted: Wanted,
): AsyncGenerator<Address> {
  const { site, habits, after, skews } = wanted
  const marksOrdered = `SELECT ip, kind, id, member, at, board, topic, about FROM (${marksSql(site, habits)}) m WHERE ip IS NOT NULL
    ${after === null ? '' : `AND ip COLLATE "C" > ${quoted(after)}`} ORDER BY ip COLLATE "C", at, kind COLLATE "C", id COLLATE "C"`
  const marks = grouped(copyOut(connections[1], marksOrdered, markTypes), markOf, most.marks)
  const lines = grouped(
    copyOut(connections[0], linesSql(wanted), lineTypes),
    (row) => lineOf(row, habits, skews),
    most.lines,
  )
  try {
    let mark = await marks.next()
    for await (const group of lines) {
      while (!mark.done && Buffer.compare(mark.value.key, group.key) < 0) mark = await marks.next()
      const own = !mark.done && mark.value.key.equals(group.key) ? mark.value : null
      if (!own && !group.items.some((l) => l.page?.own)) continue
      yield {
        ip: group.ip,
        lines: group.items,
        marks: own?.items ?? [],
        crowded: group.crowded || (own?.crowded ?? false),
      }
    }
  } finally {
    await marks.return(undefined)
  }
}

interface Group<T> {
  readonly ip: string
  readonly key: Buffer
  readonly items: readonly T[]
  readonly crowded: boolean
}

/** Rows of the same address as one, the address being their first column; of too many only the first are kept. */
async function* grouped<T>(
  batches: AsyncIterable<readonly (readonly unknown[])[]>,
  make: (row: readonly unknown[]) => T,
  limit: number,
): AsyncGenerator<Group<T>> {
  let ip: string | null = null
  let items: T[] = []
  let crowded = false
  for await (const batch of batches) {
    for (const row of batch) {
      if (row[0] !== ip) {
        if (ip !== null) yield { ip, key: Buffer.from(ip), items, crowded }
        ip = row[0] as string
        items = []
        crowded = false
      }
      if (items.length < limit) items.push(make(row))
      else crowded = true
    }
  }
  if (ip !== null) yield { ip, key: Buffer.from(ip), items, crowded }
}

function markOf(row: readonly unknown[]): Mark {
  const [, kind, id, member, at, board, topic, about] = row as [
    string,
    Mark['kind'],
    string,
    string | null,
    number,
    string | null,
    string | null,
    string | null,
  ]
  return { kind, id, member, at, board, topic, about }
}

function lineOf(row: readonly unknown[], habits: Habits, skews: ReadonlyMap<number, number>): Asked {
  const [, file, n, at, agent, status, bytes, offset, length, method, path, query] = row as [
    string,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    string | null,
    string | null,
    string | null,
  ]
  const page = pageOf(habits, method, path, query)
  return { file, n, at: at - (skews.get(file) ?? 0), agent, status, bytes, offset, length, page, marks: none }
}

const none: readonly Mark[] = []
