import { describe, expect, test } from 'vitest'
import { type Stored, storedOf } from '../../src/unlock/hashes.ts'
import { hashSchemes, schemeOf } from '../../src/unlock/schemes/index.ts'
import { hashCases as cases, passphrase } from './hash-cases.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)

describe('what PHP makes', () => {
  test.each(cases)('$scheme: $hash', async ({ scheme, passphrase: own = passphrase, ...from }) => {
    const stored = storedOf(from)
    const found = schemeOf(stored)
    expect(found?.name).toBe(scheme)
    expect(await found?.check(bytes(own), stored)).toBe(true)
    expect(await found?.check(bytes(`${own.slice(1)}.`), stored)).toBe(false)
    expect(await found?.check(bytes(''), stored)).toBe(false)
  })
})

describe('every scheme', () => {
  const completed = (stored: Partial<Stored>): Stored =>
    storedOf({ ...stored, hash: stored.hash ?? '', engine: stored.dialect ?? '' })

  test.each(hashSchemes)('$name tells what it is and holds for its own examples', async (scheme) => {
    expect(scheme.about).toMatch(/\.$/)
    for (const { stored, passphrase: own } of scheme.examples) {
      const whole = completed(stored)
      expect(schemeOf(whole)?.name).toBe(scheme.name)
      expect(await scheme.check(bytes(own), whole)).toBe(true)
      expect(await scheme.check(bytes(`not ${own}`), whole)).toBe(false)
    }
  })

  test('is met by a case made by PHP, and known by one name', () => {
    const met = new Set([...cases.map((c) => c.scheme), ...hashSchemes.filter((s) => s.examples[0]).map((s) => s.name)])
    expect(hashSchemes.map((s) => s.name).filter((name) => !met.has(name))).toEqual([])
    expect(new Set(hashSchemes.map((s) => s.name)).size).toBe(hashSchemes.length)
  })

  test.each([
    '',
    'tomato',
    '$H$9short',
    '$H$zgardenAB6mtPw/4l61C/j5XFhYhmq1',
    `$S$${'z'.repeat(52)}`,
    '$2y$31$abcdefghijklmnopqrstuuCDKxUZgqH//ZVfCanWJjYEdxWW5Z0my',
    '$6$rounds=999999999$gardens$6K22hwlmI0GiYzbC9MQ496.w1pmeMMjkL/F53yv4IGBSzjS3uztkuQ6a.emwo89odVkADrlYg3hWsTFFfNSXK.',
    '$argon2id$v=19$m=9999999,t=9,p=1$c2RuSThCa3BQeUdscFJGOA$QdF/S95fj7lPRP0syGM5S1AEVHgxXllVuGEtJTmppH4',
  ])('is not fooled, and not kept busy, by %s', async (hash) => {
    for (const engine of ['phpbb', 'vbulletin', 'discourse', 'smf', 'woltlab', 'nodebb']) {
      const stored = storedOf({ hash, engine, salt: 'x', user: 'Ann', method: '$pbkdf2-sha256$i=999999999,l=32$' })
      for (const scheme of hashSchemes.filter((s) => s.recognise(stored)))
        expect(await scheme.check(bytes('tomato'), stored)).toBe(false)
    }
  })
})
