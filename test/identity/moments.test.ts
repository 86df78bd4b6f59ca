import { expect, it } from 'vitest'
import { pairsWithMoments } from '../../src/identity/moments.ts'
import { withDatabase } from '../support/database.ts'
import { persona } from './support.ts'

const database = withDatabase()

it('pairs are looked into that were active within a minute of each other, whatever the order of their rows', async () => {
  const seconds: Readonly<Record<string, readonly (number | null)[]>> = {
    'a "quoted" \\ name': [90_000, 5, 400],
    b: [461, 300.5, null],
    c: [460],
    d: [90_061, 200],
    e: [],
  }
  let n = 0
  for (const [member, times] of Object.entries(seconds))
    for (const at of times)
      await database.client.query(
        `INSERT INTO artefacts.sighting (site, place, place_id, n, kind, value, member, relation, seen_at, _file, _offset, _length)
         VALUES (1, 'post', $1, 0, 'ip', '81.2.69.1', $2, 'wrote-from', to_timestamp($3), 1, 0, 1)`,
        [String(n++), member, at],
      )
  await database.client.query(
    `INSERT INTO artefacts.sighting (site, place, place_id, n, kind, value, member, relation, seen_at, _file, _offset, _length)
     VALUES (1, 'login', '1', 0, 'ip', '81.2.69.1', 'e', 'failed-from', to_timestamp(400), 1, 0, 1)`,
  )
  const personas = Object.keys(seconds).map((member) => persona({ member }))
  const all = personas.flatMap((_, a) => personas.slice(a + 1).map((_, i) => [a, a + 1 + i] as const))
  expect(await pairsWithMoments(database.client, personas, all)).toEqual([
    [0, 2],
    [1, 2],
  ])
  expect(await pairsWithMoments(database.client, personas, [])).toEqual([])
})
