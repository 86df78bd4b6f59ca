import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Doorkeeper, Session } from './auth.ts'
import { keyHeader } from './contract.ts'
import { Refusal } from './errors.ts'
import { notKept, securityHeaders } from './headers.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null only on the address that spends a one-time code. */
    visitor: Session | null
  }
}

/** Where a one-time code is spent: the only address that answers a stranger. */
export const doorPath = '/open/'

/** Names the cookie after the port, because browsers send one host's cookies to every port of it. */
export function cookieName(port: number): string {
  return `holdfast-${port}`
}

/** Names this server may be called by; any other Host was pointed here by somebody else's DNS. */
export function hostsOf(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`]
}

const away = 'Open the address that the program printed.'

function checkHost(request: FastifyRequest, port: number): void {
  if (!hostsOf(port).includes(request.headers.host ?? ''))
    throw new Refusal(421, 'Address', 'this server is reached under another name', away)
}

/** Browsers say where a request comes from; what another page caused is not answered, whatever it carries. */
function checkCause(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new Refusal(403, 'Request', 'another page caused it', away)
  // A browser that fetches ahead would spend the code before anybody asked for the page.
  if (/prefetch|prerender/.test(String(request.headers['sec-purpose'] ?? request.headers.purpose ?? '')))
    throw new Refusal(403, 'Request', 'it was made ahead of the reader', away)
}

function checkOrigin(request: FastifyRequest, port: number): void {
  const { origin } = request.headers
  const own = hostsOf(port).map((host) => `http://${host}`)
  if (origin !== undefined && origin !== `http://${request.headers.host}`)
    throw new Refusal(403, 'Request', 'it comes from another origin', away)
  if (request.method !== 'GET' && !own.includes(origin ?? ''))
    throw new Refusal(403, 'Request', 'it does not say which page it comes from', away)
}

/**
 * Stands before every route: right name, not caused by another page, known session, and for the API the key that only
 * our own pages hold.
 */
export function guard(app: FastifyInstance, door: Doorkeeper, port: () => number): void {
  app.decorateRequest('visitor', null)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders).header('cache-control', notKept)
    checkHost(request, port())
    checkCause(request)
    checkOrigin(request, port())
    if (request.routeOptions.url === `${doorPath}:code`) return
    const session = door.find(request.cookies[cookieName(port())])
    if (!session) throw new Refusal(401, 'Session', 'nobody is signed in here', away)
    const isApi = request.url === '/api' || request.url.startsWith('/api/')
    if (isApi && !door.holds(session, request.headers[keyHeader]))
      throw new Refusal(401, 'Session', 'this page does not hold the key of the session', away)
    request.visitor = session
  })
}
