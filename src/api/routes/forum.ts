import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { endpoints } from '../contract.ts'
import { missing } from '../errors.ts'
import { id, number, paging, text } from '../input.ts'
import { attachments } from '../queries/attachments.ts'
import { boards, sites, topic, topics } from '../queries/forum.ts'
import { logins, member, members } from '../queries/members.ts'
import { folders, message, messagesOf } from '../queries/messages.ts'
import { post, postsOfMember, postsOfTopic, topicPage } from '../queries/posts.ts'
import { actionsOf, changesOf, copiesOf, failedOf, visitsOf } from '../queries/records.ts'
import { versionsOf } from '../queries/versions.ts'
import { viewOf } from '../queries/view.ts'
import { type House, route } from '../route.ts'

const order = z.enum(['asc', 'desc']).optional()
const search = text(200).optional()
const paged = z.strictObject(paging)
/** Through whose eyes, as of when. */
const lens = { as: id.optional(), asOf: z.iso.datetime().optional() }
const ofSite = z.strictObject({ site: number })
const ofBoard = z.strictObject({ site: number, board: id })
const ofTopic = z.strictObject({ site: number, topic: id })
const ofPost = z.strictObject({ site: number, post: id })
const ofMember = z.strictObject({ site: number, member: id })
const ofMessage = z.strictObject({ site: number, message: id })

/** The rebuilt forum: boards, topics, posts, members, mailboxes, and uploads as placeholders. */
export function forumRoutes(app: FastifyInstance, house: House): void {
  readerRoutes(app, house)
  memberRoutes(app, house)
  route(app, house, endpoints.attachments, { query: paged.extend({ search }) }, ({ db, query }) =>
    attachments(db, query),
  )
  const opened = z.strictObject({
    site: z
      .int()
      .min(0)
      .max(2 ** 31 - 1),
    place: z.enum(['post', 'message']),
    id,
  })
  route(app, house, endpoints.opened, { body: opened }, async ({ body, consult }) => {
    consult(`${body.place}:${body.site}:${body.id}/opened`)
    return null
  })
}

function readerRoutes(app: FastifyInstance, house: House): void {
  route(app, house, endpoints.sites, {}, ({ db }) => sites(db))
  const seenAs = z.strictObject(lens)
  route(app, house, endpoints.view, { params: ofSite, query: seenAs }, ({ db, params, query }) =>
    viewOf(db, params.site, query),
  )
  route(app, house, endpoints.boards, { params: ofSite, query: seenAs }, ({ db, params, query }) =>
    boards(db, params.site, query),
  )
  copyRoutes(app, house)
  const sort = z.enum(['last', 'created', 'title', 'posts']).optional()
  route(
    app,
    house,
    endpoints.topics,
    { params: ofBoard, query: paged.extend({ sort, order, ...lens }) },
    ({ db, params, query }) => topics(db, params.site, params.board, query),
  )
  route(app, house, endpoints.topic, { params: ofTopic }, async ({ db, params }) => {
    const found = await topic(db, params.site, params.topic)
    if (!found) throw missing('Topic')
    return found
  })
  const from = id.optional()
  route(
    app,
    house,
    endpoints.posts,
    { params: ofTopic, query: paged.extend({ from, ...lens }) },
    ({ db, params, query, consult }) => {
      if (query.after === undefined) consult(`topic:${params.site}:${params.topic}`)
      return postsOfTopic(db, params.site, params.topic, query)
    },
  )
  const turned = z.strictObject({ ...lens, number: number.optional(), post: id.optional() })
  route(app, house, endpoints.topicPage, { params: ofTopic, query: turned }, ({ db, params, query, consult }) => {
    consult(`topic:${params.site}:${params.topic}`)
    return topicPage(db, params.site, params.topic, query)
  })
  route(app, house, endpoints.postVersions, { params: ofPost }, ({ db, params, consult }) => {
    consult(`post:${params.site}:${params.post}/versions`)
    return versionsOf(db, params.site, params.post)
  })
  route(app, house, endpoints.post, { params: ofPost }, ({ db, params, consult }) => {
    consult(`post:${params.site}:${params.post}`)
    return post(db, params.site, params.post)
  })
}

function memberRoutes(app: FastifyInstance, house: House): void {
  const filters = paged.extend({
    site: number.optional(),
    search,
    sort: z.enum(['name', 'joined', 'seen', 'posts']).optional(),
    order,
    kind: z.enum(['member', 'guest', 'bot']).optional(),
  })
  route(app, house, endpoints.members, { query: filters }, ({ db, query }) => members(db, query))
  const about = (params: { readonly site: number; readonly member: string }, part: string): string =>
    `member:${params.site}:${params.member}${part}`
  route(app, house, endpoints.member, { params: ofMember }, ({ db, params, consult }) => {
    consult(about(params, ''))
    return member(db, params.site, params.member)
  })
  route(app, house, endpoints.memberPosts, { params: ofMember, query: paged }, ({ db, params, query, consult }) => {
    consult(about(params, '/posts'))
    return postsOfMember(db, params.site, params.member, query)
  })
  route(app, house, endpoints.memberFolders, { params: ofMember }, ({ db, params, consult }) => {
    consult(about(params, '/messages'))
    return folders(db, params.site, params.member)
  })
  const folder = text(200).optional()
  const mailbox = { params: ofMember, query: paged.extend({ folder, asOf: lens.asOf }) }
  route(app, house, endpoints.memberMessages, mailbox, ({ db, params, query, consult }) => {
    consult(about(params, '/messages'))
    return messagesOf(db, params.site, params.member, query)
  })
  route(app, house, endpoints.message, { params: ofMessage }, ({ db, params, consult }) => {
    consult(`message:${params.site}:${params.message}`)
    return message(db, params.site, params.message)
  })
  route(app, house, endpoints.messageVersions, { params: ofMessage }, ({ db, params, consult }) => {
    consult(`message:${params.site}:${params.message}/versions`)
    return versionsOf(db, params.site, params.message, 'message')
  })
  route(app, house, endpoints.memberLogins, { params: ofMember, query: paged }, ({ db, params, query, consult }) => {
    consult(about(params, '/logins'))
    return logins(db, params.site, params.member, query)
  })
  route(app, house, endpoints.memberActions, { params: ofMember, query: paged }, ({ db, params, query, consult }) => {
    consult(about(params, '/actions'))
    return actionsOf(db, params.site, params.member, query)
  })
  route(app, house, endpoints.memberVisits, { params: ofMember, query: paged }, ({ db, params, query, consult }) => {
    consult(about(params, '/visits'))
    return visitsOf(db, params.site, params.member, query)
  })
  route(app, house, endpoints.memberFailed, { params: ofMember, query: paged }, ({ db, params, query, consult }) => {
    consult(about(params, '/failed-logins'))
    return failedOf(db, params.site, params.member, query)
  })
}

function copyRoutes(app: FastifyInstance, house: House): void {
  route(app, house, endpoints.copies, { params: ofSite }, ({ db, params }) => copiesOf(db, params.site))
  const filters = paged.extend({
    kind: z.enum(['added', 'deleted', 'changed']).optional(),
    entity: text(60).optional(),
  })
  route(app, house, endpoints.changes, { params: ofSite, query: filters }, ({ db, params, query }) =>
    changesOf(db, params.site, query),
  )
}
