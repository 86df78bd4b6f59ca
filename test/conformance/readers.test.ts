import { describe, expect, test } from 'vitest'
import { entityColumns } from '../../src/forum/catalog.ts'
import { converter } from '../../src/forum/convert.ts'
import { engines } from '../../src/forum/engines/index.ts'
import { selected } from '../../src/forum/read.ts'
import { type Shim, shimmed } from '../../src/forum/shim.ts'
import { withDatabase } from '../support/database.ts'

/** Tables that no test's board has are read too where a real one has them: every SELECT must hold without any row. */
describe.each(engines.map((e) => [e.name, e] as const))('readers of %s', (_, adapter) => {
  const database = withDatabase()
  const shim: Shim = { adapter, mirror: 'mirror_1', tables: new Map(), repeated: new Map() }

  test('say what the board is', async () => {
    const { rows } = await database.client.query(shimmed(shim, adapter.site))
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual(['address', 'base_url', 'timezone', 'title', 'version'])
  })

  // Other tables are read some rows at a time: a count over the driving one would begin anew each time.
  test('count over their driving table only where they read it in one go', () => {
    const counting = adapter.reads.filter((r) => /row_number\(\) OVER \([^()]*\bd\./.test(r.sql) && !r.whole)
    expect(counting.map((r) => `${r.entity} from ${r.from}`)).toEqual([])
  })

  test.each(adapter.reads.map((r) => [`${r.entity} from ${r.from}`, r] as const))('%s', async (_name, reader) => {
    const columns = await selected(database.client, shim, reader)
    const table = await entityColumns(database.client, reader.entity)
    expect(() => converter(reader, 1, columns, table, () => undefined)).not.toThrow()
    const made = new Set([...columns.map((c) => c.name), ...Object.keys(reader.derive ?? {})])
    const missing = table.filter((c) => c.names && c.name !== 'site' && !made.has(c.name) && !reader.each)
    expect(missing.map((c) => c.name)).toEqual([])
    // What is selected under a name that no column has is lost without a word.
    const known = new Set([...table.map((c) => c.name), '_row', '_file', '_offset', '_length'])
    const lost = columns.filter((c) => !known.has(c.name) && !c.name.startsWith('_'))
    expect(lost.map((c) => c.name)).toEqual([])
  })
})
