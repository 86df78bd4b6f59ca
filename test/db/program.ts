import { createInterface } from 'node:readline'
import { openStore } from '../../src/db/connect.ts'
import { StoreError } from '../../src/db/trouble.ts'

/**
 * A program with an open store, for tests that start, kill and watch it. It answers each line of standard input, a
 * query, with a line of JSON, and closes the store when the input ends.
 */
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

function trouble(error: unknown): unknown {
  const { place, reason, next } = error instanceof StoreError ? error : { place: null, reason: String(error), next: '' }
  return { trouble: { place, reason, next } }
}

try {
  const store = await openStore({ caseDir: process.argv[2] ?? '', databaseUrl: process.env.DATABASE_URL })
  const client = await store.connect('program')
  say({ ready: true })
  for await (const sql of createInterface({ input: process.stdin })) {
    await client.query(sql).then(
      (result) => say({ rows: result.rows }),
      (error) => say(trouble(error)),
    )
  }
  await store.close()
} catch (error) {
  say(trouble(error))
  process.exitCode = 1
}
