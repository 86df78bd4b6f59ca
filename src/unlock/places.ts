import type { ClientBase } from 'pg'
import { quoteName } from '../db/columns.ts'
import { freePart, liesUnder } from './under.ts'
import { passwordColumns } from './unlock.ts'

/** How a value of a column is written: as it is, or within a list that holds the hash and more. */
export type Packing = 'as-is' | 'xenforo' | 'nodebb'

/** A table of a site's mirror that holds passwords, and the columns that say what they are. */
export interface PasswordTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly salt: string | null
  /** What the software calls the way of hashing, where it says. */
  readonly method: string | null
  /** The name that accounts log in with, where it is not the one they are shown by. */
  readonly user: string | null
  /** The column that names the account; null where accounts were read from this table's own rows. */
  readonly key: string | null
  readonly packing: Packing
  readonly binary: ReadonlySet<string>
}

/** A row of such a table and the account it belongs to. */
export interface AccountRow {
  readonly _row: number
  readonly _file: number
  readonly _offset: number
  readonly _length: number
  readonly member: string
  readonly salt: string | null
  readonly method: string | null
  readonly user: string
  readonly stored: readonly (string | null)[]
}

interface Column {
  readonly column: string
  readonly type: string
}

/** Passwords that stand beside the accounts and not with them: table and its columns, by the software's own schema. */
const beside: readonly {
  readonly engine: string
  readonly table: string
  readonly key: string
  readonly column: string
  readonly packing: Packing
}[] = [
  { engine: 'xenforo', table: 'user_authenticate', key: 'user_id', column: 'data', packing: 'xenforo' },
  {
    engine: 'invision',
    table: 'members_converge',
    key: 'converge_id',
    column: 'converge_pass_hash',
    packing: 'as-is',
  },
  { engine: 'discourse', table: 'user_passwords', key: 'user_id', column: 'password_hash', packing: 'as-is' },
  { engine: 'nodebb', table: 'legacy_hash', key: '', column: 'data', packing: 'nodebb' },
]

const methods = ['scheme', 'hashmethod', 'password_algorithm', 'scheme_class']
const saltsBeside = ['password_salt', 'converge_pass_salt']
/** SMF salts with the name of the account, which it shows by another. */
const logins: Readonly<Record<string, readonly string[]>> = { smf: ['member_name', 'membername'] }

/** The mirror of a site, its engine, and its tables that may hold passwords: those of accounts first. */
export async function passwordTables(
  db: ClientBase,
  site: number,
): Promise<{ readonly mirror: string; readonly engine: string; readonly tables: readonly PasswordTable[] }> {
  const { rows } = await db.query<{
    mirror: string
    engine: string
    rest: string
    name: string
    columns: readonly Column[]
  }>(
    `SELECT s.mirror, s.engine, t.name, substr(t.name, length(${freePart('s.prefix')}) + 1) AS rest, t.columns
       FROM forum.site s JOIN evidence.mirror_table t ON t.exhibit = s.exhibit AND t.rows > 0
      WHERE s.site = $1 AND ${liesUnder('t.name', 's.prefix')}
        AND NOT EXISTS (SELECT FROM forum.copy c WHERE c.site = s.site AND c.exhibit = s.exhibit AND NOT c.base AND length(c.prefix) > length(s.prefix) AND ${liesUnder('t.name', 'c.prefix')})
      ORDER BY t.name COLLATE "C"`,
    [site],
  )
  const tables = rows.flatMap(({ engine, name, rest, columns }) => {
    const place = beside.find((b) => b.engine === engine && rest.toLowerCase().endsWith(b.table))
    return place ? besides(place, name, columns) : own(engine, name, columns)
  })
  tables.sort((a, b) => Number(a.key !== null) - Number(b.key !== null))
  return { mirror: rows[0]?.mirror ?? '', engine: rows[0]?.engine ?? '', tables }
}

function own(engine: string, name: string, columns: readonly Column[]): readonly PasswordTable[] {
  const found = passwordColumns(columns.map((c) => c.column))
  return found.columns.length === 0 ? [] : [{ name, ...found, key: null, packing: 'as-is', ...said(engine, columns) }]
}

function besides(place: (typeof beside)[number], name: string, columns: readonly Column[]): readonly PasswordTable[] {
  const column = named(columns, [place.column])
  const key = place.key === '' ? null : named(columns, [place.key])
  if (column === null || (place.key !== '' && key === null)) return []
  const { packing, engine } = place
  return [{ name, columns: [column], salt: named(columns, saltsBeside), key, packing, ...said(engine, columns) }]
}

function said(engine: string, columns: readonly Column[]): Pick<PasswordTable, 'method' | 'user' | 'binary'> {
  return {
    method: named(columns, methods),
    user: named(columns, logins[engine] ?? []),
    binary: new Set(columns.filter((c) => c.type !== 'text').map((c) => c.column)),
  }
}

function named(columns: readonly Column[], names: readonly string[]): string | null {
  return columns.find((c) => names.includes(c.column.toLowerCase()))?.column ?? null
}

/** Rows of such a table with the accounts they belong to, in order; of several for one account the first. `members` asks for these accounts only. */
export async function accountRows(
  db: ClientBase,
  site: number,
  mirror: string,
  table: PasswordTable,
  after: number,
  limit: number,
  members: readonly string[] | null = null,
): Promise<readonly AccountRow[]> {
  const text = (column: string | null): string => {
    if (column === null) return 'NULL::text'
    const of = `t.${quoteName(column)}`
    // Hashes are plain letters; a value with a zero byte is none, and PostgreSQL would refuse it as text.
    return table.binary.has(column)
      ? `CASE WHEN position('\\x00'::bytea IN ${of}) = 0 THEN convert_from(${of}, 'LATIN1') END`
      : of
  }
  const key = table.key === null ? null : quoteName(table.key)
  const from = `${quoteName(mirror)}.${quoteName(table.name)}`
  const joined =
    key === null
      ? 'm._file = t._file AND m._offset = t._offset AND m._length = t._length'
      : `m.id = t.${key} AND t._nth = 1`
  // A column for each value: the driver reads lists letter by letter.
  const { rows } = await db.query<Omit<AccountRow, 'stored'> & Readonly<Record<string, string | null>>>(
    `SELECT t._row, t._file, t._offset, t._length, m.id AS member, ${text(table.salt)} AS salt, ${text(table.method)} AS method,
            coalesce(${text(table.user)}, m.name) AS user${table.columns.map((c, i) => `, ${text(c)} AS stored_${i}`).join('')}
       FROM ${key === null ? from : `(SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY _row) AS _nth FROM ${from})`} t
       JOIN forum.member m ON m.site = $1 AND m.kind = 'member' AND ${joined}
      WHERE t._row > $2 AND ($4::text[] IS NULL OR m.id = ANY ($4)) ORDER BY t._row LIMIT $3`,
    [site, after, limit, members],
  )
  return rows.map(({ _row, _file, _offset, _length, member, salt, method, user, ...rest }) => {
    const stored = table.columns.map((_, i) => rest[`stored_${i}`] ?? null)
    return { _row, _file, _offset, _length, member, salt, method, user, stored }
  })
}
