import { expect, test } from 'vitest'
import { tableColumns } from '../../src/db/columns.ts'
import { copyIn } from '../../src/db/copy.ts'
import { copyOut } from '../../src/db/decode.ts'
import { encodeRows } from '../../src/db/encode.ts'
import { withDatabase } from '../support/database.ts'

const db = withDatabase()

test('a', async () => {
  await db.client.query('create table x (a int, b text, c timestamptz, d text[])')
  const columns = await tableColumns(db.client, 'x')
  const n = await copyIn(
    db.client,
    encodeRows('x', columns, [
      [1, 'héllo', '2024-03-01T12:00:00Z', ['a', null]],
      [null, null, null, []],
    ]),
  )
  expect(n).toBe(2)
  const rows = []
  for await (const b of copyOut(
    db.client,
    'select * from x',
    columns.map((c) => c.type),
  ))
    rows.push(...b)
  expect(rows).toEqual([
    [1, 'héllo', '2024-03-01T12:00:00Z', ['a', null]],
    [null, null, null, []],
  ])
})
