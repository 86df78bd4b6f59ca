import type { Instant, PageQuery } from './common.ts'

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
}

/** Filters of the list of closed things. */
export interface LockedQuery extends PageQuery {
  readonly state?: LockedThing['state'] | undefined
  readonly kind?: string | undefined
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
