import { beforeAll, expect, test } from 'vitest'
import { artefactStages } from '../../src/artefacts/stage.ts'
import { withDatabase } from '../support/database.ts'
import { run } from '../support/mirror.ts'

const database = withDatabase()
const bytes = { _file: 1, _length: 50 }

async function put(table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  for (const [i, row] of rows.entries()) {
    const full = { site: 1, ...row, ...bytes, _offset: i * 100 }
    const names = Object.keys(full)
    await database.client.query(
      `INSERT INTO forum.${table} (${names.join(', ')}) VALUES (${names.map((_, n) => `$${n + 1}`).join(', ')})`,
      Object.values(full),
    )
  }
}

beforeAll(async () => {
  await database.client.query(
    `INSERT INTO evidence.exhibit VALUES (1, 'HF/1', 'a dump', 'nobody', 'dump.sql', 'dump.sql', true, 1000, $1, $1, $1, 'a test', '2024-05-01', 'a test')`,
    ['e'.repeat(64)],
  )
  await database.client.query(
    `INSERT INTO forum.site VALUES (1, 1, 'garden.example', 'xenforo', 'xenforo2', '2.2', 'Garden', NULL, 'mirror_1', 'xf_', 'UTC')`,
  )
  await put('member', [
    { id: '2', name: 'Anna', kind: 'member', state: 'active' },
    { id: '3', name: 'Guard', kind: 'member', state: 'active' },
  ])
  await put('post', [
    {
      ...{ id: '1', topic: '1', author: '2', at: '2024-03-01T10:00:00Z', text: '' },
      plain: 'Seeds at bulbs.example, write to me here.',
    },
  ])
  const version = { post: '1', form: 'before', text: '' }
  await put('post_version', [
    {
      ...{ ...version, id: 'edit:1', since: '2024-03-01T10:00:00Z', until: '2024-03-02T10:00:00Z', replaced_by: '3' },
      plain: 'Seeds at bulbs.example, write to anna@tulips.example.\n> ask bram@beds.example',
    },
    { ...version, id: 'edit:2', shown: true, plain: 'Call +44 20 7946 0018' },
    { ...version, id: 'edit:3', post: '99', author: '3', plain: 'gone: guard@posts.example' },
  ])
  await run(database, artefactStages, 1)
})

test('what was edited away is seen, with who wrote it; what stayed is not counted twice', async () => {
  const { rows } = await database.client.query(
    `SELECT place_id, kind, value, member, relation, seen_at, span_start FROM artefacts.sighting WHERE place = 'version' AND kind = 'email' ORDER BY place_id, n`,
  )
  expect(rows).toEqual([
    {
      ...{ place_id: 'edit:1', kind: 'email', value: 'anna@tulips.example', member: '2', relation: 'wrote' },
      ...{ seen_at: '2024-03-01T10:00:00Z', span_start: 33 },
    },
    {
      ...{ place_id: 'edit:1', kind: 'email', value: 'bram@beds.example', member: '2', relation: 'was-told' },
      ...{ seen_at: '2024-03-01T10:00:00Z', span_start: 60 },
    },
    {
      ...{ place_id: 'edit:3', kind: 'email', value: 'guard@posts.example', member: '3', relation: 'wrote' },
      ...{ seen_at: null, span_start: 6 },
    },
  ])
  const twice = await database.client.query(
    `SELECT place FROM artefacts.sighting WHERE value = 'bulbs.example' ORDER BY place`,
  )
  expect(twice.rows).toEqual([{ place: 'post' }])
  const shown = await database.client.query(`SELECT FROM artefacts.sighting WHERE place_id = 'edit:2'`)
  expect(shown.rows).toEqual([])
})
