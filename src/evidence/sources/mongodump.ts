import { bsonStart, openBsonReader } from '../mirror/bson/reader.ts'
import { isArchive, isDocuments } from '../mirror/bson/tell.ts'
import type { EvidenceSource } from '../mirror/source.ts'

/**
 * Collections of MongoDB as mongodump writes them: documents of BSON (BSON specification 1.1), one after the other, in a
 * file called after the collection. Documents that NodeBB keeps under keys become rows of the tables it has on PostgreSQL,
 * its sessions rows of `session`; any other collection becomes a table of its name with `_id` and the document as JSON
 * (MongoDB Extended JSON 2.0, canonical). An archive (`--archive`) holds many collections, whose blocks take turns; its
 * tables belong to their databases.
 *
 * LIMITATIONS: data files of a server are not read; options and indexes (`.metadata.json`, an archive's prelude) are not
 * either, nor is the checksum of a collection in an archive checked. After damage reading goes on with the next document
 * that begins with its `_id`, which may be one within another; in an archive also with the next block. A file of one
 * collection that ends between two documents is not told to be cut off: nothing marks its end.
 */
export const mongodump: EvidenceSource = {
  name: 'mongodump',
  about: 'collections of MongoDB as mongodump writes them (BSON), one a file or all in an archive; plain or gzip',
  detect: (first) => isArchive(first) || isDocuments(first),
  open: openBsonReader,
  begin: bsonStart,
}
