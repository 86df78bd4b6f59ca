import type { ClientBase } from 'pg'
import { type ContentOf, type TableDigest, tableDigest, tableDigests } from './db/digest.ts'
import { inOrder } from './db/plan.ts'
import type { Stage } from './db/stage.ts'

/** A digest that was made while the run went on, and what tells whether its table was changed since. */
interface Early {
  readonly digest: TableDigest
  /** The oldest transaction that was not over when the table was first looked at. */
  readonly from: string
}

/** The digests of tables, begun while later stages still work on others. */
export interface DigestBeside {
  /** Takes tables that no stage to come says it writes. */
  readonly settled: (tables: readonly string[]) => void
  /** The digests of these tables as they are now: early ones where nothing changed since, the rest over all connections. */
  readonly finish: (tables: readonly string[]) => Promise<ReadonlyMap<string, TableDigest>>
  /** Seconds that were spent before `finish` was called. */
  readonly spent: () => number
  /** Begins no further table; what is under way ends with its connection. */
  readonly stop: () => void
}

/**
 * Opens a digest that goes on beside a run. One table at a time is hashed on the first connection, so that the stages keep
 * what else the machine has; nothing is asked of any connection before a table is settled.
 */
export function openDigestBeside(
  connect: () => Promise<readonly ClientBase[]>,
  contentOf: ContentOf,
  now: () => number = () => performance.now(),
): DigestBeside {
  const early = new Map<string, Early>()
  const waiting: string[] = []
  let clients: Promise<readonly ClientBase[]> | null = null
  let under: Promise<void> | null = null
  let failure: { readonly error: unknown } | null = null
  let milliseconds = 0

  const open = (): Promise<readonly ClientBase[]> => {
    clients ??= connect()
    return clients
  }
  const work = async (): Promise<void> => {
    const client = (await open())[0]!
    for (let table = waiting.shift(); table !== undefined; table = waiting.shift()) {
      const begun = now()
      const from = await oldestTransaction(client)
      early.set(table, { digest: await tableDigest(client, table, await contentOf(client, table)), from })
      milliseconds += now() - begun
    }
  }
  const begin = (): void => {
    under ??= work()
      .catch((error: unknown) => {
        failure ??= { error }
        waiting.length = 0
      })
      .finally(() => {
        under = null
        if (waiting.length > 0) begin()
      })
  }
  return {
    settled: (tables) => {
      waiting.push(...tables)
      if (waiting.length > 0 && !failure) begin()
    },
    finish: async (tables) => {
      waiting.length = 0
      while (under) await under
      if (failure) throw failure.error
      const clients = await open()
      const found = await unchanged(clients, early, contentOf)
      const left = tables.filter((t) => !found.has(t))
      if (left.length > 0) for (const [name, d] of await tableDigests(clients, left, contentOf)) found.set(name, d)
      return new Map(tables.map((t) => [t, found.get(t)!]))
    },
    spent: () => milliseconds / 1000,
    stop: () => {
      waiting.length = 0
      failure ??= { error: new Error('the digest was stopped') }
    },
  }
}

async function oldestTransaction(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ oldest: string }>(
    'SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::numeric % 4294967296)::text AS oldest',
  )
  return rows[0]!.oldest
}

/**
 * The early digests that still hold. A stage may touch a table that it does not say it writes; then there is a row of a
 * transaction that was not over when the table was hashed (PostgreSQL manual, system columns), or there are fewer rows.
 */
async function unchanged(
  clients: readonly ClientBase[],
  early: ReadonlyMap<string, Early>,
  contentOf: ContentOf,
): Promise<Map<string, TableDigest>> {
  const found = new Map<string, TableDigest>()
  const left = [...early]
  const work = async (client: ClientBase): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      const [table, { digest, from }] = one
      const content = await contentOf(client, table)
      const later = ['t', ...(content?.joined ?? [])].map((row) => `age(${row}.xmin) <= age('${from}'::xid)`)
      const { rows } = await client.query<{ rows: string; later: string }>(
        `SELECT count(*)::text AS rows, (count(*) FILTER (WHERE ${later.join(' OR ')}))::text AS later
           FROM ${table} t ${content?.join ?? ''}`,
      )
      if (Number(rows[0]?.rows) === digest.rows && rows[0]?.later === '0') found.set(table, digest)
    }
  }
  await Promise.all(clients.map(work))
  return found
}

/**
 * Says, when a stage is reached, which tables no stage from it on says it writes, each table once. Tables that stages add to in
 * passing, as they do to findings, are in `never`.
 */
export function settledBefore(
  stages: readonly Stage[],
  never: readonly string[],
): (stage: string) => readonly string[] {
  const ordered = inOrder(stages)
  const lastWriter = new Map<string, number>()
  for (const [i, stage] of ordered.entries()) for (const table of stage.writes) lastWriter.set(table, i)
  for (const table of never) lastWriter.delete(table)
  const place = new Map(ordered.map((stage, i) => [stage.name, i]))
  return (name) => {
    const reached = place.get(name) ?? 0
    const settled = [...lastWriter].filter(([, last]) => last < reached).map(([table]) => table)
    for (const table of settled) lastWriter.delete(table)
    return settled
  }
}
