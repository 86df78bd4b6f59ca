import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fastifyStatic } from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { Doorkeeper } from './auth.ts'
import { missing, Refusal } from './errors.ts'
import { cookieName, doorPath } from './guard.ts'

const htmlType = 'text/html; charset=utf-8'

/** A page without script or style, for when there is no session or no app. */
export function plainPage(title: string, lines: readonly string[]): string {
  const safe = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const body = lines.map((line) => `<p>${safe(line)}</p>`).join('\n')
  return `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${safe(title)} · Holdfast</title></head>\n<body><main>\n<h1>${safe(title)}</h1>\n${body}\n</main></body>\n</html>\n`
}

/** The address that spends a one-time code: it hands over the session's cookie, and its key in the address's fragment. */
export function doorRoute(app: FastifyInstance, door: Doorkeeper, port: () => number): void {
  app.get<{ Params: { code: string } }>(`${doorPath}:code`, async (request, reply) => {
    const admission = door.admit(request.params.code)
    if (admission === 'wait') {
      reply.header('retry-after', '60')
      throw new Refusal(429, 'Code', 'too many wrong codes were tried', 'Wait a minute, then open a new address.')
    }
    if (!admission)
      throw new Refusal(
        401,
        'Code',
        'it was used before, has expired, or was never given',
        'Stop the program and start “holdfast serve” again: it prints a new address.',
      )
    reply.setCookie(cookieName(port()), admission.token, { path: '/', httpOnly: true, sameSite: 'strict' })
    // A fragment is not sent to any server, ours included, and the app takes it out of the address at once.
    return reply.redirect(`/#key=${admission.key}`, 303)
  })
}

/** The built web app: its files, and its first page for every address of its own. */
export async function pageRoutes(app: FastifyInstance, webDir: string | null): Promise<void> {
  if (webDir === null || !existsSync(join(webDir, 'index.html'))) {
    app.get('/', async (_, reply) =>
      reply
        .type(htmlType)
        .send(plainPage('The web app is not built', ['Run “npm run build”, then open a new address.'])),
    )
    return
  }
  await app.register(fastifyStatic, {
    root: webDir,
    index: 'index.html',
    wildcard: false,
    dotfiles: 'deny',
    redirect: false,
    cacheControl: false,
    etag: false,
    lastModified: false,
  })
  app.get('/*', async (request, reply) => {
    const { pathname } = new URL(request.url, 'http://127.0.0.1')
    // What looks like a file of the app and is none must not become its first page.
    if (pathname === '/api' || pathname.startsWith('/api/') || /^\/(assets|fonts)\//.test(pathname))
      throw missing('Page')
    return reply.type(htmlType).sendFile('index.html')
  })
}
