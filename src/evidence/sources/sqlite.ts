import type { PlacedSource } from '../mirror/source.ts'
import { magic } from '../mirror/sqlite/header.ts'
import { openSqlite } from '../mirror/sqlite/reader.ts'

/**
 * SQLite 3 databases (SQLite, "Database File Format"), with the write-ahead log beside them: every table with the rows
 * of its last commit, and in tables named "… (deleted)" the records that free pages, free parts of pages and older
 * versions of pages still hold.
 *
 * LIMITATIONS: types are those of the values found; a column that holds bytes in one row is bytes in all. Indexes are
 * not read. A rollback journal is not applied. Records of deleted rows are read where they stand whole in one page, or
 * lack only the four bytes that freeing writes over; tables without row numbers are not searched for any. Encrypted
 * databases are not recognised.
 */
export const sqlite: PlacedSource = {
  name: 'sqlite',
  about: 'SQLite 3 databases, with write-ahead log and deleted records',
  detect: (first) => Buffer.from(first.subarray(0, 16)).toString('latin1') === magic,
  companions: ['-wal'],
  openAt: openSqlite,
}
