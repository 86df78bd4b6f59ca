import { describe, expect, it } from 'vitest'
import { artefactStages } from '../../src/artefacts/stage.ts'
import { digestOf } from '../../src/db/digest.ts'
import { identityStages } from '../../src/identity/stage.ts'
import { attribution, databaseVersion, openDatabase } from '../../src/jurisdiction/database.ts'
import { countries, placesOf, signalsOfSubject } from '../../src/jurisdiction/queries.ts'
import { jurisdictionStages } from '../../src/jurisdiction/stage.ts'
import { insertBoard, run } from '../identity/board.ts'
import { withDatabase } from '../support/database.ts'

const stages = [...artefactStages, ...jurisdictionStages, ...identityStages]
const polish =
  'Czy ktoś ma jeszcze koła do starej lokomotywy? Leżały w szopie, a teraz ich nie ma i nie wiem, gdzie mogę ich szukać.'
const post = (id: number, author: string, ip: string, plain = 'nice') => ({
  id: String(id),
  author,
  ip,
  plain,
  at: new Date(Date.UTC(2023, 1, id)).toISOString(),
})

describe('the bundled database', () => {
  const database = openDatabase()

  it('tells its date and whom to credit', () => {
    expect(database.date).toMatch(/^20\d\d-\d\d-\d\d$/)
    expect(database.name).toContain(database.date)
    expect(databaseVersion()).toEqual({ name: database.name, date: database.date })
    expect(attribution).toContain('CC BY 4.0')
  })

  it('looks up addresses of either kind, and says nothing of those set aside', () => {
    expect(database.lookUp('77.162.1.1')).toMatchObject({ country: 'NL', asn: 1136, shared: null })
    expect(database.lookUp('2a02:a440::1')).toMatchObject({ country: 'NL', asn: 1136 })
    expect(database.lookUp('185.65.134.71')).toMatchObject({ country: 'SE', shared: 'anonymiser' })
    expect(database.lookUp('10.0.0.1')).toEqual({ country: null, asn: null, network: null, shared: 'private' })
    expect(database.lookUp('no address')).toMatchObject({ country: null, shared: 'reserved' })
  })
})

describe('the jurisdiction room on a small board', () => {
  const database = withDatabase()
  const tables = ['jurisdiction.network', 'jurisdiction.signal', 'jurisdiction.place']

  it('places members by all their signals', async () => {
    await insertBoard(database.client, {
      members: [
        {
          id: '1',
          name: 'Ada',
          email: 'ada@poczta.example.pl',
          joined_from: '83.10.1.1',
          joined_at: '2023-01-01T00:00:00Z',
          timezone: 'Europe/Warsaw',
          location: 'Łódź',
        },
        {
          id: '2',
          name: 'Bea',
          joined_from: '77.162.1.1',
          joined_at: '2023-01-01T00:00:00Z',
          location: 'Wien, Austria',
          timezone: 'UTC',
        },
        { id: '3', name: 'Cor', timezone: 'UTC' },
      ],
      posts: [
        post(1, '1', '83.10.1.1', polish),
        post(2, '1', '83.10.2.1', polish),
        post(3, '1', '185.65.134.71', polish),
        post(4, '2', '10.0.0.1'),
      ],
    })
    await run(database, stages)
    const [ada, ...others] = await placesOf(database.client, 'subject:1:1')
    expect(ada).toMatchObject({ country: 'PL', rank: 1, conflict: false })
    expect(ada?.probability).toBeGreaterThan(0.99)
    expect(ada?.why).toMatch(/^Poland \(PL\), 100 %: .*writes Polish.*/)
    expect(others).toEqual([])
    const kinds = (await signalsOfSubject(database.client, 'subject:1:1'))
      .filter((s) => s.country === 'PL')
      .map((s) => s.kind)
    expect(kinds.sort()).toEqual(['addresses', 'domain', 'language', 'stated-place', 'time-zone'])
    expect((await placesOf(database.client, 'subject:1:2')).map((p) => [p.country, p.conflict])).toEqual([
      ['AT', true],
      ['NL', true],
    ])
    expect(await placesOf(database.client, 'subject:1:3')).toEqual([])
    expect(await countries(database.client)).toEqual([
      { country: 'AT', subjects: 1, conflicts: 1 },
      { country: 'PL', subjects: 1, conflicts: 0 },
    ])
  })

  it('rests every signal on evidence that is in the case', async () => {
    const { rows } = await database.client.query<{ id: string }>(
      'SELECT DISTINCT unnest(because) AS id FROM jurisdiction.signal',
    )
    const { rows: sightings } = await database.client.query<{ id: string }>(
      `SELECT concat_ws(':', 'sighting', site, place, place_id, n) AS id FROM artefacts.sighting`,
    )
    const known = new Set(sightings.map((s) => s.id))
    expect(rows.some((r) => r.id.startsWith('sighting:'))).toBe(true)
    for (const { id } of rows) expect(known.has(id) || /^(persona|post):1:\d$/.test(id)).toBe(true)
    const { rows: empty } = await database.client.query(`SELECT FROM jurisdiction.signal WHERE because = '{}'`)
    expect(empty).toEqual([])
  })

  it('writes the same rows whatever the size of a batch', async () => {
    const before = await digestOf(database.client, tables)
    await database.client.query('DELETE FROM evidence.stage_run')
    await run(database, stages, 1)
    expect(await digestOf(database.client, tables)).toBe(before)
    const { rows } = await database.client.query('SELECT ip FROM jurisdiction.network ORDER BY ip COLLATE "C"')
    expect(rows.map((r) => r.ip)).toEqual(['10.0.0.1', '185.65.134.71', '77.162.1.1', '83.10.1.1', '83.10.2.1'])
  })
})
