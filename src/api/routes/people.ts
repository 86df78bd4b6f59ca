import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { endpoints, type TimelineKind } from '../contract.ts'
import { decide, judge, undecide, unjudge, verdicts } from '../deeds.ts'
import { invalid } from '../errors.ts'
import { country, flag, id, number, ourId, paging, reason, serial, text } from '../input.ts'
import { selector, selectorKinds, selectors, sightings, sightingsOfMember } from '../queries/artefacts.ts'
import { contacts, edges } from '../queries/contacts.ts'
import { judgements } from '../queries/judgements.ts'
import { link, links } from '../queries/links.ts'
import { places } from '../queries/overview.ts'
import { queue, riskWords } from '../queries/queue.ts'
import { subject } from '../queries/subjects.ts'
import { timeline, timelineKinds } from '../queries/timeline.ts'
import { type House, route } from '../route.ts'
import { everyCountry } from '../words.ts'

const paged = z.strictObject(paging)
const ofSubject = z.strictObject({ subject: ourId })
const withdrawal = z.strictObject({ reason })
const kind = text(40)
const value = text(4000)

/** Selectors and where they were seen. */
export function artefactRoutes(app: FastifyInstance, house: House): void {
  route(app, house, endpoints.selectorKinds, {}, ({ db }) => selectorKinds(db))
  const filters = paged.extend({
    kind: kind.optional(),
    search: text(200).optional(),
    sort: z.enum(['rarity', 'personas', 'sightings']).optional(),
  })
  route(app, house, endpoints.selectors, { query: filters }, ({ db, query }) => selectors(db, query))
  route(app, house, endpoints.selector, { query: z.strictObject({ kind, value }) }, ({ db, query, consult }) => {
    consult(`selector:${query.kind}:${query.value}`.slice(0, 500))
    return selector(db, query)
  })
  route(app, house, endpoints.sightings, { query: paged.extend({ kind, value }) }, ({ db, query, consult }) => {
    consult(`selector:${query.kind}:${query.value}`.slice(0, 490).concat('/sightings'))
    return sightings(db, query)
  })
  const ofMember = {
    params: z.strictObject({ site: number, member: id }),
    query: paged.extend({ kind: kind.optional() }),
  }
  route(app, house, endpoints.memberSightings, ofMember, ({ db, params, query, consult }) => {
    consult(`member:${params.site}:${params.member}/sightings`)
    return sightingsOfMember(db, params.site, params.member, query)
  })
}

/** Subjects, why accounts are one person, and rulings on it. */
export function identityRoutes(app: FastifyInstance, house: House): void {
  route(app, house, endpoints.subject, { params: ofSubject }, ({ db, params, consult }) => {
    consult(params.subject)
    return subject(db, params.subject)
  })
  const events = paged.extend({ kinds: text(100).optional(), order: z.enum(['asc', 'desc']).optional() })
  route(app, house, endpoints.timeline, { params: ofSubject, query: events }, ({ db, params, query, consult }) => {
    const kinds = chosenKinds(query.kinds)
    consult(`${params.subject}/timeline`)
    return timeline(db, params.subject, kinds, query)
  })
  const filters = paged.extend({ state: z.enum(['joined', 'possible', 'weak']).optional(), unjudged: flag.optional() })
  route(app, house, endpoints.links, { query: filters }, ({ db, query }) => links(db, query))
  route(app, house, endpoints.link, { params: z.strictObject({ link: ourId }) }, ({ db, params, consult }) => {
    consult(params.link)
    return link(db, params.link)
  })
  route(app, house, endpoints.judgements, { query: paged }, ({ db, query }) => judgements(db, query))
  const ruling = z.strictObject({ a: ourId, b: ourId, verdict: z.enum(['positive', 'negative', 'unsure']), reason })
  route(app, house, endpoints.judge, { body: ruling }, ({ body, deed }) =>
    deed(async (db, actor) => recorded(await judge(db, body, actor), actor.at, afterJudgement)),
  )
  const ofJudgement = z.strictObject({ judgement: serial })
  route(app, house, endpoints.unjudge, { params: ofJudgement, body: withdrawal }, ({ params, body, deed }) =>
    deed(async (db, actor) =>
      recorded(await unjudge(db, params.judgement, body.reason, actor), actor.at, afterJudgement),
    ),
  )
}

/** What follows from judgements and is computed at the next run. */
const afterJudgement = ['identity', 'jurisdiction', 'risk', 'dissemination']

/** The answer to something that was recorded. */
export function recorded(id: number, at: Date, stale: readonly string[] = []) {
  return { id, at: at.toISOString(), stale }
}

function chosenKinds(kinds: string | undefined): readonly TimelineKind[] {
  if (kinds === undefined) return timelineKinds
  const chosen = timelineKinds.filter((one) => kinds.split(',').includes(one))
  if (chosen.length !== new Set(kinds.split(',')).size)
    throw invalid('Filter “kinds”', 'one of them is not a kind of event')
  return chosen
}

/** Places, the order of work, decisions, and the network of contacts. */
export function workRoutes(app: FastifyInstance, house: House): void {
  route(app, house, endpoints.places, {}, ({ db }) => places(db))
  route(app, house, endpoints.countries, {}, async () => everyCountry())
  const filters = paged.extend({
    band: text(40).optional(),
    country: country.optional(),
    safeguarding: flag.optional(),
    undecided: flag.optional(),
    located: flag.optional(),
    search: text(200).optional(),
  })
  route(app, house, endpoints.queue, { query: filters }, ({ db, query }) => queue(db, query))
  route(app, house, endpoints.vocabulary, {}, async ({ db }) => ({ ...(await riskWords(db)), verdicts }))
  const decision = z.strictObject({ verdict: z.enum(verdicts.map((v) => v.verdict)), reason })
  route(app, house, endpoints.decide, { params: ofSubject, body: decision }, ({ params, body, deed }) =>
    deed(async (db, actor) => recorded(await decide(db, params.subject, body, actor), actor.at)),
  )
  const ofDecision = z.strictObject({ decision: serial })
  route(app, house, endpoints.undecide, { params: ofDecision, body: withdrawal }, ({ params, body, deed }) =>
    deed(async (db, actor) => recorded(await undecide(db, params.decision, body.reason, actor), actor.at)),
  )
  route(app, house, endpoints.contacts, { params: ofSubject, query: paged }, ({ db, params, query, consult }) => {
    consult(`${params.subject}/contacts`)
    return contacts(db, params.subject, query)
  })
  const network = paged.extend({ kind: text(40).optional(), site: number.optional(), subject: ourId.optional() })
  route(app, house, endpoints.edges, { query: network }, ({ db, query }) => edges(db, query))
}
