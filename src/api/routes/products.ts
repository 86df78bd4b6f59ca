import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { approveRelease, proposeRelease } from '../../dissemination/releases.ts'
import { accessEntries } from '../../govern/queries.ts'
import { outcomeKinds, outcomesHeadline, recordOutcome, withdrawOutcome } from '../../outcomes/outcomes.ts'
import { endpoints } from '../contract.ts'
import { readProduct } from '../downloads.ts'
import { country, day, ourId, paging, reason, serial, text } from '../input.ts'
import { readCursor, writeCursor } from '../queries/page.ts'
import { outcomes, packageDetail, packageFile, packages } from '../queries/products.ts'
import { type House, route } from '../route.ts'
import { country as named } from '../words.ts'
import { recorded } from './people.ts'

const paged = z.strictObject(paging)
const ofPackage = z.strictObject({ package: ourId })

/** Packages, their files, and giving them away. */
export function disseminationRoutes(app: FastifyInstance, house: House): void {
  const filters = paged.extend({
    country: country.optional(),
    state: z.enum(['draft', 'proposed', 'released']).optional(),
  })
  route(app, house, endpoints.packages, { query: filters }, ({ db, query }) => packages(db, query))
  route(app, house, endpoints.package, { params: ofPackage }, ({ db, params, consult }) => {
    consult(`package:${params.package}`)
    return packageDetail(db, params.package)
  })
  for (const [endpoint, format, type] of [
    [endpoints.packageJson, 'json', 'application/json'],
    [endpoints.packagePdf, 'pdf', 'application/pdf'],
  ] as const)
    route(app, house, endpoint, { params: ofPackage }, async ({ db, params, consult, reply }) => {
      const bytes = await readProduct(house.caseDir, await packageFile(db, params.package, format))
      consult(`package:${params.package}/${format}`)
      const name = `${params.package.replaceAll(/[^A-Za-z0-9._-]/g, '_')}.${format}`
      return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(bytes)
    })

  const proposal = z.strictObject({ method: text(200), note: text(4000).optional() })
  route(app, house, endpoints.propose, { params: ofPackage, body: proposal }, ({ params, body, deed }) =>
    deed(async (db, { by, at }) => {
      const given = { package: params.package, method: body.method, note: body.note ?? null, by, at }
      return recorded(await proposeRelease(db, given), at)
    }),
  )
  route(app, house, endpoints.approve, { params: z.strictObject({ release: serial }) }, ({ params, deed }) =>
    deed(async (db, { by, at }) => {
      await approveRelease(db, params.release, by, at)
      return recorded(params.release, at)
    }),
  )
}

/** What came of it. */
export function outcomeRoutes(app: FastifyInstance, house: House): void {
  route(app, house, endpoints.headline, {}, async ({ db }) => {
    const client = await db.connect()
    try {
      const { total, by_country } = await outcomesHeadline(client)
      return { total, byCountry: by_country.map(({ country: code, counts }) => ({ ...named(code), counts })) }
    } finally {
      client.release()
    }
  })
  route(app, house, endpoints.outcomes, { query: paged.extend({ package: ourId.optional() }) }, ({ db, query }) =>
    outcomes(db, query),
  )
  const report = z.strictObject({
    package: ourId,
    subject: ourId.optional(),
    kind: z.enum(outcomeKinds),
    nominalRef: text(200).optional(),
    country: country.optional(),
    happenedOn: day.optional(),
    note: text(4000).optional(),
  })
  route(app, house, endpoints.recordOutcome, { body: report }, ({ body, deed }) =>
    deed(async (db, { by, at }) => {
      const { nominalRef, happenedOn, ...rest } = body
      const given = { ...rest, nominal_ref: nominalRef ?? null, happened_on: happenedOn ?? null }
      return recorded(
        await recordOutcome(
          db,
          { ...given, country: body.country ?? null, note: body.note ?? null, subject: body.subject ?? null },
          by,
          at,
        ),
        at,
      )
    }),
  )
  const withdrawn = { params: z.strictObject({ outcome: serial }), body: z.strictObject({ reason }) }
  route(app, house, endpoints.withdrawOutcome, withdrawn, ({ params, body, deed }) =>
    deed(async (db, { by, at }) => {
      await withdrawOutcome(db, params.outcome, body.reason, by, at)
      return recorded(params.outcome, at)
    }),
  )
}

/** Who looked at what. */
export function governRoutes(app: FastifyInstance, house: House): void {
  const filters = paged.extend({ who: text(200).optional(), what: text(500).optional() })
  route(app, house, endpoints.access, { query: filters }, async ({ db, query }) => {
    await house.access.flush()
    const limit = query.limit ?? 50
    const before = query.after === undefined ? undefined : Number(readCursor(query.after, ['bigint'])[0])
    const rows = await accessEntries(db, { who: query.who, what: query.what, before, limit: limit + 1 })
    const kept = rows.slice(0, limit)
    const next = rows.length > limit ? writeCursor([kept.at(-1)?.id]) : null
    return { rows: kept, next, total: null }
  })
}
