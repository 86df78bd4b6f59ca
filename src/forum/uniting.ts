import type { ClientBase } from 'pg'
import type { Batch, Statement } from '../db/stage.ts'
import type { Finding } from '../model/finding.ts'
import { mirrorTables } from './catalog.ts'
import { asOf, type Copies, firstFile, type Held, shimOf } from './copies.ts'
import { detect } from './detect.ts'
import { adaptersOf } from './mapping/store.ts'
import { comparable, type Pair, unite } from './unite.ts'

/** A board with its copies, by what tells them within the case: part of the checkpoint. */
export interface Plan {
  readonly site: number
  readonly key: string
  /** The base first; `n` is the number of the copy. */
  readonly copies: readonly PlannedCopy[]
}

interface PlannedCopy {
  readonly n: number
  readonly exhibit: number
  readonly database: string | null
  readonly prefix: string
  readonly later: boolean
}

/** What a plan is made for: the site, its key, and the first free number of a copy. */
export interface Wanted {
  readonly site: number
  readonly key: string
  readonly first: number
  /** True where the copies lie in several exhibits. */
  readonly united: boolean
}

/** Rows of forum.copy for a board with copies, and what the comparison of them is to be. */
export async function planCopies(
  db: ClientBase,
  { site, key, first, united }: Wanted,
  copies: Copies,
): Promise<{ readonly plan: Plan; readonly statements: readonly Statement[] }> {
  const statements: Statement[] = []
  const times: (number | null)[] = []
  for (const [n, copy] of copies.entries()) {
    const shim = shimOf(copy)
    const at = await asOf(db, shim)
    times.push(at)
    const rows = [...copy.tables.values()].reduce((sum, t) => sum + t.rows, 0)
    statements.push({
      text: `INSERT INTO forum.copy (exhibit, site, n, base, mirror, prefix, database, file, as_of, rows, united)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9::float8), $10, $11)`,
      values: [
        ...[copy.exhibit, site, first + n, n === 0, shim.mirror, copy.prefix, copy.database, firstFile(copy)],
        ...[at, rows, united],
      ],
    })
  }
  const later = (n: number): boolean => times[0] != null && times[n] != null && times[n]! > times[0]!
  const planned = copies.map(
    ({ exhibit, database, prefix }, n): PlannedCopy => ({
      n: first + n,
      exhibit,
      database,
      prefix,
      later: later(n),
    }),
  )
  return { plan: { site, key, copies: planned }, statements }
}

/** One step of comparing copies. */
export type Step = (db: ClientBase) => Promise<Omit<Batch, 'state'>>

/** The steps in which copies are compared with their base, table by table, and a last one for each that sums up. */
export async function stepsOf(db: ClientBase, plans: readonly Plan[]): Promise<readonly Step[]> {
  const steps: Step[] = []
  const known: KnownBoards = new Map()
  for (const plan of plans)
    for (const copy of plan.copies.slice(1)) {
      const now = (client: ClientBase): Promise<Pair> => pairOf(client, plan, copy, known)
      for (const suffix of comparable(await now(db)))
        steps.push(async (client) => {
          const pair = await now(client)
          // The step makes a table that the base lacks: then its exhibit is looked at anew.
          if (!pair.base.tables.has(suffix)) known.delete(pair.base.exhibit)
          return { before: unite(pair, suffix), rows: 0 }
        })
      steps.push(async (client) => sumUp(client, await now(client), plan.key))
    }
  return steps
}

/** The boards of exhibits that were looked at. */
type KnownBoards = Map<number, readonly Held[]>

async function pairOf(
  db: ClientBase,
  { site, key, copies }: Plan,
  copy: PlannedCopy,
  known: KnownBoards,
): Promise<Pair> {
  const board = async (wanted: PlannedCopy | undefined): Promise<Held> => {
    const exhibit = wanted?.exhibit ?? 0
    const boards = known.get(exhibit) ?? (await boardsOf(db, exhibit))
    known.set(exhibit, boards)
    const found = boards.find((b) => b.prefix === wanted?.prefix && b.database === wanted?.database)
    if (found === undefined) throw new Error(`the copy ${wanted?.prefix} of ${key} is not in the mirror any more`)
    return found
  }
  return { site, copy: copy.n, base: await board(copies[0]), other: await board(copy), later: copy.later }
}

/** The boards in the mirror of an exhibit as it is now. */
export async function boardsOf(db: ClientBase, exhibit: number): Promise<readonly Held[]> {
  return detect(await mirrorTables(db, exhibit), await adaptersOf(db)).map((board) => ({ ...board, exhibit }))
}

/** The completeness ledger's lines for the tables of a copy, and what is said of it. */
async function sumUp(db: ClientBase, { site, copy, other, base }: Pair, key: string): Promise<Omit<Batch, 'state'>> {
  const compared = new Set(comparable({ base, other }))
  const { rows } = await db.query<{ file: string; added: number; changed: number; missing: number; garbled: number }>(
    `SELECT f.path || coalesce(' (' || nullif(i.state, 'live') || ')', '') AS file, c.added::float8 AS added, c.changed::float8 AS changed, c.missing::float8 AS missing, c.garbled::float8 AS garbled
       FROM forum.copy c LEFT JOIN evidence.file f USING (file) LEFT JOIN evidence.image_file i USING (file) WHERE c.site = $1 AND c.n = $2`,
    [site, copy],
  )
  const told = rows[0]!
  const all = [...other.tables].filter(([s]) => compared.has(s)).reduce((sum, [, t]) => sum + t.rows, 0)
  const same = all - told.added - told.changed - told.garbled
  const lines = [...other.tables].map(([suffix, table]) => ({
    name: table.name,
    rows: table.rows,
    why: compared.has(suffix)
      ? `another copy of ${key}: rows that only it holds are read with the board, and differences are listed`
      : `another copy of ${key}: of this table one copy is enough`,
  }))
  const names = JSON.stringify(lines)
  const finding: Finding = {
    severity: 'note',
    code: 'board-copy',
    detail: `${told.file ?? 'A file'} holds another copy of ${key}: ${same} rows are the same, ${told.added} only there, ${told.changed} differ, ${told.missing} were deleted in it, ${told.garbled} differ only by characters that were lost.`,
    at: null,
  }
  return {
    before: [
      { text: 'UPDATE forum.copy SET same = $3 WHERE site = $1 AND n = $2', values: [site, copy, same] },
      // What was said of these tables while they were a site of their own.
      {
        text: 'DELETE FROM forum.completeness WHERE exhibit = $1 AND name IN (SELECT l.name FROM json_to_recordset($2::json) AS l(name text))',
        values: [other.exhibit, names],
      },
      {
        text: `INSERT INTO forum.completeness (exhibit, name, site, rows, entities, non_entities, findings, entity, why)
               SELECT $1::int, l.name, NULL, l.rows, 0, l.rows, 0, NULL, l.why FROM json_to_recordset($2::json) AS l(name text, rows bigint, why text)`,
        values: [other.exhibit, names],
      },
    ],
    findings: [finding],
    rows: 0,
  }
}
