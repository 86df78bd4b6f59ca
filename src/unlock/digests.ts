import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { bcrypt } from 'hash-wasm'

/** Digests as forum software chains them: over bytes, told in lower-case hexadecimal. */

type Part = string | Uint8Array

function hex(algorithm: string): (...parts: readonly Part[]) => string {
  return (...parts) => {
    const hash = createHash(algorithm)
    for (const part of parts) hash.update(part)
    return hash.digest('hex')
  }
}

export const md5 = hex('md5')
export const sha1 = hex('sha1')
export const sha256 = hex('sha256')
export const sha512 = hex('sha512')

/** HMAC with SHA-384, base64. */
export function hmacSha384(key: string, data: Uint8Array): string {
  return createHmac('sha384', key).update(data).digest('base64')
}

/** Whether two hashes are the same text, whatever the case of their hexadecimal digits. */
export function sameHex(made: string, stored: string): boolean {
  return same(made.toLowerCase(), stored.toLowerCase())
}

/** Whether two texts are the same. */
export function same(made: string, stored: string): boolean {
  const [a, b] = [Buffer.from(made), Buffer.from(stored)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** bcrypt's own base64: the alphabet of crypt(3) in another order, bits from the top. */
const alphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

function saltBytes(text: string): Uint8Array {
  const bits = [...text].map((c) => alphabet.indexOf(c).toString(2).padStart(6, '0')).join('')
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8), 2))
}

/** Above this a single check would take minutes: 2^18 rounds. */
const dearest = 18

/** A bcrypt hash taken apart, as crypt(3) writes it; null where it is none or too dear to be checked. */
export function parseBcrypt(hash: string): { readonly setting: string; readonly digest: string } | null {
  const found = /^(\$2[abxy]\$(\d\d)\$[./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/.exec(hash)
  const cost = Number(found?.[2] ?? 0)
  return found && cost >= 4 && cost <= dearest ? { setting: found[1]!, digest: found[3]! } : null
}

/** The 31 characters that bcrypt makes of a password: up to its first zero byte, and 72 bytes of it. */
export async function bcryptDigest(password: Part, setting: string): Promise<string> {
  const all = Buffer.from(password)
  const end = all.indexOf(0)
  const bytes = all.subarray(0, Math.min(72, end < 0 ? all.length : end))
  const made = await bcrypt({
    // An empty password is one zero byte to bcrypt, which the library does not take for itself.
    password: bytes.length === 0 ? Uint8Array.of(0) : bytes,
    salt: saltBytes(setting.slice(7, 29)),
    costFactor: Number(setting.slice(4, 6)),
    outputType: 'encoded',
  })
  return made.slice(29)
}

/** Whether bcrypt makes this hash of the password. */
export async function bcryptHolds(password: Part, hash: string): Promise<boolean> {
  const parsed = parseBcrypt(hash)
  if (!parsed) return false
  // The flawed 2x differs from the others in bytes above 127 only; such a password is not claimed to fit.
  if (hash.startsWith('$2x$') && Buffer.from(password).some((byte) => byte > 127)) return false
  return same(await bcryptDigest(password, parsed.setting), parsed.digest)
}
