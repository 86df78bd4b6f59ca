/** User names and mail addresses of invented people, and the ways one person varies them. */

import { properCount, properName } from './prose.ts'
import { pick, pickZipf, type Rng, zipf } from './random.ts'
import { given, handleFirst, handleLast, handleOther, mailHosts } from './words/names.ts'

/** Names taken so far, in the form phpBB compares them. */
export type Taken = Set<string>

const compared = (name: string) => name.toLowerCase()

/** Adds digits until the name is free, then takes it. */
export function claim(rng: Rng, taken: Taken, wanted: string): string {
  let name = wanted
  while (taken.has(compared(name)) || name.length < 3) name = `${wanted}${rng.below(taken.size * 4 + 90) + 10}`
  taken.add(compared(name))
  return name
}

/** A new user name in one of the usual fashions. */
export function username(rng: Rng, taken: Taken, first: string): string {
  const style = rng.unit()
  const pair = () => [pick(rng, handleFirst), pick(rng, handleLast)] as const
  if (style < 0.02) return claim(rng, taken, pick(rng, handleOther))
  if (style < 0.4) return claim(rng, taken, pair().join(''))
  if (style < 0.55) return claim(rng, taken, pair().join('_').toLowerCase())
  if (style < 0.65) return claim(rng, taken, pair().join(' '))
  if (style < 0.8) return claim(rng, taken, `${first}${1940 + rng.below(65)}`)
  return claim(rng, taken, `${properName(zipf(rng, properCount))}${rng.chance(0.4) ? rng.below(100) : ''}`)
}

const leet: { readonly [c: string]: string } = { a: '4', e: '3', i: '1', o: '0', s: '5' }

/** The same name, changed the way people do when theirs is taken or they are banned; null when nothing changes. */
export function variant(rng: Rng, name: string): string | null {
  const ways = [
    () => name.replace(/[\d_ ]+$/, '') + String(10 + rng.below(89)),
    () => name.replace(/[\d_ ]+$/, '') + String(1940 + rng.below(65)),
    () => name.replace(/[aeios]/g, (c) => leet[c]!),
    () => name.replace(/([a-zà-ž])([A-ZÀ-Ž])/g, '$1_$2').replace(/ /g, '_'),
    () => name.replace(/[_ ]/g, ''),
    () => `the_${name.replace(/ /g, '_')}`,
    () => `${name}${name.at(-1)}`,
  ]
  const out = pick(rng, ways)()
  return compared(out) === compared(name) || out.length < 4 ? null : out
}

/** A mail address nobody else has: by name, by handle or by number. */
export function mailAddress(rng: Rng, taken: Taken, first: string, last: string, handle: string): string {
  const ascii = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const base = rng.chance(0.55) ? `${ascii(first)}.${ascii(last)}` : ascii(handle)
  const host = pickZipf(rng, mailHosts)
  let local = base.length < 3 ? `${ascii(first)}${base}` : base
  while (taken.has(`${local}@${host}`)) local = `${base || ascii(first)}${rng.below(taken.size + 90) + 10}`
  taken.add(`${local}@${host}`)
  return `${local}@${host}`
}

/** The same mailbox written otherwise: a tag after a plus, or dots in other places. */
export function mailVariant(rng: Rng, address: string): string {
  const [local, host] = address.split('@') as [string, string]
  if (rng.chance(0.6)) return `${local}+${pick(rng, ['trains', 'forum', 'alt', 'swap', 'garden'])}@${host}`
  const bare = local.replaceAll('.', '')
  const at = 1 + rng.below(Math.max(1, bare.length - 1))
  const dotted = local.includes('.') ? bare : `${bare.slice(0, at)}.${bare.slice(at)}`
  return `${dotted}@${host}`
}

/** A given name, the common ones likelier. */
export function firstName(rng: Rng): string {
  return pickZipf(rng, given)
}
