import { beforeAll, describe, expect, it } from 'vitest'
import { rollupStage } from '../../src/artefacts/rollup.ts'
import { typedStage } from '../../src/artefacts/typed.ts'
import { withDatabase } from '../support/database.ts'
import { run } from '../support/mirror.ts'

describe('counting sightings', () => {
  const database = withDatabase()
  const times = [
    '2024-03-01T10:00:00.123457Z',
    '2024-03-01T10:00:00.999999Z',
    '1969-12-31T23:59:59.000001Z',
    '0044-03-15 12:00:00.000001+00 BC',
    '9999-12-31T23:59:59.999999Z',
    '2107-01-01T00:00:00.000001Z',
    'infinity',
    '-infinity',
  ]

  beforeAll(async () => {
    const db = database.client
    await db.query(
      `INSERT INTO evidence.exhibit (exhibit, number, description, custodian, original_path, stored_path, in_place, size, md5, sha1, sha256, acquired_by, acquired_at, tool)
       VALUES (1, 'HF/1', 'a board', 'nobody', 'board', 'board', true, 1000, $1, $1, $1, 'a test', '2024-05-01', 'a test')`,
      ['e'.repeat(64)],
    )
    await db.query(
      `INSERT INTO forum.site SELECT n, 1, 'garden' || n, 'phpbb', 'phpbb31', '3.3', 'Garden', NULL, 'mirror_1', 'phpbb_', 'UTC' FROM generate_series(1, 2) n`,
    )
    await db.query(
      `INSERT INTO forum.login (site, id, kind, member, at, ip, _file, _offset, _length)
       SELECT 1 + n % 2, n::text, 'session', (n % 7)::text, timestamptz '2024-03-01' + n * interval '1 minute',
              CASE WHEN n % 10 = 0 THEN '::ffff:192.0.2.' || n % 50 WHEN n % 11 = 0 THEN 'nowhere' WHEN n % 13 = 0 THEN '' ELSE '192.0.2.' || n % 50 END, 1, n * 10, 9
         FROM generate_series(1, 200) n`,
    )
  }, 600_000)

  it('takes addresses page by page as it does at once', async () => {
    const seen = async (batchRows: number | undefined, version: number) => {
      await run(database, [{ ...typedStage, version }], batchRows)
      const { rows } = await database.client.query(
        `SELECT site, place_id, value, raw, member, seen_at FROM artefacts.sighting WHERE place = 'login' ORDER BY site, place_id COLLATE "C"`,
      )
      const { rows: found } = await database.client.query(
        'SELECT detail, _offset FROM evidence.finding ORDER BY unit, detail',
      )
      return { rows, found }
    }
    const whole = await seen(undefined, 11)
    expect(whole.rows).toHaveLength(200 - 17 - 13)
    expect(whole.rows.filter(({ raw }) => raw !== null)).toHaveLength(20)
    expect(whole.rows.every(({ value }) => /^192\.0\.2\.\d+$/.test(value))).toBe(true)
    expect(whole.found.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('“nowhere”, in 8 rows; this is the first'),
      expect.stringContaining('“nowhere”, in 9 rows; this is the first'),
    ])
    expect(await seen(1, 12)).toEqual(whole)
  }, 600_000)

  it('comes to an end when every start dies at its first commit', async () => {
    let starts = 0
    for (let ended = false; !ended && starts < 12; starts++)
      ended = await run(database, [{ ...rollupStage, version: 19 }], 20, 1).then(
        () => true,
        () => false,
      )
    expect(starts).toBeLessThan(12)
  }, 600_000)

  it('keeps every instant as it is, also those that no number of seconds holds', async () => {
    const db = database.client
    await db.query('TRUNCATE artefacts.sighting')
    for (const [i, at] of times.entries())
      await db.query(
        `INSERT INTO artefacts.sighting (site, place, place_id, n, kind, value, member, relation, seen_at, _file, _offset, _length)
         VALUES (1, 'post', $1, 1, 'handle', $2, $3, 'wrote', $4, 1, 0, 1)`,
        [String(i), `icq:${i}`, i % 2 === 0 ? 'x' : null, at],
      )
    await run(database, [{ ...rollupStage, version: 21 }], 3)
    const { rows } = await db.query(
      `SELECT count(*)::int AS n FROM artefacts.selector s JOIN artefacts.sighting g USING (kind, value)
        WHERE s.first_at = g.seen_at AND s.last_at = g.seen_at AND s.sightings = 1 AND s.personas = (g.member IS NOT NULL)::int`,
    )
    expect(rows[0].n).toBe(times.length)
  }, 600_000)

  it('goes on where it was ended, and leaves the indexes whole', async () => {
    const db = database.client
    const digest = async () =>
      (await db.query(`SELECT md5(string_agg(s::text, '|' ORDER BY kind, value)) AS hash FROM artefacts.selector s`))
        .rows[0].hash
    const before = await digest()
    for (let batches = 1; batches < 8; batches++) {
      const stage = { ...rollupStage, version: 30 + batches }
      await run(database, [stage], 2, batches).catch((error: Error) => {
        if (!/stopped by the test/.test(error.message)) throw error
      })
      await run(database, [stage], 2)
      expect(await digest()).toBe(before)
    }
    const { rows } = await db.query(
      `SELECT count(*)::int AS n FROM pg_constraint WHERE conname IN ('sighting_pkey', 'persona_selector_pkey', 'selector_pkey')`,
    )
    expect(rows[0].n).toBe(3)
  }, 600_000)
})
