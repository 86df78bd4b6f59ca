import type { Client } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { artefactStages } from '../../src/artefacts/stage.ts'
import type { CommitMoment } from '../../src/db/commit.ts'
import { digestOf } from '../../src/db/digest.ts'
import { runStages } from '../../src/db/runner.ts'
import { freshDatabase, withDatabase } from '../support/database.ts'
import { run } from '../support/mirror.ts'
import { at, board, expected, sightings } from './garden-board.ts'

const options = {
  caseDir: '/nonexistent',
  actor: 'a test',
  clock: () => new Date('2024-05-01T12:00:00Z'),
  signal: new AbortController().signal,
}
const tables = ['artefacts.sighting', 'artefacts.selector', 'artefacts.persona_selector']

describe('sightings of a small board', () => {
  const database = withDatabase()
  beforeAll(async () => {
    await board(database)
    await run(database, artefactStages)
  }, 600_000)

  it('come from every column and text, once each, to whom they belong', async () => {
    expect(await sightings(database)).toEqual(expected)
  })

  it('span the plain text of posts and messages, and carry the bytes of their row', async () => {
    const { rows } = await database.client.query(
      `SELECT count(*)::int AS n, bool_and(substr(t.plain, span_start + 1, span_end - span_start) = coalesce(raw, value)) AS same,
              bool_and(s._offset = t._offset AND s._length = t._length AND s._file = t._file) AS bytes
         FROM artefacts.sighting s JOIN (SELECT 'post' AS place, id, plain, _file, _offset, _length FROM forum.post
               UNION ALL SELECT 'message', id, plain, _file, _offset, _length FROM forum.message) t ON t.place = s.place AND t.id = s.place_id
        WHERE span_start IS NOT NULL`,
    )
    expect(rows[0]).toEqual({ n: 8, same: true, bytes: true })
  })

  it('found in mail carry the bytes of the message', async () => {
    const { rows } = await database.client.query(
      `SELECT DISTINCT place_id, _file, _offset::int, _length, span_start FROM artefacts.sighting WHERE place = 'mail' ORDER BY 1`,
    )
    expect(rows).toEqual(
      ['1', '10', '9'].map((id) => ({
        place_id: id,
        _file: 1,
        _offset: Number(id) * 1000,
        _length: 70,
        span_start: null,
      })),
    )
  })

  it('tell what was not an address, without stopping', async () => {
    const { rows } = await database.client.query(
      'SELECT code, detail, _offset FROM evidence.finding ORDER BY code, detail',
    )
    expect(rows).toEqual([
      { code: 'odd-address', detail: 'Address of a post that is no IP address: “unknown”.', _offset: 600 },
      { code: 'odd-email', detail: 'E-mail address of an account that is none: “no mail”.', _offset: 200 },
    ])
  })

  it('are counted by account and by selector', async () => {
    const { rows } = await database.client.query(
      `SELECT sightings, personas, specificity, first_at, last_at FROM artefacts.selector WHERE kind = 'email' AND value = 'anna.tulip@post.example'`,
    )
    expect(rows[0]).toEqual({ sightings: 3, personas: 2, specificity: 0.95, first_at: at(0), last_at: at(3) })
    const total = await database.client.query(
      `SELECT (SELECT sum(sightings)::int FROM artefacts.selector) AS selectors, (SELECT count(*)::int FROM artefacts.sighting) AS sightings,
              (SELECT sum(sightings)::int FROM artefacts.persona_selector) AS personas`,
    )
    expect(total.rows[0]).toEqual({
      selectors: expected.length,
      sightings: expected.length,
      personas: expected.length - 2,
    })
  })

  it('are the same in batches of one row', async () => {
    const other = await freshDatabase()
    try {
      await board(other)
      await run(other, artefactStages, 1)
      expect(await digestOf(other.client, tables)).toBe(await digestOf(database.client, tables))
    } finally {
      await other.drop()
    }
  }, 600_000)

  it('are the same when the program dies after every single batch', async () => {
    const other = await freshDatabase()
    try {
      await board(other)
      let deaths = 0
      for (let done = false; !done && deaths < 500; ) {
        let batches = 0
        const die = (moment: CommitMoment) => {
          if (moment === 'after-commit' && ++batches === 1) throw new Error('killed')
        }
        const clients: Client[] = []
        const connect = async () => {
          const client = await other.connect()
          clients.push(client)
          return client
        }
        done = await runStages(artefactStages, { ...options, connect, batchRows: 2, onBatch: die }).then(
          () => true,
          (error: Error) => (error.message === 'killed' ? false : Promise.reject(error)),
        )
        await Promise.allSettled(clients.map((client) => client.end()))
        if (!done) deaths++
      }
      expect(deaths).toBeGreaterThan(15)
      expect(await digestOf(other.client, tables)).toBe(await digestOf(database.client, tables))
    } finally {
      await other.drop()
    }
  }, 600_000)

  it('count what each account wrote, and rest on posts that lie far apart', async () => {
    const { rows } = await database.client.query('SELECT * FROM artefacts.author ORDER BY site, member')
    expect(rows).toEqual([
      {
        site: 1,
        member: '10',
        posts: 2,
        messages: 1,
        first_at: '2024-03-01T10:03:00Z',
        last_at: '2024-03-01T10:07:00Z',
        language: null,
        because: ['post:1:2', 'post:1:4'],
      },
      {
        site: 1,
        member: '2',
        posts: 2,
        messages: 0,
        first_at: '2024-03-01T10:02:00Z',
        last_at: '2024-03-01T10:06:00Z',
        language: null,
        because: ['post:1:1', 'post:1:5'],
      },
    ])
  })

  it('leave every index of the migrations in its place', async () => {
    const { rows } = await database.client.query<{ name: string }>(
      `SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'artefacts' ORDER BY 1`,
    )
    expect(rows.map((row) => row.name)).toEqual([
      'author_pkey',
      'persona_selector_pkey',
      'persona_selector_value',
      'selector_pkey',
      'sighting_member',
      'sighting_pkey',
      'sighting_selector',
    ])
  })

  it('are the same after another run of a stage', async () => {
    const before = await digestOf(database.client, tables)
    await run(
      database,
      artefactStages.map((stage) => ({ ...stage, version: stage.version + 1 })),
    )
    expect(await digestOf(database.client, tables)).toBe(before)
  }, 600_000)
})
