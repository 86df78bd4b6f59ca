/** A file that was kept under its hash in the case folder. */
export interface KeptFile {
  readonly stored: string
  readonly size: number
  readonly whole: boolean
  readonly md5: string
  readonly sha1: string
  readonly sha256: string
}

/** What the room of evidence lends: how unpacked files are kept, and how names from evidence are written. */
export interface Lent {
  readonly keep: (content: AsyncIterable<Uint8Array>) => Promise<KeptFile>
  readonly writeName: (bytes: Uint8Array) => string
}
