import type { Finding } from '../model/finding.ts'
import type { Markup } from './markup/index.ts'

/** What a forum is rebuilt into: the tables of schema `forum`, in the order they are filled. */
export const entities = [
  'member',
  'profile_field',
  'grp',
  'grp_member',
  'moderator',
  'board',
  'topic',
  'post',
  'message',
  'mailbox',
  'attachment',
  'poll_option',
  'poll_vote',
  'ban',
  'warning',
  'report',
  'login',
  'action',
  'relation',
  'draft',
  'post_version',
  'subscription',
] as const
export type Entity = (typeof entities)[number]

/**
 * Tables by their name after the free prefix, each with its columns in lower case; a SELECT quotes a name that SQL keeps
 * for itself (`"user"`) or that has capitals. `pf_*` stands for every column that begins so; the
 * SELECTs see them as one JSON object, `pf_json`.
 */
export type Tables = Readonly<Record<string, readonly string[]>>

/** Where a row came from: every reader's SELECT begins with these columns of its driving table `d`. */
export const source = 'd._row, d._file, d._offset, d._length'

/** What a column function may use besides the value: another column of the row, and a place for findings. */
export interface Cell {
  readonly hint: string | null
  readonly find: (code: string, detail: string) => void
}

/** How a column that SQL cannot say follows from one that it can. */
export interface Derived {
  /** The column of the SELECT that is read; the derived column's own name when left out. */
  readonly from?: string
  /** Another column of the SELECT, handed over as `hint`. */
  readonly hint?: string
  /** Characters (ASCII) without any of which a value stays as it is, so that it need not be decoded. */
  readonly when?: string
  /** A list becomes an array column, JSON text a jsonb column. */
  readonly by: (value: string, cell: Cell) => string | readonly string[] | null
}

/** Derived columns by name. */
export type Derivations = Readonly<Record<string, Derived>>

/** A row of text values as the SELECT names them, and a row of an entity by its columns. */
export type Found = Readonly<Record<string, string | null>>
export type Made = Readonly<Record<string, string | boolean | null>>

/**
 * How one entity is read from one table. The SELECT gives text as the forum stored it, or booleans, under the names of
 * the entity's columns (names that begin with `_` are hints and go no further); the reader turns text into what the
 * column holds: times from UNIX seconds (0 is none), numbers, flags. What cannot be turned is null and a finding.
 */
export interface Reader {
  readonly entity: Entity
  /**
   * The driving table, `d` in the SELECT; each of its rows is accounted for. It is read in ranges: where the SELECT names
   * it again, it holds the rows of the range.
   */
  readonly from: string
  /** Columns of the driving table that together name a row; a second row of that name is a finding. */
  readonly key: readonly string[]
  /** For tables without a name of their own: rows that are equal in `key` are numbered rather than left out. */
  readonly repeats?: true
  /** The SELECT, from `source` on; no GROUP BY, no ORDER BY. */
  readonly sql: string
  /** True where the SELECT counts over the whole driving table, which is then read in one go. */
  readonly whole?: true
  readonly derive?: Derivations
  /** For rows that hold several of the entity, or none. */
  readonly each?: (row: Found, find: Cell['find']) => readonly Made[]
  /** True where another reader accounts for the driving table. */
  readonly aside?: true
  /** Why rows of which `each` makes nothing hold nothing: for the completeness ledger. */
  readonly none?: string
  /** Why rows that the SELECT leaves out by its WHERE are none of this entity; without it every row must come. */
  readonly rest?: string
}

/** What one version family of a forum software wrote, and how it is read: an entry of the shelf `engines/`. */
export interface ForumAdapter {
  /** The software: `phpbb`, `fluxbb`. */
  readonly engine: string
  readonly name: string
  readonly versions: string
  readonly about: string
  /** Without these the board cannot be told; what of them is missing all the same is a finding. */
  readonly needs: Tables
  /** Read where they are there. */
  readonly optional: Tables
  /** `table.column`s of which one must be there: what this software has and others have not. */
  readonly marks: readonly string[]
  /** `table.column`s, or tables, of which none may be there: what tells another version. */
  readonly lacks: readonly string[]
  /** True where all of `needs` must be there: marks alone would tell too little. */
  readonly whole?: true
  /** True where tables are named by the number of the installation: `needs` and SELECTs name those of the first. */
  readonly numbered?: true
  /** Columns, by `table.column`, that this version calls otherwise: so that versions can share their SELECTs. */
  readonly called?: Readonly<Record<string, string>>
  /** `table.column`s of packed addresses and other bytes that are no text: where they are bytes, SELECTs see them in hex. */
  readonly packed?: readonly string[]
  /**
   * For software that wrote text in a character set of its own into tables declared otherwise: rows with the name of that
   * set and a text each, in which characters beyond ASCII are looked at.
   */
  readonly charset?: string
  /** One row: address (host or URL), title, version, base_url, timezone. */
  readonly site: string
  readonly reads: readonly Reader[]
  /** Tables whose rows are no entities, each with the reason. */
  readonly nonEntities: Readonly<Record<string, string>>
  readonly markup: Markup
  /** Where uploads lie on disk; under their `stored_name` anywhere when left out. */
  readonly uploads?: UploadPlaces
}

/**
 * Endings of paths, more telling ones first, made of `{stored_name}`, `{stored_stem}` and `{extension}` (its two parts), `{small_copy}`,
 * `{name}`, `{id}`, `{owner}`, `{owner_digits}` (1/2/3) and `{id_thousands}`.
 */
export interface UploadPlaces {
  readonly files: readonly string[]
  /** What lies beside an upload and goes with it: thumbnails. */
  readonly beside: readonly string[]
}

/** What an adapter says of a board as a whole. */
export interface SiteFacts {
  readonly address: string | null
  readonly title: string | null
  readonly version: string | null
  readonly base_url: string | null
  readonly timezone: string | null
}

/** A finding before its place in the evidence is known. */
export type Trouble = Omit<Finding, 'at'>
