import type { ClientBase } from 'pg'
import type { ColumnType } from '../db/columns.ts'
import { copyOut, type Decode } from '../db/decode.ts'
import type { StageContext } from '../db/stage.ts'

/** A table of the forum read in the order of its ids. */
export interface PagedTable {
  /** Qualified name, or a subselect with a name. */
  readonly table: string
  /** Column that names a row within its site: text, or a number. */
  readonly id: string
  /** Columns after the id. */
  readonly columns: readonly (readonly [sql: string, type: ColumnType | Decode])[]
  /** Further condition, in SQL. */
  readonly where?: string
}

/** Text as an SQL literal; COPY takes no parameters. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/**
 * Pages of at most `size` rows of one site after the row `after`, each row its id and the columns asked for. Two
 * connections take turns, so that the server reads the next page while this one is worked on.
 */
export async function* pages(
  context: StageContext,
  table: PagedTable,
  size: number,
  after: string | null,
): AsyncGenerator<unknown[][], void, undefined> {
  const [one, two] = [await context.connect(), await context.connect()]
  try {
    let [current, other] = [one, two]
    let next: Promise<unknown[][]> | null = readPage(current, context.unit, table, size, after)
    while (next !== null) {
      const rows: unknown[][] = await next
      context.signal.throwIfAborted()
      ;[current, other] = [other, current]
      const last = rows.length < size ? null : (rows[rows.length - 1]![0] as string)
      next = last === null ? null : readPage(current, context.unit, table, size, last)
      next?.catch(() => undefined)
      if (rows.length > 0) yield rows
    }
  } finally {
    await Promise.allSettled([close(one), close(two)])
  }
}

async function close(client: ClientBase): Promise<void> {
  await (client as ClientBase & { end?: () => Promise<void> }).end?.()
}

async function readPage(
  db: ClientBase,
  site: number,
  { table, id, columns, where }: PagedTable,
  size: number,
  after: string | null,
): Promise<unknown[][]> {
  const sql = `SELECT ${[`${id}::text AS _id`, ...columns.map(([column]) => column)].join(', ')} FROM ${table}
    WHERE site = ${site}${after === null ? '' : ` AND ${id} > ${literal(after)}`}${where ? ` AND ${where}` : ''} ORDER BY ${id} LIMIT ${size}`
  const rows: unknown[][] = []
  for await (const some of copyOut(db, sql, ['text', ...columns.map(([, type]) => type)])) rows.push(...some)
  return rows
}
