/**
 * The words of the room. A network entry is what the open database says of an address; a signal is one reason to place
 * a subject in a country; a place is a country with all its signals weighed, as of the dates they carry.
 */

/** Addresses of one country that a subject used. */
export interface AddressFact {
  readonly country: string
  /** Why they may stand for many people: hosting, anonymiser, carrier-grade; else null. */
  readonly shared: string | null
  readonly addresses: number
  /** Days on which they were used, each counting less the longer before the subject was last seen. */
  readonly recentDays: number
  readonly registered: boolean
  /** UNIX seconds. */
  readonly first: number | null
  readonly last: number | null
  readonly because: readonly string[]
}

/** A value that a subject gives or writes. */
export interface ValueFact {
  readonly value: string
  /** False where it was only written in a post or message. */
  readonly own: boolean
  readonly because: readonly string[]
}

/** Something stated in a profile. */
export interface StatedFact {
  readonly value: string
  /** Share of all members that state the same: what everybody has is the board's default. */
  readonly share: number
  readonly because: readonly string[]
}

/** A language that a subject writes. */
export interface LanguageFact {
  readonly language: string
  /** Share of all members that write it. */
  readonly share: number
  readonly because: readonly string[]
}

/** All that is known of where a subject may be. */
export interface Facts {
  readonly addresses: readonly AddressFact[]
  readonly phones: readonly ValueFact[]
  readonly emails: readonly ValueFact[]
  readonly websites: readonly ValueFact[]
  readonly zones: readonly StatedFact[]
  readonly locations: readonly StatedFact[]
  readonly languages: readonly LanguageFact[]
  /** Date of the address database. */
  readonly databaseDate: string
  /** Day on which the subject was last seen, else `undated`: what profile and posts say is true as of then. */
  readonly lastSeen: string
}

/** One reason to place a subject in a country. */
export interface Signal {
  readonly kind: string
  readonly country: string
  /** Natural logarithm of how much likelier the fact is for somebody there than for somebody elsewhere. */
  readonly weight: number
  readonly detail: string
  /** The date of the database or of the evidence it rests on. */
  readonly asOf: string
  readonly because: readonly string[]
}

/** One kind of signal. Pure: no disk, network, clock or chance. */
export interface SignalKind {
  readonly name: string
  /** What it means and what it is worth, in a sentence or two for an analyst. */
  readonly about: string
  readonly read: (facts: Facts) => readonly Omit<Signal, 'kind'>[]
}

/** A country where a subject may be. */
export interface Placing {
  readonly country: string
  readonly probability: number
}
