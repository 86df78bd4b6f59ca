/** A file that was kept under its hash in the case folder. */
export interface KeptFile {
  readonly stored: string
  readonly size: number
  readonly whole: boolean
  readonly md5: string
  readonly sha1: string
  readonly sha256: string
}

/** Bytes at any place, until it is closed. */
export interface LentVolume {
  readonly size: number
  readonly read: (at: number, length: number) => Buffer
  readonly close: () => void
}

/** What the room of evidence lends: how unpacked files are kept, and how names from evidence are written. */
export interface Lent {
  readonly keep: (content: AsyncIterable<Uint8Array>) => Promise<KeptFile>
  readonly writeName: (bytes: Uint8Array) => string
  /** A closed volume of a disk image by its file, as bytes of its own; null where it is not read in place. */
  readonly openVolume: (file: number) => Promise<LentVolume | null>
}
