import { describe, expect, it } from 'vitest'
import { edgesOf } from '../../src/links/queries.ts'
import { linksStages } from '../../src/links/stage.ts'
import { insertBoard, run } from '../identity/board.ts'
import { withDatabase } from '../support/database.ts'

describe('the links room on a small board', () => {
  const database = withDatabase()

  it('counts messages by sender and recipient, groups and oneself aside, and names friends and foes', async () => {
    await insertBoard(database.client, {
      members: [
        { id: '1', name: 'Ada' },
        { id: '2', name: 'Bea' },
      ],
      messages: [
        { id: '1', author: '1', recipients: ['2', '1', 'group:5'], at: '2024-01-01T00:00:00Z' },
        { id: '2', author: '1', recipients: ['2'], at: '2024-02-01T00:00:00Z' },
        { id: '3', author: '2', recipients: ['1'], at: null },
        { id: '4', author: null, recipients: ['1'] },
      ],
      relations: [{ member: '2', other: '1', kind: 'foe' }],
    })
    await run(database, linksStages)
    expect(await edgesOf(database.client, 1, '1')).toEqual([
      {
        member: '2',
        name: 'Bea',
        kind: 'message',
        direction: 'to',
        n: 2,
        firstAt: '2024-01-01T00:00:00Z',
        lastAt: '2024-02-01T00:00:00Z',
      },
      { member: '2', name: 'Bea', kind: 'foe', direction: 'from', n: 1, firstAt: null, lastAt: null },
      { member: '2', name: 'Bea', kind: 'message', direction: 'from', n: 1, firstAt: null, lastAt: null },
    ])
    const { rows } = await database.client.query(`SELECT rows FROM evidence.stage_run WHERE stage = 'links.edges'`)
    expect(rows).toEqual([{ rows: 3 }])
  })
})
