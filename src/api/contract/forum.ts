import type { Shown } from '../../model/shown.ts'
import type { SetVerdict } from '../../model/verdict.ts'
import type { Instant, MemberRef, PageQuery, Source } from './common.ts'
import type { AuthorPanel, LensQuery, PollOption } from './reader.ts'

export type * from './members.ts'

/** One rebuilt board of the seizure, with its counts. */
export interface Site {
  readonly site: number
  readonly key: string
  readonly engine: string
  readonly adapter: string
  readonly version: string | null
  readonly title: string | null
  readonly baseUrl: string | null
  readonly exhibit: number
  readonly timezone: string | null
  readonly members: number
  readonly topics: number
  readonly posts: number
  readonly messages: number
}

/** A board and the boards below it, in the order the forum showed them. */
export interface BoardNode {
  readonly id: string
  readonly kind: 'category' | 'board' | 'link'
  readonly name: string
  readonly description: string | null
  readonly locked: boolean
  readonly hasPassword: boolean
  /** True where most members could not see it; null where permissions are not known. */
  readonly hidden: boolean | null
  readonly topics: number
  readonly posts: number
  readonly lastPostAt: Instant | null
  readonly moderators: readonly string[]
  readonly source: Source
  readonly children: readonly BoardNode[]
}

/** A topic in the list of its board. */
export interface TopicRow {
  readonly id: string
  readonly board: string | null
  readonly title: string
  readonly author: MemberRef
  readonly at: Instant | null
  readonly lastPostAt: Instant | null
  readonly posts: number
  readonly views: number | null
  readonly kind: 'normal' | 'sticky' | 'announcement' | 'global' | 'moved'
  readonly locked: boolean
  readonly deleted: 'soft' | 'unapproved' | null
  readonly poll: boolean
  readonly source: Source
}

/** A topic by itself: with its board's name, who removed it, and its poll. */
export interface Topic extends TopicRow {
  readonly boardName: string | null
  readonly movedTo: string | null
  readonly deletedAt: Instant | null
  readonly deletedBy: MemberRef | null
  readonly pollTitle: string | null
  readonly pollStart: Instant | null
  readonly pollEnd: Instant | null
  readonly pollOptions: readonly PollOption[]
}

/** How topics may be sorted; the default is `last`, newest first, pinned topics before the rest. */
export interface TopicsQuery extends PageQuery, LensQuery {
  readonly sort?: 'last' | 'created' | 'title' | 'posts' | undefined
  readonly order?: 'asc' | 'desc' | undefined
}

/** An upload as a placeholder: its bytes are never served. */
export interface Attachment {
  readonly id: string
  readonly site: number
  readonly owner: MemberRef
  readonly post: string | null
  readonly message: string | null
  readonly name: string
  readonly mediaType: string | null
  readonly size: number | null
  readonly at: Instant | null
  readonly comment: string | null
  readonly orphan: boolean
  readonly md5: string | null
  readonly sha1: string | null
  readonly sha256: string | null
  /** What the agency's hash sets say of it. */
  readonly sets: SetVerdict
  readonly source: Source
}

/**
 * A post as read: `text` as stored, `plain` as a person reads it, `folded` where a loaded term occurs in it. `size` is
 * the length of `plain` in characters; `cut` says that a list carries only its beginning (ask for the post itself).
 */
export interface Post {
  readonly id: string
  readonly site: number
  readonly board: string | null
  readonly topic: string | null
  readonly topicTitle: string | null
  readonly author: MemberRef
  readonly at: Instant | null
  readonly ip: string | null
  readonly subject: string | null
  readonly text: string
  readonly plain: string
  /** The text as it is shown: a tree, so that no browser parses what was seized. */
  readonly shown: readonly Shown[]
  /** How characters were repaired for display; null where nothing was. */
  readonly repaired: string | null
  readonly panel: AuthorPanel | null
  /** How many earlier versions the evidence holds. */
  readonly versions: number
  /** Under a date: what became of the post after it. `version`: the text is the one of that day. */
  readonly later: { readonly edited: boolean; readonly deleted: boolean; readonly version: boolean } | null
  readonly size: number
  readonly cut: boolean
  readonly folded: boolean
  readonly editedAt: Instant | null
  readonly editedBy: MemberRef | null
  readonly editCount: number | null
  readonly editReason: string | null
  readonly deleted: 'soft' | 'unapproved' | null
  readonly deletedAt: Instant | null
  readonly deletedBy: MemberRef | null
  readonly deletedReason: string | null
  readonly reports: number
  readonly attachments: readonly Attachment[]
  readonly source: Source
}

/** Posts of a topic in order of time; `from` begins the page at that post. */
export interface PostsQuery extends PageQuery, LensQuery {
  readonly from?: string | undefined
}

/** A private message as it concerns one member: the folders it lies in, or none any more. */
export interface Message {
  readonly id: string
  readonly site: number
  readonly thread: string | null
  readonly author: MemberRef
  readonly recipients: readonly MemberRef[]
  /** Whole groups written to, by name. */
  readonly groups: readonly string[]
  readonly at: Instant | null
  readonly ip: string | null
  readonly subject: string | null
  readonly text: string
  readonly plain: string
  readonly shown: readonly Shown[]
  readonly repaired: string | null
  readonly size: number
  readonly cut: boolean
  readonly folded: boolean
  readonly editedAt: Instant | null
  readonly deleted: boolean
  /** Other people of the conversation in whose mailboxes it lies no more, though they had it. */
  readonly goneFrom: readonly MemberRef[]
  /** How many earlier versions the evidence holds. */
  readonly versions: number
  /** Under a date: whether it was edited after it. `version`: the text is the one of that day. */
  readonly later: { readonly edited: boolean; readonly version: boolean } | null
  readonly folders: readonly { readonly folder: string; readonly unread: boolean; readonly deleted: boolean }[]
  readonly attachments: readonly Attachment[]
  readonly source: Source
}

/** A folder of a member's mailbox with what lies in it; `written` is every message the member wrote. */
export interface Folder {
  readonly folder: string
  readonly messages: number
  readonly unread: number
}

/** Which folder of the mailbox to list, newest first; all of them when left out. */
export interface MessagesQuery extends PageQuery {
  readonly asOf?: Instant | undefined
  readonly folder?: string | undefined
}

/** A session or log-in record. */
export interface Login {
  readonly id: string
  readonly kind: 'session' | 'persistent' | 'failed' | 'online'
  readonly name: string | null
  readonly at: Instant | null
  readonly until: Instant | null
  readonly ip: string | null
  readonly country: string | null
  readonly agent: string | null
  readonly forwardedFor: string | null
  readonly source: Source
}

/** Tells the access log that a reader deliberately opened a folded text. */
export interface OpenedText {
  readonly site: number
  readonly place: 'post' | 'message'
  readonly id: string
}
