import type { Acquisition } from './ewf-header.ts'

/** Where a file of a disk image lies, and in which state it was found: a row of evidence.image_file. */
export interface Origin {
  readonly volume: number
  readonly inode: string | null
  readonly state: 'live' | 'deleted' | 'carved' | 'closed'
  /** How far the content of a deleted file can be relied on; null for what is live. */
  readonly recovery: Recovery | null
  readonly times: Readonly<Record<'modified' | 'accessed' | 'changed' | 'created' | 'deleted', string | null>>
  /** The file system keeps its times without a zone: they are local ones. */
  readonly local: boolean
  readonly link: string | null
  /** Where its first byte lies in the image. */
  readonly at: number | null
  /** Its runs, `PLACE+LENGTH` or `-+LENGTH` for zeros; null where they cannot be read from the image directly. */
  readonly runs: string | null
}

/**
 * whole: every block is still free. assumed: so too, but the chain is lost and free blocks in a row were taken (FAT), or its length is lost (XFS).
 * shared: another deleted file claims one of the blocks. overwritten: a live file holds one of them. partial: fewer
 * bytes than stated. none: only the name is left.
 */
export type Recovery = 'whole' | 'assumed' | 'shared' | 'overwritten' | 'partial' | 'none'

/** What is known of an image besides its files. */
export type ImageNote =
  | {
      readonly kind: 'image'
      readonly format: string
      readonly size: number
      readonly segments: number
      readonly acquisition: Acquisition | null
      readonly stored: { readonly md5: string | null; readonly sha1: string | null }
      readonly computed: { readonly md5: string | null; readonly sha1: string | null }
    }
  | { readonly kind: 'volume'; readonly volume: NotedVolume }
  /** Files beside the image that are parts of it. */
  | { readonly kind: 'segments'; readonly files: readonly number[] }
  /** Files beside one that was cut, which are its other parts. */
  | { readonly kind: 'parts'; readonly files: readonly number[] }
  /** Deleted files whose blocks a later one claims too. */
  | { readonly kind: 'shared'; readonly volume: number; readonly inodes: readonly string[] }

/** A volume as it is recorded. */
export interface NotedVolume {
  readonly n: number
  readonly label: string
  readonly scheme: string
  readonly kind: string
  readonly state: string
  readonly at: number | null
  readonly size: number
  readonly extents: string
  readonly type: string | null
  readonly name: string | null
}
