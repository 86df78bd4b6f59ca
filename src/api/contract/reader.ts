import type { Difference } from '../../model/differences.ts'
import type { Shown } from '../../model/shown.ts'
import type { Instant, MemberRef, PageQuery, Source } from './common.ts'
import type { Post } from './forum.ts'

/** Through whose eyes and as of when a board is read: an account's id, or `guest`; the end of a moment. */
export interface LensQuery {
  readonly as?: string | undefined
  readonly asOf?: Instant | undefined
}

/** What an account may do in a board, with the rows that say so. */
export interface BoardRight {
  readonly board: string
  readonly sees: boolean
  readonly reads: boolean
  readonly posts: boolean
  readonly because: readonly string[]
}

/** What is known of the view: the account, whether it was there and free to enter on that day, and what it could see. */
export interface View {
  readonly as: {
    readonly member: MemberRef
    readonly groups: readonly string[]
    readonly staff: string | null
    readonly joinedAt: Instant | null
    /** Whether the account existed on the day; null where the evidence does not say when it was made. */
    readonly existed: boolean | null
    /** The ban in force on the day. */
    readonly ban: {
      readonly reason: string | null
      readonly at: Instant | null
      readonly until: Instant | null
      readonly source: Source
    } | null
  } | null
  readonly asOf: Instant | null
  /** False where no permissions were read of this software: then every board is shown. */
  readonly permissionsKnown: boolean
  readonly boards: readonly BoardRight[]
}

/** The page of a topic with a number, or the one on which a post stands. */
export interface TopicPageQuery extends LensQuery {
  readonly number?: number | undefined
  readonly post?: string | undefined
}

/** A page of a topic as the forum showed it; `hidden` counts the posts that the view leaves out. */
export interface TopicPage {
  readonly number: number
  readonly pages: number
  readonly size: number
  readonly total: number
  readonly hidden: number
  /** True where the account could not read the board of this topic. */
  readonly closed: boolean
  readonly rows: readonly Post[]
}

/** What stands beside a post: who wrote it, as the forum said it. */
export interface AuthorPanel {
  readonly title: string | null
  readonly groups: readonly string[]
  readonly staff: string | null
  readonly joinedAt: Instant | null
  readonly posts: number | null
  readonly location: string | null
  readonly banned: boolean
  readonly hasSignature: boolean
}

/**
 * A version of a post that it does not show now: by `author` since `since`, until `at`, when `by` replaced it. `text` is null
 * where what is stored does not give it; `changes` lead to the version after it. `form`: how the evidence holds it.
 */
export interface PostVersion {
  readonly id: string
  readonly version: number | null
  readonly since: Instant | null
  readonly author: MemberRef | null
  readonly at: Instant | null
  readonly by: MemberRef | null
  readonly subject: string | null
  readonly reason: string | null
  readonly form: 'before' | 'made' | 'span' | 'patch' | 'changes' | 'copy' | 'seen'
  readonly text: string | null
  readonly shown: readonly Shown[]
  readonly changes: readonly Difference[]
  readonly source: Source
}

/** What copies of a board say differently of one row. */
export interface CopyChange {
  readonly copy: number
  readonly table: string
  readonly id: string
  readonly entity: string | null
  readonly kind: 'added' | 'deleted' | 'changed'
  readonly columns: readonly string[]
  readonly copyAsOf: Instant | null
  readonly source: Source
}

/** A copy of a board in the evidence, compared with its base. */
export interface SiteCopy {
  readonly n: number
  readonly base: boolean
  readonly database: string | null
  readonly path: string | null
  readonly asOf: Instant | null
  readonly rows: number
  readonly same: number
  readonly added: number
  readonly changed: number
  readonly missing: number
  readonly garbled: number
}

/** Which differences to list. */
export interface ChangesQuery extends PageQuery {
  readonly kind?: 'added' | 'deleted' | 'changed' | undefined
  readonly entity?: string | undefined
}

/** A line of the board's logs that an account made or that is about it. */
export interface Action {
  readonly id: string
  readonly kind: string
  readonly at: Instant | null
  readonly ip: string | null
  readonly operation: string
  readonly by: MemberRef | null
  readonly about: MemberRef | null
  readonly board: string | null
  readonly topic: string | null
  readonly post: string | null
  readonly data: string | null
  readonly source: Source
}

/** Lines of an access log that one member made. */
export interface Visit {
  readonly visit: number
  readonly firstAt: Instant
  readonly lastAt: Instant
  readonly ip: string | null
  readonly agent: string | null
  readonly requests: number
  readonly how: string
  readonly why: string
  /** What the log itself states of its first line, where its clock is not the board's; the other times are by the board's. */
  readonly stated: Instant | null
  readonly source: Source
}

/** A log-in that an access log shows to have failed. */
export interface FailedLogin {
  readonly n: number
  readonly at: Instant
  readonly ip: string | null
  readonly agent: string | null
  readonly why: string
  readonly source: Source
}

/** An answer of a poll: the votes the board counted, and those who are known to have given it (at most 200). */
export interface PollOption {
  readonly option: string
  readonly label: string
  readonly votes: number | null
  readonly voters: readonly MemberRef[]
}
