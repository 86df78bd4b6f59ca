import type { Statement } from '../db/stage.ts'
import type { Finding } from '../model/finding.ts'
import type { Board } from './catalog.ts'
import type { MirrorTable } from './detect.ts'
import { tableNames } from './shim.ts'

/** What became of the rows of one table: entities, rows with nothing in them, rows left out with a finding. */
export type Tally = Readonly<Record<string, readonly [entities: number, empty: number, left: number]>>

interface Line {
  readonly table: MirrorTable
  readonly entities: number
  readonly nonEntities: number
  readonly findings: number
  readonly entity: string | null
  readonly why: string | null
}

/** Tables of rows that were deleted from another one. */
const remnant = /^(.+) \((?:deleted|recovered)\)$/

const empty = 'rows in which no field has a value'

/** The completeness ledger of a board, and a finding for each table its software does not have. */
export function ledger(board: Board, tally: Tally): { statements: readonly Statement[]; findings: readonly Finding[] } {
  const lines = [...board.tables].map(([suffix, table]) => lineOf(board, suffix, table, tally))
  const unread = lines.filter((line) => line.entity === null && line.why === null && line.findings > 0)
  return {
    statements: lines.map((line) => statement(board.exhibit, board.site, line)),
    findings: unread.map(({ table }) => unreadTable(table, `${board.adapter.name} does not know it`)),
  }
}

function lineOf(board: Board, suffix: string, table: MirrorTable, tally: Tally): Line {
  const reader = board.adapter.reads.find((r) => r.from === suffix && !r.aside)
  if (reader) {
    const [entities, none, left] = tally[suffix] ?? [0, 0, 0]
    const others = reader.rest === undefined ? 0 : table.rows - entities - none - left
    const reasons = [...(none > 0 ? [reader.none ?? empty] : []), ...(others > 0 ? [reader.rest ?? ''] : [])]
    return {
      table,
      entities,
      nonEntities: none + others,
      findings: left,
      entity: reader.entity,
      why: reasons.length > 0 ? reasons.join('; ') : null,
    }
  }
  const { nonEntities } = board.adapter
  const remnantOf = remnant.exec(suffix)?.[1]
  const why =
    nonEntities[suffix] ??
    (tableNames(board.adapter).includes(suffix) ? 'read into other rows' : null) ??
    (remnantOf === undefined ? null : (nonEntities[remnantOf] ?? null))
  const known = why !== null
  return {
    table,
    entities: 0,
    nonEntities: known ? table.rows : 0,
    findings: known ? 0 : table.rows,
    entity: null,
    why,
  }
}

/** Lines and findings for tables that belong to no board. */
export function strays(
  exhibit: number,
  tables: readonly MirrorTable[],
): { statements: readonly Statement[]; findings: readonly Finding[] } {
  const isOwn = (t: MirrorTable): boolean => ownOfSqlite.test(t.name)
  const lines = tables.map((table) => ({
    table,
    entities: 0,
    nonEntities: isOwn(table) ? table.rows : 0,
    findings: isOwn(table) ? 0 : table.rows,
    entity: null,
    why: isOwn(table) ? 'what SQLite keeps for itself' : null,
  }))
  const told = tables.filter((t) => t.rows > 0 && !isOwn(t))
  return {
    statements: lines.map((line) => statement(exhibit, null, line)),
    findings: told.map((t) => unreadTable(t, 'it belongs to no forum that was recognised')),
  }
}

/** The numbers that SQLite gave out, and its statistics (SQLite, "Database File Format", section 2.6), whichever file they are of. */
const ownOfSqlite = /^(?:file\d+\.)?sqlite_(?:sequence|stat\d)(?: \((?:deleted|recovered)\))?$/

function unreadTable(table: MirrorTable, why: string): Finding {
  return {
    severity: 'note',
    code: 'unread-table',
    detail: `Table ${table.name} (${table.rows} rows) is in the mirror only: ${why}.`,
    at: null,
    rows: table.rows,
  }
}

function statement(exhibit: number, site: number | null, line: Line): Statement {
  return {
    text: `INSERT INTO forum.completeness (exhibit, name, site, rows, entities, non_entities, findings, entity, why)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      exhibit,
      line.table.name,
      site,
      line.table.rows,
      line.entities,
      line.nonEntities,
      line.findings,
      line.entity,
      line.why,
    ],
  }
}
