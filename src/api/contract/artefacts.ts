import type { Country, Instant, MemberRef, PageQuery, Source } from './common.ts'

/** A selector in the list: how often seen, by how many accounts, and how much it tells (0 nothing, 1 one person). */
export interface SelectorRow {
  readonly kind: string
  readonly value: string
  readonly sightings: number
  readonly personas: number
  readonly specificity: number
  readonly firstAt: Instant | null
  readonly lastAt: Instant | null
}

/** Filters of the list of selectors; `rarity` puts telling values that several accounts share first. */
export interface SelectorsQuery extends PageQuery {
  readonly kind?: string | undefined
  readonly search?: string | undefined
  readonly sort?: 'rarity' | 'personas' | 'sightings' | undefined
}

/** A kind of selector with how many values the case holds. */
export interface SelectorKind {
  readonly kind: string
  readonly selectors: number
}

/** A selector by itself, with the accounts it was seen with and, for an address, its network. */
export interface SelectorPage extends SelectorRow {
  readonly personasSeen: readonly {
    readonly member: MemberRef
    readonly subject: string | null
    readonly relation: string
    readonly sightings: number
    readonly firstAt: Instant | null
    readonly lastAt: Instant | null
  }[]
  readonly network: Network | null
}

/** What the bundled database says of an address, with the database's name and date. */
export interface Network {
  readonly country: Country | null
  readonly asn: number | null
  readonly network: string | null
  readonly shared: string | null
  readonly database: string
}

/** One occurrence of a selector; `excerpt` is the text around it, null for a typed column. */
export interface SightingRow {
  readonly id: string
  readonly kind: string
  readonly value: string
  readonly raw: string
  readonly relation: string
  readonly member: MemberRef
  readonly seenAt: Instant | null
  readonly place: string
  readonly placeId: string
  readonly excerpt: { readonly before: string; readonly hit: string; readonly after: string } | null
  readonly source: Source
}
