import pg from 'pg'
import { explain, isLost, StoreError, words } from './trouble.ts'
import { typeParsers } from './types.ts'

/** Where a database is and as whom to enter it. */
export type Address = Pick<pg.ClientConfig, 'host' | 'port' | 'user' | 'database' | 'connectionString' | 'ssl'>

/** What every connection is opened with. */
export function clientOptions(address: Address): pg.ClientConfig {
  return { ...address, types: typeParsers, keepAlive: true, connectionTimeoutMillis: 30_000 }
}

/** Settings that the program's SQL relies on, set on each connection so that no server's defaults show through. */
const settings: Readonly<Record<string, string>> = {
  timezone: 'UTC',
  datestyle: 'ISO, MDY',
  intervalstyle: 'iso_8601',
  bytea_output: 'hex',
  extra_float_digits: '1',
  search_path: 'public',
  standard_conforming_strings: 'on',
  client_min_messages: 'warning',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
}

const settingsSql = `SELECT ${Object.entries(settings)
  .map(([name, value]) => `set_config('${name}', '${value}', false)`)
  .join(', ')}, set_config('application_name', $1, false)`

/** Prepares a connection that was just made: its settings, and errors that say which database was lost. */
export async function dress(client: pg.ClientBase, place: string, name: string): Promise<void> {
  explainErrors(client, place)
  await client.query(settingsSql, [name])
}

type Callback = (error: unknown, ...rest: unknown[]) => void

/**
 * Makes each query of this client fail with a StoreError when the store itself is the trouble, and keeps a connection
 * that breaks while idle from ending the program: the next query reports it.
 */
function explainErrors(client: pg.ClientBase, place: string): void {
  client.on('error', () => undefined)
  const plain = client.query.bind(client) as (...args: unknown[]) => unknown
  const query = (...args: unknown[]): unknown => {
    const last = args.at(-1)
    if (typeof last === 'function') {
      args[args.length - 1] = (error: unknown, ...rest: unknown[]) =>
        (last as Callback)(error && explain(error, place), ...rest)
    }
    const result = plain(...args)
    if (!(result instanceof Promise)) return result
    return result.catch((error: unknown) => {
      throw explain(error, place)
    })
  }
  client.query = query as typeof client.query
}

/** Opens one connection of its own. */
export async function openClient(address: Address, place: string, name: string): Promise<pg.Client> {
  const client = new pg.Client(clientOptions(address))
  client.on('error', () => undefined)
  try {
    await client.connect()
    await dress(client, place, name)
    return client
  } catch (error) {
    void client.end().catch(() => undefined)
    throw unreachable(error, place)
  }
}

/** Why a connection could not be made. */
function unreachable(error: unknown, place: string): unknown {
  const code = String((error as { code?: unknown }).code ?? '')
  const lost = isLost(error) || /timeout|SSL/.test(words(error))
  // Class 28 is a refused user or password, 3D000 a database that does not exist (PostgreSQL manual, appendix A).
  if (!lost && !/^(28|3D000$|ENOTFOUND|EAI_AGAIN)/.test(code)) return explain(error, place)
  const reason = `the database cannot be reached (${words(error)})`
  return new StoreError(
    { place, reason, next: 'Check that it runs and how it is named, and run the command again.' },
    error,
  )
}

/** Opens a pool of such connections, for work that comes in small pieces at any time. */
export function openPool(address: Address, place: string, name: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    ...clientOptions(address),
    max,
    idleTimeoutMillis: 10_000,
    allowExitOnIdle: true,
    onConnect: (client: pg.ClientBase) => dress(client, place, name),
  } as pg.PoolConfig)
  pool.on('error', () => undefined)
  return pool
}
