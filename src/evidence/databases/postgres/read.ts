import { createReadStream } from 'node:fs'
import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { DatabaseRead, TableRead, Told } from '../told.ts'
import { copyLine, copyOut, declaration, listTables, type PgTable, quoted } from './tables.ts'

/** A database that can be entered again after its server ended a connection. */
export interface Entered {
  readonly client: () => pg.Client
  readonly again: () => Promise<boolean>
  readonly major: string
  /** Where tables that cannot be read at one go are gathered. */
  readonly folder: string
  readonly signal: AbortSignal
}

/** Raised where a database cannot be read in one go. */
class NotWhole extends Error {}

/** A table as evidence.table_source names it: those of another schema than public with its name. */
export function nameOf({ schema, name }: PgTable): string {
  return schema === 'public' ? name : `${schema}.${name}`
}

/** Reads a database out in the plain form of pg_dump; where something is damaged, table by table and page by page. */
export async function readDatabase<T>(
  entered: Entered,
  database: string,
  told: Told,
  keep: (bytes: AsyncGenerator<Uint8Array>) => Promise<T>,
): Promise<{ readonly kept: T; readonly read: DatabaseRead }> {
  const tables = await listTables(entered.client(), entered.major)
  for (const table of tables)
    if (table.foreign.length > 0)
      told.report(
        'warning',
        'database-column',
        `columns of table ${database}.${nameOf(table)} are left out, because only code of the seized server could write their values: ${table.foreign.join(', ')}`,
      )
  const heading = await headingOf(entered, database)
  const of = (states: readonly TableRead['state'][]): DatabaseRead => ({
    name: database,
    tables: tables.map((t, i) => ({ name: nameOf(t), state: t.foreign.length > 0 ? 'part' : states[i]! })),
  })
  try {
    const kept = await keep(inOneGo(entered, heading, tables))
    return { kept, read: of(tables.map(() => 'whole')) }
  } catch (error) {
    if (!(error instanceof NotWhole)) throw error
  }
  const states: TableRead['state'][] = []
  const paths: string[] = []
  for (const [i, table] of tables.entries()) {
    const path = join(entered.folder, `table-${i}.copy`)
    paths.push(path)
    states.push(await gather(entered, database, table, path, told))
  }
  const kept = await keep(gathered(heading, tables, paths))
  for (const path of paths) await rm(path, { force: true })
  return { kept, read: of(states) }
}

async function headingOf({ client }: Entered, database: string): Promise<Buffer> {
  const { rows } = await client().query<{ e: string }>('SELECT getdatabaseencoding() AS e')
  // Where no encoding was declared the bytes are given as they are stored.
  const encoding = rows[0]?.e === 'SQL_ASCII' ? 'SQL_ASCII' : 'UTF8'
  await client().query(`SET client_encoding = '${encoding}'`)
  return Buffer.from(
    `\\connect ${quoted(database)}\n\nSET client_encoding = '${encoding}';\nSET standard_conforming_strings = on;\n\n`,
  )
}

const end = Buffer.from('\\.\n\n')

async function* inOneGo(entered: Entered, heading: Buffer, tables: readonly PgTable[]): AsyncGenerator<Uint8Array> {
  yield heading
  for (const table of tables) {
    yield Buffer.from(declaration(table))
    if (table.columns.length === 0) continue
    yield Buffer.from(copyLine(table))
    try {
      yield* rowsOf(entered, copyOut(table, true))
    } catch (error) {
      entered.signal.throwIfAborted()
      throw isServers(error) ? new NotWhole() : error
    }
    yield end
  }
}

/** Trouble that the server tells, and not one of this program. */
function isServers(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' || /terminat|Connection/.test(String(error))
}

async function* rowsOf({ client, signal }: Entered, sql: string): AsyncGenerator<Uint8Array> {
  for await (const piece of client().query(copyTo(sql))) {
    signal.throwIfAborted()
    yield piece as Uint8Array
  }
}

/** So many statements are spent on finding out which rows of a damaged table can be read. */
const mostSteps = 20_000
/** So many pages are read at one go then, so that what they hold fits into memory. */
const mostPages = 1024
/** The most rows a page of 8 KiB holds (PostgreSQL source, access/htup_details.h: MaxHeapTuplesPerPage). */
const rowsOfPage = 291

/** Writes what can be read of a table into a file, halving the stretches of pages that cannot be. */
async function gather(
  entered: Entered,
  database: string,
  table: PgTable,
  path: string,
  told: Told,
): Promise<TableRead['state']> {
  await writeFile(path, '', { mode: 0o600 })
  if (table.columns.length === 0) return 'whole'
  const attempt = async (where: string, ordered: boolean): Promise<string | null> => {
    const pieces: Uint8Array[] = []
    try {
      for await (const piece of rowsOf(entered, copyOut(table, ordered, where))) {
        pieces.push(piece)
        // Whole tables are not held in memory; what was written of one that breaks off is written anew.
        if (where === '' && pieces.length > 64) await appendFile(path, Buffer.concat(pieces.splice(0)))
      }
      await appendFile(path, Buffer.concat(pieces))
      return null
    } catch (error) {
      entered.signal.throwIfAborted()
      if (!isServers(error)) throw error
      await entered.again()
      return String((error as Error).message)
    }
  }
  const first = await attempt('', true)
  if (first === null) return 'whole'
  await writeFile(path, '')
  let [lost, steps, some] = [0, 0, false]
  const said = new Set([first])
  const stretch = async (from: number, to: number): Promise<void> => {
    steps += 1
    if (steps > mostSteps) {
      lost += to - from
      return
    }
    const middle = Math.floor((from + to) / 2)
    if (to - from > mostPages) {
      await stretch(from, middle)
      return stretch(middle, to)
    }
    const where = ` WHERE ctid >= '(${from},0)' AND ctid < '(${to},0)'`
    const reason = await attempt(where, false)
    if (reason === null) {
      some = true
      return
    }
    if (said.size < 3) said.add(reason)
    if (to - from > 1) {
      await stretch(from, middle)
      return stretch(middle, to)
    }
    lost += 1
    // A value that cannot be read (its TOAST is lost) must not cost the page's other rows; a page that cannot costs one try.
    if (/invalid page|could not read block/.test(reason)) return
    for (let n = 1; n <= rowsOfPage && steps < mostSteps; n++) {
      steps += 1
      if ((await attempt(` WHERE ctid = '(${from},${n})'`, false)) === null) some = true
    }
  }
  await stretch(0, Math.max(1, table.pages))
  told.report(
    'loss',
    'database-table',
    `table ${database}.${nameOf(table)} could ${some ? 'be read only in part' : 'not be read'}: ${lost} of its ${table.pages} pages hold rows that cannot be read (${[...said].join('; ')})`,
  )
  return some ? 'part' : 'none'
}

async function* gathered(
  heading: Buffer,
  tables: readonly PgTable[],
  paths: readonly string[],
): AsyncGenerator<Uint8Array> {
  yield heading
  for (const [i, table] of tables.entries()) {
    yield Buffer.from(declaration(table))
    if (table.columns.length === 0) continue
    yield Buffer.from(copyLine(table))
    yield* createReadStream(paths[i]!) as AsyncIterable<Uint8Array>
    yield end
  }
}
