import { absolute, storedPath } from '../evidence/place.ts'
import type { TraceStep } from './trace.ts'
import type { Db } from './walk.ts'

interface Source {
  readonly file: number
  readonly path: string
  readonly role: string
  readonly sha256: string
  readonly stored: string | null
  readonly number: string
}

/** The row of the mirror whose way is told. */
interface Of {
  readonly exhibit: number
  readonly file: number
  readonly table: string
  readonly row: number
}

/**
 * The steps from a row that was read out of a data directory to the files its table lay in, each checked again; none where its
 * file is no such dump. What the server keeps for all tables is named last.
 */
export async function databaseSteps(
  db: Db,
  caseDir: string,
  of: Of,
  below: string,
  hashOf: (path: string) => Promise<string>,
): Promise<readonly TraceStep[]> {
  const { rows: dumps } = await db.query<{ directory: string; kind: string; tool: string; database: string }>(
    `SELECT y.path AS directory, y.kind, y.tool, d.database FROM evidence.database_dump d
       JOIN evidence.data_directory y ON y.exhibit = d.exhibit AND y.n = d.directory WHERE d.file = $1`,
    [of.file],
  )
  const dump = dumps[0]
  if (dump === undefined) return []
  const { rows } = await db.query<Source & { readonly table: string }>(
    `SELECT s."table", f.file, f.path, s.role, s.sha256, ${storedPath} AS stored, e.number
       FROM evidence.table_source s JOIN evidence.file f ON f.file = s.source JOIN evidence.exhibit e ON e.exhibit = f.exhibit
      WHERE s.file = $1 AND ($2 = s."table" OR right($2, length(s."table") + 1) = '.' || s."table")
      ORDER BY length(s."table") DESC, array_position(ARRAY['data', 'structure', 'index', 'system'], s.role), f.path COLLATE "C"`,
    [of.file, of.table],
  )
  const table = rows[0]?.table ?? of.table
  const id = `table:${of.file}:${table}`
  const steps: TraceStep[] = [
    {
      id,
      parent: below,
      kind: 'table',
      sentence: `Table ${table} of database ${dump.database}${await keyOf(db, of)}, read out of the data directory ${dump.directory || 'that is the exhibit'} by ${dump.tool}`,
    },
  ]
  for (const source of rows.filter((s) => s.table === table).slice(0, mostFiles))
    steps.push({
      id: `file:${source.file}`,
      parent: id,
      kind: 'file',
      sentence: `File ${source.path} (${meaning[source.role]}, SHA-256 ${source.sha256}${await state(caseDir, source, hashOf)}) of exhibit ${source.number}`,
    })
  return steps
}

/** A table in very many partitions is not told file by file. */
const mostFiles = 40

const meaning: Readonly<Record<string, string>> = {
  data: 'its rows',
  structure: 'its columns',
  index: 'its index',
  system: 'kept by the server for all tables',
}

async function state(
  caseDir: string,
  { stored, sha256 }: Source,
  hashOf: (path: string) => Promise<string>,
): Promise<string> {
  if (stored === null) return ''
  try {
    const now = await hashOf(absolute(caseDir, stored))
    return now === sha256 ? ', as it is now' : `, but now ${now}`
  } catch (error) {
    return `, but it cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** The row's primary key where it is of numbers; other keys may be secrets and stand in the row's own bytes. */
async function keyOf(db: Db, { exhibit, table, row }: Of): Promise<string> {
  const { rows } = await db.query<{ ddl: string | null; columns: readonly { name: string; column: string }[] }>(
    'SELECT ddl, columns FROM evidence.mirror_table WHERE exhibit = $1 AND name = $2',
    [exhibit, table],
  )
  const listed = /PRIMARY KEY \(([^)]+)\)/.exec(rows[0]?.ddl ?? '')?.[1] ?? ''
  const names = [...listed.matchAll(/[`"]([^`"]+)[`"]/g)].map((m) => m[1]!)
  const columns = names.flatMap((name) => rows[0]?.columns.find((c) => c.name === name) ?? [])
  if (columns.length === 0 || columns.length !== names.length) return ''
  const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
  const found = await db.query<{ values: readonly (string | null)[] }>(
    `SELECT ARRAY[${columns.map((c) => `${quote(c.column)}::text`).join(', ')}] AS values FROM ${quote(`mirror_${exhibit}`)}.${quote(table)} WHERE _row = $1 LIMIT 1`,
    [row],
  )
  const values = found.rows[0]?.values ?? []
  if (values.length === 0 || !values.every((v) => v !== null && /^-?\d{1,20}$/.test(v))) return ''
  return `, primary key ${columns.map((c, i) => `${c.name} = ${values[i]}`).join(', ')}`
}
