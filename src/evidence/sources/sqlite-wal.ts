import type { FileKind } from '../kind.ts'

/** The log beside a SQLite database (SQLite, "Database File Format", section 4.1), read with it. */
export const sqliteWal: FileKind = {
  name: 'sqlite-wal',
  about: 'write-ahead logs of SQLite, read with their databases',
  role: 'other',
  detect: (first) =>
    first.length >= 32 && first[0] === 0x37 && first[1] === 0x7f && first[2] === 0x06 && (first[3]! & 0xfe) === 0x82,
}
