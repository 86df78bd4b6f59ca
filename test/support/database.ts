import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { openStore, type Store } from '../../src/db/connect.ts'
import type { EmbeddedServer } from '../../src/db/embedded.ts'
import { migrate, readMigrations } from '../../src/db/migrate.ts'
import { openClient } from '../../src/db/session.ts'
import { openTestServer } from './server.ts'

/** A migrated database of its own for one test file. */
export interface TestDatabase {
  /** A connection that is closed with the database. */
  readonly client: Client
  /** Further connections; those still open are closed with the database. */
  readonly connect: (name?: string) => Promise<Client>
  /** For DATABASE_URL of a child process. */
  readonly url: string
  /** The database as the program sees a team's server. */
  readonly openStore: () => Promise<Store>
  readonly drop: () => Promise<void>
}

function open(server: EmbeddedServer, database: string, name: string): Promise<Client> {
  return openClient({ ...server.address, database }, server.place, `${server.name} ${name}`)
}

/** The migrated database that the others are copies of, made once for each state of the migrations. */
async function template(server: EmbeddedServer, admin: Client): Promise<string> {
  const migrations = readMigrations()
  const state = createHash('sha256').update(migrations.map((each) => each.checksum).join())
  const name = `template_${state.digest('hex').slice(0, 12)}`
  const there = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name])
  if (there.rowCount !== 0) return name
  await removeLeftovers(admin)
  await admin.query(`CREATE DATABASE ${name}_draft`)
  const client = await open(server, `${name}_draft`, 'template')
  await migrate(client, migrations)
  await client.end()
  await admin.query(`ALTER DATABASE ${name}_draft RENAME TO ${name}`)
  return name
}

/**
 * Copies the template and connects to the copy. One after the other: PostgreSQL refuses a template that is in use, and
 * a copy that nobody is connected to yet would pass for a leftover.
 */
async function copyTemplate(server: EmbeddedServer, admin: Client, name: string): Promise<Client> {
  await admin.query(`SELECT pg_advisory_lock(hashtext('test template'))`)
  try {
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${await template(server, admin)}`)
    return await open(server, name, 'test')
  } finally {
    await admin.query(`SELECT pg_advisory_unlock(hashtext('test template'))`)
  }
}

/** Databases of runs that were killed and of earlier states of the migrations. */
async function removeLeftovers(admin: Client): Promise<void> {
  const found = await admin.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database d WHERE datname ~ '^(test|template)_'
     AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)`,
  )
  for (const { name } of found.rows) await admin.query(`DROP DATABASE IF EXISTS ${name}`)
}

let server: Promise<EmbeddedServer> | undefined
let users = 0

/** A database of its own; `drop` it at the end. */
export async function freshDatabase(): Promise<TestDatabase> {
  users += 1
  server ??= openTestServer()
  const shared = await server
  const admin = await open(shared, 'holdfast', 'admin')
  const name = `test_${process.pid}_${Date.now().toString(36)}_${users}`
  const client = await copyTemplate(shared, admin, name)
  const clients: Client[] = [client]
  const connect = async (label = 'test') => {
    const client = await open(shared, name, label)
    clients.push(client)
    return client
  }
  const url = `postgresql://holdfast@localhost/${name}?host=${encodeURIComponent(String(shared.address.host))}&port=5432`
  return {
    client,
    connect,
    url,
    openStore: () => openStore({ caseDir: '/nonexistent', databaseUrl: url }),
    drop: async () => {
      await Promise.allSettled(clients.map((client) => client.end()))
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await admin.end()
      users -= 1
      if (users > 0) return
      server = undefined
      await shared.close()
    },
  }
}

/** `freshDatabase` for the tests of a file or a `describe`: made before them, dropped after them. */
export function withDatabase(): TestDatabase {
  let made: TestDatabase | undefined
  beforeAll(async () => {
    made = await freshDatabase()
  }, 120_000)
  afterAll(() => made?.drop(), 60_000)
  const there = () => {
    if (!made) throw new Error('The database is there only inside tests and hooks.')
    return made
  }
  return {
    get client() {
      return there().client
    },
    get url() {
      return there().url
    },
    connect: (name) => there().connect(name),
    openStore: () => there().openStore(),
    drop: () => there().drop(),
  }
}
