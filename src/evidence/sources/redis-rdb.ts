import { openRdbReader } from '../mirror/rdb/reader.ts'
import type { EvidenceSource } from '../mirror/source.ts'

/**
 * Dumps of Redis (`dump.rdb`; Redis, rdb.h and rdb.c, versions 6 to 12): every key, as rows of the tables that NodeBB has on
 * PostgreSQL, sessions as rows of `session`.
 *
 * LIMITATIONS: streams, modules and hashes whose fields expire are not read, nor is what follows them; reading ends at
 * damage too, since nothing marks where the next key begins. The checksum at the end is not checked. Keys of several
 * databases come into the same tables. Append-only files (AOF) are not read, whole or behind a dump.
 */
export const redisRdb: EvidenceSource = {
  name: 'redis-rdb',
  about: 'dumps of Redis (RDB), plain or gzip; logs of its commands (AOF) are told and not read',
  detect: (first) =>
    /^(?:REDIS00(?:0[6-9]|1[0-2])|\*\d{1,6}\r\n\$\d{1,6}\r\n[A-Z]+\r\n)/i.test(
      Buffer.from(first.subarray(0, 64)).toString('latin1'),
    ),
  open: openRdbReader,
}
