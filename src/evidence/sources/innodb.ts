import { openInnodb } from '../mirror/innodb/reader.ts'
import { isSpace } from '../mirror/innodb/space.ts'
import type { PlacedSource } from '../mirror/source.ts'

/**
 * Tablespaces of MySQL 8 and later (`.ibd`), which carry the description of their tables with them: every table with its
 * rows in the order of their key, rows marked as deleted in tables named "… (deleted)", and what freed parts of pages still
 * hold in tables named "… (recovered)".
 *
 * LIMITATIONS: neither redo nor undo logs are applied. Row format COMPRESSED, page compression and encryption are findings.
 * Rows of indexes other than the clustered one are not read. What is read and against which servers it was tried:
 * databases/LIMITATIONS.md.
 */
export const innodb: PlacedSource = {
  name: 'innodb',
  about: 'Tablespaces of MySQL 8 and later (.ibd), with deleted rows',
  detect: isSpace,
  companions: [],
  openAt: openInnodb,
}
