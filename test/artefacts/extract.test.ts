import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extract } from '../../src/artefacts/extract.ts'
import { kinds, yieldsTo } from '../../src/artefacts/kinds/index.ts'
import { pathological } from '../conformance/kind.ts'
import { expectLinear } from '../support/linear.ts'

const found = (text: string) => extract(text).map(({ kind, span }) => `${kind} ${span.value}`)

const fingerprint = 'A1B2 C3D4 E5F6 A7B8 C9D0  E1F2 A3B4 C5D6 E7F8 A9B0'
const xmr = '4AxSQnsnu8L3vR9P9DkWV5iT1CVYRZYFdYLEHCbT69cJ4snjCkNKqn6h3UPn6DBQQajGoJSRT9R8Kj54hyGzfGF47omudvt'

/** Sentences as people write them, and all that is in them. */
const cases: readonly (readonly [text: string, found: readonly string[]])[] = [
  ['The tulips stand well this year, at 3.50 each (see lot 12).', []],
  ['Write to anna@rails.example.', ['email anna@rails.example', 'domain rails.example']],
  [
    'Write to <anna@rails.example>, or bram@beds.example!',
    ['email anna@rails.example', 'domain rails.example', 'email bram@beds.example', 'domain beds.example'],
  ],
  ['mail anna@rails.example.Then wait', ['email anna@rails.example', 'domain rails.example']],
  ['mailto:anna@rails.example?subject=bulbs', ['email anna@rails.example', 'domain rails.example']],
  ['anna (@) rails (.) example', ['email anna@rails.example', 'domain rails.example']],
  ['anna {at} rails [punkt] example', ['email anna@rails.example', 'domain rails.example']],
  ['see https://user:secret@rails.example/a', ['url https://user:secret@rails.example/a', 'domain rails.example']],
  [
    'http://rails.example/?to=anna@beds.example',
    [
      'url http://rails.example/?to=anna@beds.example',
      'domain rails.example',
      'email anna@beds.example',
      'domain beds.example',
    ],
  ],
  ['(http://rails.example/a_(b)), then', ['url http://rails.example/a_(b)', 'domain rails.example']],
  ['[url=http://rails.example/a]here[/url]', ['url http://rails.example/a', 'domain rails.example']],
  ['“http://rails.example/a”…', ['url http://rails.example/a', 'domain rails.example']],
  ['http://203.0.113.7:8080/x', ['url http://203.0.113.7:8080/x', 'ip 203.0.113.7']],
  ['hxxp://203[.]0[.]113[.]7/x', ['url http://203.0.113.7/x', 'ip 203.0.113.7']],
  [
    'rails.example/album and www.beds.example',
    ['domain rails.example', 'url http://www.beds.example/', 'domain beds.example'],
  ],
  ['open album.zip, read notes.md, e.g. at 11.30.And then go.To bed', []],
  ['firmware 1.2.3.4 is on 203.0.113.7:22', ['ip 203.0.113.7']],
  ['at 12:30:45 from 2001:db8::7.', ['ip 2001:db8::7']],
  ['call +44 20 7946 0018, or +1 202-555-0143 2 times', ['phone +442079460018', 'phone +12025550143']],
  ['phone 0044 20 7946 0018', ['phone +442079460018']],
  ['lot 0044 20 7946 0018', []],
  ['tel 0900-5552779', []],
  [
    'https://t.me/anna_rails or t.me/s/bulb_news',
    [
      'url https://t.me/anna_rails',
      'domain t.me',
      'handle telegram:anna_rails',
      'domain t.me',
      'handle telegram:bulb_news',
    ],
  ],
  ['Skype: live.vignet / tel 0900-5552779', ['handle skype:live.vignet']],
  ['skype:anna.rails?chat', ['handle skype:anna.rails']],
  ['anna_rails7 on telegram; bram.beds auf Skype', ['handle telegram:anna_rails7', 'handle skype:bram.beds']],
  ['anna99@jabber.example (Jabber)', ['handle jabber:anna99@jabber.example', 'domain jabber.example']],
  ['Мой телеграм: @anna_rails, аська 100-007-919', ['handle telegram:anna_rails', 'handle icq:100007919']],
  ['mijn icq nummer is 100007919', ['handle icq:100007919']],
  ['I like the signal box, a steam engine and this session: great', []],
  ['telegram me if the kik drum is on facebook, please', []],
  ['ςκαιπ: anna.rails', []],
  ['@tulip_anna on instagram', ['handle instagram:tulip_anna']],
  [
    'https://www.facebook.com/anna.rails.7?ref=x',
    ['url https://www.facebook.com/anna.rails.7?ref=x', 'domain facebook.com', 'handle facebook:anna.rails.7'],
  ],
  [`My key fingerprint is ${fingerprint}`, ['pgp-key A1B2C3D4E5F6A7B8C9D0E1F2A3B4C5D6E7F8A9B0']],
  ['Encrypt to A1B2C3D4E5F6A7B8C9D0E1F2A3B4C5D6E7F8A9B0', ['pgp-key A1B2C3D4E5F6A7B8C9D0E1F2A3B4C5D6E7F8A9B0']],
  ['PGP key id 9A8B7C6D', ['pgp-key 9A8B7C6D']],
  ['it stops with error 0x80070005 at 0xC0000005', []],
  ['plan: 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8', ['file-hash sha1:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8']],
  ['[b:2jk3l9ab]bold[/b:2jk3l9ab]', []],
  [
    'magnet:?xt=urn:btih:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8&dn=a',
    ['file-hash btih:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
  ],
  [
    'ed2k://|file|bulbs.avi|1234|0cc175b9c0f1b6a831c399e269772661|/',
    ['file-hash ed2k:0cc175b9c0f1b6a831c399e269772661'],
  ],
  ['send it to 1M8rFujyZFpzp5Z2H8R5UzzhDxMX3Jotdb.', ['wallet btc:1M8rFujyZFpzp5Z2H8R5UzzhDxMX3Jotdb']],
  [`xmr ${xmr}`, [`wallet xmr:${xmr}`]],
  ['0x03C5551E707417B7fB625F1E99629Cc0D7C74678', ['wallet eth:0x03c5551e707417b7fb625f1e99629cc0d7c74678']],
  [
    'http://epxlnhdidx63r2wmptu6kxvaa7kbylove44errmx6gz6jhn5q3qqu2ad.onion/b',
    [
      'url http://epxlnhdidx63r2wmptu6kxvaa7kbylove44errmx6gz6jhn5q3qqu2ad.onion/b',
      'onion epxlnhdidx63r2wmptu6kxvaa7kbylove44errmx6gz6jhn5q3qqu2ad.onion',
    ],
  ],
  ['\u{1F4F1}telegram: @anna_rails\u{1F337}', ['handle telegram:anna_rails']],
]

describe('extract', () => {
  it.each(cases)('%s', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  it('finds the same in a sentence and in the same sentence within a long text', () => {
    const filler = 'The tulips stand well this year. '.repeat(40)
    for (const [text, expected] of cases) expect(found(`${filler}\n${text}\n${filler}`)).toEqual(expected)
  })

  it('gives spans in order that slice back to the raw, whatever it is given', () => {
    const pieces = cases.map(([text]) => text)
    const soup = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 12 })), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(soup, (parts) => {
        const text = parts.join(' ')
        let last = 0
        for (const { span } of extract(text)) {
          expect(text.slice(span.start, span.end)).toBe(span.raw)
          expect(span.start).toBeGreaterThanOrEqual(last)
          last = span.start
        }
      }),
      { numRuns: 300, seed: 42 },
    )
  })

  it.each(Object.entries(pathological))('takes linear time over %s', (_name, build) => {
    expectLinear(1 << 19, (length) => void extract(build(length)))
  })

  it('knows every kind that gives way', () => {
    const names = new Set(kinds.map((kind) => kind.name))
    for (const [kind, others] of Object.entries(yieldsTo))
      for (const name of [kind, ...others]) expect(names).toContain(name)
    expect(names.size).toBe(kinds.length)
  })
})
