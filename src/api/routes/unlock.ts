import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { endpoints } from '../contract.ts'
import { id, paging } from '../input.ts'
import { locked, unlocking } from '../queries/unlock.ts'
import { type House, route } from '../route.ts'

/** What is closed, and the keys to it. Values are revealed at the command line alone, where two people sit. */
export function unlockRoutes(app: FastifyInstance, house: House): void {
  const filters = z.strictObject({
    ...paging,
    state: z.enum(['closed', 'part', 'opened', 'open']).optional(),
    kind: id.optional(),
  })
  route(app, house, endpoints.locked, { query: filters }, ({ db, query }) => locked(db, query))
  route(app, house, endpoints.unlocking, {}, ({ db }) => unlocking(db, house.clock()))
}
