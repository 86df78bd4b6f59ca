import { describe, expect, test } from 'vitest'
import { boardSettings } from '../../src/forum/board-settings.ts'
import { detect, type MirrorTable } from '../../src/forum/detect.ts'
import { engines } from '../../src/forum/engines/index.ts'
import { nameAfter, nameUnder } from '../../src/forum/prefix.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { passwordTables } from '../../src/unlock/places.ts'
import { withDatabase } from '../support/database.ts'
import { run, type SeizedTables, seize } from '../support/mirror.ts'
import { storedBoards } from './boards/index.ts'

const boards = storedBoards.filter((b) => engines.find((e) => e.name === b.adapter)?.numbered)

/** A board as the installation of another number stores it. */
function under(prefix: string, tables: SeizedTables): SeizedTables {
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [nameUnder(prefix, name), rows]))
}

function mirrored(tables: SeizedTables): readonly MirrorTable[] {
  return Object.entries(tables).map(([name, content]) => {
    const names = 'columns' in content ? content.columns : Object.keys(content[0] ?? {})
    const columns = names.map((column) => ({ name: column, column, type: 'text' }))
    return { name, database: null, rows: Array.isArray(content) ? content.length : 0, columns }
  })
}

test('names of tables carry the numbers of the installation', () => {
  for (const [prefix, name, called] of [
    ['', 'wcf1_user', 'wcf1_user'],
    ['{2}', 'wcf1_user', 'wcf2_user'],
    ['{12}', 'wbb1_post', 'wbb12_post'],
    ['{2}', 'wbb1_1_post', 'wbb2_1_post'],
    ['{2_3}', 'wbb1_1_post', 'wbb2_3_post'],
    ['{2_3}', 'wcf1_user', 'wcf2_user'],
    ['old_{2}', 'blog1_entry', 'old_blog2_entry'],
  ] as const) {
    expect(nameUnder(prefix, name)).toBe(called)
    expect(nameAfter(prefix, called)).toBe(name)
  }
  for (const other of ['wcf1_user', 'wcf22_user', 'wbb2_2_post', 'x_wcf2_user', 'wcf2_', 'users'])
    expect(nameAfter('{2}', other)).toBeNull()
})

describe.each(boards.map((b) => [b.adapter, b] as const))('an installation of %s', (_, board) => {
  test.each(['{2}', '{12}', 'old_{3}'])('numbered %s is known, with any table missing', (prefix) => {
    const all = mirrored(under(prefix, board.tables))
    for (const { name } of [{ name: '' }, ...all]) {
      const left = all.filter((t) => t.name !== name)
      const found = detect(left, engines)
      expect(
        found.map((b) => [b.adapter.name, b.prefix, b.tables.size]),
        `without ${name}`,
      ).toEqual([[board.adapter, prefix, left.length]])
    }
  })
})

test('a second board of an installation is not taken for its first', () => {
  const board = boards.find((b) => b.adapter === 'woltlab3')
  const second = under('{2_3}', board?.tables ?? {})
  const found = (tables: SeizedTables) => detect(mirrored(tables), engines).map((b) => b.prefix)
  expect(found(second)).toEqual(['{2_3}'])
  expect(found({ ...second, ...under('{2}', board?.tables ?? {}) })).toEqual(['{2}'])
})

test('tables with such names alone are no board', () => {
  const columns = ['id', 'name'] as const
  const tables = Object.fromEntries(['wcf2_user', 'wbb2_post', 'wcf2_pm'].map((name) => [name, { columns }]))
  expect(detect(mirrored(tables), engines)).toEqual([])
})

describe('several installations in one database', () => {
  const database = withDatabase()
  const rows = async (sql: string) => (await database.client.query(sql)).rows
  const [old, now] = ['woltlab3', 'woltlab4'].map((name) => boards.find((b) => b.adapter === name))

  test('are boards of their own, and a second copy of a board is one', async () => {
    const all = { ...now?.tables, ...under('{2}', old?.tables ?? {}), ...under('{3}', now?.tables ?? {}) }
    await seize(database.client, 1, all)
    await run(database, forumStages)
    expect(await rows('SELECT adapter, prefix, version, title FROM forum.site ORDER BY prefix')).toEqual([
      { adapter: now?.adapter, prefix: '', version: now?.version, title: now?.title },
      { adapter: old?.adapter, prefix: '{2}', version: old?.version, title: old?.title },
    ])
    expect(await rows('SELECT prefix, base FROM forum.copy ORDER BY n')).toEqual([
      { prefix: '', base: true },
      { prefix: '{3}', base: false },
    ])
    expect(await rows(`SELECT name FROM forum.completeness WHERE rows <> entities + non_entities`)).toEqual([])
  })

  test('have their rows each', async () => {
    for (const [prefix, board] of [['', now] as const, ['{2}', old] as const])
      for (const entity of ['member', 'post', 'message', 'board'] as const) {
        const found = await rows(
          `SELECT t.id FROM forum.${entity} t JOIN forum.site s USING (site) WHERE s.prefix = '${prefix}' ORDER BY t.id COLLATE "C"`,
        )
        expect(found.length, entity).toBe(board?.rows[entity]?.length)
        expect(found.length).toBeGreaterThan(0)
      }
  })

  test('show their settings and the tables of their passwords', async () => {
    const [site] = await rows(`SELECT site FROM forum.site WHERE prefix = '{2}'`)
    expect((await passwordTables(database.client, site.site)).tables.map((t) => t.name)).toEqual(['wcf2_user'])
    const [first] = await rows(`SELECT site FROM forum.site WHERE prefix = ''`)
    expect((await boardSettings(database.client, first.site)).map((s) => s.name)).toContain('timezone')
    await database.client.query(`UPDATE mirror_1.wcf2_option SET "optionName" = 'timezone' WHERE _row = 1`)
    expect((await boardSettings(database.client, site.site)).map((s) => s.name)).toEqual(['timezone'])
  })
})
