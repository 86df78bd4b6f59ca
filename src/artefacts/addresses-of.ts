import { copyOut } from '../db/decode.ts'
import type { StageContext, Statement } from '../db/stage.ts'
import type { Relation } from '../model/artefact.ts'
import { canonicalIp } from './addresses.ts'
import { type Bytes, firstOfVotes, sightingColumns } from './artefacts.ts'
import type { OddValues } from './findings.ts'
import { literal } from './pages.ts'

/** A column of IP addresses in a large table: sightings are made of it where it lies, without a row leaving the server. */
export interface AddressColumn {
  readonly table: string
  /** SQL to read instead of the table, with the same columns and more. */
  readonly source?: string
  /** Column that names a row within its site; pages follow it. */
  readonly id: string
  readonly column: string
  readonly what: string
  readonly place: string
  /** SQL for the sighting's place_id, n, member, relation and time, over the table as `t`. */
  readonly placeId: string
  readonly n: string
  readonly member: string
  readonly relation: Relation | `CASE ${string}`
  readonly seenAt: string
}

/** In the order in which they are read. */
export const addressColumns: readonly AddressColumn[] = [
  {
    table: 'forum.post',
    id: 'id',
    column: 'ip',
    what: 'Address of a post',
    place: 'post',
    placeId: 't.id',
    n: '1',
    member: 't.author',
    relation: 'wrote-from',
    seenAt: 't.at',
  },
  {
    table: 'forum.message',
    id: 'id',
    column: 'ip',
    what: 'Address of a private message',
    place: 'message',
    placeId: 't.id',
    n: '1',
    member: 't.author',
    relation: 'wrote-from',
    seenAt: 't.at',
  },
  {
    table: 'forum.login',
    id: 'id',
    column: 'ip',
    what: 'Address of a log-in record',
    place: 'login',
    placeId: 't.id',
    n: '1',
    member: 't.member',
    relation: "CASE t.kind WHEN 'failed' THEN 'failed-from' ELSE 'connected-from' END",
    seenAt: 't.at',
  },
  {
    table: 'forum.action',
    id: 'id',
    column: 'ip',
    what: 'Address of a log line',
    place: 'action',
    placeId: 't.id',
    n: '1',
    member: 't.member',
    relation: 'connected-from',
    seenAt: 't.at',
  },
  {
    table: 'forum.poll_vote',
    // Votes have no number of their own that is small enough for a sighting.
    source: `(SELECT v.*, (${firstOfVotes - 1} + row_number() OVER (PARTITION BY site, topic ORDER BY n))::int AS nth FROM forum.poll_vote v)`,
    id: 'n',
    column: 'ip',
    what: 'Address of a vote',
    place: 'topic',
    placeId: 't.topic',
    n: 't.nth',
    member: 't.member',
    relation: 'connected-from',
    seenAt: 'NULL::timestamptz',
  },
  {
    table: 'forum.visit',
    id: 'visit',
    column: 'ip',
    what: 'Address of a visit that access logs show',
    place: 'visit',
    placeId: 't.visit::text',
    n: '1',
    member: 't.member',
    relation: 'connected-from',
    seenAt: 't.first_at',
  },
  {
    table: 'forum.failed_login',
    id: 'n',
    column: 'ip',
    what: 'Address of a failed log-in that access logs show',
    place: 'failed_login',
    placeId: 't.n::text',
    n: '1',
    member: 't.member',
    relation: 'failed-from',
    seenAt: 't.at',
  },
  {
    table: 'forum.mail',
    id: 'mail',
    column: 'ip',
    what: 'Address that a message states',
    place: 'mail',
    placeId: 't.mail::text',
    n: '2',
    member: 't.member',
    relation:
      "CASE t.relation WHEN 'wrote-from' THEN 'wrote-from' WHEN 'registered-from' THEN 'registered-from' ELSE 'connected-from' END",
    seenAt: 't.at',
  },
]

/** One page of a column: the statement that makes its sightings, and where the page ends. */
export interface AddressPage {
  readonly statement: Statement
  readonly last: string
  /** Rows read, and how many of them state an address. */
  readonly rows: number
  readonly sighted: number
}

/** Rows of a page, beside those of a batch that passes through the program: here only different values do. */
const timesBatch = 8

