import { randomBytes, scrypt } from 'node:crypto'
import { bech32 } from '@scure/base'
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption'
import { refusal } from './refusal.ts'

/** Somebody who will open the vault together with one other: by a passphrase, or by a key of their own (`age-keygen`). */
export type Appointed =
  | { readonly name: string; readonly passphrase: string }
  | { readonly name: string; readonly recipient: string }

/** What one custodian presents: the passphrase, or the text of their `AGE-SECRET-KEY-1…`. */
export interface Credential {
  readonly custodian: string
  readonly credential: string
}

/** A custodian as the store holds it. */
export interface Custodian {
  readonly name: string
  readonly recipient: string
  readonly salt: string | null
  readonly shares: string
}

/**
 * The identity that follows from a passphrase: scrypt (RFC 7914), its output taken as the scalar of an X25519 key in the
 * form of age (`AGE-SECRET-KEY-1…`, C2SP age specification). So that a passphrase and a key of one's own are one thing.
 */
async function identityFrom(passphrase: string, salt: string, work: number): Promise<string> {
  const scalar = await derive(passphrase.normalize('NFC'), Buffer.from(salt, 'hex'), 2 ** work)
  return bech32.encodeFromBytes('AGE-SECRET-KEY-', scalar).toUpperCase()
}

/** scrypt with r = 8 and p = 1, 32 bytes. */
export function derive(text: string, salt: Buffer, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(text, salt, 32, { N: cost, r: 8, p: 1, maxmem: 256 * 8 * cost }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}

/** The salt says how hard the passphrase is to derive: two digits, a colon, and 16 bytes. */
const saltForm = /^(\d\d):([0-9a-f]{32})$/

/** Splits the private half of the vault between every two of the custodians: neither alone learns a bit of it. */
export async function splitBetween(
  secret: string,
  appointed: readonly Appointed[],
  work: number,
): Promise<readonly Custodian[]> {
  const halves = appointed.map((): Record<string, string> => ({}))
  for (const [i, one] of appointed.entries())
    for (const [j, other] of appointed.entries()) {
      if (j <= i) continue
      const pad = randomBytes(Buffer.byteLength(secret))
      halves[i]![other.name] = pad.toString('base64')
      halves[j]![one.name] = xor(pad, Buffer.from(secret)).toString('base64')
    }
  return Promise.all(
    appointed.map(async (person, i) => {
      const salt = 'passphrase' in person ? `${String(work).padStart(2, '0')}:${randomBytes(16).toString('hex')}` : null
      const recipient =
        'passphrase' in person
          ? await identityToRecipient(await ownIdentity(person.passphrase, salt))
          : person.recipient
      return { name: person.name, recipient, salt, shares: await sealTo(recipient, JSON.stringify(halves[i])) }
    }),
  )
}

/** The private half of the vault, from what two of its custodians present. */
export async function joinBetween(
  one: readonly [Custodian, string],
  other: readonly [Custodian, string],
): Promise<string> {
  const halves = await Promise.all(
    [[one, other[0].name] as const, [other, one[0].name] as const].map(async ([[custodian, credential], with_]) => {
      const shares = await sharesOf(custodian, credential)
      return Buffer.from(shares[with_] ?? '', 'base64')
    }),
  )
  return xor(halves[0]!, halves[1]!).toString()
}

async function sharesOf(custodian: Custodian, credential: string): Promise<Readonly<Record<string, string>>> {
  try {
    return JSON.parse(await openWith(await ownIdentity(credential, custodian.salt), custodian.shares))
  } catch {
    throw refusal(
      `custodian ${custodian.name}`,
      'what was presented does not open their share of the vault',
      'Check the passphrase, or the file with the key.',
    )
  }
}

async function ownIdentity(credential: string, salt: string | null): Promise<string> {
  const key = /AGE-SECRET-KEY-1[0-9A-Z]+/.exec(credential)?.[0]
  if (salt === null) return key ?? ''
  const [, work, hex] = saltForm.exec(salt) ?? []
  return identityFrom(credential, hex ?? '', Number(work))
}

/** An age file to one recipient, in base64. */
export async function sealTo(recipient: string, text: string): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return Buffer.from(await encrypter.encrypt(text)).toString('base64')
}

/** What an age file in base64 holds. */
export async function openWith(identity: string, sealed: string): Promise<string> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return decrypter.decrypt(Buffer.from(sealed, 'base64'), 'text')
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, i) => byte ^ (b[i] ?? 0)))
}
