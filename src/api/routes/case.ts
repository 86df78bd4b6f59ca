import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Doorkeeper } from '../auth.ts'
import { endpoints } from '../contract.ts'
import { missing } from '../errors.ts'
import { glossary } from '../glossary.ts'
import { cookieName } from '../guard.ts'
import { id, ourId, paging, text } from '../input.ts'
import { caseMarking } from '../marking.ts'
import { completeness, custody, exhibits, findingCounts, findings, operation } from '../queries/evidence.ts'
import { overview, rail } from '../queries/overview.ts'
import { type House, route } from '../route.ts'

/** The case as a whole, and the room where evidence enters. */
export function caseRoutes(app: FastifyInstance, house: House, door: Doorkeeper, port: () => number): void {
  route(app, house, endpoints.session, {}, async ({ db, person }) => {
    const found = await operation(db)
    const now = house.clock().toISOString()
    return { person, operation: found, exercise: found?.exercise ?? false, marking: caseMarking, now }
  })
  route(app, house, endpoints.signOut, {}, async ({ reply }) => {
    const name = cookieName(port())
    door.dismiss(reply.request.cookies[name] ?? '')
    reply.clearCookie(name, { path: '/' })
    return null
  })
  route(app, house, endpoints.rail, {}, ({ db }) => rail(db))
  route(app, house, endpoints.overview, {}, ({ db }) => overview(db))
  route(app, house, endpoints.glossary, {}, async () => glossary())

  const traced = z.strictObject({ id: ourId })
  route(app, house, endpoints.trace, { params: traced }, async ({ params, consult }) => {
    const found = await house.tracer.trace(params.id)
    if (!found) throw missing('Trace')
    consult(`${params.id}/bytes`)
    return found
  })

  route(app, house, endpoints.exhibits, {}, ({ db }) => exhibits(db))
  route(app, house, endpoints.custody, { query: z.strictObject(paging) }, ({ db, query }) => custody(db, query))
  const filters = z.strictObject({
    ...paging,
    severity: z.enum(['note', 'warning', 'loss']).optional(),
    code: text(100).optional(),
    stage: id.optional(),
  })
  route(app, house, endpoints.findings, { query: filters }, ({ db, query }) => findings(db, query))
  route(app, house, endpoints.findingCounts, {}, ({ db }) => findingCounts(db))
  route(app, house, endpoints.completeness, { query: z.strictObject(paging) }, ({ db, query }) =>
    completeness(db, query),
  )
}
