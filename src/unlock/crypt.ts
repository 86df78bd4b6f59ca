import { createHash } from 'node:crypto'

/** Password hashes of Unix and of phpass, over node's digests. Sources: glibc's crypt(3) with its document on SHA-crypt by U. Drepper; Openwall phpass. */

const itoa64 = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

const digest = (algorithm: string, ...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash(algorithm)
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** Bytes in the base64 of crypt(3): least significant bits first. */
function encode64(bytes: readonly number[], characters: number): string {
  let value = 0
  let bits = 0
  let text = ''
  for (const byte of bytes) {
    value |= byte << bits
    bits += 8
    for (; bits >= 6; bits -= 6) {
      text += itoa64[value & 63]
      value >>= 6
    }
  }
  if (bits > 0) text += itoa64[value & 63]
  return text.slice(0, characters)
}

/** The most rounds that are made: beyond that a check would take minutes. */
const mostRounds = 1 << 22

/** phpass: 2^n rounds of a digest over itself and the password; `$P$`, `$H$` with MD5, Drupal 7's `$S$` with SHA-512 cut to 55 characters. */
export function phpass(password: Uint8Array, stored: string): string | null {
  const found = /^\$([PHS])\$([./0-9A-Za-z])([./0-9A-Za-z]{8})/.exec(stored)
  if (!found) return null
  const rounds = 2 ** itoa64.indexOf(found[2]!)
  if (rounds > mostRounds) return null
  const algorithm = found[1] === 'S' ? 'sha512' : 'md5'
  let made = digest(algorithm, Buffer.from(found[3]!), password)
  for (let i = 0; i < rounds; i++) made = digest(algorithm, made, password)
  const text = encode64([...made], Math.ceil((made.length * 8) / 6))
  return stored.slice(0, 12) + (found[1] === 'S' ? text.slice(0, 43) : text)
}

/** `$1$`: a thousand rounds of MD5 (P.-H. Kamp). */
export function md5Crypt(password: Uint8Array, salt: string): string {
  const salted = Buffer.from(salt.slice(0, 8))
  const inner = digest('md5', password, salted, password)
  const first: Uint8Array[] = [password, Buffer.from('$1$'), salted, repeated(inner, password.length)]
  for (let n = password.length; n > 0; n >>= 1)
    first.push(n & 1 ? Uint8Array.of(0) : Buffer.from(password.subarray(0, 1)))
  let made = digest('md5', ...first)
  for (let i = 0; i < 1000; i++) {
    const parts: Uint8Array[] = [i & 1 ? password : made]
    if (i % 3 !== 0) parts.push(salted)
    if (i % 7 !== 0) parts.push(password)
    parts.push(i & 1 ? made : password)
    made = digest('md5', ...parts)
  }
  const order = [12, 6, 0, 13, 7, 1, 14, 8, 2, 15, 9, 3, 5, 10, 4]
  return triples(made, order) + encode64([made[11]!], 2)
}

/** `$5$` and `$6$`: SHA-crypt; null where it asks for more rounds than are made. */
export function shaCrypt(password: Uint8Array, stored: string): string | null {
  const found = /^(\$([56])\$(?:rounds=(\d{1,10})\$)?)([^$]{0,16})\$/.exec(stored)
  if (!found) return null
  const rounds = Math.max(1000, Number(found[3] ?? 5000))
  if (rounds > mostRounds) return null
  const [algorithm, size] = found[2] === '5' ? (['sha256', 32] as const) : (['sha512', 64] as const)
  const salt = Buffer.from(found[4]!)
  const other = digest(algorithm, password, salt, password)
  const first: Uint8Array[] = [password, salt, repeated(other, password.length)]
  for (let n = password.length; n > 0; n >>= 1) first.push(n & 1 ? other : password)
  let made = digest(algorithm, ...first)
  const p = repeated(digest(algorithm, ...Array.from({ length: password.length }, () => password)), password.length)
  const s = repeated(digest(algorithm, ...Array.from({ length: 16 + made[0]! }, () => salt)), salt.length)
  for (let i = 0; i < rounds; i++) {
    const parts: Uint8Array[] = [i & 1 ? p : made]
    if (i % 3 !== 0) parts.push(s)
    if (i % 7 !== 0) parts.push(p)
    parts.push(i & 1 ? made : p)
    made = digest(algorithm, ...parts)
  }
  return `${found[1]}${found[4]}$${size === 32 ? sha256Text(made) : sha512Text(made)}`
}

function repeated(block: Buffer, length: number): Buffer {
  return Buffer.alloc(length, block.length === 0 ? 0 : block)
}

/** Groups of three bytes, each told least significant byte first. */
function triples(bytes: Buffer, order: readonly number[]): string {
  let text = ''
  for (let i = 0; i < order.length; i += 3)
    text += encode64(
      order.slice(i, i + 3).map((n) => bytes[n]!),
      4,
    )
  return text
}

/** The order of SHA-crypt: three places a third apart that move on together. */
function turning(starts: readonly number[], step: number, modulus: number): readonly number[] {
  return Array.from({ length: modulus / 3 }, (_, i) => starts.map((start) => (start + i * step) % modulus)).flat()
}

function sha256Text(made: Buffer): string {
  return triples(made, turning([20, 10, 0], 21, 30)) + encode64([made[30]!, made[31]!], 3)
}

function sha512Text(made: Buffer): string {
  return triples(made, turning([42, 21, 0], 22, 63)) + encode64([made[63]!], 2)
}
