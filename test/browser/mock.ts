import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { type Endpoint, endpoints, keyHeader } from '../../src/api/contract.ts'
import { securityHeaders } from '../../src/api/headers.ts'
import * as base from './mock/base.ts'
import * as kase from './mock/case.ts'
import * as forum from './mock/forum.ts'
import * as mail from './mock/mail.ts'
import * as media from './mock/media.ts'
import * as people from './mock/people.ts'
import * as products from './mock/products.ts'
import * as unlock from './mock/unlock.ts'

type Values = Readonly<Record<string, string>>
type Reply = (values: Values) => unknown

/** A server with the contract's shape and invented rows, so that screens can be tried without a case. */
export interface Mock {
  /** As `serve` prints it: opening it hands the key over. */
  readonly url: string
  readonly close: () => Promise<void>
}

const key = 'mock-key'
const types: Values = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}

const recorded = { id: 1, at: base.at(950), stale: ['resolve'] }
/** A list in pages, as every list of the contract comes. */
const paged =
  (rows: readonly unknown[]): Reply =>
  (values) => {
    const from = Number(values.after ?? 0)
    const to = from + Math.min(200, Number(values.limit ?? 50))
    return { rows: rows.slice(from, to), next: to < rows.length ? String(to) : null, total: rows.length }
  }
const fixed =
  (answer: unknown): Reply =>
  () =>
    answer
const where =
  <Row>(rows: readonly Row[], fits: (row: Row, values: Values) => boolean): Reply =>
  (values) =>
    paged(rows.filter((row) => fits(row, values)))(values)

const replies: Readonly<Record<keyof typeof endpoints, Reply>> = {
  session: fixed(kase.session),
  rail: fixed(kase.rail),
  overview: fixed(kase.overview),
  glossary: fixed(products.glossary),
  trace: ({ id = '' }) => products.trace(id),
  exhibits: fixed(kase.exhibits),
  custody: paged(kase.custody),
  findings: where(kase.findingRows, (row, { severity = row.severity }) => row.severity === severity),
  findingCounts: fixed(kase.findings),
  completeness: paged(kase.completeness),
  mail: where(mail.rows, (row, { notice = '' }) => notice === '' || row.concerns.some((c) => c.notice === notice)),
  letter: ({ n = '1' }) => mail.letter(Number(n)),
  clocks: fixed(mail.clocks),
  locked: paged(unlock.locked),
  unlocking: fixed(unlock.unlocking),
  hashStates: fixed(unlock.hashStates),
  takeRecoveries: fixed({ ...recorded, taken: unlock.taken }),
  mappings: fixed(kase.mappings),
  checkMapping: fixed(kase.mappingChecks),
  useMapping: fixed(recorded),
  dropMapping: fixed(recorded),
  sites: fixed(forum.sites),
  view: (values) => forum.view(values),
  copies: fixed(forum.copies),
  changes: where(forum.changes, (row, { kind = row.kind }) => row.kind === kind),
  boards: fixed(forum.boards),
  topics: paged(forum.topics),
  topic: ({ topic = '1' }) => forum.topic(topic),
  posts: paged(forum.posts),
  topicPage: ({ number = '1', ...rest }) => forum.topicPage(Number(number), rest),
  postVersions: fixed(forum.versions),
  messageVersions: fixed(forum.versions),
  post: ({ post = '1' }) => forum.posts[Number(post) - 1],
  members: where(forum.members, (row, { search = '' }) => row.name.includes(search)),
  member: ({ member = '2' }) => forum.profile(member),
  memberPosts: paged(forum.posts),
  memberFolders: fixed([
    { folder: 'inbox', messages: 4, unread: 1 },
    { folder: 'sent', messages: 3, unread: 0 },
    { folder: 'written', messages: 4, unread: 0 },
  ]),
  memberMessages: paged(forum.messages),
  message: ({ message = '1' }) => forum.messages[Number(message) - 1],
  memberLogins: paged(
    forum.posts.slice(0, 5).map((post) => ({
      id: `session:${post.id}`,
      kind: 'session',
      name: null,
      at: post.at,
      until: null,
      ip: post.ip,
      country: 'NL',
      agent: 'Mozilla/5.0',
      forwardedFor: null,
      source: post.source,
    })),
  ),
  memberActions: paged(forum.actions),
  memberVisits: paged(forum.visits),
  memberFailed: paged(forum.failed),
  memberMail: paged(mail.rows),
  opened: fixed(null),
  attachments: paged(forum.posts.flatMap((post) => post.attachments)),
  hashSets: fixed(media.sets),
  setMatches: where(media.matches, (row, { kind = row.kind }) => row.kind === kind),
  selectorKinds: fixed(['email', 'ip', 'handle', 'url'].map((kind, n) => ({ kind, selectors: 400 - n }))),
  selectors: where(people.selectors, (row, { kind = row.kind }) => row.kind === kind),
  selector: ({ kind = '', value = '' }) => ({
    ...people.selectors[0],
    kind,
    value,
    personasSeen: people.sightings.slice(0, 5).map((row) => ({
      member: row.member,
      subject: 'subject:1:2',
      relation: row.relation,
      sightings: 4,
      firstAt: row.seenAt,
      lastAt: row.seenAt,
    })),
    network: null,
  }),
  sightings: paged(people.sightings),
  memberSightings: paged(people.sightings.slice(0, 30)),
  subject: ({ subject = '' }) => people.subject(subject),
  timeline: where(people.timeline, (row, { kinds = row.kind }) => kinds.split(',').includes(row.kind)),
  links: where(people.links, (row, { state = row.state }) => row.state === state),
  link: fixed(people.links[0]),
  judgements: paged(people.judgements),
  judge: fixed(recorded),
  unjudge: fixed(recorded),
  places: fixed(kase.places),
  countries: fixed(kase.places.map(({ code, name }) => ({ code, name }))),
  queue: where(
    people.queue,
    (row, { band = row.band, country, safeguarding, undecided, search = '' }) =>
      row.band === band &&
      (country === undefined || row.place?.code === country) &&
      (safeguarding === undefined || row.safeguarding) &&
      (undecided === undefined || row.decision === null) &&
      row.name.includes(search),
  ),
  vocabulary: fixed(people.vocabulary),
  decide: fixed({ ...recorded, stale: [] }),
  undecide: fixed(recorded),
  contacts: paged(people.contacts),
  edges: paged([]),
  packages: where(products.packages, (row, { state = row.state }) => row.state === state),
  package: ({ package: id = '' }) => products.packageOf(id),
  packageJson: fixed({}),
  packagePdf: fixed({}),
  propose: fixed(recorded),
  approve: fixed(recorded),
  headline: fixed(products.headline),
  outcomes: paged(products.outcomes),
  recordOutcome: fixed(recorded),
  withdrawOutcome: fixed(recorded),
  access: where(products.access, (row, { what = row.what }) => row.what === what),
  signOut: fixed(null),
}

