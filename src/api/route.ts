import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ClientBase, Pool } from 'pg'
import type { z } from 'zod'
import type { AccessLog } from '../govern/access.ts'
import { type Endpoint, whyHeader } from './contract.ts'
import type { Actor } from './deeds.ts'
import { nothing, read } from './input.ts'
import type { Tracer } from './tracer.ts'

/** What every route works with. */
export interface House {
  readonly pool: Pool
  readonly caseDir: string
  readonly clock: () => Date
  readonly access: AccessLog
  readonly tracer: Tracer
  /** Writes what the ledger gained into the case folder. */
  readonly flushLedger: () => Promise<void>
}

/** A request that was read and whose sender is known. */
export interface Asked<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly person: string
  readonly db: Pool
  /** Leaves an entry in the access log: what was consulted, by its id. */
  readonly consult: (what: string) => void
  /** Does something that changes the case, on a connection of its own, and keeps the ledger's file up to date. */
  readonly deed: <T>(work: (db: ClientBase, actor: Actor) => Promise<T>) => Promise<T>
  readonly reply: FastifyReply
}

type Empty = Readonly<Record<never, never>>
/** Parts that may be empty may be left out; the rest must be described. A form that carries a file may be larger than others. */
type Shapes<P, Q, B> = { bodyLimit?: number } & (Empty extends P
  ? { params?: z.ZodType<P> }
  : { params: z.ZodType<P> }) &
  (Empty extends Q ? { query?: z.ZodType<Q> } : { query: z.ZodType<Q> }) &
  (B extends null ? { body?: never } : Empty extends B ? { body?: z.ZodType<B> } : { body: z.ZodType<B> })

function said(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string' || header === '') return null
  try {
    return decodeURIComponent(header).replaceAll('\0', '').slice(0, 500) || null
  } catch {
    return null
  }
}

/** Registers one endpoint of the contract: reads the request by its shapes, answers with what `answer` gives. */
export function route<P, Q, B, A>(
  app: FastifyInstance,
  house: House,
  endpoint: Endpoint<P, Q, B, A>,
  shapes: Shapes<P, Q, B>,
  answer: (asked: Asked<P, Q, B>) => Promise<A | FastifyReply>,
): void {
  const { params, query, body, bodyLimit } = shapes as {
    params?: z.ZodType<P>
    query?: z.ZodType<Q>
    body?: z.ZodType<B>
    bodyLimit?: number
  }
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
    handler: async (request, reply) => {
      const person = request.visitor?.person
      if (person === undefined) throw new Error('a route was reached without a session')
      const why = said(request.headers[whyHeader])
      const result = await answer({
        params: read((params ?? nothing) as z.ZodType<P>, request.params, 'Address'),
        query: read((query ?? nothing) as z.ZodType<Q>, request.query, 'Filter'),
        body: endpoint.method === 'GET' ? (null as B) : read((body ?? nothing) as z.ZodType<B>, request.body, 'Form'),
        person,
        db: house.pool,
        consult: (what) => house.access.note({ at: house.clock(), who: person, what, why }),
        deed: (work) => perform(house, person, work),
        reply,
      })
      if (result === null) return reply.code(204).send()
      return result
    },
  })
}

async function perform<T>(house: House, by: string, work: (db: ClientBase, actor: Actor) => Promise<T>): Promise<T> {
  const client = await house.pool.connect()
  try {
    return await work(client, { by, at: house.clock() })
  } finally {
    client.release()
    await house.flushLedger()
  }
}
