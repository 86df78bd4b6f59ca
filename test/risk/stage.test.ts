import { describe, expect, it } from 'vitest'
import { artefactStages } from '../../src/artefacts/stage.ts'
import { digestOf } from '../../src/db/digest.ts'
import { identityStages } from '../../src/identity/stage.ts'
import { jurisdictionStages } from '../../src/jurisdiction/stage.ts'
import {
  assessmentOf,
  decide,
  decisionsOf,
  importTerms,
  removeTerms,
  termLists,
  withdrawDecision,
} from '../../src/risk/queries.ts'
import { riskStages } from '../../src/risk/stage.ts'
import { insertBoard, run } from '../identity/board.ts'
import { withDatabase } from '../support/database.ts'

const at = '2024-05-01T10:00:00Z'
const stages = [...artefactStages, ...jurisdictionStages, ...identityStages, ...riskStages]
const board = {
  members: [
    { id: '1', name: 'Ada', last_seen_at: at, staff: 'administrator' },
    { id: '2', name: 'Bea', last_seen_at: at },
    { id: '3', name: 'Cor', last_seen_at: '2019-05-01T10:00:00Z' },
    { id: '4', name: 'Dee' },
  ],
  boards: [
    { id: '1', has_password: false },
    { id: '2', has_password: true },
  ],
  moderators: [{ n: 1, board: '1', member: '3' }],
  posts: [
    { id: '1', board: '1', author: '1', at, plain: 'Does anybody have a spare wheel?' },
    { id: '2', board: '2', author: '2', at, plain: 'The FERNTICKET leaves at noon.' },
    { id: '3', board: '1', author: '3', at: '2019-05-01T10:00:00Z', plain: 'a fern in the window' },
  ],
  messages: [
    {
      id: '1',
      author: '2',
      recipients: ['1', '3'],
      at,
      plain: 'find me on Telegram @bea_rails77 or bea@post.example',
      ip: '185.65.134.71',
    },
    {
      id: '2',
      author: '3',
      recipients: ['2'],
      at: '2019-05-01T10:00:00Z',
      plain: 'It is bluewhistle tonight, come alone.',
    },
  ],
  attachments: [{ id: '1', owner: '2', post: '2', at }],
  warnings: [{ id: '1', member: '2', at }],
  bans: [
    { id: '1', member: '2', at },
    { id: '2', member: '1', at, exempt: true },
  ],
  reports: [{ id: '1', post: '2', by: '1', at }],
}

