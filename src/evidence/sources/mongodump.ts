import { bsonStart, openBsonReader } from '../mirror/bson/reader.ts'
import { isDocuments } from '../mirror/bson/tell.ts'
import type { EvidenceSource } from '../mirror/source.ts'

/**
 * Collections of MongoDB as mongodump writes them: documents of BSON (BSON specification 1.1), one after the other, in a
 * file called after the collection. Documents that NodeBB keeps under keys become rows of the tables it has on PostgreSQL,
 * its sessions rows of `session`; any other collection becomes a table of its name with `_id` and the document as JSON
 * (MongoDB Extended JSON 2.0, canonical).
 *
 * LIMITATIONS: archives of mongodump (`--archive`) and data files of a server are not read; options and indexes
 * (`.metadata.json`) are not either. After damage reading goes on with the next document that begins with its `_id`, which
 * may be one within another. A file that ends between two documents is not told to be cut off: nothing marks its end.
 */
export const mongodump: EvidenceSource = {
  name: 'mongodump',
  about: 'collections of MongoDB as mongodump writes them (BSON); plain or gzip',
  detect: isDocuments,
  open: openBsonReader,
  begin: bsonStart,
}
