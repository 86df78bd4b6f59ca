import type { Codec } from '../charset.ts'
import type { Limits, PlacedFile, Sink } from '../source.ts'
import type { Pages } from './pages.ts'
import type { Schema } from './schema.ts'
import type { Wal } from './wal.ts'

/** What is kept between batches. */
export interface Saved {
  /** Work done, in bytes of pages looked at. */
  offset: number
  /** Which table is being read, all of them at their end; then pages that no table reaches, then older versions. */
  job: number
  /** Of a table: its rows are only looked at, to tell what its columns hold. */
  looking: boolean
  /** Which page of the job comes next. */
  at: number
  /** What was found in each column of the table. */
  flags: number[]
  /** Records read that no table holds any more. */
  deleted: number
  told: boolean
}

/** A SQLite file being read. */
export interface Open {
  readonly file: PlacedFile
  readonly sink: Sink
  readonly limits: Limits
  readonly pages: Pages
  readonly wal: Wal | null
  readonly schema: Schema
  readonly codec: Codec
  readonly saved: Saved
}

/** Reports trouble with bytes of the file, or of another. */
export function report(
  o: Open,
  severity: 'note' | 'warning' | 'loss',
  code: string,
  detail: string,
  offset: number,
  length = 0,
  file = o.file.file,
): void {
  o.sink.report({ severity, code, detail, offset, length, file })
}
