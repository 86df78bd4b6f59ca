import { isArchive } from '../mirror/pg/archive.ts'
import type { Container } from '../unpack/container.ts'
import { readCustom } from '../unpack/pg-custom.ts'

/** What pg_dump writes in its custom format: the rows of each table and each large object become files of their own. */
export const pgCustom: Container = {
  name: 'pg-dump-custom',
  about: 'dumps of PostgreSQL in the custom format (pg_dump -Fc)',
  detect: (first) => isArchive(first, true),
  open: readCustom,
}
