import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import { type Cluster, clusters, type Edge, type Ruling } from './clusters.ts'
import { inPersonaOrder, linkId, type Term } from './identity.ts'
import { type Judgement, standing } from './judgements.ts'
import { finder } from './load.ts'
import { thresholds } from './scheme.ts'
import { type ToldLink, whyOneSubject } from './why.ts'

/** A subject as it is stored. */
export interface Subject {
  readonly subject: string
  readonly name: string
  readonly personas: readonly { readonly site: number; readonly member: string }[]
  /** UNIX seconds. */
  readonly lastSeenAt: number | null
  readonly why: string
}

interface Account {
  readonly site: number
  readonly member: string
  readonly name: string
  readonly posts: number
  readonly lastSeenAt: number | null
}

/** All subjects of the case, computed from the tables of links and judgements alone. */
export async function subjects(db: ClientBase): Promise<readonly Subject[]> {
  const accounts = await loadAccounts(db)
  const find = finder(accounts)
  const { edges, terms } = await loadLinks(db, find)
  const { rows: judgements } = await db.query<Judgement>('SELECT * FROM identity.judgement ORDER BY judgement')
  const rulings = standing(judgements).flatMap((j) => toRuling(j, find))
  const limits = thresholds(accounts.length)
  const best = bestPossible(edges)
  const tell = (edge: Edge, first: number): ToldLink => {
    const [x, y] = edge.a === first ? [edge.a, edge.b] : [edge.b, edge.a]
    const id = linkId(accounts[edge.a]!, accounts[edge.b]!)
    return { nameA: accounts[x]!.name, nameB: accounts[y]!.name, weight: edge.weight, terms: terms.get(id) ?? [] }
  }
  return clusters(accounts.length, edges, rulings, limits.joined).map((cluster) => {
    const members = cluster.members.map((m) => accounts[m]!)
    const first = cluster.members[0]!
    const possible = best.get(first)
    const told = members.length > 1 ? cluster.edges.map((e) => tell(e, e.a)) : possible ? [tell(possible, first)] : []
    const threshold = Math.round(limits.joined * 10) / 10
    return {
      subject: `subject:${members[0]!.site}:${members[0]!.member}`,
      name: busiest(members).name,
      personas: members.map(({ site, member }) => ({ site, member })),
      lastSeenAt: members.reduce<number | null>((last, m) => latest(last, m.lastSeenAt), null),
      why: whyOneSubject(members.length, told, toldRulings(cluster, accounts), threshold),
    }
  })
}

async function loadAccounts(db: ClientBase): Promise<readonly Account[]> {
  const accounts: Account[] = []
  const sql = `
    SELECT m.site, m.id, m.name, coalesce(m.posts, 0), extract(epoch FROM greatest(m.last_seen_at, s.last_at))::float8
      FROM forum.member m
      LEFT JOIN (SELECT site, member, max(last_at) AS last_at FROM artefacts.persona_selector
                  WHERE kind = 'ip' AND relation <> 'failed-from' GROUP BY site, member) s
        ON s.site = m.site AND s.member = m.id
     WHERE m.kind = 'member'`
  for await (const rows of copyOut(db, sql, ['int4', 'text', 'text', 'int4', 'float8']))
    for (const [site, member, name, posts, lastSeenAt] of rows as [number, string, string, number, number | null][])
      accounts.push({ site, member, name, posts, lastSeenAt })
  return inPersonaOrder(accounts)
}

async function loadLinks(db: ClientBase, find: ReturnType<typeof finder>) {
  const edges: Edge[] = []
  const links = `SELECT site_a, member_a, site_b, member_b, weight, state FROM identity.link`
  for await (const rows of copyOut(db, links, ['int4', 'text', 'int4', 'text', 'float8', 'text']))
    for (const [siteA, a, siteB, b, weight, state] of rows as [number, string, number, string, number, Edge['state']][])
      edges.push({ a: find(siteA, a)!, b: find(siteB, b)!, weight, state })
  const terms = new Map<string, Pick<Term, 'weight' | 'detail'>[]>()
  const told = `SELECT t.link, t.weight, t.detail FROM identity.term t JOIN identity.link l ON l.link = t.link
                 WHERE l.state <> 'weak' ORDER BY t.link COLLATE "C", t.n`
  for await (const rows of copyOut(db, told, ['text', 'float8', 'text']))
    for (const [link, weight, detail] of rows as [string, number, string][]) {
      const list = terms.get(link)
      if (list) list.push({ weight, detail })
      else terms.set(link, [{ weight, detail }])
    }
  return { edges, terms }
}

/** A judgement on an account that is not in the case (any more) stands, and rules nothing. */
function toRuling(
  judgement: Judgement,
  find: ReturnType<typeof finder>,
): readonly (Ruling & { readonly by: string })[] {
  const [a, b] = [judgement.persona_a, judgement.persona_b].map((id) => {
    const [, site, ...member] = id.split(':')
    return find(Number(site), member.join(':'))
  })
  return a === undefined || b === undefined ? [] : [{ a, b, verdict: judgement.verdict, by: judgement.by }]
}

function toldRulings(cluster: Cluster, accounts: readonly Account[]) {
  return cluster.rulings.map((r) => ({ nameA: accounts[r.a]!.name, nameB: accounts[r.b]!.name, by: r.by }))
}

/** For each account the heaviest link of state `possible` or above. */
function bestPossible(edges: readonly Edge[]): ReadonlyMap<number, Edge> {
  const best = new Map<number, Edge>()
  for (const edge of edges) {
    if (edge.state === 'weak') continue
    for (const end of [edge.a, edge.b]) {
      const before = best.get(end)
      if (
        before === undefined ||
        edge.weight > before.weight ||
        (edge.weight === before.weight && (edge.a - before.a || edge.b - before.b) < 0)
      )
        best.set(end, edge)
    }
  }
  return best
}

function busiest(members: readonly Account[]): Account {
  return members.reduce((best, m) => (m.posts > best.posts ? m : best))
}

function latest(x: number | null, y: number | null): number | null {
  return x === null ? y : y === null ? x : Math.max(x, y)
}
