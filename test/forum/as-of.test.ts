import { expect, it } from 'vitest'
import { asOf, shimOf } from '../../src/forum/copies.ts'
import { boardsOf } from '../../src/forum/uniting.ts'
import { storedBoards } from '../conformance/boards/index.ts'
import { withDatabase } from '../support/database.ts'
import { seize } from '../support/mirror.ts'

const database = withDatabase()
const named = ['flarum', 'discourse', 'vanilla', 'nodebb', 'smf20']
const boards = named.map((name) => storedBoards.find((b) => b.adapter === name)!)

it.each(boards.map((b, i) => [b.adapter, b, i + 1] as const))(
  'the last time in a copy of %s is known, however it writes times',
  async (_, board, exhibit) => {
    await seize(database.client, exhibit, board.tables)
    const [found] = await boardsOf(database.client, exhibit)
    const at = await asOf(database.client, shimOf(found!))
    expect(new Date((at ?? 0) * 1000).toISOString()).toMatch(/^202\d-/)
  },
)
