import type { Limits, PlacedFile, Sink } from '../source.ts'
import type { Dictionary } from './sdi.ts'
import type { Space } from './space.ts'
import type { Survey } from './survey.ts'
import type { StoredTable, Unread } from './table.ts'

/** What is kept between batches. */
export interface Saved {
  /** Work done, in bytes of pages looked at. */
  offset: number
  /** Which table is being read, all of them at their end. */
  job: number
  /** Which of its pages comes next. */
  at: number
  /** Records that are marked as deleted, and that were freed, read so far. */
  marked: number
  freed: number
  told: boolean
  /** Tables of the mirror that this file's rows go to: their numbers, by table of the file and state. */
  made: Record<string, number>
}

/** A tablespace being read. */
export interface Open {
  readonly file: PlacedFile
  readonly sink: Sink
  readonly limits: Limits
  readonly space: Space
  readonly dictionary: Dictionary
  readonly tables: readonly StoredTable[]
  readonly unread: readonly Unread[]
  readonly survey: Survey
  readonly saved: Saved
}

/** Reports trouble with bytes of the file, as far as it has them. */
export function report(
  o: Pick<Open, 'file' | 'sink'>,
  severity: 'note' | 'warning' | 'loss',
  code: string,
  detail: string,
  offset: number,
  length = 0,
): void {
  const at = Math.min(offset, o.file.size)
  const there = Math.min(length, o.file.size - at)
  o.sink.report({ severity, code, detail, offset: at, length: there, file: o.file.file })
}
