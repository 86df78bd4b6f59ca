import { sha256 } from '@noble/hashes/sha2.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { base58xmr, bech32, bech32m, createBase58check } from '@scure/base'
import type { ArtefactKind, Span } from '../../model/artefact.ts'
import { mark, marksOf } from '../marks.ts'

const base58check = createBase58check(sha256)
/** Version byte of a 21-byte payload to coin: each coin's chainparams. */
const versions: Readonly<Record<number, string>> = {
  0: 'btc',
  5: 'btc',
  48: 'ltc',
  50: 'ltc',
  30: 'doge',
  22: 'doge',
  76: 'dash',
  16: 'dash',
  65: 'trx',
}
const segwit: Readonly<Record<string, string>> = { bc: 'btc', ltc: 'ltc' }
const schemes: Readonly<Record<string, string>> = {
  bitcoin: 'btc',
  litecoin: 'ltc',
  dogecoin: 'doge',
  ethereum: 'eth',
  monero: 'xmr',
  tron: 'trx',
  dash: 'dash',
  zcash: 'zec',
}
const coins = new Set(['btc', 'ltc', 'doge', 'dash', 'trx', 'zec', 'eth', 'xmr'])

/** `coin:address` when the address carries a checksum that holds; a lower-case Ethereum address has none and is taken by shape. */
function identify(address: string): string | null {
  const size = address.length
  if (size === 42 && /^0x/i.test(address)) return ethereum(address)
  if (/^(?:bc|ltc)1/i.test(address)) return size <= 90 ? witness(address) : null
  if ((size === 95 || size === 106) && /^[48]/.test(address)) return monero(address)
  return size >= 26 && size <= 36 && /^[13LMD9AXT7t]/.test(address) ? classic(address) : null
}

/** Base58Check (bitcoin wiki, "Base58Check encoding"). */
function classic(address: string): string | null {
  try {
    const payload = base58check.decode(address)
    if (payload.length === 21) return versions[payload[0]!] ? `${versions[payload[0]!]}:${address}` : null
    return payload.length === 22 && payload[0] === 0x1c && (payload[1] === 0xb8 || payload[1] === 0xbd)
      ? `zec:${address}`
      : null
  } catch {
    return null
  }
}

/** Witness addresses: bech32 for version 0, bech32m from version 1 (BIP 173, BIP 350). */
function witness(address: string): string | null {
  const text = address === address.toUpperCase() ? address.toLowerCase() : address
  for (const code of [bech32, bech32m]) {
    const found = code.decodeUnsafe(text as `${string}1${string}`, 90)
    if (!found) continue
    const version = found.words[0]
    const program = code.fromWordsUnsafe(found.words.slice(1))
    if (version === undefined || version > 16 || !program || program.length < 2 || program.length > 40) return null
    if ((version === 0) !== (code === bech32) || (version === 0 && program.length !== 20 && program.length !== 32))
      return null
    return segwit[found.prefix] ? `${segwit[found.prefix]}:${text}` : null
  }
  return null
}

/** Mixed case is a checksum (EIP-55). */
function ethereum(address: string): string | null {
  const hex = address.slice(2)
  if (!/^[0-9a-f]{40}$/i.test(hex)) return null
  const lower = hex.toLowerCase()
  if (hex !== lower && hex !== hex.toUpperCase()) {
    const hash = keccak_256(new TextEncoder().encode(lower))
    for (let i = 0; i < 40; i++) {
      const nibble = (hash[i >> 1]! >> (i % 2 ? 0 : 4)) & 15
      const upper = nibble >= 8 ? lower[i]!.toUpperCase() : lower[i]!
      if (hex[i] !== upper) return null
    }
  }
  return `eth:0x${lower}`
}

/** Monero: network byte, two keys, four bytes of Keccak (Monero "cryptonote address" format). */
function monero(address: string): string | null {
  try {
    const bytes = base58xmr.decode(address)
    const network = bytes[0]
    if (network !== 18 && network !== 19 && network !== 42) return null
    const hash = keccak_256(bytes.subarray(0, -4))
    return bytes.subarray(-4).every((byte, i) => byte === hash[i]) ? `xmr:${address}` : null
  } catch {
    return null
  }
}

