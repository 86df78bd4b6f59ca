import { describe, expect, it } from 'vitest'
import { comparisons } from '../../src/identity/comparisons/index.ts'
import type { Pair } from '../../src/identity/identity.ts'
import { stateOf, thresholds } from '../../src/identity/scheme.ts'
import { weigh } from '../../src/identity/weigh.ts'
import { rankings } from './cases.ts'
import { address, held, pair, persona, world } from './support.ts'

describe('order of pairs', () => {
  it.each(rankings)('$because', ({ better, worse, holders }) => {
    const weight = (p: Pair) => weigh(p, world(2000, holders), comparisons).weight
    expect(weight(better)).toBeGreaterThan(weight(worse))
  })
})

describe('what the scheme joins', () => {
  const state = (p: Pair, personas = 2000, holders = {}) =>
    stateOf(weigh(p, world(personas, holders), comparisons).weight, personas)
  const home = [
    address(),
    address({ ip: '203.0.113.8', gapSeconds: 60 }),
    address({ ip: '203.0.113.9', gapSeconds: 5 }),
  ]

  it.each([64, 500, 70_000])('joins one mailbox in a case of %i accounts', (personas) => {
    const mail = () => persona({ held: [held('email', 'steam@rails.example')] })
    expect(state(pair({ a: mail(), b: mail() }), personas)).toBe('joined')
  })

  it.each([64, 500, 70_000])('does not join a household of two on one line, in a case of %i accounts', (personas) => {
    expect(state(pair({ addresses: home }), personas)).toBe('possible')
    const there = { a: persona({ location: 'Little Wick' }), b: persona({ location: 'little wick' }) }
    expect(state(pair({ ...there, addresses: home }), personas)).toBe('possible')
  })

  it('joins a line and a variant of the name', () => {
    const names = { a: persona({ name: 'quillharbour' }), b: persona({ name: 'qui11harb0ur' }) }
    expect(state(pair({ ...names, addresses: home }))).toBe('joined')
  })

  it('does not join an exit that forty use, nor a messenger name that many hit upon', () => {
    expect(state(pair({ addresses: [address({ users: 40 }), address({ ip: '198.51.100.1', users: 35 })] }))).toBeNull()
    const name = () => persona({ held: [held('handle', 'skype:gardener', { specificity: 0.7 })] })
    expect(state(pair({ a: name(), b: name() }), 2000, { 'skype:gardener': 4 })).not.toBe('joined')
  })

  it('does not join a name that is common elsewhere', () => {
    expect(['weak', null]).toContain(
      state(pair({ a: persona({ name: 'peter' }), b: persona({ site: 2, name: 'peter' }) })),
    )
  })

  it('asks for more evidence in larger cases', () => {
    expect(thresholds(70_000).joined).toBeGreaterThan(thresholds(500).joined)
    expect(thresholds(10).joined).toBe(thresholds(64).joined)
  })
})
