import type { Severity } from '../../model/finding.ts'
import type { Catalogue, Table } from './catalogue.ts'
import type { Tuples } from './tuples.ts'

/** A kind of database dump that can be mirrored: how it is recognised and read. */
export interface EvidenceSource {
  readonly name: string
  readonly about: string
  /** True when a file whose content begins with these bytes (unpacked) is of this kind. */
  readonly detect: (first: Uint8Array, path: string) => boolean
  /** Begins to read, or goes on from the state that a reader of the same file gave. */
  readonly open: (sink: Sink, limits: Limits, state: unknown) => Reader
}

/** Sizes beyond which evidence is reported and skipped instead of read. */
export interface Limits {
  /** Bytes of one row. */
  readonly row: number
  /** Bytes of one statement that holds no rows. */
  readonly statement: number
}

/** What holds for a seized dump unless a test says otherwise. */
export const usualLimits: Limits = { row: 64 << 20, statement: 1 << 20 }

/** Something unexpected in the file that is being read. */
export interface Trouble {
  readonly severity: Severity
  readonly code: string
  readonly detail: string
  readonly offset: number
  readonly length: number
}

/** Where a reader brings what it finds. */
export interface Sink {
  readonly file: number
  readonly catalogue: Catalogue
  /** Where rows of this table go whose values stand for these of its columns. */
  readonly tuples: (table: Table, order: readonly number[]) => Tuples
  /** A column was added to a table that may already have a place in the mirror. */
  readonly widened: (table: Table, column: number) => void
  readonly report: (trouble: Trouble) => void
  /** So many new tables that a batch should end before the next. */
  readonly crowded: () => boolean
}

/** Why a reader stopped: it wants more bytes, it came to `stopAt`, or it has read everything. */
export type Halt = 'input' | 'stop' | 'end'

/** What one step of a reader led to. */
export type Step = 'on' | Halt

/** A file being read. The bytes may come in pieces of any size; what is found does not depend on them. */
export interface Reader {
  readonly feed: (bytes: Uint8Array) => void
  /** No more bytes will come. */
  readonly finish: () => void
  /** Reads on until the next item begins at or after `stopAt`. */
  readonly run: (stopAt: number) => Halt
  /** Everything before this offset has been read. */
  readonly offset: () => number
  /** What a later reader needs to go on from `offset`, as JSON. */
  readonly state: () => unknown
}
