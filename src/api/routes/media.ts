import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { setKinds } from '../../model/verdict.ts'
import { endpoints } from '../contract.ts'
import { flag, number, paging } from '../input.ts'
import { hashSets, matches } from '../queries/media.ts'
import { type House, route } from '../route.ts'

/** The agency's hash sets and what is in them: facts about hashes, no bytes. Sets are loaded at the command line. */
export function mediaRoutes(app: FastifyInstance, house: House): void {
  route(app, house, endpoints.hashSets, {}, ({ db }) => hashSets(db))
  const filters = z.strictObject({
    ...paging,
    kind: z.enum(setKinds).optional(),
    hashSet: number.optional(),
    quiet: flag.optional(),
  })
  route(app, house, endpoints.setMatches, { query: filters }, ({ db, query, consult }) => {
    if (query.after === undefined) consult('media:matches')
    return matches(db, query)
  })
}
