import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { combine } from '../../src/jurisdiction/combine.ts'
import type { Facts } from '../../src/jurisdiction/jurisdiction.ts'
import { signalKinds } from '../../src/jurisdiction/signals/index.ts'
import { signalsOf } from '../../src/jurisdiction/stage.ts'
import { whyThere } from '../../src/jurisdiction/why.ts'
import { addresses, facts, own, stated, writes, written } from './support.ts'

const cases: readonly Facts[] = [
  facts(),
  facts({ addresses: [addresses('PL', { registered: true }), addresses('DE', { shared: 'hosting' })] }),
  facts({ addresses: [addresses('NL', { first: null, last: null, addresses: 1 })] }),
  facts({ phones: [own('+4930231250'), written('+48221234567'), own('+80012345678')] }),
  facts({
    emails: [own('ada@poczta.example.pl'), own('ada@post.example')],
    websites: [own('http://www.garden.co.uk/wren')],
  }),
  facts({ websites: [own('http://tram.tv/'), own('http://10.0.0.1/')] }),
  facts({ zones: [stated('Europe/Warsaw'), stated('2'), stated('Mars/Base')] }),
  facts({ locations: [stated('near Poznań'), stated('the far side of the moon')] }),
  facts({ languages: [writes('pl'), writes('en'), writes('xx')] }),
]
const first = (f: Facts) => combine(signalsOf(f)).places[0]
const probability = (f: Facts, country: string) =>
  combine(signalsOf(f)).places.find((p) => p.country === country)?.probability ?? 0

describe.each(signalKinds.map((kind) => [kind.name, kind] as const))('signal %s', (name, kind) => {
  it('has a name, says what it is worth, and speaks in one of the cases', () => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(kind.about).toMatch(/^[A-Z].{40,}[.]$/s)
    expect(cases.some((c) => kind.read(c).length > 0)).toBe(true)
  })

  it('names a country, a positive weight, words, a date and evidence each time', () => {
    for (const signal of cases.flatMap((c) => kind.read(c))) {
      expect(signal.country).toMatch(/^[A-Z]{2}$/)
      expect(signal.weight).toBeGreaterThan(0)
      expect(signal.detail).toMatch(/\S/)
      expect(signal.asOf).toMatch(/^\d{4}-\d\d-\d\d$/)
      expect(signal.because.length).toBeGreaterThan(0)
    }
  })
})

describe('all signals together', () => {
  it('give probabilities that leave room for elsewhere, best first', () => {
    fc.assert(
      fc.property(fc.subarray([...cases]), (some) => {
        const all = together(some)
        const { places } = combine(signalsOf(all))
        expect(places.reduce((sum, p) => sum + p.probability, 0)).toBeLessThan(1.0005)
        expect(places.map((p) => p.probability)).toEqual(places.map((p) => p.probability).sort((x, y) => y - x))
        expect(new Set(places.map((p) => p.country)).size).toBe(places.length)
      }),
    )
  })

  it.each<readonly [string, Facts, Facts]>([
    [
      'many days before few',
      facts({ addresses: [addresses('PL', { recentDays: 90 })] }),
      facts({ addresses: [addresses('PL', { recentDays: 1 })] }),
    ],
    [
      'the registration before a visit',
      facts({ addresses: [addresses('PL', { registered: true })] }),
      facts({ addresses: [addresses('PL')] }),
    ],
    [
      'a home line before a hosting address',
      facts({ addresses: [addresses('PL')] }),
      facts({ addresses: [addresses('PL', { shared: 'hosting' })] }),
    ],
    [
      'a number of one’s own before one written',
      facts({ phones: [own('+48221234567')] }),
      facts({ phones: [written('+48221234567')] }),
    ],
    [
      'a chosen time zone before the default',
      facts({ zones: [stated('Europe/Warsaw', 0.05)] }),
      facts({ zones: [stated('Europe/Warsaw', 0.8)] }),
    ],
    [
      'a language of one country before one of the board',
      facts({ languages: [writes('pl')] }),
      facts({ languages: [writes('pl', 0.9)] }),
    ],
    ['a country before a city', facts({ locations: [stated('Poland')] }), facts({ locations: [stated('Poznań')] })],
    [
      'two signals before one',
      facts({ languages: [writes('pl')], zones: [stated('Europe/Warsaw')] }),
      facts({ languages: [writes('pl')] }),
    ],
  ])('weigh %s', (_, better, worse) => {
    expect(probability(better, 'PL')).toBeGreaterThan(probability(worse, 'PL'))
    expect(first(better)?.country).toBe('PL')
  })

  it('do not let a crowd of addresses drown all else', () => {
    const home = addresses('PL', { recentDays: 100_000, registered: true })
    const elsewhere = facts({
      addresses: [home],
      phones: [own('+31201234567')],
      languages: [writes('nl')],
      zones: [stated('Europe/Amsterdam')],
    })
    expect(combine(signalsOf(elsewhere)).conflict).toBe(true)
    expect(probability(elsewhere, 'NL')).toBeGreaterThan(0.5)
  })

  it('say when strong signals disagree, and not for an exit or for English', () => {
    const home = addresses('PL', { registered: true })
    const conflict = (f: Facts) => combine(signalsOf(f)).conflict
    expect(conflict(facts({ addresses: [home], languages: [writes('nl')] }))).toBe(true)
    expect(conflict(facts({ addresses: [home], phones: [own('+4930231250')] }))).toBe(true)
    expect(conflict(facts({ addresses: [home, addresses('SE', { shared: 'anonymiser' })] }))).toBe(false)
    expect(conflict(facts({ addresses: [home], languages: [writes('en')] }))).toBe(false)
    expect(conflict(facts({ addresses: [addresses('AT', { registered: true })], languages: [writes('de')] }))).toBe(
      false,
    )
    expect(conflict(facts())).toBe(false)
  })

  it('say why in plain words, with what speaks against', () => {
    const all = facts({ addresses: [addresses('PL', { registered: true })], phones: [own('+4930231250')] })
    const signals = signalsOf(all)
    const { places } = combine(signals)
    expect(whyThere(places[0]!, signals, places)).toBe(
      'Poland (PL), 87 %: 3 addresses from 2024-03-02 to 2024-04-01, registration among them (address database of 2026-06-17). Against: gives the number +4930231250 (Germany). Else: Germany 12 %.',
    )
  })
})

/** The facts of several subjects as if they were one. */
function together(some: readonly Facts[]): Facts {
  return facts({
    addresses: some.flatMap((f) => f.addresses),
    phones: some.flatMap((f) => f.phones),
    emails: some.flatMap((f) => f.emails),
    websites: some.flatMap((f) => f.websites),
    zones: some.flatMap((f) => f.zones),
    locations: some.flatMap((f) => f.locations),
    languages: some.flatMap((f) => f.languages),
  })
}
