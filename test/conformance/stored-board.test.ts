import { describe, expect, test } from 'vitest'
import { entities } from '../../src/forum/forum.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { withDatabase } from '../support/database.ts'
import { run, seize } from '../support/mirror.ts'
import { storedBoards } from './boards/index.ts'
import { writeRows } from './boards/rows.ts'

test('no version of a software has two boards', () => {
  const names = storedBoards.map((b) => `${b.adapter} ${b.version}`)
  expect(new Set(names).size).toBe(names.length)
})

describe.each(storedBoards.map((b) => [`${b.adapter} ${b.version}`, b] as const))('board %s', (_, board) => {
  const database = withDatabase()
  const rows = async (sql: string) => (await database.client.query(sql)).rows

  test('is recognised and rebuilt', async () => {
    await seize(database.client, 1, board.tables)
    await run(database, forumStages)
    expect(await rows('SELECT site, key, adapter, version, title FROM forum.site')).toEqual([
      { site: 1, key: board.key, adapter: board.adapter, version: board.version, title: board.title },
    ])
    expect(await rows('SELECT code, detail FROM evidence.finding')).toEqual([])
  })

  test.runIf(process.env.UPDATE_BOARDS && board.golden)('has its rows written anew', async () => {
    await writeRows(board.golden ?? '', rowsOf)
  })

  test.each(entities)('has its rows of %s', async (entity) => {
    const found = await rowsOf(entity)
    const wanted = board.rows[entity] ?? []
    const looked = found.map((row, i) =>
      Object.fromEntries(Object.keys(wanted[i] ?? row).map((column) => [column, row[column]])),
    )
    expect(looked).toEqual(wanted)
  })

  const rowsOf = async (entity: string): Promise<readonly Record<string, unknown>[]> => {
    // A digest that stands for a name is larger than a number of ours: it is looked at as text.
    const n = entity === 'poll_vote' ? ', t.n::text AS n' : ''
    const columns = (
      await rows(`SELECT attname AS name FROM pg_attribute WHERE attrelid = 'forum.${entity}'::regclass AND attnum > 0`)
    )
      .map((c) => c.name)
      .filter((name) => n === '' || name !== 'n')
    return rows(
      `SELECT ${columns.map((c) => `t.${c}`).join(', ')}${n} FROM forum.${entity} t ORDER BY ${await key(entity)}`,
    )
  }

  test('keeps no session identifier, key or password', async () => {
    expect(board.secrets.length).toBeGreaterThan(0)
    const stored = JSON.stringify(board.tables, (_key, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
    )
    for (const secret of board.secrets) expect(stored.includes(secret), `the tables hold no ${secret}`).toBe(true)
    for (const entity of entities) {
      const [all] = await rows(`SELECT coalesce(string_agg(t::text, ' '), '') AS text FROM forum.${entity} t`)
      for (const secret of board.secrets) expect(all.text.includes(secret), `${entity} shows a secret`).toBe(false)
    }
  })

  test('balances its ledger', async () => {
    const lines = await rows(
      'SELECT name, rows, entities + non_entities + findings AS told, findings FROM forum.completeness ORDER BY name',
    )
    expect(lines.map((l) => l.name).sort()).toEqual(Object.keys(board.tables).sort())
    for (const line of lines) expect(line, line.name).toMatchObject({ told: line.rows, findings: 0 })
  })

  const key = async (entity: string): Promise<string> => {
    const columns = await rows(
      `SELECT a.attname AS name, a.atttypid = 'text'::regtype AS text
         FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = 'forum.${entity}'::regclass AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)`,
    )
    return columns.map((c) => (c.text ? `t.${c.name} COLLATE "C"` : `t.${c.name}`)).join(', ')
  }
})
