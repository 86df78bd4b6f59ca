/**
 * The walk from anything the program says to the bytes it rests on: statement → link or factor → sightings → row of the
 * mirror → exhibit, path, offset, length; the bytes are read again and the exhibit's hash is checked.
 */

/** The walk from an id to the bytes it rests on. */
export interface Trace {
  readonly id: string
  /** The thing itself, in one plain sentence. */
  readonly sentence: string
  /** In order of the walk; `parent` is the id of the step it belongs under. */
  readonly steps: readonly TraceStep[]
  readonly bytes: readonly TraceBytes[]
  /** True when the chain holds more sightings than are shown. */
  readonly truncated: boolean
}

/** One step of the walk. */
export interface TraceStep {
  readonly id: string
  readonly parent: string | null
  readonly kind: string
  readonly sentence: string
}

/** The bytes of one row, re-read from the exhibit just now. */
export interface TraceBytes {
  readonly step: string
  readonly exhibit: { readonly exhibit: number; readonly number: string; readonly sha256: string }
  readonly file: number
  readonly path: string
  readonly offset: number
  readonly length: number
  /** The part shown, sixteen bytes to a line; a masked byte is `**` in hex and `█` in text. */
  readonly lines: readonly { readonly offset: number; readonly hex: string; readonly text: string }[]
  /** The same part read as UTF-8, secrets masked. */
  readonly text: string
  readonly shown: number
  readonly masked: number
  readonly matches: boolean
  /** Why it does not match, null when it does. */
  readonly reason: string | null
  /** RFC 3339 UTC. */
  readonly verifiedAt: string
}

/** How many sightings and how many bytes of a row one walk shows. */
export const limits = { sightings: 12, bytes: 16 * 1024 } as const

/** A row of evidence that a step rests on. */
export interface Origin {
  readonly step: string
  readonly file: number
  readonly offset: number
  readonly length: number
}

/** What resolving an id gives: the steps, and the rows of evidence at their ends. */
export interface Walk {
  readonly sentence: string
  readonly steps: readonly TraceStep[]
  readonly origins: readonly Origin[]
  readonly truncated: boolean
}
