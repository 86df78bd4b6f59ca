import type { PlacedFile } from '../source.ts'
import { type Open, report } from './context.ts'

/** Says what the file as a whole is and lacks. */
export function tell(o: Open, guessed: boolean, log: PlacedFile | null): void {
  const { file, pages, schema, wal, saved } = o
  const { pageSize, pages: stated } = pages.header
  saved.told = true
  if (guessed)
    report(
      o,
      'warning',
      'damaged-database',
      `The file's header is spoilt; pages of ${pageSize} bytes are assumed`,
      0,
      100,
    )
  if (stated > pages.count || file.size % pageSize !== 0) {
    const detail = `The file should have ${stated} pages of ${pageSize} bytes and has ${(file.size / pageSize).toFixed(1)}`
    report(o, 'loss', 'truncated', detail, file.size)
  }
  if (schema.lost > 0 || schema.tables.length + schema.others.length + schema.unread.length === 0)
    report(
      o,
      schema.lost > 0 ? 'loss' : 'note',
      'damaged-database',
      `The list of tables ${schema.lost > 0 ? 'could not be read whole' : 'is empty'}`,
      0,
      pageSize,
    )
  for (const name of schema.unread)
    report(o, 'loss', 'damaged-statement', `The table ${name} cannot be read by what its declaration says`, 0)
  for (const other of schema.others) report(o, 'note', 'not-rows', `Kept as text, holds no rows: ${other}`, 0)
  if (log === null || log.size === 0) return
  if (wal === null)
    report(
      o,
      'loss',
      'damaged-log',
      'The write-ahead log beside the file cannot be read',
      0,
      Math.min(log.size, 32),
      log.file,
    )
  else {
    const detail = `The write-ahead log holds newer versions of ${wal.pages.size} pages, which were read; ${wal.older.length + wal.stale} more are older or were not committed`
    report(o, 'note', 'database-log', detail, 0, 32, log.file)
  }
}

/** Says what was found of deleted rows. */
export function tellDeleted(o: Open): void {
  const detail = `${o.saved.deleted} records that no table holds any more were found in unused parts of the file; they are in tables named “… (deleted)”. A value may have been written over in part`
  report(o, 'note', 'deleted-rows', detail, 0)
}
