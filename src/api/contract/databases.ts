/** A data directory of a database server among the files of an exhibit, and how far it could be read out. */
export interface DataDirectory {
  readonly n: number
  /** MySQL or MariaDB, or PostgreSQL. */
  readonly kind: 'mysql' | 'postgresql'
  /** Where it lies in the exhibit, empty where it is the exhibit. */
  readonly path: string
  readonly files: number
  readonly size: number
  /** Of the server that made it, as its files say. */
  readonly version: string | null
  /** The server that opened a copy of it; null where none could. */
  readonly openedWith: string | null
  /** How far recovery had to go, 0 where nothing was left out. */
  readonly level: number
  readonly state: 'read' | 'part' | 'closed'
  readonly tables: number
  /** Tables that could be read in part or not at all. */
  readonly unread: number
  readonly databases: readonly DatabaseRead[]
}

/** A database that was read out into a file of its own. */
export interface DatabaseRead {
  readonly file: number
  readonly name: string
  readonly path: string
  readonly sha256: string
  readonly tables: number
  readonly unread: number
}
