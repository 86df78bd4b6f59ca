/** What a language offers the writers of the demonstration boards. All sentences are invented and harmless. */

export type Theme = 'rail' | 'garden' | 'birds' | 'stamps'

/**
 * Slots: `{n}` a thing of the theme with its article, singular and in the nominative (`{N}` with a capital), `{x}` an
 * invented proper name, `{d}` a number, `{w}` when it was, `{f}` when
 * it will be or is again, `{p}` where, `{v}` the value being passed on.
 */
export interface Language {
  /** ISO 639-1. */
  readonly code: string
  /** As FluxBB names its language packs. */
  readonly english: string
  readonly nouns: { readonly [T in Theme]: readonly string[] }
  /** Points in the past, and points to come or coming back. */
  readonly when: readonly string[]
  readonly later: readonly string[]
  readonly where: readonly string[]
  readonly titles: readonly string[]
  readonly sentences: readonly string[]
  readonly greetings: readonly string[]
  readonly closings: readonly string[]
  readonly editReasons: readonly string[]
  readonly reportReasons: readonly string[]
  readonly signatures: readonly string[]
  readonly interests: readonly string[]
  readonly occupations: readonly string[]
  /** Sentences that move a conversation elsewhere or pass on a value, by sort of value. */
  readonly moves: {
    readonly contact: readonly string[]
    readonly phone: readonly string[]
    readonly wallet: readonly string[]
    readonly key: readonly string[]
    readonly site: readonly string[]
    readonly file: readonly string[]
  }
}
