import type { ClientBase } from 'pg'
import type { Batch, Statement } from '../db/stage.ts'
import type { Finding } from '../model/finding.ts'
import { mirrorTables } from './catalog.ts'
import { asOf, type Copies, firstFile, shimOf } from './copies.ts'
import { type Detected, detect } from './detect.ts'
import { engines } from './engines/index.ts'
import { comparable, type Pair, unite } from './unite.ts'

/** A board with its copies, by what tells them within the exhibit: part of the checkpoint. */
export interface Plan {
  readonly site: number
  readonly key: string
  /** The base first. */
  readonly copies: readonly { readonly database: string | null; readonly prefix: string; readonly later: boolean }[]
}

/** Rows of forum.copy for a board with copies, and what the comparison of them is to be. */
export async function planCopies(
  db: ClientBase,
  exhibit: number,
  site: number,
  key: string,
  copies: Copies,
): Promise<{ readonly plan: Plan; readonly statements: readonly Statement[] }> {
  const statements: Statement[] = []
  const times: (number | null)[] = []
  for (const [n, copy] of copies.entries()) {
    const shim = shimOf(exhibit, copy)
    const at = await asOf(db, shim)
    times.push(at)
    const rows = [...copy.tables.values()].reduce((sum, t) => sum + t.rows, 0)
    statements.push({
      text: `INSERT INTO forum.copy (exhibit, site, n, base, mirror, prefix, database, file, as_of, rows)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9::float8), $10)`,
      values: [exhibit, site, n + 1, n === 0, shim.mirror, copy.prefix, copy.database, firstFile(copy), at, rows],
    })
  }
  const later = (n: number): boolean => times[0] != null && times[n] != null && times[n]! > times[0]!
  const plan = { site, key, copies: copies.map(({ database, prefix }, n) => ({ database, prefix, later: later(n) })) }
  return { plan, statements }
}

/** One step of comparing copies. */
type Step = (db: ClientBase) => Promise<Omit<Batch, 'state'>>

/** The steps in which copies are compared with their base, table by table, and a last one for each that sums up. */
export function stepsOf(exhibit: number, plans: readonly Plan[], boards: readonly Detected[]): readonly Step[] {
  return plans.flatMap((plan) =>
    plan.copies.flatMap((_, n): readonly Step[] => {
      if (n === 0) return []
      // Tables are looked up anew: an earlier step may have made one.
      const now = async (db: ClientBase): Promise<Pair> =>
        pairOf(exhibit, plan, n, detect(await mirrorTables(db, exhibit), engines))
      const tables = comparable(pairOf(exhibit, plan, n, boards))
      return [
        ...tables.map(
          (suffix): Step =>
            async (db) => ({ before: unite(await now(db), suffix), rows: 0 }),
        ),
        async (db) => sumUp(db, await now(db), plan.key),
      ]
    }),
  )
}

function pairOf(exhibit: number, { site, copies }: Plan, n: number, boards: readonly Detected[]): Pair {
  const board = (copy: Plan['copies'][number] | undefined): Detected => {
    const found = boards.find((b) => b.prefix === copy?.prefix && b.database === copy?.database)
    if (found === undefined) throw new Error(`the copy ${copy?.prefix} of site ${site} is not in the mirror any more`)
    return found
  }
  return {
    exhibit,
    site,
    copy: n + 1,
    base: board(copies[0]),
    other: board(copies[n]),
    later: copies[n]?.later ?? false,
  }
}

/** The completeness ledger's lines for the tables of a copy, and what is said of it. */
async function sumUp(
  db: ClientBase,
  { exhibit, site, copy, other, base }: Pair,
  key: string,
): Promise<Omit<Batch, 'state'>> {
  const compared = new Set(comparable({ base, other }))
  const { rows } = await db.query<{ file: string; added: number; changed: number; missing: number; garbled: number }>(
    `SELECT f.path AS file, c.added::float8 AS added, c.changed::float8 AS changed, c.missing::float8 AS missing, c.garbled::float8 AS garbled
       FROM forum.copy c LEFT JOIN evidence.file f USING (file) WHERE c.site = $1 AND c.n = $2`,
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
  const finding: Finding = {
    severity: 'note',
    code: 'board-copy',
    detail: `${told.file ?? 'A file'} holds another copy of ${key}: ${same} rows are the same, ${told.added} only there, ${told.changed} differ, ${told.missing} were deleted in it, ${told.garbled} differ only by characters that were lost.`,
    at: null,
  }
  return {
    before: [
      { text: 'UPDATE forum.copy SET same = $3 WHERE site = $1 AND n = $2', values: [site, copy, same] },
      {
        text: `INSERT INTO forum.completeness (exhibit, name, site, rows, entities, non_entities, findings, entity, why)
               SELECT $1::int, l.name, NULL, l.rows, 0, l.rows, 0, NULL, l.why FROM json_to_recordset($2::json) AS l(name text, rows bigint, why text)`,
        values: [exhibit, JSON.stringify(lines)],
      },
    ],
    findings: [finding],
    rows: 0,
  }
}
