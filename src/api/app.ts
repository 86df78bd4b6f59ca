import fastifyCookie from '@fastify/cookie'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import type { Pool } from 'pg'
import { accessLog } from '../govern/access.ts'
import { type Doorkeeper, keepDoor } from './auth.ts'
import { body, missing, refusalOf } from './errors.ts'
import { guard } from './guard.ts'
import { notKept, securityHeaders } from './headers.ts'
import { doorRoute, pageRoutes, plainPage } from './pages.ts'
import type { House } from './route.ts'
import { caseRoutes } from './routes/case.ts'
import { forumRoutes } from './routes/forum.ts'
import { mailRoutes } from './routes/mail.ts'
import { mappingRoutes } from './routes/mapping.ts'
import { mediaRoutes } from './routes/media.ts'
import { artefactRoutes, identityRoutes, workRoutes } from './routes/people.ts'
import { disseminationRoutes, governRoutes, outcomeRoutes } from './routes/products.ts'
import { unlockRoutes } from './routes/unlock.ts'
import type { Tracer } from './tracer.ts'

/** What the app is made of; time, chance, store and tracer come from outside. */
export interface AppOptions {
  readonly pool: Pool
  readonly caseDir: string
  readonly clock: () => Date
  readonly randomBytes: (size: number) => Uint8Array
  /** The built web app, or null for the API alone. */
  readonly webDir: string | null
  readonly tracer: Tracer
  /** Writes what the ledger gained into the case folder. */
  readonly flushLedger?: () => Promise<void>
  /** Hears of failures that callers are only told in general. */
  readonly report?: (error: unknown) => void
  /** The port that addresses name before the server listens. */
  readonly port?: number
}

/** The app and what its server needs of it. */
export interface App {
  readonly server: FastifyInstance
  readonly door: Doorkeeper
  /** Tells the app which port it was given. */
  readonly atPort: (port: number) => void
}

/** A form is small, an address is short, a caller is not waited for. */
const limits = {
  bodyLimit: 64 * 1024,
  requestTimeout: 30_000,
  connectionTimeout: 120_000,
  maxParamLength: 1600,
} as const

/** Builds the app without listening. */
export async function buildApp(options: AppOptions): Promise<App> {
  let port = options.port ?? 0
  const report = options.report ?? (() => undefined)
  const refuse = refuser(report)
  const { bodyLimit, requestTimeout, connectionTimeout, maxParamLength } = limits
  const server = fastify({
    logger: false,
    bodyLimit,
    requestTimeout,
    connectionTimeout,
    routerOptions: { maxParamLength },
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => {
      reply.headers(securityHeaders).header('cache-control', notKept)
      void refuse(error, request, reply as unknown as FastifyReply)
    },
  })
  server.removeContentTypeParser('text/plain')
  await server.register(fastifyCookie)
  const door = keepDoor(options.clock, options.randomBytes)
  guard(server, door, () => port)
  server.setErrorHandler(refuse)
  server.setNotFoundHandler((request, reply) => refuse(missing('Page'), request, reply))

  const access = accessLog(options.pool, report)
  server.addHook('onClose', () => access.close().catch(report))
  const { pool, caseDir, clock, tracer } = options
  const house: House = {
    pool,
    caseDir,
    clock,
    tracer,
    access,
    flushLedger: options.flushLedger ?? (async () => undefined),
  }
  doorRoute(server, door, () => port)
  caseRoutes(server, house, door, () => port)
  mappingRoutes(server, house)
  forumRoutes(server, house)
  mailRoutes(server, house)
  mediaRoutes(server, house)
  unlockRoutes(server, house)
  artefactRoutes(server, house)
  identityRoutes(server, house)
  workRoutes(server, house)
  disseminationRoutes(server, house)
  outcomeRoutes(server, house)
  governRoutes(server, house)
  await pageRoutes(server, options.webDir)
  return {
    server,
    door,
    atPort: (given) => {
      port = given
    },
  }
}

/** Answers whatever was thrown: JSON to programs, a page without script to a person who opened an address. */
function refuser(report: (error: unknown) => void) {
  return async (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const refusal = refusalOf(error)
    if (refusal.status >= 500) report(error)
    reply.code(refusal.status).removeHeader('content-disposition')
    const wantsPage = !request.url.startsWith('/api') && String(request.headers.accept ?? '').includes('text/html')
    if (!wantsPage) return reply.type('application/json; charset=utf-8').send(body(refusal))
    const page = plainPage(refusal.thing, [`${refusal.reason}.`, refusal.next])
    return reply.type('text/html; charset=utf-8').send(page)
  }
}
