import type { ImageNote, Origin } from '../image/notes.ts'

/** A file that holds other files: how it is told, and how what is in it is given out. */
export interface Container {
  readonly name: string
  readonly about: string
  readonly detect: (first: Uint8Array) => boolean
  /** What its files are listed as, `container` when left out. */
  readonly role?: 'mail'
  /** It gives out what lies beside it, as it is: nothing grows by being opened. */
  readonly joins?: true
  /** Entries in the order of the container. Bytes of an entry are to be taken before the next entry is asked for. */
  readonly open: (input: ContainerInput) => AsyncIterable<Entry>
}

/** A container to be opened, and where trouble with it is told. */
export interface ContainerInput {
  /** Its place in the file system. */
  readonly place: string | Buffer
  /** Its name without folders, for containers that hold one nameless file. */
  readonly name: string
  readonly report: (trouble: ContainerTrouble) => void
  readonly signal: AbortSignal
  /** How long another program may work on it. */
  readonly seconds: number
  /** Where a program that writes files may have a folder of its own for that long. */
  readonly scratch?: string
  /** The number of its file, by which a folder in the scratch place is told from others. */
  readonly file?: number
  /** Files that lie in the same folder as it, itself included. */
  readonly beside?: () => Promise<readonly Beside[]>
  /** It is only looked into: what costs a pass over all of it is left for later. */
  readonly glance?: true
  /** Keeps what is known of a disk image besides its files. */
  readonly note?: (note: ImageNote) => void
}

/** A file in the same folder of an exhibit. */
export interface Beside {
  readonly file: number
  readonly name: string
  readonly place: string
}

/** Something wrong with a container or one of its entries. */
export interface ContainerTrouble {
  readonly severity: 'note' | 'warning' | 'loss'
  readonly code: string
  readonly detail: string
}

/** One thing in a container. */
export interface Entry {
  /** As the container writes it, by `writeName`. */
  readonly path: string
  readonly modifiedAt: Date | null
  /** As the container declares it. */
  readonly size: number | null
  /** Its bytes; null where they cannot be had, then `closed` says why. */
  readonly content: AsyncIterable<Uint8Array> | null
  readonly closed: 'encrypted' | 'unsupported' | 'luks' | 'bitlocker' | 'link' | 'deleted' | null
  /** What its content is called where its first bytes do not tell. */
  readonly source?: string
  /** Where it lies in a disk image. */
  readonly origin?: Origin
}

/** What a caller should tell a person of a container that no program here can open. */
export class CannotOpen extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'CannotOpen'
    this.code = code
  }
}
