import { closeSync, constants, openSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Client } from 'pg'
import { accountFor } from './embedded/account.ts'
import { findBinaries } from './embedded/binaries.ts'
import { checkCluster, makeCluster, makeFolders, makeRunFolder } from './embedded/cluster.ts'
import { chooseLauncher } from './embedded/launch.ts'
import { type Layout, layoutOf } from './embedded/layout.ts'
import { withLock } from './embedded/lock.ts'
import { otherPrograms, stayPresent, storeName } from './embedded/presence.ts'
import { ensureServer, type Patience, type Server, stopServer } from './embedded/server.ts'
import { role, writeSettings } from './embedded/settings.ts'
import { type Address, openClient } from './session.ts'
import { StoreError } from './trouble.ts'

/** A server in the case folder that answers. */
export interface EmbeddedServer {
  /** The data directory. */
  readonly place: string
  readonly address: Address
  /** Begins the application name of each connection of this program, so that others can see it is in use. */
  readonly name: string
  /** Stops the server unless another program still uses it. */
  readonly close: () => Promise<void>
}

/** What to open, and whom to tell how it goes. */
export interface EmbeddedOptions {
  readonly caseDir: string
  readonly onProgress?: ((message: string) => void) | undefined
  /** Server settings that differ from the usual ones. */
  readonly settings?: Readonly<Record<string, string>> | undefined
  /** For tests, which cannot wait that long. */
  readonly patience?: Patience | undefined
}

const usualPatience: Patience = { silent: 60_000, recovering: 30 * 60_000 }

/** Longer than any start or stop may take. */
const lockSeconds = 40 * 60

/** Finds, adopts or starts the PostgreSQL server of a case folder; several programs may do so at the same moment. */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { onProgress: tell = () => undefined, patience = usualPatience } = options
  const binaries = findBinaries()
  const layout = layoutIn(options.caseDir)
  const onWait = (holder: number) => tell(`Waiting for process ${holder}, which is starting or stopping the database`)
  const locked = <T>(work: () => Promise<T>) => withLock(layout.lock, { seconds: lockSeconds, onWait }, work)
  const name = storeName()

  const { server, presence, door } = await locked(async () => {
    const launcher = await chooseLauncher(binaries, accountFor(layout))
    if (!statSync(layout.data, { throwIfNoEntry: false })) {
      tell('Making the database')
      await makeCluster(layout, launcher)
    }
    checkCluster(layout, launcher)
    makeRunFolder(layout, launcher)
    writeSettings(layout, launcher.account, options.settings ?? {})
    const door = doorOf(layout)
    try {
      const server: Server = { layout, launcher, address: door.address, tell, patience }
      await ensureServer(server)
      await makeDatabase(server)
      const presence = await stayPresent(door.address, layout.data, name)
      return { server, presence, door }
    } catch (error) {
      door.close()
      throw error
    }
  })

  let closing: Promise<void> | undefined
  const close = async () => {
    await locked(async () => {
      const others = await otherPrograms(server.address, layout.data, name)
      await presence.end()
      if (others === 0) await stopServer(server)
    })
    door.close()
  }
  return {
    place: layout.data,
    address: door.address,
    name,
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

function layoutIn(caseDir: string): Layout {
  const layout = layoutOf(resolve(caseDir))
  makeFolders(layout)
  // Without links, so that two names of one case are one place.
  return layoutOf(realpathSync(resolve(caseDir)))
}

async function makeDatabase(server: Server): Promise<void> {
  const client: Client = await openClient({ ...server.address, database: 'postgres' }, server.layout.data, 'start')
  try {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [role])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${role}`)
  } finally {
    await client.end()
  }
}

/** A socket's path holds 107 bytes (unix(7)); the server binds it relative to its data directory. */
const longestSocketPath = 107

/** How the program reaches the socket: by its path, or through an open folder where the path is too long. */
function doorOf(layout: Layout): { readonly address: Address; readonly close: () => void } {
  const address = (host: string): Address => ({ host, port: 5432, user: role, database: role, ssl: false })
  if (Buffer.byteLength(join(layout.run, '.s.PGSQL.5432')) <= longestSocketPath) {
    return { address: address(layout.run), close: () => undefined }
  }
  if (process.platform !== 'linux') {
    const next = 'Choose a case folder with a shorter path.'
    throw new StoreError({ place: layout.run, reason: 'the path is too long for a socket', next })
  }
  const folder = openSync(layout.run, constants.O_RDONLY | constants.O_DIRECTORY)
  return { address: address(`/proc/self/fd/${folder}`), close: () => closeSync(folder) }
}
