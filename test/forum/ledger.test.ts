import { expect, test } from 'vitest'
import type { Board } from '../../src/forum/catalog.ts'
import type { MirrorTable } from '../../src/forum/detect.ts'
import { phpbb30 } from '../../src/forum/engines/phpbb30.ts'
import { ledger } from '../../src/forum/ledger.ts'

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