/** Prepares the page after the row `after`; null when there is none. */
export async function addressPage(
  { db, unit, batchRows }: StageContext,
  from: AddressColumn,
  after: string | null,
  odd: OddValues,
): Promise<AddressPage | null> {
  const type = from.id === 'id' ? 'text' : 'bigint'
  const last = await lastOfPage(db, from, type, unit, after, batchRows * timesBatch)
  if (last === null) return null
  const [changed, none] = [[] as Changed[], [] as string[]]
  let [rows, sighted] = [0, 0]
  const bounds = `site = ${unit}${after === null ? '' : ` AND ${from.id} > ${literal(after)}`} AND ${from.id} <= ${literal(last)}`
  const sql = `SELECT ${from.column}, count(*) FROM ${from.table} WHERE ${bounds} GROUP BY ${from.column}`
  for await (const values of copyOut(db, sql, ['text', 'int8']))
    for (const [raw, n] of values as [string | null, number][]) {
      rows += n
      if (raw === null || raw === '') continue
      const ip = canonicalIp(raw.trim())
      if (ip !== raw) changed.push([raw, ip])
      if (ip === null) none.push(raw)
      else sighted += n
    }
  if (none.length > 0) await tellOdd({ db, from, type, bounds: [unit, after, last], odd }, none)
  return { statement: insert(from, type, [unit, after, last], changed), last, rows, sighted }
}

async function lastOfPage(
  db: StageContext['db'],
  { id, table }: AddressColumn,
  type: string,
  site: number,
  after: string | null,
  size: number,
): Promise<string | null> {
  const beyond = `FROM ${table} WHERE site = $1 AND ($2::${type} IS NULL OR ${id} > $2)`
  const { rows } = await db.query<{ last: string | null }>(
    `SELECT coalesce((SELECT ${id} ${beyond} ORDER BY ${id} OFFSET $3 LIMIT 1), (SELECT max(${id}) ${beyond}))::text AS last`,
    [site, after, size - 1],
  )
  return rows[0]!.last
}

type Bounds = readonly [site: number, after: string | null, last: string]
type Changed = readonly [raw: string, ip: string | null]

function insert(from: AddressColumn, type: string, bounds: Bounds, changed: readonly Changed[]): Statement {
  const relation = from.relation.startsWith('CASE') ? from.relation : `'${from.relation}'`
  const rows = `t.site = $1 AND ($2::${type} IS NULL OR t.${from.id} > $2) AND t.${from.id} <= $3 AND t.${from.column} <> ''`
  const row = (value: string, raw: string) => `INSERT INTO artefacts.sighting (${sightingColumns})
      SELECT t.site, '${from.place}', ${from.placeId}, ${from.n}, 'ip', ${value}, ${raw}, ${from.member}, ${relation},
             ${from.seenAt}, NULL, NULL, t._file, t._offset, t._length
        FROM ${from.source ?? from.table} t`
  if (changed.length === 0) return { text: `${row(`t.${from.column}`, 'NULL')} WHERE ${rows}`, values: bounds }
  return {
    text: `${row(`coalesce(c.value, t.${from.column})`, 'c.raw')} LEFT JOIN unnest($4::text[], $5::text[]) AS c(raw, value) ON c.raw = t.${from.column}
       WHERE ${rows} AND (c.raw IS NULL OR c.value IS NOT NULL)`,
    values: [...bounds, changed.map(([raw]) => raw), changed.map(([, ip]) => ip)],
  }
}

interface OddPage {
  readonly db: StageContext['db']
  readonly from: AddressColumn
  readonly type: string
  readonly bounds: Bounds
  readonly odd: OddValues
}

async function tellOdd({ db, from, type, bounds, odd }: OddPage, raws: readonly string[]): Promise<void> {
  const { rows } = await db.query<{ raw: string; rows: number; bytes: [number, number, number] }>(
    `SELECT t.${from.column} AS raw, count(*)::int AS rows, min(ARRAY[t._file, t._offset, t._length]::bigint[])::float8[] AS bytes FROM ${from.table} t
      WHERE t.site = $1 AND ($2::${type} IS NULL OR t.${from.id} > $2) AND t.${from.id} <= $3 AND t.${from.column} = ANY ($4) GROUP BY 1`,
    [...bounds, raws],
  )
  for (const row of rows)
    odd.add('odd-address', `${from.what} that is no IP address`, row.raw, row.bytes as Bytes, row.rows)
}
