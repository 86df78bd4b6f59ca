/** What members pass on to leave the board: every value follows from a contact key, so one key writes one value. */
import * as checksums from './checksums.ts'
import { countries } from './countries.ts'
import { properCount, properName } from './prose.ts'
import { hex, letters, pick, purpose, type Rng, stream } from './random.ts'
import { handleLast, mailHosts, webHosts } from './words/names.ts'

/** Sorts of value, and the sentence each is passed on with. */
export const contactKinds = {
  email: 'contact',
  telegram: 'contact',
  jabber: 'contact',
  wickr: 'contact',
  session: 'contact',
  discord: 'contact',
  phone: 'phone',
  bitcoin: 'wallet',
  ethereum: 'wallet',
  monero: 'wallet',
  litecoin: 'wallet',
  pgp: 'key',
  onion: 'site',
  url: 'site',
  hash: 'file',
} as const

export type ContactKind = keyof typeof contactKinds

/** A value as it stands in the text; `service` names the messenger the sentence mentions. */
export interface Contact {
  readonly kind: ContactKind
  readonly value: string
  /** What is written instead of the bare value, such as "Telegram @name". */
  readonly written: string
}

/** A handle nobody else is likely to choose. */
export function rareHandle(rng: Rng): string {
  return `${properName(rng.below(properCount))}${pick(rng, handleLast)}${10 + rng.below(89)}`.toLowerCase()
}

const phoneCountries = countries.map((c, i) => (c.phones.length > 0 ? i : -1)).filter((i) => i >= 0)
const kinds = Object.keys(contactKinds) as ContactKind[]
const chosen = purpose('contact-kinds')
const valueKey = purpose('contact-value')

/** The two or three ways a contact key prefers, the first the usual one. */
export function preferredKinds(seed: number, key: number, country: number): readonly ContactKind[] {
  const rng = stream(seed, chosen, key)
  const able = kinds.filter((k) => k !== 'phone' || phoneCountries.includes(country))
  const first = pick(rng, able)
  return [first, pick(rng, able), pick(rng, able)]
}

function phone(rng: Rng, country: number): string {
  const pattern = pick(rng, countries[country]!.phones)
  return pattern.replace(/#/g, () => String(rng.below(10)))
}

function fingerprint(rng: Rng): string {
  const digits = hex(rng, 40).toUpperCase()
  if (rng.chance(0.4)) return digits
  const groups = digits.match(/.{4}/g)!
  return `${groups.slice(0, 5).join(' ')}  ${groups.slice(5).join(' ')}`
}

/** The value of one kind for one contact key. */
export function contact(seed: number, key: number, country: number, kind: ContactKind): Contact {
  const rng = stream(seed, valueKey + kinds.indexOf(kind), key)
  const plain = (value: string) => ({ kind, value, written: value })
  const named = (service: string, value: string) => ({ kind, value, written: `${value} (${service})` })
  switch (kind) {
    case 'email':
      return plain(`${rareHandle(rng)}@${pick(rng, mailHosts)}`)
    case 'telegram': {
      const value = `@${rareHandle(rng).slice(0, 28)}`
      return { kind, value, written: `Telegram ${value}` }
    }
    case 'jabber':
      return named('Jabber', `${rareHandle(rng)}@jabber.example`)
    case 'wickr':
      return { kind, ...prefixed('Wickr', rareHandle(rng)) }
    case 'session':
      return named('Session', `05${hex(rng, 64)}`)
    case 'discord':
      return named('Discord', `${rareHandle(rng)}#${1000 + rng.below(9000)}`)
    case 'phone':
      return plain(phone(rng, country))
    case 'bitcoin':
      return plain(rng.chance(0.5) ? checksums.bitcoinLegacy(rng) : checksums.bitcoinSegwit(rng))
    case 'ethereum':
      return plain(checksums.ethereum(rng))
    case 'monero':
      return plain(checksums.monero(rng))
    case 'litecoin':
      return plain(checksums.litecoin(rng))
    case 'pgp':
      return plain(fingerprint(rng))
    case 'onion':
      return plain(`http://${checksums.onion(rng)}/${letters(rng, 6, 'abcdefghkmnpqrstuvwxyz')}`)
    case 'url':
      return plain(`https://${pick(rng, webHosts)}/${rareHandle(rng)}/${rng.below(9000)}`)
    case 'hash':
      return plain(hex(rng, pick(rng, [32, 40, 64])))
  }
}

function prefixed(service: string, value: string): { readonly value: string; readonly written: string } {
  return { value, written: `${service} ${value}` }
}
