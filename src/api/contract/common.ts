/** A moment in UTC as RFC 3339 with seconds, `2024-03-01T12:00:00Z`; a fraction only where it is not zero. */
export type Instant = string

/** A calendar day: `2024-03-01`. */
export type Day = string

/** One page of a list; `next` goes into `after` of the following request and is null at the end. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next: string | null
  /** How many rows the filters leave in all, null where counting them would make the reader wait. */
  readonly total: number | null
}

/** What every paged list accepts; `limit` is 50 unless told and at most 200. */
export interface PageQuery {
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

/** The body of every answer that is not 2xx: the thing, the reason and the next step. */
export interface ApiError {
  readonly error: { readonly name: string; readonly reason: string; readonly next: string }
}

/** Where an item came from: `trace` goes to the trace endpoint; offsets count in the uncompressed file. */
export interface Source {
  readonly trace: string
  readonly file: number
  readonly offset: number
  readonly length: number
}

/** A country by ISO 3166-1 alpha-2 code and English name. */
export interface Country {
  readonly code: string
  readonly name: string
}

/** A probability with its ICD 203 word and the range that word stands for, in per cent. */
export interface Likelihood {
  readonly probability: number
  readonly word: string
  readonly range: readonly [low: number, high: number]
}

/** An account named in passing; `id` is null for a guest who gave only a name. */
export interface MemberRef {
  readonly site: number
  readonly id: string | null
  readonly name: string | null
}

/** A subject named in passing. */
export interface SubjectRef {
  readonly subject: string
  readonly name: string
}

/** A label and its value, for details that are shown as found. */
export interface Detail {
  readonly label: string
  readonly value: string
}

/** The answer to a request that appended something. */
export interface Recorded {
  readonly id: number
  readonly at: Instant
  /** Stages whose results no longer follow from the tables until the pipeline runs again. */
  readonly stale: readonly string[]
}

/** What taking something back asks for. */
export interface Withdrawal {
  readonly reason: string
}
