/** A value that can identify or locate a person; equal (kind, value) is the same selector. */
export interface Selector {
  readonly kind: string
  readonly value: string
}

/** Where a selector was found in a text, in UTF-16 code units: `text.slice(start, end)` is the raw form. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly raw: string
  /** The normalised value. */
  readonly value: string
}

/** How the persona relates to the selector at that place. */
export type Relation =
  | 'registered-with'
  | 'registered-from'
  | 'connected-from'
  | 'failed-from'
  | 'wrote-from'
  | 'written-to'
  | 'wrote'
  | 'was-told'
  | 'stated'
  | 'uploaded'
  | 'banned'

/** One kind of selector: how to find it in prose, bring it to one form, and how much a value tells. */
export interface ArtefactKind {
  readonly name: string
  readonly about: string
  /** True when two people sharing a value is worth a link. */
  readonly pivot: boolean
  readonly examples: {
    readonly yes: readonly (readonly [raw: string, value: string])[]
    readonly no: readonly string[]
  }
  /** Cheap test that must pass before `find` is worth running. */
  readonly hint: (text: string) => boolean
  /** Finds every occurrence in a text, in order, never throwing, in time linear in the length. */
  readonly find: (text: string) => Iterable<Span>
  /** The one form of a value given alone, as a profile field gives it; null when it is not of this kind. */
  readonly normalise: (raw: string) => string | null
  /** 0 (tells nothing: a private address, a shared mailbox) to 1 (names one person). */
  readonly specificity: (value: string) => number
}
