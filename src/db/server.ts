import pg, { type ClientBase } from 'pg'
import type { Ground } from './connect.ts'
import { StoreError, type StoreTrouble } from './trouble.ts'

/** The oldest PostgreSQL whose SQL the program keeps to. */
const oldest = 15

/** A team's own PostgreSQL, named by DATABASE_URL. */
export function openServer(databaseUrl: string): Ground {
  const place = placeOf(databaseUrl)
  return {
    kind: 'server',
    place,
    address: { connectionString: databaseUrl },
    name: 'holdfast',
    check: (client) => checkServer(client, place),
    close: async () => undefined,
  }
}

/** Host and database of a URL, without the user's password. */
function placeOf(databaseUrl: string): string {
  try {
    if (!/^(postgres(ql)?|socket):\/\//.test(databaseUrl)) throw new Error('it does not begin with postgres://')
    const { host, port, database } = new pg.Client({ connectionString: databaseUrl })
    return `PostgreSQL at ${host}:${port}, database ${database}`
  } catch (error) {
    const reason = error instanceof Error && /postgres:/.test(error.message) ? error.message : 'it is not a valid URL'
    const next = 'Give it as postgres://USER:PASSWORD@HOST:PORT/DATABASE.'
    throw new StoreError({ place: 'DATABASE_URL', reason, next })
  }
}

/** What the program asks a server about itself. */
export interface ServerFacts {
  readonly version: number
  readonly named: string
  readonly encoding: string
  readonly read_only: string
}

const factsSql = `
  SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS named,
         current_setting('server_encoding') AS encoding, current_setting('transaction_read_only') AS read_only`

/** Why the program cannot work with such a server, null when it can. */
export function refusalOf(facts: ServerFacts): Pick<StoreTrouble, 'reason' | 'next'> | null {
  const { version, named, encoding, read_only } = facts
  if (version < oldest * 10_000) {
    const next = `Use PostgreSQL ${oldest} or later, or leave DATABASE_URL unset.`
    return { reason: `it is PostgreSQL ${named}`, next }
  }
  if (encoding !== 'UTF8')
    return { reason: `its encoding is ${encoding}`, next: 'Make the database with ENCODING UTF8.' }
  if (read_only !== 'off') return { reason: 'it may only be read', next: 'Name the primary server, not a standby.' }
  return null
}

async function checkServer(client: ClientBase, place: string): Promise<void> {
  const { rows } = await client.query<ServerFacts>(factsSql)
  const refusal = rows[0] ? refusalOf(rows[0]) : null
  if (refusal) throw new StoreError({ place, ...refusal })
}
