/** Where one fact came from, to the byte. Sources: design of the house, "every claim walks back to bytes". */

/** Number of an evidence file inside the case (`evidence.file.file`). */
export type FileId = number

/** A run of bytes of one evidence file; offsets count from 0 in the file's uncompressed content. */
export interface ByteRange {
  readonly file: FileId
  readonly offset: number
  readonly length: number
}

/** The provenance columns every row read from evidence carries, in the mirror and in each room after it. */
export interface Provenance {
  readonly _file: FileId
  readonly _offset: number
  readonly _length: number
}

/** Names of the provenance columns, in table order. */
export const provenanceColumns = ['_file', '_offset', '_length'] as const
