import { expect, test } from 'vitest'
import type { Board } from '../../src/forum/catalog.ts'
import type { MirrorTable } from '../../src/forum/detect.ts'
import { phpbb30 } from '../../src/forum/engines/phpbb30.ts'
import { ledger, strays } from '../../src/forum/ledger.ts'

test('deleted rows of a table that holds no entity are none either; those of others are told', () => {
  const declared = Object.keys(phpbb30.nonEntities)[0]!
  const names = [`${declared} (deleted)`, 'posts (deleted)', 'posts (recovered)', 'garden (deleted)']
  const tables = names.map((name): readonly [string, MirrorTable] => [
    name,
    { name, rows: 3 } as unknown as MirrorTable,
  ])
  const board = { exhibit: 1, site: 1, adapter: phpbb30, tables: new Map(tables) } as unknown as Board
  const { findings, statements } = ledger(board, {})
  expect(findings.map((f) => f.detail.split(' is in')[0])).toEqual([
    'Table posts (deleted) (3 rows)',
    'Table posts (recovered) (3 rows)',
    'Table garden (deleted) (3 rows)',
  ])
  const [, , , rows, entities, others, told] = statements[0]!.values ?? []
  expect([rows, entities, others, told]).toEqual([3, 0, 3, 0])
})

test('what SQLite keeps for itself is no entity of anybody', () => {
  const names = ['sqlite_sequence', 'file7.sqlite_stat1', 'sqlite_sequence (deleted)', 'sqlite_garden']
  const { findings, statements } = strays(
    1,
    names.map((name) => ({ name, rows: 2 }) as unknown as MirrorTable),
  )
  expect(findings.map((f) => f.detail.split(' is in')[0])).toEqual(['Table sqlite_garden (2 rows)'])
  expect(statements.map((s) => s.values?.slice(5, 7))).toEqual([
    [2, 0],
    [2, 0],
    [2, 0],
    [0, 2],
  ])
})
