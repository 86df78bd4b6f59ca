import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { endpoints } from '../contract.ts'
import { id, number, paging, text } from '../input.ts'
import { clocks } from '../queries/clocks.ts'
import { letter, mail, mailOf } from '../queries/mail.ts'
import { type House, route } from '../route.ts'

/** Mail as it was seized, and how the clocks of the case compare. */
export function mailRoutes(app: FastifyInstance, house: House): void {
  const paged = z.strictObject(paging)
  const filters = paged.extend({
    search: text(200).optional(),
    site: number.optional(),
    notice: z.enum(['registration', 'activation', 'password', 'message', 'reply', 'report', 'mass']).optional(),
  })
  route(app, house, endpoints.mail, { query: filters }, ({ db, query, consult }) => {
    if (query.after === undefined) consult('mail')
    return mail(db, query)
  })
  const one = { params: z.strictObject({ file: number, n: number }) }
  route(app, house, endpoints.letter, one, ({ db, params, consult }) => {
    consult(`letter:${params.file}:${params.n}`)
    return letter(db, params.file, params.n)
  })
  const ofMember = z.strictObject({ site: number, member: id })
  route(app, house, endpoints.memberMail, { params: ofMember, query: paged }, ({ db, params, query, consult }) => {
    consult(`member:${params.site}:${params.member}/mail`)
    return mailOf(db, params.site, params.member, query)
  })
  route(app, house, endpoints.clocks, {}, ({ db }) => clocks(db))
}
