/** Values with a checksum in them, made from random bytes: nobody holds a key to any of these. */
import { ripemd160 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { keccak_256, sha3_256 } from '@noble/hashes/sha3.js'
import { base32, base58, base58xmr, bech32, bech32m, createBase58check } from '@scure/base'
import { bytes, type Rng } from './random.ts'

const base58check = createBase58check(sha256)

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Bitcoin pay-to-public-key-hash address (Base58Check, version 0). */
export function bitcoinLegacy(rng: Rng): string {
  return base58check.encode(concat(Uint8Array.of(0), ripemd160(bytes(rng, 32))))
}

/** Bitcoin native SegWit address: BIP-173 (version 0) or BIP-350 (version 1, taproot). */
export function bitcoinSegwit(rng: Rng): string {
  const taproot = rng.chance(0.3)
  const coder = taproot ? bech32m : bech32
  return coder.encode('bc', [taproot ? 1 : 0, ...coder.toWords(bytes(rng, taproot ? 32 : 20))])
}

/** Ethereum address with the mixed-case checksum of EIP-55. */
export function ethereum(rng: Rng): string {
  const plain = Buffer.from(bytes(rng, 20)).toString('hex')
  const check = Buffer.from(keccak_256(Buffer.from(plain, 'ascii'))).toString('hex')
  let out = '0x'
  for (let i = 0; i < 40; i++) out += Number.parseInt(check[i]!, 16) >= 8 ? plain[i]!.toUpperCase() : plain[i]
  return out
}

/** Monero standard address: network byte 18, two keys, four bytes of Keccak-256 (Monero's block-wise Base58). */
export function monero(rng: Rng): string {
  const body = concat(Uint8Array.of(18), bytes(rng, 64))
  return base58xmr.encode(concat(body, keccak_256(body).subarray(0, 4)))
}

/** Litecoin pay-to-public-key-hash address (Base58Check, version 48). */
export function litecoin(rng: Rng): string {
  return base58check.encode(concat(Uint8Array.of(48), bytes(rng, 20)))
}

/** Onion service address, version 3 (Tor rend-spec-v3, section 6: checksum over ".onion checksum"). */
export function onion(rng: Rng): string {
  const key = bytes(rng, 32)
  const version = Uint8Array.of(3)
  const check = sha3_256(concat(Buffer.from('.onion checksum', 'ascii'), key, version)).subarray(0, 2)
  return `${base32.encode(concat(key, check, version)).toLowerCase()}.onion`
}

/** Whether a wallet address or onion name carries a right checksum; written apart from the makers, for the tests. */
export function checksumHolds(value: string): boolean {
  if (value.endsWith('.onion')) {
    const raw = base32.decode(value.slice(0, -6).toUpperCase())
    const check = sha3_256(concat(Buffer.from('.onion checksum', 'ascii'), raw.subarray(0, 32), raw.subarray(34)))
    return raw.length === 35 && raw[34] === 3 && check[0] === raw[32] && check[1] === raw[33]
  }
  if (value.startsWith('0x')) {
    const check = Buffer.from(keccak_256(Buffer.from(value.slice(2).toLowerCase(), 'ascii'))).toString('hex')
    return [...value.slice(2)].every((c, i) => (c >= '0' && c <= '9' ? true : /[A-F]/.test(c) === check[i]! >= '8'))
  }
  if (value.startsWith('bc1p')) return bech32m.decode(value as `${string}1${string}`).words[0] === 1
  if (value.startsWith('bc1q')) return bech32.decode(value as `${string}1${string}`).words[0] === 0
  if (value.length === 95) {
    const raw = base58xmr.decode(value)
    return keccak_256(raw.subarray(0, 65))
      .subarray(0, 4)
      .every((b, i) => b === raw[65 + i])
  }
  const raw = base58.decode(value)
  const check = sha256(sha256(raw.subarray(0, 21)))
  return raw.length === 25 && check.subarray(0, 4).every((b, i) => b === raw[21 + i])
}
