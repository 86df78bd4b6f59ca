import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cluster, clusters, contradiction, type Edge, type Ruling } from '../../src/identity/clusters.ts'
import { standing } from '../../src/identity/judgements.ts'
import { expectLinear } from '../support/linear.ts'

const joined = 18
const size = 9
const node = fc.integer({ min: 0, max: size - 1 })
const ends = fc.tuple(node, node).filter(([a, b]) => a < b)

const edges: fc.Arbitrary<readonly Edge[]> = fc
  .uniqueArray(fc.record({ ends, weight: fc.integer({ min: -40, max: 160 }).map((q) => q / 4) }), {
    selector: (e) => e.ends.join(),
    maxLength: 24,
  })
  .map((list) =>
    list.map(({ ends: [a, b], weight }) => ({
      a,
      b,
      weight,
      state: weight >= joined ? 'joined' : weight >= 11 ? 'possible' : 'weak',
    })),
  )
const rulings: fc.Arbitrary<readonly Ruling[]> = fc.array(
  fc
    .record({
      ends,
      verdict: fc.constantFrom('positive' as const, 'negative' as const, 'unsure' as const),
      by: fc.constantFrom('Mara Lind', 'Oke Brandt'),
    })
    .map(({ ends: [a, b], verdict, by }) => ({ a, b, verdict, by })),
  { maxLength: 8 },
)

const groups = (found: readonly Cluster[]) => found.map((c) => c.members)
const together = (found: readonly Cluster[], a: number, b: number) =>
  found.some((c) => c.members.includes(a) && c.members.includes(b))
const edge = (a: number, b: number, weight: number): Edge => ({
  a,
  b,
  weight,
  state: weight >= joined ? 'joined' : weight >= 11 ? 'possible' : 'weak',
})
const rule = (a: number, b: number, verdict: Ruling['verdict']): Ruling => ({ a, b, verdict, by: 'Mara Lind' })

describe('clusters as properties', () => {
  it('put every account into exactly one cluster', () => {
    fc.assert(
      fc.property(edges, rulings, (e, r) => {
        const all = groups(clusters(size, e, r, joined))
          .flat()
          .sort((x, y) => x - y)
        expect(all).toEqual(Array.from({ length: size }, (_, i) => i))
      }),
    )
  })

  it('do not depend on the order of links or judgements, nor on which way round a judgement was given', () => {
    fc.assert(
      fc.property(edges, rulings, fc.func(fc.integer()), (e, r, key) => {
        const shuffled = <T>(list: readonly T[]) => [...list].sort((x, y) => key(x) - key(y))
        const turned = shuffled(r).map((x) => ({ ...x, a: x.b, b: x.a }))
        expect(clusters(size, shuffled(e), turned, joined)).toEqual(clusters(size, e, r, joined))
      }),
    )
  })

  it('never hold a pair that somebody ruled apart', () => {
    fc.assert(
      fc.property(edges, rulings, (e, r) => {
        const found = clusters(size, e, r, joined)
        for (const x of r) if (x.verdict === 'negative') expect(together(found, x.a, x.b)).toBe(false)
      }),
    )
  })

  it('hold every pair that was ruled one person, unless a ruling apart forbids it', () => {
    fc.assert(
      fc.property(edges, rulings, (e, r) => {
        const positive = r.filter((x) => x.verdict !== 'negative')
        const found = clusters(size, e, positive, joined)
        for (const x of positive) if (x.verdict === 'positive') expect(together(found, x.a, x.b)).toBe(true)
      }),
    )
  })

  it('without rulings hold no pair that is a contradiction, and nothing that no joined link holds', () => {
    fc.assert(
      fc.property(edges, (e) => {
        const found = clusters(size, e, [], joined)
        for (const x of e) if (x.weight <= contradiction) expect(together(found, x.a, x.b)).toBe(false)
        for (const c of found) expect(c.edges.length).toBe(c.members.length - 1)
        for (const c of found) for (const x of c.edges) expect(x.state).toBe('joined')
      }),
    )
  })

  it('are as before when a judgement was made and withdrawn', () => {
    fc.assert(
      fc.property(edges, rulings, rulings, (e, r, extra) => {
        const made = [...r, ...extra].map((x, i) => ({ ...x, judgement: i + 1, withdraws: null as number | null }))
        const taken = extra.map((x, i) => ({ ...x, judgement: 100 + i, withdraws: r.length + i + 1 }))
        const left = standing([...made, ...taken]).map(({ a, b, verdict, by }) => ({ a, b, verdict, by }))
        expect(clusters(size, e, left, joined)).toEqual(clusters(size, e, r, joined))
      }),
    )
  })
})

describe('clusters by example', () => {
  it('join transitively', () => {
    expect(groups(clusters(4, [edge(0, 1, 20), edge(1, 2, 20)], [], joined))).toEqual([[0, 1, 2], [3]])
  })

  it('are not joined by possible or weak links, however many', () => {
    expect(groups(clusters(3, [edge(0, 1, 17), edge(1, 2, 17), edge(0, 2, 17)], [], joined))).toEqual([[0], [1], [2]])
  })

  it('are cut at the weakest step of a path between two that were ruled apart', () => {
    const chain = [edge(0, 1, 30), edge(1, 2, 19), edge(2, 3, 25)]
    expect(groups(clusters(4, chain, [rule(0, 3, 'negative')], joined))).toEqual([
      [0, 1],
      [2, 3],
    ])
  })

  it('stay apart where their ends contradict each other', () => {
    const chain = [edge(0, 1, 30), edge(1, 2, 20), edge(0, 2, -6)]
    expect(groups(clusters(3, chain, [], joined))).toEqual([[0, 1], [2]])
  })

  it('of several accounts each need more than one thin link', () => {
    const two = [edge(0, 1, 30), edge(2, 3, 30)]
    expect(groups(clusters(4, [...two, edge(1, 2, 18.5)], [], joined))).toEqual([
      [0, 1],
      [2, 3],
    ])
    expect(groups(clusters(4, [...two, edge(1, 2, 22)], [], joined))).toEqual([[0, 1, 2, 3]])
    expect(groups(clusters(4, [...two, edge(1, 2, 18.5), edge(0, 3, 18.5)], [], joined))).toEqual([[0, 1, 2, 3]])
  })

  it('are not joined by a link that somebody is unsure of', () => {
    expect(groups(clusters(2, [edge(0, 1, 40)], [rule(0, 1, 'unsure')], joined))).toEqual([[0], [1]])
  })

  it('follow a ruling over any weight', () => {
    expect(groups(clusters(2, [edge(0, 1, -20)], [rule(0, 1, 'positive')], joined))).toEqual([[0, 1]])
    expect(groups(clusters(2, [edge(0, 1, 90)], [rule(0, 1, 'negative')], joined))).toEqual([[0], [1]])
  })

  it('take the cautious one of two rulings that disagree', () => {
    const r = [rule(0, 1, 'positive'), rule(0, 1, 'negative')]
    expect(groups(clusters(2, [], r, joined))).toEqual([[0], [1]])
  })

  it('of fifty thousand accounts in one long chain are found at once', () => {
    expectLinear(50_000, (n) => {
      const chain = Array.from({ length: n - 1 }, (_, i) => edge(i, i + 1, 25))
      expect(clusters(n, chain, [], joined).length).toBe(1)
    })
  })
})
