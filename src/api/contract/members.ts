import type { Shown } from '../../model/shown.ts'
import type { Detail, Instant, MemberRef, PageQuery, Source, SubjectRef } from './common.ts'

/** An account in the list of members. */
export interface MemberRow {
  readonly site: number
  readonly id: string
  readonly name: string
  readonly kind: 'member' | 'guest' | 'bot'
  readonly state: 'active' | 'inactive' | 'unknown'
  readonly email: string | null
  readonly joinedAt: Instant | null
  readonly joinedFrom: string | null
  readonly lastSeenAt: Instant | null
  readonly lastIp: string | null
  readonly posts: number | null
  readonly staff: string | null
  readonly subject: string | null
  readonly source: Source
}

/** Search and sort of the list of members; `search` looks in names and e-mail addresses. */
export interface MembersQuery extends PageQuery {
  readonly site?: number | undefined
  readonly search?: string | undefined
  readonly sort?: 'name' | 'joined' | 'seen' | 'posts' | undefined
  readonly order?: 'asc' | 'desc' | undefined
  readonly kind?: 'member' | 'guest' | 'bot' | undefined
}

/** What one account is to another, in words. */
export type RelationWords = 'friend' | 'foe' | 'anonymous account of' | 'writes unnamed as'

/** Everything the evidence says of one account. */
export interface MemberProfile extends MemberRow {
  readonly birthday: string | null
  readonly timezone: string | null
  readonly language: string | null
  readonly location: string | null
  readonly website: string | null
  readonly title: string | null
  readonly signature: string | null
  readonly signaturePlain: string | null
  readonly signatureShown: readonly Shown[]
  readonly passwordScheme: string | null
  readonly handles: readonly Detail[]
  readonly fields: readonly (Detail & { readonly source: Source })[]
  readonly groups: readonly {
    readonly id: string
    readonly name: string
    readonly leader: boolean
    readonly pending: boolean
    readonly source: Source
  }[]
  readonly moderates: readonly {
    readonly board: string | null
    readonly name: string | null
    readonly source: Source
  }[]
  readonly bans: readonly Ban[]
  readonly warnings: readonly Warning[]
  readonly relations: readonly { readonly kind: RelationWords; readonly other: MemberRef; readonly source: Source }[]
  /** What the member asked to be told of, bookmarked or follows. */
  readonly watches: readonly {
    readonly how: 'watch' | 'bookmark' | 'follow'
    readonly kind: 'board' | 'topic' | 'post'
    readonly id: string | null
    /** The topic that a post is in. */
    readonly topic: string | null
    readonly name: string | null
    readonly at: string | null
    readonly source: Source
  }[]
  readonly subjectRef: SubjectRef | null
  readonly counts: {
    readonly posts: number
    readonly messages: number
    readonly logins: number
    readonly actions: number
    readonly visits: number
    readonly failed: number
    readonly attachments: number
    readonly selectors: number
  }
}

/** A ban by account, name, address or e-mail. */
export interface Ban {
  readonly id: string
  readonly member: string | null
  readonly name: string | null
  readonly ip: string | null
  readonly email: string | null
  readonly at: Instant | null
  readonly until: Instant | null
  readonly reason: string | null
  readonly by: string | null
  readonly exempt: boolean
  readonly source: Source
}

/** A warning a moderator gave. */
export interface Warning {
  readonly id: string
  readonly post: string | null
  readonly at: Instant | null
  readonly by: string | null
  readonly reason: string | null
  readonly source: Source
}
