import { openPgReader } from '../mirror/pg/reader.ts'
import { isToc, openTocReader } from '../mirror/pg/toc-reader.ts'
import type { EvidenceSource } from '../mirror/source.ts'

/**
 * Dumps of PostgreSQL in the custom, directory and tar formats (pg_dump's archive versions 1.10 to 1.16, of
 * PostgreSQL 8.0 and later): the list of contents, and the files with rows that it names.
 *
 * LIMITATIONS: an archive packed with zstd needs the program zstd. Large objects are files, not rows. What is said of plain dumps holds for the rows, too.
 */
export const pgDumpToc: EvidenceSource = {
  name: 'pg-dump-toc',
  about: 'dumps of PostgreSQL in the directory and tar formats (pg_dump -Fd, -Ft)',
  also: ['pg-dump-custom'],
  detect: isToc,
  open: openTocReader,
  first: true,
  parts: { name: 'pg-dump-rows', open: openPgReader },
}
