import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { checkMapping } from '../../forum/mapping/check.ts'
import { type Mappable, type Mapping, mappable, parseMapping } from '../../forum/mapping/mapping.ts'
import { commonPrefix, propose } from '../../forum/mapping/propose.ts'
import { naming, roles } from '../../forum/mapping/roles.ts'
import { examplesOf } from '../../forum/mapping/shape.ts'
import { dropMapping, mappings, useMapping } from '../../forum/mapping/store.ts'
import { untold } from '../../forum/mapping/untold.ts'
import { endpoints, type MappingRole, type Unread } from '../contract.ts'
import { invalid, missing } from '../errors.ts'
import { number, text } from '../input.ts'
import { type House, route } from '../route.ts'

const shownRoles = Object.fromEntries(
  mappable.map((entity) => [
    entity,
    roles[entity].map(
      (r): MappingRole => ({
        name: r.name,
        needed: r.needed ?? false,
        naming: naming[entity].includes(r.name),
      }),
    ),
  ]),
) as unknown as Readonly<Record<Mappable, readonly MappingRole[]>>

const sent = z.strictObject({ mapping: z.unknown() })
/** Stages that read what a mapping changes. */
const stale = ['forum.recognise', 'forum.rebuild']

/** Boards of unknown software: what their tables may be, and what a person says they are. */
export function mappingRoutes(app: FastifyInstance, house: House): void {
  const asked = z.strictObject({ exhibit: number.optional() })
  route(app, house, endpoints.mappings, { query: asked }, async ({ db, query }) => {
    const client = await db.connect()
    try {
      const found = await untold(client, query.exhibit ?? null)
      return { unread: found && (await unread(client, found)), inForce: await mappings(client) }
    } finally {
      client.release()
    }
  })
  route(app, house, endpoints.checkMapping, { body: sent }, async ({ db, body }) => {
    const mapping = stated(body.mapping)
    const client = await db.connect()
    try {
      return await checkMapping(client, mapping)
    } finally {
      client.release()
    }
  })
  route(app, house, endpoints.useMapping, { body: sent }, async ({ deed, body }) => {
    const mapping = stated(body.mapping)
    await deed((db, { by, at }) => useMapping(db, mapping, by, at))
    return { id: 0, at: house.clock().toISOString(), stale }
  })
  const named = z.strictObject({ name: text(40) })
  route(app, house, endpoints.dropMapping, { params: named }, async ({ deed, params }) => {
    const dropped = await deed((db, { by, at }) => dropMapping(db, params.name, by, at))
    if (!dropped) throw missing('Mapping')
    return { id: 0, at: house.clock().toISOString(), stale }
  })
}

type Client = Parameters<typeof propose>[0]

async function unread(
  db: Client,
  { exhibit, tables }: NonNullable<Awaited<ReturnType<typeof untold>>>,
): Promise<Unread> {
  const { proposals, mapping, tables: shapes } = await propose(db, exhibit, tables, 'unknown-board')
  return {
    exhibit,
    prefix: commonPrefix(tables.map((t) => t.name)),
    tables: tables.map((t) => ({
      name: t.name,
      rows: t.rows,
      columns: t.columns.map((c) => c.name),
      examples: examplesOf(shapes.find((shape) => shape.name === t.name)),
    })),
    proposals,
    mapping,
    roles: shownRoles,
  }
}

function stated(json: unknown): Mapping {
  try {
    return parseMapping(json, 'What was sent')
  } catch (error) {
    throw invalid('Mapping', (error as Error).message)
  }
}
