import { describe, expect, it } from 'vitest'
import { artefactStages } from '../../src/artefacts/stage.ts'
import { withDatabase } from '../support/database.ts'
import { run } from '../support/mirror.ts'

describe('addresses that only access logs show', () => {
  const database = withDatabase()

  it('are sightings of the accounts that the lines were joined to', async () => {
    const db = database.client
    const hash = 'e'.repeat(64)
    await db.query(
      `INSERT INTO evidence.exhibit (exhibit, number, description, custodian, original_path, stored_path, in_place, size, md5, sha1, sha256, acquired_by, acquired_at, tool)
       VALUES (1, 'HF/1', 'a board', 'nobody', 'board', 'board', true, 1000, $1, $1, $1, 'a test', '2024-05-01', 'a test')`,
      [hash],
    )
    await db.query(
      `INSERT INTO forum.site VALUES (1, 1, 'garden.example', 'phpbb', 'phpbb31', '3.3', 'Garden', NULL, 'mirror_1', 'phpbb_', 'UTC')`,
    )
    await db.query(
      `INSERT INTO forum.member (site, id, name, kind, state, _file, _offset, _length) VALUES (1, '2', 'Anna', 'member', 'active', 1, 0, 9)`,
    )
    await db.query(
      `INSERT INTO forum.visit VALUES (1, 7, '2', '2001:DB8::7', 'a browser', '2024-03-01T10:00:00Z', '2024-03-01T11:00:00Z', 12, 'session', 'one session', '{}', 1, 1, 12, 2, 100, 50)`,
    )
    await db.query(
      `INSERT INTO forum.failed_login VALUES (1, 3, '2024-03-02T10:00:00Z', '198.51.100.9', 'a browser', '2', 'Anna', 'answered with the form', 1, 40, 2, 400, 50)`,
    )
    await run(database, artefactStages)
    const { rows } = await db.query(
      `SELECT place, place_id, n, kind, value, raw, member, relation, seen_at, _offset FROM artefacts.sighting WHERE kind = 'ip' ORDER BY place DESC`,
    )
    expect(rows).toEqual([
      {
        place: 'visit',
        place_id: '7',
        n: 1,
        kind: 'ip',
        value: '2001:db8::7',
        raw: '2001:DB8::7',
        member: '2',
        relation: 'connected-from',
        seen_at: '2024-03-01T10:00:00Z',
        _offset: 100,
      },
      {
        place: 'failed_login',
        place_id: '3',
        n: 1,
        kind: 'ip',
        value: '198.51.100.9',
        raw: null,
        member: '2',
        relation: 'failed-from',
        seen_at: '2024-03-02T10:00:00Z',
        _offset: 400,
      },
    ])
  })
})