const routes = Object.entries(endpoints).map(([name, endpoint]) => {
  const { method, path } = endpoint as Endpoint<unknown, unknown, unknown, unknown>
  return { method, parts: path.split('/'), reply: replies[name as keyof typeof endpoints] }
})

function answer(method: string, url: URL): { status: number; body: unknown } {
  const parts = url.pathname.split('/')
  const route = routes.find(
    (each) =>
      each.method === method &&
      each.parts.length === parts.length &&
      each.parts.every((part, i) => part.startsWith(':') || part === parts[i]),
  )
  if (route === undefined)
    return {
      status: 404,
      body: {
        error: { name: 'No such thing', reason: `Nothing answers ${url.pathname}.`, next: 'Check the address.' },
      },
    }
  const values = Object.fromEntries([
    ...url.searchParams,
    ...route.parts.flatMap((part, i) => (part.startsWith(':') ? [[part.slice(1), decodeURIComponent(parts[i]!)]] : [])),
  ])
  return { status: 200, body: route.reply(values) ?? null }
}

/** Serves the built app from `root` and invented answers, on a free port of this machine. */
export async function startMock(root: string): Promise<Mock> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
    if (url.pathname.startsWith('/api/')) {
      const { status, body } =
        request.headers[keyHeader] === key
          ? answer(request.method ?? 'GET', url)
          : { status: 401, body: { error: { name: 'Not signed in', reason: 'This browser holds no key.', next: '' } } }
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      return
    }
    const file = extname(url.pathname) === '' ? '/index.html' : normalize(url.pathname)
    readFile(join(root, file)).then(
      (content) =>
        response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(content),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/#key=${key}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
