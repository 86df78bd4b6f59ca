/**
 * The words of the room. A persona is one account as it presents itself; a comparison weighs one kind of reason for
 * or against two personas being one person; a link is the sum of its terms; a subject is what joins.
 */

/** A selector as an account is seen with it, with one exact sighting. */
export interface Held {
  readonly kind: string
  readonly value: string
  readonly relation: string
  /** 0 tells nothing, 1 names one person. */
  readonly specificity: number
  readonly because: string
}

/** A stored password hash, for comparison only. */
export interface Secret {
  readonly fingerprint: string
  /** True when equal fingerprints mean the same password; else equal ones mean the same stored row. */
  readonly comparable: boolean
  readonly because: string
}

/** A passphrase that was recovered for a stored hash, by its number in the vault; the value is nowhere here. */
export interface Passphrase {
  readonly secret: number
  readonly strength: 'common' | 'weak' | 'fair' | 'strong'
  readonly because: string
}

/** The software's note whose account one is that somebody writes under unnamed: held by both, with the same owner. */
export interface Alias {
  readonly owner: string
  readonly because: string
}

/** One account with what the comparisons look at. Null: the evidence does not say. */
export interface Persona {
  readonly site: number
  readonly member: string
  readonly name: string
  readonly birthday: string | null
  readonly location: string | null
  readonly signature: string | null
  /** Language of its posts, ISO 639-1, where enough of them tell it reliably. */
  readonly writes: string | null
  readonly secrets: readonly Secret[]
  readonly passphrases: readonly Passphrase[]
  readonly aliases: readonly Alias[]
  readonly held: readonly Held[]
}

/** An address that both accounts used, with the two uses nearest in time. */
export interface SharedAddress {
  readonly ip: string
  /** How many accounts used it. */
  readonly users: number
  /** Why the address may stand for many people, as the network database says; else null. */
  readonly shared: string | null
  /** Country and network, where known: two addresses of one network are one place. */
  readonly network: string | null
  readonly gapSeconds: number | null
  readonly a: string
  readonly b: string
}

/** A moment at which both accounts were active from different networks. */
export interface Clash {
  readonly at: number
  readonly seconds: number
  readonly networkA: string
  readonly networkB: string
  readonly a: string
  readonly b: string
}

/** Private messages between the two. */
export interface Contact {
  readonly ab: number
  readonly ba: number
  readonly because: readonly string[]
}

/** Two personas with what is known of both together. */
export interface Pair {
  readonly a: Persona
  readonly b: Persona
  readonly addresses: readonly SharedAddress[]
  readonly clashes: readonly Clash[]
  readonly contact: Contact
}

/** What a weight is measured against: how many accounts there are, how common a value is among them. */
export interface World {
  readonly personas: number
  /** How many personas have this blocking key of this comparison (at least 2 where both of a pair have it). */
  readonly holders: (comparison: string, key: string) => number
  /** Bits of information in a name, learnt from all names of the case. */
  readonly surprise: (name: string) => number
}

/** What a comparison answers: a weight in bits, in words, with the evidence on either side. */
export interface Finding {
  readonly weight: number
  readonly detail: string
  readonly because: readonly string[]
}

/** One reason for or against, as stored. */
export interface Term extends Finding {
  readonly comparison: string
}

/** One kind of reason. Pure: no disk, network, clock or chance. */
export interface Comparison {
  readonly name: string
  /** What it means, what it is worth in bits and why: one or two sentences for an analyst. */
  readonly about: string
  /** Personas that share a key are compared; absent where others bring the pairs together. */
  readonly keys?: (persona: Persona) => readonly string[]
  /** Null where it has nothing to say. */
  readonly compare: (pair: Pair, world: World) => Finding | null
}

/** A hypothesis that two personas are one person, by the scheme alone. */
export interface Link {
  /** Indexes into the personas in order; a < b. */
  readonly a: number
  readonly b: number
  readonly weight: number
  readonly state: 'joined' | 'possible' | 'weak'
  readonly terms: readonly Term[]
}

/** The order of personas everywhere in this room: by site, then by member number, other names by code unit. */
export function personaOrder(
  a: { readonly site: number; readonly member: string },
  b: { readonly site: number; readonly member: string },
): number {
  if (a.site !== b.site) return a.site - b.site
  if (a.member === b.member) return 0
  const numeric = /^\d{1,15}$/.test(a.member) && /^\d{1,15}$/.test(b.member)
  const difference = numeric ? Number(a.member) - Number(b.member) : 0
  return difference !== 0 ? difference : a.member < b.member ? -1 : 1
}

/** A list in the order of `personaOrder`; numbers are read once rather than with every comparison. */
export function inPersonaOrder<T extends { readonly site: number; readonly member: string }>(list: readonly T[]): T[] {
  const keyed = list.map((of) => ({ of, number: /^\d{1,15}$/.test(of.member) ? Number(of.member) : Number.NaN }))
  keyed.sort((x, y) => {
    if (x.of.site !== y.of.site) return x.of.site - y.of.site
    const difference = x.number - y.number
    if (difference < 0 || difference > 0) return difference
    return x.of.member === y.of.member ? 0 : x.of.member < y.of.member ? -1 : 1
  })
  return keyed.map((k) => k.of)
}

/** `link:SITE:MEMBER:SITE:MEMBER`, the lesser persona first. */
export function linkId(a: Pick<Persona, 'site' | 'member'>, b: Pick<Persona, 'site' | 'member'>): string {
  return `link:${a.site}:${a.member}:${b.site}:${b.member}`
}
