import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalIp, specialPurpose } from '../../src/artefacts/addresses.ts'
import { withDatabase } from '../support/database.ts'

describe('canonicalIp', () => {
  const database = withDatabase()

  it('writes every address as PostgreSQL does, mapped ones as IPv4', async () => {
    const word = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }))
    const spelt = fc
      .tuple(fc.array(word, { minLength: 8, maxLength: 8 }), fc.boolean(), fc.boolean())
      .map(([words, upper, padded]) => {
        const text = words.map((w) => w.toString(16).padStart(padded ? 4 : 1, '0')).join(':')
        return upper ? text.toUpperCase() : text
      })
    const v4 = fc.ipV4()
    const texts = fc.sample(
      fc.oneof(
        spelt,
        fc.ipV6(),
        v4,
        v4.map((ip) => `::ffff:${ip}`),
        v4.map((ip) => `::${ip}`),
      ),
      {
        numRuns: 1500,
        seed: 11,
      },
    )
    const { rows } = await database.client.query<{ raw: string; host: string }>(
      `SELECT raw, host(raw::inet) AS host FROM unnest($1::text[]) AS raw`,
      [texts],
    )
    expect(rows.length).toBe(texts.length)
    for (const { raw, host } of rows)
      expect([raw, canonicalIp(raw)]).toEqual([raw, host.replace(/^::ffff:(?=\d+\.)/, '')])
  })

  it.each([
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1..3.4',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    'g::1',
    '::1.2.3',
    '1.2.3.4::',
    'unknown',
  ])('refuses %s', (text) => {
    expect(canonicalIp(text)).toBeNull()
  })

  it('never throws and is its own normal form', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789abcdefF:.[]%'), maxLength: 45 }), (text) => {
        const value = canonicalIp(text)
        if (value !== null) expect(canonicalIp(value)).toBe(value)
      }),
      { numRuns: 3000, seed: 5 },
    )
  })
})

describe('specialPurpose', () => {
  it.each([
    ['10.1.2.3', 'private'],
    ['172.31.0.1', 'private'],
    ['172.32.0.1', null],
    ['192.168.0.1', 'private'],
    ['127.0.1.20', 'loopback'],
    ['169.254.0.1', 'link-local'],
    ['100.64.0.1', 'carrier-grade'],
    ['100.128.0.1', null],
    ['0.0.0.0', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['203.0.113.7', null],
    ['::', 'reserved'],
    ['::1', 'loopback'],
    ['fd00::1', 'private'],
    ['fe80::1', 'link-local'],
    ['ff02::1', 'reserved'],
    ['2001:db8::1', null],
  ])('%s is %s', (ip, kind) => {
    expect(specialPurpose(ip)).toBe(kind)
  })
})
