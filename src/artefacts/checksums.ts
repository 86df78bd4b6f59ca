import { sha3_256 } from '@noble/hashes/sha3.js'

/** Tox: the last two bytes are the XOR of all pairs of bytes before them (Tox protocol specification, "Tox ID"). */
export function toxChecksumHolds(id: string): boolean {
  if (!/^[0-9a-f]{76}$/i.test(id)) return false
  let sum = 0
  for (let i = 0; i < 76; i += 4) sum ^= Number.parseInt(id.slice(i, i + 4), 16)
  return sum === 0
}

const base32 = 'abcdefghijklmnopqrstuvwxyz234567'
const prefix = new TextEncoder().encode('.onion checksum')

/** Onion version 3: key, two bytes of SHA3-256 over it, and the version byte (rend-spec-v3, "Encoding onion addresses"). */
export function onionChecksumHolds(label: string): boolean {
  const bytes = decodeBase32(label)
  if (bytes === null || bytes.length !== 35 || bytes[34] !== 3) return false
  const hash = sha3_256(new Uint8Array([...prefix, ...bytes.subarray(0, 32), 3]))
  return hash[0] === bytes[32] && hash[1] === bytes[33]
}

function decodeBase32(text: string): Uint8Array | null {
  const out = new Uint8Array(Math.floor((text.length * 5) / 8))
  let bits = 0
  let held = 0
  let n = 0
  for (const char of text) {
    const value = base32.indexOf(char)
    if (value < 0) return null
    held = (held << 5) | value
    bits += 5
    if (bits >= 8) {
      bits -= 8
      out[n++] = (held >> bits) & 255
      held &= (1 << bits) - 1
    }
  }
  return out
}
