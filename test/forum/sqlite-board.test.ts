import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { entities } from '../../src/forum/forum.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { storedBoards } from '../conformance/boards/index.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { holdDump, run, type SeizedRow, type SeizedTables } from '../support/mirror.ts'
import { type SqliteTable, type SqliteValue, writeSqlite } from '../support/sqlite.ts'

const folder = temporaryFolder('sqlite-board')
/** Software that keeps its board in SQLite where it is told to. */
const boards = storedBoards.filter((b) => b.adapter === 'flarum' || b.adapter === 'mybb')

/** A board's tables as SQLite keeps them: whole numbers as numbers, anything else as text. */
function tablesOf(tables: SeizedTables): SqliteTable[] {
  return Object.entries(tables).map(([name, content]) => {
    const rows = Array.isArray(content) ? (content as readonly SeizedRow[]) : []
    const names = 'columns' in content ? content.columns : [...new Set(rows.flatMap((row) => Object.keys(row)))]
    const kind = (c: string): string =>
      c === 'id'
        ? 'INTEGER'
        : rows.some((r) => Buffer.isBuffer(r[c]))
          ? 'blob'
          : rows.every((r) => whole(r[c]))
            ? 'int'
            : 'text'
    const sql = `CREATE TABLE "${name}" (${names.map((c) => `"${c}" ${kind(c)}${c === 'id' && rows.every((r) => whole(r[c])) ? ' PRIMARY KEY' : ''}`).join(', ')})`
    return { name, sql, rows: rows.map((row, i) => [i + 1, names.map((c) => valueFor(row[c], kind(c)))] as const) }
  })
}

const whole = (v: string | Buffer | null | undefined): boolean =>
  v === null || v === undefined || (typeof v === 'string' && /^(?:0|-?[1-9]\d{0,14})$/.test(v))

function valueFor(v: string | Buffer | null | undefined, kind: string): SqliteValue {
  return typeof v === 'string' && kind !== 'text' && whole(v) ? Number(v) : (v ?? null)
}

/** Rows whose number is their key are written under it. */
const numbered = (table: SqliteTable): SqliteTable => {
  const at = /\("id" INTEGER PRIMARY KEY/.test(table.sql) ? 0 : -1
  if (at < 0) return table
  const rows = table.rows.map(
    ([, values]) => [Number(values[at]), values.map((v, i) => (i === at ? null : v))] as const,
  )
  return { ...table, rows: rows.toSorted((a, b) => a[0] - b[0]) }
}

describe.each(boards.map((b) => [`${b.adapter} ${b.version}`, b] as const))(
  'a board of %s in a SQLite file',
  (_, board) => {
    const database = withDatabase()

    it('is recognised and rebuilt as from any other database', async () => {
      const path = join(folder, `${board.adapter}.sqlite`)
      writeFileSync(
        path,
        writeSqlite(tablesOf(board.tables).map(numbered), { pageSize: 16_384, encoding: 'utf8' }).bytes(),
      )
      await holdDump(database.client, 1, path)
      await run(database, [mirrorStage, ...forumStages])
      const query = async (sql: string) => (await database.client.query(sql)).rows
      expect(await query('SELECT adapter, version, title FROM forum.site')).toEqual([
        { adapter: board.adapter, version: board.version, title: board.title },
      ])
      const counts: Record<string, number> = {}
      for (const entity of entities)
        counts[entity] = (await query(`SELECT count(*)::int AS n FROM forum.${entity}`))[0].n
      const wanted = Object.fromEntries(entities.map((entity) => [entity, board.rows[entity]?.length ?? 0]))
      expect(counts).toEqual(wanted)
    })
  },
)
