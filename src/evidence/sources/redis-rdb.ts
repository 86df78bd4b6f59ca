import { openRdbReader } from '../mirror/rdb/reader.ts'
import type { EvidenceSource } from '../mirror/source.ts'

/**
 * Dumps of Redis (`dump.rdb`; Redis, rdb.h and rdb.c, versions 6 to 12) and logs of its commands (append-only files, aof.c),
 * also one that begins with a dump: every key, as rows of the tables that NodeBB has on PostgreSQL, sessions as rows of
 * `session`. The commands of a log are carried out in their order; what fields and texts were before they were changed or
 * deleted are rows of `earlier_value`, each with the command that wrote it.
 *
 * LIMITATIONS: streams, modules and hashes whose fields expire are not read, nor is what follows them in a dump; reading a
 * dump ends at damage too, since nothing marks where the next key begins; a log goes on with the next command. The checksum
 * at the end is not checked. Keys of several databases come into the same tables. Of a log in several files whose
 * manifest is not there each is read by itself. Commands that no log of NodeBB has (streams, sets made of others, scripts) are counted and
 * told. A log is read from its beginning again when reading was stopped; one whose objects take more than 384 million
 * characters is read up to there.
 */
export const redisRdb: EvidenceSource = {
  name: 'redis-rdb',
  about: 'dumps of Redis (RDB) and logs of its commands (AOF), plain or gzip',
  detect: (first) =>
    /^(?:REDIS00(?:0[6-9]|1[0-2])|(?:#TS:\d{1,12}\r\n)?\*\d{1,6}\r\n\$\d{1,6}\r\n[A-Z]+\r\n)/i.test(
      Buffer.from(first.subarray(0, 64)).toString('latin1'),
    ),
  open: openRdbReader,
}
