import type { DataDirectory, Within } from './find.ts'
import type { HeldFile } from './lay.ts'
import type { WorkPlace } from './place.ts'
import type { DatabaseLimits, DatabaseRead, Told } from './told.ts'

/** A file that a table lay in. */
export interface TableFile {
  readonly file: Within<HeldFile>
  readonly role: 'data' | 'structure' | 'index' | 'system'
}

/** A data directory that a private server has open. */
export interface Opened {
  /** The server that reads it. */
  readonly tool: string
  /** How far recovery had to go; a later run begins there. */
  readonly level: number
  /** What a file that is read out of it is told to be. */
  readonly source: 'mysqldump-sql' | 'pg-dump'
  /** Databases to be read out, in a fixed order. */
  readonly databases: readonly string[]
  /** What the mirror reads of it by itself, without a dump. */
  readonly counted?: { readonly databases: number; readonly tables: number; readonly unread: number }
  readonly read: <T>(
    database: string,
    keep: (bytes: AsyncGenerator<Uint8Array>) => Promise<T>,
  ) => Promise<{ readonly kept: T; readonly read: DatabaseRead }>
  /** The files that each table of a database lay in. */
  readonly filesOf: (database: string, tables: readonly string[]) => Promise<ReadonlyMap<string, readonly TableFile[]>>
  readonly close: () => Promise<void>
}

/** What an opener works with. */
export interface Opening {
  readonly caseDir: string
  readonly place: WorkPlace
  readonly directory: DataDirectory<HeldFile>
  /** The level of recovery that an earlier, interrupted run needed. */
  readonly from: number
  readonly limits: DatabaseLimits
  readonly told: Told
  readonly signal: AbortSignal
}

/** How data directories of one kind are opened. */
export interface Opener {
  readonly kind: DataDirectory<HeldFile>['kind']
  /** What it would open with on this machine: part of what a result depends on. */
  readonly programs: () => Promise<string>
  /** The version that made a directory, as its files say. */
  readonly version: (directory: DataDirectory<HeldFile>) => Promise<string | null>
  /** Null where it cannot be opened; why was told. */
  readonly open: (opening: Opening) => Promise<Opened | null>
}
