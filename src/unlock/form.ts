import type { Peek } from './peek.ts'

/** What kinds of closed things there are. */
export type LockedKind = 'archive' | 'document' | 'container' | 'message' | 'key' | 'database' | 'file'

/** A closed thing in a file, as a form recognised it. */
export interface Found {
  readonly kind: LockedKind
  readonly form: string
  /** `possible` where only randomness speaks for it. */
  readonly certainty: 'certain' | 'possible'
  /** The sign it was told by, for a person. */
  readonly why: string
  /** Facts that are of use to whoever opens it: cipher, key slots, recipients. Never a value of a key. */
  readonly detail: Readonly<Record<string, unknown>>
  /** Name of what opens it in `openers/`; null where nothing here does. */
  readonly opener: string | null
  readonly offset: number
  readonly length: number
}

/** A way of being closed: how it is told. */
export interface LockedForm {
  readonly name: string
  readonly about: string
  /** A cheap look at the first bytes; only what passes is looked at. */
  readonly suspect: (peek: Peek) => boolean
  readonly look: (peek: Peek) => Promise<readonly Found[]>
}

/** A finding that covers the whole file. */
export function whole(
  peek: Peek,
  found: Pick<Found, 'kind' | 'form' | 'why'> & Partial<Pick<Found, 'detail' | 'opener' | 'certainty'>>,
): Found {
  return { certainty: 'certain', detail: {}, opener: null, ...found, offset: 0, length: peek.size }
}
