import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientBase, Pool } from 'pg'
import { openEmbedded } from './embedded.ts'
import { refuseNewerSchema } from './migrate.ts'
import { openServer } from './server.ts'
import { type Address, openClient, openPool } from './session.ts'
import { openWriter, threadsStart } from './writer.ts'

/** The database of a case, open. */
export interface Store {
  /** `embedded`: a server in the case folder that ends with its last program; `server`: someone else's. */
  readonly kind: 'embedded' | 'server'
  /** What to call it in a message: the folder, or host and database, never a password. */
  readonly place: string
  /** Opens a connection of its own; `close` of the store ends those that are still open. */
  readonly connect: (applicationName?: string) => Promise<ClientBase>
  /** Opens a connection for bulk writing: in a thread of its own where the program runs compiled. */
  readonly connectWriter: (applicationName?: string) => Promise<ClientBase>
  /** Connections for work that comes in small pieces at any time, such as the web app's. */
  readonly pool: Pool
  /** Ends all connections, and the embedded server when no other program uses it. May be called twice. */
  readonly close: () => Promise<void>
}

/** Which store to open. */
export interface StoreOptions {
  /** The case folder; the embedded server lives in it. */
  readonly caseDir: string
  /** A PostgreSQL 15 or later to use instead of the embedded one. */
  readonly databaseUrl?: string | undefined
  /** Told in a sentence what takes time. */
  readonly onProgress?: ((message: string) => void) | undefined
}

/** What the two kinds of store have in common beneath. */
export interface Ground {
  readonly kind: Store['kind']
  readonly place: string
  readonly address: Address
  /** Begins each connection's application name. */
  readonly name: string
  /** Refuses a server the program cannot work with. */
  readonly check?: (client: ClientBase) => Promise<void>
  readonly close: () => Promise<void>
}

const poolSize = 8

/**
 * Opens the store of a case. Every connection has the same session settings; bigint comes as number (refused beyond
 * 2^53), timestamptz as RFC 3339 text in UTC. The caller closes it, also on SIGINT and SIGTERM. Trouble with the store
 * itself, a lost connection included, is a StoreError.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const ground = options.databaseUrl ? openServer(options.databaseUrl) : await embeddedGround(options)
  const open = new Set<{ readonly end: () => Promise<void> }>()
  const pool = openPool(ground.address, ground.place, `${ground.name} pool`, poolSize)

  const connect = async (applicationName = 'work') => {
    const client = await openClient(ground.address, ground.place, `${ground.name} ${applicationName}`.slice(0, 63))
    open.add(client)
    client.once('end', () => open.delete(client))
    return client
  }

  const connectWriter = async (applicationName = 'write') => {
    if (!threadsStart) return connect(applicationName)
    const name = `${ground.name} ${applicationName}`.slice(0, 63)
    const writer = await openWriter({ address: ground.address, place: ground.place, name })
    open.add(writer)
    return writer
  }

  let closing: Promise<void> | undefined
  const close = async () => {
    await Promise.allSettled([...open].map((client) => client.end()))
    // Connections that someone never gave back end with the program or the server.
    const enough = new AbortController()
    await Promise.race([pool.end().catch(() => undefined), sleep(5000, undefined, { signal: enough.signal })])
    enough.abort()
    await ground.close()
  }
  const store: Store = {
    kind: ground.kind,
    place: ground.place,
    connect,
    connectWriter,
    pool,
    close: () => {
      closing ??= close()
      return closing
    },
  }
  try {
    const client = await connect('check')
    await ground.check?.(client)
    await refuseNewerSchema(client)
    await client.end()
    return store
  } catch (error) {
    await store.close().catch(() => undefined)
    throw error
  }
}

async function embeddedGround(options: StoreOptions): Promise<Ground> {
  const { caseDir, onProgress } = options
  const server = await openEmbedded({ caseDir, onProgress })
  return { kind: 'embedded', place: server.place, address: server.address, name: server.name, close: server.close }
}
