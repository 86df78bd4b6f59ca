import { describe, expect, it } from 'vitest'
import { comparisons } from '../../src/identity/comparisons/index.ts'
import { linkScheme } from '../../src/identity/scheme.ts'
import { weigh } from '../../src/identity/weigh.ts'
import { comparisonConformance } from '../conformance/comparison.ts'
import { examples } from './examples.ts'
import { address, held, pair, persona, world } from './support.ts'

for (const comparison of comparisons) comparisonConformance(comparison, examples, world())

describe('the shelf', () => {
  it('names each comparison once', () => {
    expect(new Set(comparisons.map((c) => c.name)).size).toBe(comparisons.length)
    expect(linkScheme).toMatch(/-\d+$/)
  })

  it('makes weights that are exactly the sum of their terms', () => {
    for (const example of examples) {
      const { weight, terms } = weigh(example, world(1234), comparisons)
      expect(terms.reduce((sum, t) => sum + t.weight, 0)).toBe(weight)
      expect([...terms].reverse().reduce((sum, t) => sum + t.weight, 0)).toBe(weight)
    }
  })

  it('never lets a further shared address lower the weight', () => {
    for (const gapSeconds of [0, 1000, 90_000, 9_000_000, null])
      for (const users of [2, 5, 20, 40])
        for (const first of [address(), address({ gapSeconds: 900_000 }), address({ users: 12 })]) {
          const more = pair({ addresses: [first, address({ ip: '198.51.100.9', users, gapSeconds })] })
          const less = pair({ addresses: [first] })
          expect(weigh(more, world(), comparisons).weight).toBeGreaterThanOrEqual(
            weigh(less, world(), comparisons).weight,
          )
        }
  })

  it('does not count one mailbox twice, as address and as name', () => {
    const mail = () => persona({ held: [held('email', 'zwyxelquorn@rails.example')] })
    const { terms } = weigh(pair({ a: mail(), b: mail() }), world(), comparisons)
    expect(terms.map((t) => t.comparison)).toEqual(['same-email'])
  })

  it('says how near in time and how rare', () => {
    const { terms } = weigh(pair({ addresses: [address({ gapSeconds: 540 })] }), world(), comparisons)
    expect(terms[0]?.detail).toBe('both used 203.0.113.7 within 9 minutes, which no other account used')
  })
})