function normalise(raw: string): string | null {
  const parts = /^(?:([a-z]{3,8}):(?:\/\/)?)?([A-Za-z0-9]{25,110})(?:\?.*)?$/i.exec(raw.trim())
  if (parts === null) return null
  const value = identify(parts[2]!)
  if (value === null || parts[1] === undefined) return value
  const said = parts[1].toLowerCase()
  const coin = coins.has(said) ? said : schemes[said]
  return coin !== undefined && value.startsWith(`${coin}:`) ? value : null
}

function* find(text: string): Generator<Span> {
  for (const match of text.matchAll(/(?<![\p{L}\p{N}_])[A-Za-z0-9]{26,106}(?![\p{L}\p{N}_])/gu)) {
    const value = identify(match[0])
    if (value !== null) yield { start: match.index, end: match.index + match[0].length, raw: match[0], value }
  }
}

/** An address of a cryptocurrency. */
export const wallet: ArtefactKind = {
  name: 'wallet',
  about:
    'Cryptocurrency addresses (Bitcoin, Litecoin, Dogecoin, Dash, Zcash, Tron, Ethereum, Monero) whose checksum holds, as coin:address.',
  pivot: true,
  examples: {
    yes: [
      ['1M8rFujyZFpzp5Z2H8R5UzzhDxMX3Jotdb', 'btc:1M8rFujyZFpzp5Z2H8R5UzzhDxMX3Jotdb'],
      ['bitcoin:3QXZbjLgWrHyELoGa2GmYcfoEdbnPC3AZ8', 'btc:3QXZbjLgWrHyELoGa2GmYcfoEdbnPC3AZ8'],
      ['BC1QDF45V5S7QQXPPPXU37WP7V58D2T9XQHAE3T7PW', 'btc:bc1qdf45v5s7qqxpppxu37wp7v58d2t9xqhae3t7pw'],
      [
        'bc1pdf45v5s7qqxpppxu37wp7v58d2t9xqhaqqy2rn65e467c9dhewfs9p482m',
        'btc:bc1pdf45v5s7qqxpppxu37wp7v58d2t9xqhaqqy2rn65e467c9dhewfs9p482m',
      ],
      ['LQVX7b92cqxLUsF9d9EnyD25zSUXVTzE94', 'ltc:LQVX7b92cqxLUsF9d9EnyD25zSUXVTzE94'],
      ['DANtybyp5CKxB5vc7YctZhumLnRrr3R42t', 'doge:DANtybyp5CKxB5vc7YctZhumLnRrr3R42t'],
      ['TCvD2dvLJPA9usSP94CccUL285MJqMp64R', 'trx:TCvD2dvLJPA9usSP94CccUL285MJqMp64R'],
      ['0x03C5551E707417B7fB625F1E99629Cc0D7C74678', 'eth:0x03c5551e707417b7fb625f1e99629cc0d7c74678'],
      [
        '4AxSQnsnu8L3vR9P9DkWV5iT1CVYRZYFdYLEHCbT69cJ4snjCkNKqn6h3UPn6DBQQajGoJSRT9R8Kj54hyGzfGF47omudvt',
        'xmr:4AxSQnsnu8L3vR9P9DkWV5iT1CVYRZYFdYLEHCbT69cJ4snjCkNKqn6h3UPn6DBQQajGoJSRT9R8Kj54hyGzfGF47omudvt',
      ],
    ],
    no: [
      '1M8rFujyZFpzp5Z2H8R5UzzhDxMX3Jotdc',
      'bc1qdf45v5s7qqxpppxu37wp7v58d2t9xqhae3t7pq',
      '0x03c5551E707417B7fB625F1E99629Cc0D7C74678',
      '0x03C5551E707417B7',
      '4AxSQnsnu8L3vR9P9DkWV5iT1CVYRZYFdYLEHCbT69cJ4snjCkNKqn6h3UPn6DBQQajGoJSRT9R8Kj54hyGzfGF47omudvu',
      'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    ],
  },
  hint: (text) => (marksOf(text) & mark.run) !== 0,
  find,
  normalise,
  specificity: (value) => {
    if (/^eth:0x0{30}|^eth:0xf{40}|^eth:0x0*dead$/.test(value)) return 0
    return value.startsWith('eth:') ? 0.85 : 0.95
  },
}
