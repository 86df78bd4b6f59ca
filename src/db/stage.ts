import type { ClientBase } from 'pg'
import type { Finding } from '../model/finding.ts'

/** What a stage is repeated over: once a case, once an exhibit, or once a forum site. */
export type Scope = 'case' | 'exhibit' | 'site'

/** How far a unit of work is, for progress and ETA. */
export interface Progress {
  readonly done: number
  readonly total: number
  readonly unit: 'bytes' | 'rows' | 'steps'
}

/** Rows for one table as PostgreSQL's COPY BINARY tuples (no header, no trailer: the runner adds them). */
export interface CopyPayload {
  /** Qualified and quoted where needed: `forum.post`, `mirror_1."phpbb_posts"`. */
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: number
  readonly chunks: readonly Uint8Array[]
  /** True when nothing else uses the chunks' memory: it then changes hands instead of being copied. */
  readonly given?: boolean
}

/** An entry for the custody ledger, written with the batch it speaks of. */
export interface Deed {
  readonly action: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** One statement with its parameters. */
export interface Statement {
  readonly text: string
  readonly values?: readonly unknown[]
}

/**
 * The unit of work that is all there or not there at all: the runner executes `before`, the copies, the findings
 * and the checkpoint in one transaction. Batches must be the same at every run over the same evidence.
 */
export interface Batch {
  /**
   * Makes the tables that the batch fills, committed by itself ahead of it, so that the batches beside it see them. Done
   * again after a kill it must come to the same.
   */
  readonly prepare?: readonly Statement[]
  readonly before?: readonly Statement[]
  readonly copies?: readonly CopyPayload[]
  readonly after?: readonly Statement[]
  readonly findings?: readonly Finding[]
  readonly custody?: readonly Deed[]
  /** Rows this batch brought, for the ledger and the rate. */
  readonly rows: number
  /** JSON from which `run` goes on after this batch. */
  readonly state: unknown
  readonly progress?: Progress
}

/** What a stage is given to work with. It reads; only the runner writes. */
export interface StageContext {
  /** For reading; each call of `connect` is another connection, closed by the runner. */
  readonly db: ClientBase
  readonly connect: () => Promise<ClientBase>
  /** The exhibit or site number, 0 for the case. */
  readonly unit: number
  /** The case folder, absolute. */
  readonly caseDir: string
  /** Rows a batch should hold, bytes for stages that read files; tests make it small. */
  readonly batchRows: number
  readonly batchBytes: number
  /** `state` of the last batch that was committed, or null at the start. */
  readonly resume: unknown
  readonly signal: AbortSignal
}

/** One step of the way through the house. */
export interface Stage {
  readonly name: string
  readonly about: string
  readonly scope: Scope
  /** Raise it when the stage's result changes: every case then runs it again. */
  readonly version: number
  readonly reads: readonly string[]
  /** Tables written; each has the unit's column (`exhibit` or `site`) so that a rerun can empty its own rows first. */
  readonly writes: readonly string[]
  /**
   * Statements that take back what this stage wrote for a unit. By default its tables are emptied of the unit's rows;
   * needed where two stages write one table.
   */
  readonly reset?: (unit: number) => readonly Statement[]
  /** True when no batch reads what an earlier batch wrote: the next is then prepared while one is being written. */
  readonly overlap?: boolean
  /**
   * True when also no row of a batch refers to a row of another (foreign keys, `after` that counts them): two batches
   * are then filled at once, and sealed in their order. Batches with `before` are written alone.
   */
  readonly parallel?: boolean
  /** What else the result of a unit depends on (term lists, judgements): text that is part of the fingerprint. */
  readonly inputs?: (db: ClientBase, unit: number) => Promise<string>
  /** Of a stage over the case: what one unit of a later stage depends on; by default all of it. */
  readonly share?: (db: ClientBase, unit: number) => Promise<string>
  readonly run: (context: StageContext) => AsyncIterable<Batch>
}
