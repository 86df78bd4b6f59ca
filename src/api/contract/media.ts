import type { SetKind, SetMatch, SetVerdict } from '../../model/verdict.ts'
import type { Instant, PageQuery } from './common.ts'

export type { SetKind, SetMatch, SetVerdict }

/** A hash set that the agency loaded, with how much of the case is in it. */
export interface HashSet {
  readonly hashSet: number
  readonly name: string
  readonly kind: SetKind
  readonly source: string
  readonly scheme: string | null
  readonly format: string
  readonly fileName: string
  readonly fileSha256: string
  readonly entries: number
  readonly md5s: number
  readonly sha1s: number
  readonly sha256s: number
  readonly remarks: number
  readonly loadedBy: string
  readonly loadedAt: Instant
  readonly removedBy: string | null
  readonly removedAt: Instant | null
  readonly removedWhy: string | null
  readonly categories: readonly { readonly code: string; readonly label: string | null; readonly entries: number }[]
  readonly files: number
  readonly attachments: number
  /** True where everything of the case was compared with it. */
  readonly compared: boolean
}

/** A file of the evidence, or an attachment whose file is not in evidence, that a set lists. */
export interface MatchRow extends SetMatch {
  readonly id: string
  readonly exhibit: string | null
  /** Where the file lies; of an attachment without its file, its name. */
  readonly path: string
  readonly size: number | null
  /** The hash that agrees. */
  readonly hash: string
  /** False where only the database states the hash. */
  readonly inEvidence: boolean
  /** Attachments that are this file, the first of them. */
  readonly uploads: readonly {
    readonly site: number
    readonly id: string
    readonly name: string
    readonly post: string | null
    readonly message: string | null
  }[]
  readonly uploadCount: number
  /** The line of the set's file that says so. */
  readonly line: number
}

/** Which matches: of one kind or set, or with `quiet` false those that somebody should look at. */
export interface MatchesQuery extends PageQuery {
  readonly kind?: SetKind | undefined
  readonly hashSet?: number | undefined
  readonly quiet?: boolean | undefined
}
