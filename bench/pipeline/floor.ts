import { createReadStream, createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Store } from '../../src/db/connect.ts'

/** What the store itself needs for the rows of a finished case, nothing being read, compared or computed. */
export interface Floor {
  readonly seconds: number
  readonly rows: number
  readonly mb: number
}

interface Table {
  readonly name: string
  readonly indexes: readonly string[]
}

/**
 * Times COPY of every row of a case, already parsed and in files, into new tables with the same indexes: two connections,
 * each table made, filled and indexed in one transaction. A pipeline over the same store cannot take less.
 */
export async function timeFloor(store: Store, folder: string): Promise<Floor> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const clients = [await store.connect('floor'), await store.connect('floor')]
  try {
    const { rows: tables } = await clients[0]!.query<Table>(
      `SELECT c.oid::regclass::text AS name,
              ARRAY(SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = c.oid) AS indexes
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname !~ '^pg_|^information_schema$' AND pg_relation_size(c.oid) > 0
        ORDER BY pg_relation_size(c.oid) DESC`,
    )
    for (const [i, { name }] of tables.entries())
      await pipeline(
        clients[0]!.query(copyTo(`COPY ${name} TO STDOUT (FORMAT binary)`)),
        createWriteStream(join(folder, `${i}`)),
      )
    await clients[0]!.query('CREATE SCHEMA floor')
    const started = performance.now()
    let rows = 0
    const left = tables.map((table, i) => ({ ...table, i }))
    await Promise.all(
      clients.map(async (client) => {
        for (let table = left.shift(); table !== undefined; table = left.shift()) {
          const { name, indexes, i } = table
          await client.query('BEGIN')
          await client.query(`CREATE TABLE floor.t${i} (LIKE ${name})`)
          const stream = client.query(copyFrom(`COPY floor.t${i} FROM STDIN (FORMAT binary)`))
          await pipeline(createReadStream(join(folder, `${i}`), { highWaterMark: 1 << 19 }), stream)
          rows += stream.rowCount
          for (const index of indexes)
            await client.query(
              index.replace(/^CREATE (UNIQUE )?INDEX .*? USING /, `CREATE $1INDEX ON floor.t${i} USING `),
            )
          await client.query('COMMIT')
          await client.query(`ANALYZE floor.t${i}`)
        }
      }),
    )
    const seconds = (performance.now() - started) / 1000
    const mb = tables.reduce((sum, _, i) => sum + statSync(join(folder, `${i}`)).size, 0) / 1e6
    await clients[0]!.query('DROP SCHEMA floor CASCADE')
    return { seconds, rows, mb }
  } finally {
    for (const client of clients) await (client as Client).end()
    rmSync(folder, { recursive: true, force: true })
  }
}
