/**
 * Subjects as a pure function of links and judgements: strongest reasons join first, and nothing joins what a person
 * ruled apart. The order in which judgements were made plays no part.
 */

/** A weighed pair of personas, by index. */
export interface Edge {
  readonly a: number
  readonly b: number
  readonly weight: number
  readonly state: 'joined' | 'possible' | 'weak'
}

/** What a person ruled on a pair and did not withdraw. */
export interface Ruling {
  readonly a: number
  readonly b: number
  readonly verdict: 'positive' | 'negative' | 'unsure'
  /** Who ruled. */
  readonly by: string
}

/** A group of personas taken for one person, with the edges and rulings that joined it. */
export interface Cluster {
  readonly members: readonly number[]
  readonly edges: readonly Edge[]
  readonly rulings: readonly Ruling[]
}

/** A pair this much against being one person is never put into one cluster by the scheme. */
export const contradiction = -4
/** Two groups of several personas each need this much more than a single pair to become one. */
const bridge = 3

/** Of contradictory rulings on one pair the cautious one holds. */
const caution = { negative: 2, positive: 1, unsure: 0 } as const

/**
 * Positive rulings join, then links of state `joined` from the heaviest down, unless the union would hold a pair ruled
 * negative (so of a path between two such personas the weakest step is the one cut). The scheme alone further refuses
 * a union that holds a contradiction, whose reasons against outweigh what the link has over the threshold, or that
 * hangs two groups together by one thin link. A link on a pair ruled `unsure` does not join.
 */
export function clusters(
  personas: number,
  edges: readonly Edge[],
  rulings: readonly Ruling[],
  joined: number,
): readonly Cluster[] {
  const verdicts = settle(rulings, personas)
  const graph = neighbours(edges, [...verdicts.values()])
  const groups = Array.from({ length: personas }, (_, i): Group => ({ members: [i], edges: [], rulings: [] }))
  const groupOf = groups.map((_, i) => i)

  const cross = (x: Group, y: Group) => relations(x.members.length < y.members.length ? [x, y] : [y, x], graph, groupOf)
  const union = (p: number, q: number, edge: Edge | null, ruling: Ruling | null): void => {
    const [to, from] = groups[p]!.members.length >= groups[q]!.members.length ? [p, q] : [q, p]
    const [x, y] = [groups[to]!, groups[from]!]
    for (const m of y.members) groupOf[m] = to
    x.members.push(...y.members)
    x.edges.push(...y.edges, ...(edge ? [edge] : []))
    x.rulings.push(...y.rulings, ...(ruling ? [ruling] : []))
    groups[from] = { members: [], edges: [], rulings: [] }
  }

  const positive = [...verdicts.values()].filter((v) => v.verdict === 'positive').sort((x, y) => x.a - y.a || x.b - y.b)
  for (const ruling of positive) {
    const [p, q] = [groupOf[ruling.a]!, groupOf[ruling.b]!]
    if (p === q) groups[p]!.rulings.push(ruling)
    else if (!cross(groups[p]!, groups[q]!).negative) union(p, q, null, ruling)
  }

  const candidates = edges
    .filter((e) => e.state === 'joined' && !verdicts.has(e.a * personas + e.b))
    .sort((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b)
  for (let changed = true; changed; ) {
    changed = false
    for (const edge of candidates) {
      const [p, q] = [groupOf[edge.a]!, groupOf[edge.b]!]
      if (p === q) continue
      const between = cross(groups[p]!, groups[q]!)
      if (between.negative || between.least <= contradiction) continue
      const several = groups[p]!.members.length > 1 && groups[q]!.members.length > 1
      const needed = several && between.support < joined + bridge ? joined + bridge : joined
      if (edge.weight + between.against < needed) continue
      union(p, q, edge, null)
      changed = true
    }
  }
  return groups
    .filter((g) => g.members.length > 0)
    .map(sorted)
    .sort((x, y) => x.members[0]! - y.members[0]!)
}

interface Group {
  readonly members: number[]
  readonly edges: Edge[]
  readonly rulings: Ruling[]
}

type Graph = ReadonlyMap<
  number,
  readonly { readonly to: number; readonly weight: number; readonly negative: boolean }[]
>

function settle(rulings: readonly Ruling[], personas: number): ReadonlyMap<number, Ruling> {
  const verdicts = new Map<number, Ruling>()
  for (const { a, b, verdict, by } of rulings) {
    const ruling = { a: Math.min(a, b), b: Math.max(a, b), verdict, by }
    const key = ruling.a * personas + ruling.b
    const before = verdicts.get(key)
    const graver = before === undefined ? 1 : caution[verdict] - caution[before.verdict]
    if (graver > 0 || (graver === 0 && by < before!.by)) verdicts.set(key, ruling)
  }
  return verdicts
}

function neighbours(edges: readonly Edge[], rulings: readonly Ruling[]): Graph {
  const graph = new Map<number, { to: number; weight: number; negative: boolean }[]>()
  const add = (from: number, to: number, weight: number, negative: boolean): void => {
    const list = graph.get(from)
    if (list) list.push({ to, weight, negative })
    else graph.set(from, [{ to, weight, negative }])
  }
  for (const { a, b, weight, state } of edges) {
    if (weight >= 0 && state === 'weak') continue
    add(a, b, weight, false)
    add(b, a, weight, false)
  }
  for (const { a, b, verdict } of rulings) {
    if (verdict !== 'negative') continue
    add(a, b, 0, true)
    add(b, a, 0, true)
  }
  return graph
}

/** What lies between two groups: a negative ruling, the sum for and against, the worst pair. */
function relations([x, y]: readonly [Group, Group], graph: Graph, groupOf: readonly number[]) {
  const other = groupOf[y.members[0]!]
  let [negative, support, against, least] = [false, 0, 0, 0]
  for (const member of x.members) {
    for (const step of graph.get(member) ?? []) {
      if (groupOf[step.to] !== other) continue
      negative ||= step.negative
      if (step.weight > 0) support += step.weight
      else against += step.weight
      least = Math.min(least, step.weight)
    }
  }
  return { negative, support, against, least }
}

function sorted(group: Group): Cluster {
  return {
    members: group.members.sort((x, y) => x - y),
    edges: group.edges.sort((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b),
    rulings: group.rulings,
  }
}
