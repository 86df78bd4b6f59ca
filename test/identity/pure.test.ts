import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { birthDate } from '../../src/identity/birthdays.ts'
import { block } from '../../src/identity/block.ts'
import { clashesOf, networkName } from '../../src/identity/clashes.ts'
import type { Comparison } from '../../src/identity/identity.ts'
import { inPersonaOrder, personaOrder } from '../../src/identity/identity.ts'
import { meetings, type Use } from '../../src/identity/meetings.ts'
import { skeleton, surpriseOf } from '../../src/identity/names.ts'
import { whyOneSubject } from '../../src/identity/why.ts'
import { commonNames, persona } from './support.ts'

describe('meetings on an address', () => {
  const uses = fc.array(
    fc.record({ persona: fc.integer({ min: 0, max: 4 }), at: fc.option(fc.integer({ min: 0, max: 500 })) }),
    { maxLength: 30 },
  )
  const sorted = (list: readonly { readonly persona: number; readonly at: number | null }[]): readonly Use[] =>
    list
      .map((u, i) => ({ ...u, sighting: `s${i}` }))
      .sort((x, y) => x.persona - y.persona || (x.at ?? Infinity) - (y.at ?? Infinity) || 0)

  it('are the nearest in time of all pairs of uses', () => {
    fc.assert(
      fc.property(uses, (list) => {
        const all = sorted(list)
        for (const met of meetings(all)) {
          const of = (p: number) => all.filter((u) => u.persona === p && u.at !== null).map((u) => u.at!)
          const gaps = of(met.a).flatMap((s) => of(met.b).map((t) => Math.abs(s - t)))
          expect(met.gapSeconds).toBe(gaps.length === 0 ? null : Math.min(...gaps))
          const at = (sighting: string) => all.find((u) => u.sighting === sighting)!
          expect([at(met.useA).persona, at(met.useB).persona]).toEqual([met.a, met.b])
          if (met.gapSeconds !== null) expect(Math.abs(at(met.useA).at! - at(met.useB).at!)).toBe(met.gapSeconds)
        }
        const accounts = new Set(all.map((u) => u.persona)).size
        expect(2 * meetings(all).length).toBe(accounts * Math.max(0, accounts - 1))
      }),
    )
  })
})

describe('moments in two places', () => {
  const act = (at: number, network: string, ip = network) => ({ at, network, ip, sighting: `s${at}${network}` })

  it('are found within a minute and told once for one sitting', () => {
    const mine = [act(1000, 'NL'), act(1030, 'NL'), act(9000, 'NL')]
    const theirs = [act(1050, 'PL'), act(9090, 'PL'), act(9061, 'PL')].sort((x, y) => x.at - y.at)
    expect(clashesOf(mine, theirs).map((c) => c.at)).toEqual([1000])
  })

  it('are not found where both were also on one line', () => {
    expect(clashesOf([act(1000, 'NL')], [act(1010, 'PL'), act(1020, 'NL')])).toEqual([])
  })

  it('call a network by its number, else by its block', () => {
    expect(networkName('203.0.113.7', 'NL', 64500)).toBe('AS64500 NL')
    expect(networkName('203.0.113.7', null, null)).toBe('203.0.0.0/16')
    expect(networkName('2001:db8::7', null, null)).toBe('2001:db8::/32')
  })
})

describe('names', () => {
  it('keep one skeleton through what people vary', () => {
    for (const variant of [
      'quillharbour',
      'Quill_Harbour',
      'quillharbour77',
      'qu1llh4rb0ur',
      'the_quillharbour',
      'xXQuillharbourXx',
      'Quíllharbour1964',
    ])
      expect(skeleton(variant)).toBe(skeleton('quillharbour'))
    expect(skeleton('Борисполь')).toBe(skeleton('Borispol'))
  })

  it('have no skeleton where too little is left', () => {
    for (const name of ['', '1984', 'ab12', '…']) expect(skeleton(name)).toBe('')
  })

  it('have a skeleton of letters or none, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(skeleton(text)).toMatch(/^(?:[a-z]{5,})?$/)
      }),
    )
  })

  it('surprise the more the longer and stranger they are', () => {
    const surprise = surpriseOf(commonNames)
    expect(surprise('peter')).toBeLessThan(surprise('peterpan'))
    expect(surprise('gardener')).toBeLessThan(surprise('zwyxelqu'))
  })
})

describe('blocks', () => {
  const byLocation: Comparison = {
    name: 'by-location',
    about: '',
    keys: (p) => (p.location === null ? [] : [p.location, p.location]),
    compare: () => null,
  }

  it('bring together who shares a key, and leave out keys of too many', () => {
    const personas = ['x', 'y', 'x', 'z', 'z', 'z', 'z'].map((location) => persona({ location }))
    const found = block(personas, [byLocation], 3)
    expect([...found.pairs]).toEqual([0 * 7 + 2])
    expect(found.large).toEqual([{ comparison: 'by-location', key: 'z', holders: 4 }])
    expect(found.holders('by-location', 'x')).toBe(2)
    expect(found.holders('by-location', 'y')).toBe(1)
  })
})

describe('small matters', () => {
  it('dates of birth are read in the forms forums keep', () => {
    expect(birthDate(' 5- 3-1984')).toBe('1984-03-05')
    expect(birthDate('1984-03-05')).toBe('1984-03-05')
    for (const bad of [null, '', ' 0- 0-   0', '5-3', '31-13-1984', 'soon', '5-3-0']) expect(birthDate(bad)).toBeNull()
  })

  it('personas are in order of site, then of member number', () => {
    const list = [
      { site: 1, member: '10' },
      { site: 1, member: '9' },
      { site: 2, member: '1' },
      { site: 1, member: 'x' },
    ]
    expect([...list].sort(personaOrder).map((p) => `${p.site}:${p.member}`)).toEqual(['1:9', '1:10', '1:x', '2:1'])
    expect(inPersonaOrder(list)).toEqual([...list].sort(personaOrder))
  })

  it('the sentence names reasons for and against', () => {
    const link = {
      nameA: 'Ada',
      nameB: 'Bea',
      weight: 20.25,
      terms: [
        { weight: 22.25, detail: 'both give the e-mail address steam@rails.example, which no other account has' },
        { weight: -2, detail: 'they wrote each other 4 private messages' },
      ],
    }
    expect(whyOneSubject(2, [link], [], 18)).toBe(
      'Joined as one person from 2 accounts (threshold 18). Ada and Bea (weight 20.25): both give the e-mail address steam@rails.example, which no other account has. Against: they wrote each other 4 private messages.',
    )
    expect(whyOneSubject(1, [], [], 18)).toBe('One account; nothing found joins it to another.')
    expect(whyOneSubject(1, [link], [], 21)).toContain('Bea is possibly the same person (weight 20.25, joined from 21)')
    expect(whyOneSubject(2, [], [{ nameA: 'Ada', nameB: 'Bea', by: 'Mara Lind' }], 18)).toContain(
      'judged one person by Mara Lind',
    )
  })
})
