import { sha256 } from '@noble/hashes/sha2.js'
import { keccak_256, sha3_256 } from '@noble/hashes/sha3.js'
import { base32, base58xmr, bech32, bech32m, createBase58check } from '@scure/base'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toxChecksumHolds } from '../../src/artefacts/checksums.ts'
import { onion } from '../../src/artefacts/kinds/onion.ts'
import { wallet } from '../../src/artefacts/kinds/wallet.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const base58check = createBase58check(sha256)
const options = { numRuns: 60, seed: 3 }

/** Addresses made the way each coin's wallets make them, with the value expected of each. */
const made: Readonly<Record<string, fc.Arbitrary<readonly [address: string, value: string]>>> = {
  ...Object.fromEntries(
    (
      [
        ['btc', [0]],
        ['btc', [5]],
        ['ltc', [48]],
        ['ltc', [50]],
        ['doge', [30]],
        ['doge', [22]],
        ['dash', [76]],
        ['trx', [65]],
        ['zec', [0x1c, 0xb8]],
      ] as const
    ).map(([coin, version]) => [
      `${coin} with version ${version.join(' ')}`,
      bytes(20).map((hash) => {
        const address = base58check.encode(Uint8Array.from([...version, ...hash]))
        return [address, `${coin}:${address}`] as const
      }),
    ]),
  ),
  'a witness of version 0': bytes(20).map((hash) => {
    const address = bech32.encode('bc', [0, ...bech32.toWords(hash)])
    return [address, `btc:${address}`]
  }),
  'a long witness of version 0': bytes(32).map((hash) => {
    const address = bech32.encode('ltc', [0, ...bech32.toWords(hash)])
    return [address, `ltc:${address}`]
  }),
  'a witness of version 1, in capitals': bytes(32).map((hash) => {
    const address = bech32m.encode('bc', [1, ...bech32m.toWords(hash)])
    return [address.toUpperCase(), `btc:${address}`]
  }),
  ethereum: bytes(20).map((hash) => {
    const hex = Buffer.from(hash).toString('hex')
    const digest = Buffer.from(keccak_256(new TextEncoder().encode(hex))).toString('hex')
    const mixed = [...hex].map((c, i) => (Number.parseInt(digest[i]!, 16) > 7 ? c.toUpperCase() : c)).join('')
    return [`0x${mixed}`, `eth:0x${hex}`]
  }),
  monero: fc.tuple(fc.constantFrom(18, 42), bytes(64)).map(([network, keys]) => {
    const body = Uint8Array.from([network, ...keys])
    const address = base58xmr.encode(Uint8Array.from([...body, ...keccak_256(body).subarray(0, 4)]))
    return [address, `xmr:${address}`]
  }),
}

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** The address with one character changed to another of its own alphabet. */
function altered(address: string, at: number): string {
  const hexadecimal = address.startsWith('0x')
  const witness = /^(?:bc|ltc)1/i.test(address)
  const i = hexadecimal || witness ? 4 + (at % (address.length - 4)) : 1 + (at % (address.length - 1))
  const old = address[i]!
  const signs = hexadecimal ? '0123456789' : witness ? 'qpzry9x8gf2tvdw0s3jn54khce6mua7l' : alphabet
  const next = signs[(signs.indexOf(old.toLowerCase()) + 1 + signs.length) % signs.length]!
  return address.slice(0, i) + (old === old.toUpperCase() && witness ? next.toUpperCase() : next) + address.slice(i + 1)
}

describe.each(Object.entries(made))('addresses of %s', (_name, arbitrary) => {
  it('are found and known', () => {
    fc.assert(
      fc.property(arbitrary, ([address, value]) => {
        expect(wallet.normalise(address)).toBe(value)
        expect([...wallet.find(`pay ${address}, please`)].map((span) => span.value)).toEqual([value])
      }),
      options,
    )
  })

  it('are refused with one character changed', () => {
    fc.assert(
      fc.property(arbitrary, fc.nat(200), ([address], at) => {
        const wrong = altered(address, at)
        fc.pre(wrong !== address)
        // All-lower-case Ethereum addresses have no checksum to break.
        fc.pre(!(wrong.startsWith('0x') && wrong.slice(2) === wrong.slice(2).toLowerCase()))
        expect(wallet.normalise(wrong)).toBeNull()
      }),
      options,
    )
  })
})

describe('onion services', () => {
  const service = bytes(32).map((key) => {
    const sum = sha3_256(Uint8Array.from([...new TextEncoder().encode('.onion checksum'), ...key, 3]))
    return base32.encode(Uint8Array.from([...key, sum[0]!, sum[1]!, 3])).toLowerCase()
  })

  it('are known by their checksum, and not with one letter changed', () => {
    fc.assert(
      fc.property(service, fc.nat(54), (label, at) => {
        expect(onion.normalise(`${label}.onion`)).toBe(`${label}.onion`)
        const letter = label[at] === 'a' ? 'b' : 'a'
        expect(onion.normalise(`${label.slice(0, at)}${letter}${label.slice(at + 1)}.onion`)).toBeNull()
      }),
      options,
    )
  })
})

describe('Tox ids', () => {
  it('hold their checksum, and not with one digit changed', () => {
    fc.assert(
      fc.property(bytes(36), fc.nat(75), (body, at) => {
        const sum = [0, 1].map((half) => body.reduce((x, byte, i) => (i % 2 === half ? x ^ byte : x), 0))
        const id = Buffer.from([...body, ...sum]).toString('hex')
        expect(toxChecksumHolds(id)).toBe(true)
        expect(toxChecksumHolds(id.slice(0, at) + (id[at] === '0' ? '1' : '0') + id.slice(at + 1))).toBe(false)
      }),
      options,
    )
  })
})
