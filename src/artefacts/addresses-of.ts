import type { StageContext, Statement } from '../db/stage.ts'
import type { Relation } from '../model/artefact.ts'
import { canonicalIp } from './addresses.ts'
import { type Bytes, firstOfVotes, sightingColumns } from './artefacts.ts'
import type { OddValues } from './findings.ts'

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

/** Prepares the page after the row `after`; null when there is none. */
export async function addressPage(
  { db, unit, batchRows }: StageContext,
  from: AddressColumn,
  after: string | null,
  odd: OddValues,
): Promise<AddressPage | null> {
  const type = from.id === 'id' ? 'text' : 'bigint'
  const { rows } = await db.query<{ last: string | null; rows: number; stated: number; found: string[] | null }>(
    `WITH page AS MATERIALIZED (SELECT ${from.id} AS id, ${from.column} AS raw FROM ${from.table}
                                 WHERE site = $1 AND ($2::${type} IS NULL OR ${from.id} > $2) ORDER BY ${from.id} LIMIT $3)
     SELECT max(id)::text AS last, count(*)::int AS rows, count(*) FILTER (WHERE raw <> '')::int AS stated, array_agg(DISTINCT raw) FILTER (WHERE raw <> '') AS found FROM page`,
    [unit, after, batchRows],
  )
  const page = rows[0]!
  if (page.last === null) return null
  const changed = (page.found ?? [])
    .map((raw) => [raw, canonicalIp(raw.trim())] as const)
    .filter(([raw, ip]) => raw !== ip)
  const bounds = [unit, after, page.last] as const
  const none = changed.filter(([, ip]) => ip === null).map(([raw]) => raw)
  const lost = none.length === 0 ? 0 : await tellOdd({ db, from, type, bounds, odd }, none)
  return {
    statement: insert(from, type, bounds, changed),
    last: page.last,
    rows: page.rows,
    sighted: page.stated - lost,
  }
}

type Bounds = readonly [site: number, after: string | null, last: string]

function insert(
  from: AddressColumn,
  type: string,
  bounds: Bounds,
  changed: readonly (readonly [raw: string, ip: string | null])[],
): Statement {
  const relation = from.relation.startsWith('CASE') ? from.relation : `'${from.relation}'`
  return {
    text: `INSERT INTO artefacts.sighting (${sightingColumns})
      SELECT t.site, '${from.place}', ${from.placeId}, ${from.n}, 'ip', coalesce(c.value, t.${from.column}), c.raw, ${from.member}, ${relation},
             ${from.seenAt}, NULL, NULL, t._file, t._offset, t._length
        FROM ${from.source ?? from.table} t LEFT JOIN unnest($4::text[], $5::text[]) AS c(raw, value) ON c.raw = t.${from.column}
       WHERE t.site = $1 AND ($2::${type} IS NULL OR t.${from.id} > $2) AND t.${from.id} <= $3
         AND t.${from.column} <> '' AND (c.raw IS NULL OR c.value IS NOT NULL)`,
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

async function tellOdd({ db, from, type, bounds, odd }: OddPage, raws: readonly string[]): Promise<number> {
  const { rows } = await db.query<{ raw: string; rows: number; bytes: [number, number, number] }>(
    `SELECT t.${from.column} AS raw, count(*)::int AS rows, min(ARRAY[t._file, t._offset, t._length]::bigint[])::float8[] AS bytes FROM ${from.table} t
      WHERE t.site = $1 AND ($2::${type} IS NULL OR t.${from.id} > $2) AND t.${from.id} <= $3 AND t.${from.column} = ANY ($4) GROUP BY 1`,
    [...bounds, raws],
  )
  for (const row of rows)
    odd.add('odd-address', `${from.what} that is no IP address`, row.raw, row.bytes as Bytes, row.rows)
  return rows.reduce((sum, row) => sum + row.rows, 0)
}
