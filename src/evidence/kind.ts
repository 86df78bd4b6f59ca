/** What a file can be told to be by its content, and what is done with it. */
export interface FileKind {
  readonly name: string
  readonly about: string
  /** dump: mirrored; container: opened; log, mail, configuration: read by stages of their own; other: kept and listed. */
  readonly role: 'dump' | 'container' | 'log' | 'mail' | 'configuration' | 'other'
  /** True when a file whose content begins with these bytes (unpacked from gzip) is of this kind. */
  readonly detect: (first: Uint8Array, path: string) => boolean
  /** Read as a stream where it is packed with gzip; anything else is unpacked first. */
  readonly streamed?: true
}
