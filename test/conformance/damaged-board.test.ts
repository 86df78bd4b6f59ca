import { describe, expect, test } from 'vitest'
import { detect, type MirrorTable } from '../../src/forum/detect.ts'
import { engines } from '../../src/forum/engines/index.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { withDatabase } from '../support/database.ts'
import { run, type SeizedRow, type SeizedTables, seize } from '../support/mirror.ts'
import { storedBoards } from './boards/index.ts'

/** Tables as detection sees them. */
function mirrored(tables: SeizedTables): readonly MirrorTable[] {
  return Object.entries(tables).map(([name, content]) => {
    const names = 'columns' in content ? content.columns : Object.keys(content[0] ?? {})
    const columns = names.map((column) => ({ name: column, column, type: 'text' }))
    return { name, database: null, rows: Array.isArray(content) ? content.length : 0, columns }
  })
}

/** What a damaged or hostile dump may hold instead of every value. */
const damages: readonly (readonly [string, (value: string, nth: number) => string | null])[] = [
  ['nothing', () => null],
  ['one word for everything', () => 'x'],
  ['numbers no column holds', (_, nth) => (nth % 2 === 0 ? '99999999999999999999' : '-1')],
  ['halves of values', (value) => value.slice(0, Math.ceil(value.length / 2))],
  ['rows that say the same', (value) => (/^\d+$/.test(value) ? '1' : value)],
]

describe.each(storedBoards.map((b) => [`${b.adapter} ${b.version}`, b] as const))('board %s', (_, board) => {
  test('is known by its structure with any table missing', () => {
    const all = mirrored(board.tables)
    for (const { name } of all) {
      const found = detect(
        all.filter((t) => t.name !== name),
        engines,
      )
      expect(
        found.map((b) => b.adapter.name),
        `without ${name}`,
      ).toEqual([board.adapter])
    }
  })
})

describe.each(damages)('boards with %s', (_, damage) => {
  const database = withDatabase()

  test('are read without failing, and each row is accounted for', async () => {
    for (const [nth, board] of storedBoards.entries()) {
      const tables = Object.fromEntries(
        Object.entries(board.tables).map(([name, content]) => {
          if (!Array.isArray(content)) return [name, content]
          const rows = (content as readonly SeizedRow[]).map((row) =>
            Object.fromEntries(
              Object.entries(row).map(([column, value], i) => [
                column,
                value instanceof Buffer ? value.subarray(1) : value === null ? null : damage(String(value), i),
              ]),
            ),
          )
          return [name, rows]
        }),
      ) as SeizedTables
      await seize(database.client, nth + 1, tables)
    }
    // Damaged alike, two boards may look like copies: each is read by itself.
    await run(
      database,
      forumStages.filter((stage) => stage.name !== 'forum.unite'),
    )
    const rows = async (sql: string) => (await database.client.query(sql)).rows
    const sites = await rows('SELECT count(DISTINCT exhibit)::int AS n FROM forum.completeness WHERE site IS NOT NULL')
    expect(sites).toEqual([{ n: storedBoards.length }])
    expect(
      await rows('SELECT exhibit, name FROM forum.completeness WHERE rows <> entities + non_entities + findings'),
    ).toEqual([])
  }, 600_000)
})
