import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, ClientBase } from 'pg'
import { type Address, openClient } from '../session.ts'
import { runs, thisProcess } from './process.ts'

let count = 0

/** The name under which one open store of this process connects; it says which process that is. */
export function storeName(): string {
  const { pid, started, space } = thisProcess()
  count += 1
  return `holdfast ${pid}.${started}.${space}.${count}`
}

function processOf(applicationName: string): { readonly name: string; readonly runs: boolean } | null {
  const parts = /^(holdfast (\d+)\.(\d*)\.(\d*)\.\d+)(?: |$)/.exec(applicationName)
  if (!parts) return null
  const [, name = '', pid, started = '', space = ''] = parts
  // A program in another container cannot be seen from here; its connection is reason enough to believe it lives.
  return { name, runs: runs({ pid: Number(pid), started, space }) ?? true }
}

async function connections(client: ClientBase): Promise<readonly { pid: number; application_name: string }[]> {
  const found = await client.query(
    `SELECT pid, application_name FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND application_name LIKE 'holdfast %' AND pid <> pg_backend_pid()`,
  )
  return found.rows
}

/** Ends what killed programs still have running: a statement in its middle, a transaction that holds locks. */
async function endOrphans(client: ClientBase): Promise<void> {
  for (const { pid, application_name } of await connections(client)) {
    if (processOf(application_name)?.runs === false) await client.query('SELECT pg_terminate_backend($1, 5000)', [pid])
  }
}

/** How many other living programs use the server; 0 also when it is gone. */
export async function otherPrograms(address: Address, place: string, name: string): Promise<number> {
  let client: Client
  try {
    client = await openClient(address, place, name)
  } catch {
    return 0
  }
  try {
    const names = (await connections(client)).map((each) => processOf(each.application_name))
    return new Set(names.filter((each) => each?.runs && each.name !== name).map((each) => each?.name)).size
  } catch {
    return 0
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A connection that does nothing but show that the program is there. */
export interface Presence {
  readonly end: () => Promise<void>
}

/** Whether an idle connection keeps the process from ending; in the driver though not in its types. */
type Refable = Client & { readonly ref: () => void; readonly unref: () => void }

/** Keeps one connection open for as long as the store is, and opens it again when the server had to restart. */
export async function stayPresent(address: Address, place: string, name: string): Promise<Presence> {
  let over = false
  let client = await open()
  return {
    end: async () => {
      over = true
      client.ref()
      await client.end().catch(() => undefined)
    },
  }

  async function open(): Promise<Refable> {
    const opened = (await openClient(address, place, `${name} presence`)) as Refable
    await endOrphans(opened)
    opened.once('end', () => void reopen())
    // A program that ends without closing its store must not hang for it.
    opened.unref()
    return opened
  }

  async function reopen(): Promise<void> {
    for (let tries = 0; !over && tries < 120; tries += 1) {
      try {
        client = await open()
        if (over) await client.end()
        return
      } catch {
        await sleep(500, undefined, { ref: false })
      }
    }
  }
}
