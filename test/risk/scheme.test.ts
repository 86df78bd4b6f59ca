import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factors } from '../../src/risk/factors/index.ts'
import type { Facts } from '../../src/risk/risk.ts'
import { assess, bands, definition, orderOfWork, type Ranked, schemeName } from '../../src/risk/scheme.ts'
import { factorConformance } from '../conformance/factor.ts'
import { cases, facts, some, term } from './support.ts'

for (const factor of factors) factorConformance(factor, cases)

/** Each step adds evidence to the facts it is given. */
const more: readonly ((f: Facts) => Facts)[] = [
  (f) => ({ ...f, posts: some(f.posts.count + 50) }),
  (f) => ({ ...f, uploads: some((f.uploads?.count ?? 0) + 3) }),
  (f) => ({ ...f, hiddenPosts: some((f.hiddenPosts?.count ?? 0) + 5) }),
  (f) => ({ ...f, messages: { ...some((f.messages?.count ?? 0) + 9), partners: (f.messages?.partners ?? 0) + 2 } }),
  (f) => ({ ...f, channels: { private: some(f.channels.private.count + 1), open: f.channels.open } }),
  (f) => ({ ...f, channels: { private: f.channels.private, open: some(f.channels.open.count + 1) } }),
  (f) => ({ ...f, accounts: some(f.accounts.count + 1) }),
  (f) => ({ ...f, bans: some(f.bans.count + 1) }),
  (f) => ({ ...f, warnings: some(f.warnings.count + 1) }),
  (f) => ({ ...f, reports: some(f.reports.count + 1) }),
  (f) => ({ ...f, staff: { ...some(1), role: f.staff.role === null ? 'moderator' : 'founder' } }),
  (f) => ({ ...f, terms: [...(f.terms ?? []), term('trade')] }),
  (f) => ({ ...f, terms: [...(f.terms ?? []), term('opsec')] }),
  (f) => ({ ...f, terms: [...(f.terms ?? []), term('urgent')] }),
  (f) => ({ ...f, lastActive: { ...some(1), at: f.caseEnd ?? 0 } }),
]

describe('the scheme', () => {
  it('never lowers points, band or flag by more evidence', () => {
    const rank = (band: string) => bands.findIndex(([name]) => name === band)
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.array(fc.constantFrom(...more), { maxLength: 12 }), (start, steps) => {
        let before = assess(start)
        let at = start
        for (const step of steps) {
          at = step(at)
          const after = assess(at)
          expect(after.points).toBeGreaterThanOrEqual(before.points)
          expect(rank(after.band)).toBeLessThanOrEqual(rank(before.band))
          expect(Number(after.safeguarding)).toBeGreaterThanOrEqual(Number(before.safeguarding))
          before = after
        }
      }),
    )
  })

  it('keeps what is unknown apart: it gives no points, and all of them to what is possible', () => {
    const seen = assess(facts())
    const blind = assess(facts({ messages: null, terms: null }))
    expect(blind.points).toBe(seen.points)
    expect(blind.unknowns).toBe(4)
    expect(blind.possible).toBeGreaterThan(seen.possible)
    expect(seen.possible).toBe(seen.points)
  })

  it('says why in a sentence, the flag first', () => {
    expect(assess(facts()).why).toBe('Low by 0 points: nothing of the scheme was found.')
    const urgent = assess(facts({ terms: [term('urgency')], posts: some(1240) }))
    expect(urgent.why).toBe(
      'Safeguarding: somebody may be at risk now. Low by 19.5 points: wrote urgent terms: lanternmoss (urgency, 1 text); wrote 1,240 posts.',
    )
  })

  it('is told by its definition, and the definition by its version', () => {
    const told = definition()
    expect(told.factors.map((f) => f.name)).toEqual(factors.map((f) => f.name))
    expect(new Set(factors.map((f) => f.name)).size).toBe(factors.length)
    expect(
      `${schemeName} ${JSON.stringify(told.factors.map((f) => [f.name, f.maxPoints]))} ${JSON.stringify(told.bands)}`,
    ).toBe(
      'triage-1 [["urgency",20],["staff",20],["agency-terms",20],["hidden-boards",14],["private-channels",14],["uploads",12],["activity",10],["private-messages",10],["several-accounts",8],["anonymisation",8],["security-talk",8],["sanctions",8],["recency",6]] [{"band":"very-high","from":65},{"band":"high","from":40},{"band":"medium","from":20},{"band":"low","from":0}]',
    )
  })
})

describe('the order of work', () => {
  const ranked: fc.Arbitrary<Ranked> = fc.record({
    subject: fc.integer({ min: 1, max: 40 }).map((n) => `subject:1:${n}`),
    points: fc.integer({ min: 0, max: 100 }),
    band: fc.constantFrom('low' as const, 'medium' as const, 'high' as const, 'very-high' as const),
    safeguarding: fc.boolean(),
    lastActive: fc.option(fc.integer({ min: -1000, max: 1000 })),
  })

  it('is total, and the same whatever the order before', () => {
    fc.assert(
      fc.property(fc.uniqueArray(ranked, { selector: (r) => r.subject }), fc.func(fc.integer()), (list, key) => {
        const shuffled = [...list].sort((x, y) => key(x) - key(y))
        expect([...shuffled].sort(orderOfWork)).toEqual([...list].sort(orderOfWork))
        for (const x of list) for (const y of list) if (x !== y) expect(orderOfWork(x, y)).not.toBe(0)
      }),
    )
  })

  it('puts safeguarding before everything else', () => {
    fc.assert(
      fc.property(fc.array(ranked), (list) => {
        const flags = [...list].sort(orderOfWork).map((r) => r.safeguarding)
        expect(flags).toEqual([...flags].sort((x, y) => Number(y) - Number(x)))
      }),
    )
  })

  const none = { points: 10, band: 'low', safeguarding: false, lastActive: 5 } as const
  it.each([
    ['the flag before points', { safeguarding: true, points: 0 }, { points: 99, band: 'very-high' }],
    ['the band before points', { band: 'high', points: 1 }, { band: 'medium', points: 99 }],
    ['points before recency', { points: 11 }, { lastActive: 900 }],
    ['recency before the id', { subject: 'subject:1:9', lastActive: 6 }, {}],
    ['a known time before none', {}, { subject: 'subject:1:0', lastActive: null }],
  ] as const)('puts %s', (_, better, worse) => {
    const [x, y] = [
      { subject: 'subject:1:1', ...none, ...better },
      { subject: 'subject:1:2', ...none, ...worse },
    ] as Ranked[]
    expect(orderOfWork(x!, y!)).toBeLessThan(0)
  })

  it.each([
    ['a moderator before a member', { staff: { ...some(1), role: 'moderator' } }, {}],
    ['hidden boards before open ones', { hiddenPosts: some(40) }, { posts: some(40) }],
    [
      'contacts given in private before those in posts',
      { channels: { private: some(1), open: some(0) } },
      { channels: { private: some(0), open: some(9) } },
    ],
    ['two categories of terms before one', { terms: [term('trade'), term('circle')] }, { terms: [term('trade')] }],
    ['a heavier term before a lighter', { terms: [term('trade', 1, 3)] }, { terms: [term('trade', 1, 1)] }],
    ['lately active before long ago', { lastActive: { ...some(1), at: 1_000_000_000 } }, {}],
  ] as const)('weighs %s', (_, better, worse) => {
    expect(assess(facts(better)).points).toBeGreaterThan(assess(facts(worse)).points)
  })
})
