import type { Instant, PageQuery, Source } from './common.ts'

/** Something that is closed, in a file or in a forum; keys and boards that need no opening are `open`. */
export interface LockedThing {
  readonly thing: string
  readonly kind: string
  readonly form: string
  /** `possible` where only randomness speaks for it. */
  readonly certainty: 'certain' | 'possible'
  readonly exhibit: string | null
  readonly site: number | null
  readonly path: string
  /** Where in the file or forum. */
  readonly place: string
  readonly why: string
  /** What Holdfast opens it with; null where it cannot. */
  readonly opener: string | null
  readonly state: 'closed' | 'part' | 'opened' | 'open'
  readonly attempts: number
  /** How many files came out. */
  readonly files: number
  /** Where it begins, of a text the row that it stands in. */
  readonly source: Source
}

/** Filters of the list of closed things. */
export interface LockedQuery extends PageQuery {
  readonly state?: LockedThing['state'] | undefined
  readonly kind?: string | undefined
}

/** Recovered passphrases as hashcat writes them, sent to be taken in: a potfile or an outfile in its default form, in base64. */
export interface NewRecoveries {
  readonly base64: string
  /** Puts them on the keyring too, to be tried on what is closed. */
  readonly keyring: boolean
}

/** What taking them in came to; it tells no passphrase. */
export interface RecoveriesTaken {
  readonly lines: number
  readonly verified: number
  readonly fresh: number
  readonly passphrases: number
  readonly unmatched: number
  readonly refuted: number
  readonly unauthorised: number
  readonly rejected: readonly { readonly line: number; readonly why: string }[]
  readonly reuse: { readonly checks: number; readonly held: number; readonly refused: number }
}

/** How many accounts of a site keep their password in one way, and of how many it is known. */
export interface HashState {
  readonly site: number
  readonly scheme: string
  readonly mode: number | null
  readonly accounts: number
  readonly recovered: number
}

/** The keys, who allowed them to be tried, and the latest trials. Values stay in the vault: nothing here tells them. */
export interface Unlocking {
  readonly vault: {
    readonly recipient: string
    readonly exercise: boolean
    readonly custodians: readonly string[]
    readonly values: number
  } | null
  readonly authorisations: readonly {
    readonly number: number
    readonly authority: string
    readonly reference: string
    readonly scope: readonly string[]
    readonly from: Instant
    readonly until: Instant
    readonly by: string
    readonly state: 'in force' | 'not yet' | 'over' | 'withdrawn'
  }[]
  readonly keys: readonly {
    readonly key: number
    readonly kind: string
    readonly form: string
    readonly label: string
    readonly origin: string
    readonly authority: string
    readonly identifiers: readonly string[]
    readonly path: string | null
    readonly by: string
    readonly at: Instant
  }[]
  /** The latest first, at most 500. */
  readonly attempts: readonly {
    readonly attempt: number
    readonly thing: string
    readonly path: string
    readonly key: number | null
    readonly label: string | null
    readonly authorisation: number | null
    readonly outcome: string
    readonly detail: string
    readonly milliseconds: number
    readonly by: string
    readonly at: Instant
  }[]
}