describe('the risk room on a small board', () => {
  const database = withDatabase()
  const queue = async () => {
    const { rows } = await database.client.query<{ subject: string }>(
      'SELECT subject FROM risk.assessment ORDER BY position',
    )
    return rows.map((r) => r.subject.slice('subject:1:'.length)).join(' ')
  }
  const states = async (subject: string) => {
    const found = await assessmentOf(database.client, subject)
    return Object.fromEntries((found?.factors ?? []).map((f) => [f.factor, f.state]))
  }

  it('orders the work by what was done, terms unknown until a list is loaded', async () => {
    await insertBoard(database.client, board)
    await run(database, stages)
    expect(await queue()).toBe('2 1 3 4')
    const bea = await states('subject:1:2')
    expect(bea).toMatchObject({
      'agency-terms': 'unknown',
      urgency: 'unknown',
      'hidden-boards': 'present',
      'private-channels': 'present',
      uploads: 'present',
      sanctions: 'present',
      anonymisation: 'present',
      staff: 'absent',
      'private-messages': 'present',
    })
    expect(await states('subject:1:4')).toMatchObject({
      recency: 'unknown',
      anonymisation: 'unknown',
      activity: 'absent',
    })
    expect((await states('subject:1:1')).sanctions).toBe('absent')
    expect((await states('subject:1:3')).staff).toBe('present')
  })

  it('gives each factor evidence that is in the case', async () => {
    const { rows } = await database.client.query<{ id: string }>(
      `SELECT DISTINCT unnest(because) AS id FROM risk.factor WHERE state = 'present' ORDER BY 1`,
    )
    const ids = rows.map((r) => r.id)
    expect(ids).toEqual(
      expect.arrayContaining([
        'persona:1:1',
        'post:1:2',
        'attachment:1:1',
        'ban:1:1',
        'warning:1:1',
        'report:1:1',
        'message:1:1',
      ]),
    )
    const { rows: sightings } = await database.client.query<{ id: string }>(
      `SELECT concat_ws(':', 'sighting', site, place, place_id, n) AS id FROM artefacts.sighting`,
    )
    const known = new Set(sightings.map((s) => s.id))
    for (const id of ids.filter((i) => i.startsWith('sighting:'))) expect(known).toContain(id)
  })

  it('reruns when a list is loaded, and safeguarding jumps the queue', async () => {
    const text = 'term,category,weight\nfernticket,trade,2\nbluewhistle tonight,urgency\n?'
    const loaded = await importTerms(database.client, { list: 'harbour', text, by: 'Mara Lind', at: new Date(0) })
    expect(loaded).toEqual({
      list: 'harbour',
      terms: 2,
      refused: [{ line: 4, why: 'a term needs two letters or digits' }],
    })
    await run(database, stages)
    expect(await queue()).toBe('3 2 1 4')
    const cor = await assessmentOf(database.client, 'subject:1:3')
    expect(cor).toMatchObject({ safeguarding: true, position: 1 })
    expect(cor?.factors.find((f) => f.factor === 'urgency')).toMatchObject({
      state: 'present',
      because: ['message:1:2'],
    })
    expect(
      (await assessmentOf(database.client, 'subject:1:2'))?.factors.find((f) => f.factor === 'agency-terms'),
    ).toMatchObject({
      points: 8,
      because: ['post:1:2'],
    })
    expect(await termLists(database.client)).toMatchObject([
      { list: 'harbour', terms: 2, categories: ['trade', 'urgency'] },
    ])
  })

  it('is as before when the list is taken away, whatever the size of a batch', async () => {
    const tables = ['risk.assessment', 'risk.factor', 'risk.scheme']
    const loaded = await digestOf(database.client, tables)
    expect(await removeTerms(database.client, 'harbour')).toBe(2)
    await run(database, stages)
    expect(await queue()).toBe('2 1 3 4')
    await importTerms(database.client, {
      list: 'other',
      text: 'fernticket,trade,2\nbluewhistle tonight,urgency',
      by: 'x',
      at: new Date(1),
    })
    await run(database, stages, 1)
    expect(await digestOf(database.client, tables)).toBe(loaded)
  })

  it('keeps decisions apart, and takes them back by a new row', async () => {
    const { client } = database
    const given = {
      subject: 'subject:1:2',
      verdict: 'develop',
      reason: 'needs a second look',
      by: 'Mara Lind',
      at: new Date(0),
    }
    const decision = await decide(client, given)
    await withdrawDecision(client, { decision, reason: 'wrong subject', by: 'Oke Brandt', at: new Date(1) })
    expect((await decisionsOf(client, 'subject:1:2')).map((d) => [d.withdraws, d.stands])).toEqual([
      [decision, false],
      [null, false],
    ])
    await expect(withdrawDecision(client, { decision, reason: 'again', by: 'x', at: new Date(2) })).rejects.toThrow(
      'does not stand',
    )
    await expect(decide(client, { ...given, reason: '' })).rejects.toThrow('reason')
    await expect(decide(client, { ...given, subject: 'subject:9:9' })).rejects.toThrow('no assessment')
    await expect(importTerms(client, { list: '../x', text: 'fern', by: 'x', at: new Date(0) })).rejects.toThrow(
      'name for a list',
    )
    await expect(importTerms(client, { list: 'x', text: '?', by: 'x', at: new Date(0) })).rejects.toThrow('No line')
  })
})
