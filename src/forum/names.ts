import type { ClientBase } from 'pg'
import { type Fields, textAt } from './fields.ts'
import { type ForumAdapter, type Reader, source } from './forum.ts'
import { type Shim, shimmed } from './shim.ts'

/** Rows of a table that share their name with an earlier one: which repetition each is, from 2 on, by `_row`. */
export type Repeated = ReadonlyMap<number, number>

/** Finds rows that share a name, in one pass over the names; where there are some, in a second. */
export async function repeatedRows(
  db: ClientBase,
  shim: Shim,
  reader: Pick<Reader, 'from' | 'key'>,
): Promise<Repeated> {
  const key = reader.key.map((column) => `d.${column}`).join(', ')
  const some = await db.query<{ some: boolean }>(
    shimmed(shim, `SELECT EXISTS (SELECT FROM "${reader.from}" d GROUP BY ${key} HAVING count(*) > 1) AS some`),
  )
  if (some.rows[0]?.some !== true) return new Map()
  const { rows } = await db.query<{ row: number; again: number }>(
    shimmed(
      shim,
      `SELECT _row AS row, again FROM (
         SELECT d._row, row_number() OVER (PARTITION BY ${key} ORDER BY d._row) AS again FROM "${reader.from}" d) n WHERE again > 1`,
    ),
  )
  return new Map(rows.map((r) => [r.row, r.again]))
}

/** Tables that some SELECT joins as they are: a row too many in them would give its rows twice. */
export function joinedTables(adapter: ForumAdapter): readonly string[] {
  const names = adapter.reads.flatMap((r) => [...r.sql.matchAll(/\bJOIN "?(\w+)\b/g)].map((m) => m[1] ?? ''))
  return [...new Set(names)].sort()
}

/** The SELECT with the columns of the row's name after those of its source, where the watch looks for them. */
export function withName(reader: Reader): string {
  const names = reader.key.map((column, i) => `d.${column} AS _name${i}`)
  return reader.sql.replace(source, `${source}, ${names.join(', ')}`)
}

/** Where the first column of the name is in `withName`. */
const firstName = 4

/** The last name that was seen, as part of a checkpoint. */
export interface Seen {
  readonly first: string
  /** The rest of the names that begin with `first`. */
  readonly rest: readonly string[]
}

/**
 * Watches that names grow from row to row, as they do in nearly every dump: then no two are the same, and nothing needs
 * to be looked up.
 */
export interface Watch {
  /** False when this row's name may have been there before. */
  readonly grows: (fields: Fields) => boolean
  readonly seen: () => Seen | null
}

/** More names with one beginning than this are looked up instead. */
const mostAlike = 10_000

/** Opens a watch over names of so many columns, going on after `before`. */
export function openWatch(columns: number, before: Seen | null): Watch {
  let first = before?.first ?? null
  let number = numberOf(first)
  const rest = new Set(before?.rest)
  const restOf = (fields: Fields): string => {
    const others: (string | null)[] = []
    for (let i = 1; i < columns; i++) others.push(textAt(fields, firstName + i))
    return columns === 1 ? '' : JSON.stringify(others)
  }
  const grows = (fields: Fields): boolean => {
    const next = textAt(fields, firstName) ?? ''
    const nextNumber = numberOf(next)
    if (next !== first) {
      // Numbers grow by size and everything else by code unit; one after the other says nothing.
      const alike = first === null || (number === null) === (nextNumber === null)
      const more = first === null || (nextNumber === null || number === null ? next > first : nextNumber > number)
      if (!alike || !more) return false
      first = next
      number = nextNumber
      rest.clear()
    }
    const others = restOf(fields)
    if (rest.has(others) || rest.size >= mostAlike) return false
    rest.add(others)
    return true
  }
  return { grows, seen: () => (first === null ? null : { first, rest: [...rest] }) }
}

function numberOf(text: string | null): number | null {
  return text !== null && /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : null
}
