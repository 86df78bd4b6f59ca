import type { Severity } from '../../model/finding.ts'
import type { Catalogue, Table } from './catalogue.ts'
import type { Tuples } from './tuples.ts'

/** How a kind of seized database is recognised. */
interface Kind {
  readonly name: string
  readonly about: string
  /** True when a file whose content begins with these bytes (unpacked) is of this kind. */
  readonly detect: (first: Uint8Array, path: string) => boolean
}

/** A kind of database dump that can be mirrored and is read from front to back. */
export interface EvidenceSource extends Kind {
  /** Begins to read, or goes on from the state that a reader of the same file gave. */
  readonly open: (sink: Sink, limits: Limits, state: unknown) => Reader
  /** Other kinds of files that are read the same way, as evidence.file names them. */
  readonly also?: readonly string[]
  /** Read before others of the exhibit: it declares what some of them hold. */
  readonly first?: true
  /** Where its reader begins in a file of this name, where that tells what it holds. */
  readonly begin?: (path: string) => unknown
  /** How files are read that this one names: it declares what they hold. Its last state lists them as `parts`. */
  readonly parts?: { readonly name: string; readonly open: EvidenceSource['open'] }
}

/** A file that another one names as holding rows. */
export interface Part {
  /** Its name beside that file, or within it. */
  readonly name: string
  /** What it holds, in words. */
  readonly of: string
  /** What says so: bytes of the file that names it. */
  readonly from: number
  readonly length: number
  /** Where its reader begins. */
  readonly state: unknown
  /** Only where it is called like the file that names it; it need not be there. */
  readonly optional?: boolean
}

/** A kind of database whose rows lie anywhere in its file, so that it is read at any place; never while packed. */
export interface PlacedSource extends Kind {
  /** What the name of a file that belongs to it ends with, after its own name: `-wal`. */
  readonly companions: readonly string[]
  /** Names of the files beside it that belong to it, where its content lists them: they are read with it alone. */
  readonly lists?: (content: Uint8Array) => readonly string[]
  /** Begins to read, or goes on; companions as they are listed, null where there is none. */
  readonly openAt: (
    file: PlacedFile,
    companions: readonly (PlacedFile | null)[],
    sink: Sink,
    limits: Limits,
    state: unknown,
  ) => PlacedReader
}

/** Any kind of database file that can be mirrored. */
export type AnySource = EvidenceSource | PlacedSource

/** A file that is read at any place. */
export interface PlacedFile {
  /** Its number (evidence.file). */
  readonly file: number
  readonly size: number
  /** The bytes from `offset` on; fewer where the file ends before. Valid until the next call only. */
  readonly read: (offset: number, length: number) => Uint8Array
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
  /** The file it is in, where that is another than the one being read. */
  readonly file?: number
}

/** Where a reader brings what it finds. */
export interface Sink {
  /** The file whose tables are the reader's own: of a dump of many files the first. */
  readonly file: number
  readonly catalogue: Catalogue
  /** Where rows of this table go whose values stand for these of its columns; `file` where they lie in another file. */
  readonly tuples: (table: Table, order: readonly number[], file?: number) => Tuples
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

/** A file being read at any place. `offset` grows with the work that is done and is no place in the file. */
export interface PlacedReader {
  /** Reads on until `offset` reaches `stopAt`; 'input' is a moment to let others have their turn. */
  readonly run: (stopAt: number) => Halt
  readonly offset: () => number
  readonly state: () => unknown
}
