import type { Instant, MemberRef, PageQuery, Source } from './common.ts'

/** A time as its source states it, brought to the clock of the board's database; for display only. */
export interface Corrected {
  readonly at: Instant
  /** Seconds that the source's clock was ahead. */
  readonly seconds: number
  readonly why: string
}

/** An address in the headers of a message. */
export interface MailAddress {
  readonly role: string
  readonly name: string | null
  readonly address: string
}

/** How a message concerns a member of a board. */
export interface MailConcern {
  readonly site: number
  readonly siteKey: string
  readonly member: MemberRef | null
  readonly direction: 'to' | 'from'
  readonly byBoard: boolean
  readonly notice: string | null
  readonly address: string | null
  readonly ip: string | null
  readonly why: string
  /** Rows of the board that it tells of, as ids. */
  readonly because: readonly string[]
  readonly trace: string
}

/** A message in a list. */
export interface MailRow {
  readonly file: number
  readonly n: number
  readonly path: string
  readonly exhibit: string
  readonly at: Instant | null
  readonly subject: string | null
  readonly from: string | null
  readonly to: readonly string[]
  /** Addresses that are not listed. */
  readonly more: number
  readonly attachments: number
  readonly concerns: readonly MailConcern[]
  readonly corrected: Corrected | null
  readonly source: Source
}

/** A message with all that was read of it. Passwords, keys and codes in it are masked. */
export interface MailMessage extends MailRow {
  readonly messageId: string | null
  readonly stated: string | null
  readonly zone: number | null
  readonly text: string | null
  readonly form: 'plain' | 'html' | null
  readonly masked: number
  /** True where a term of a loaded list occurs in it: then it is shown folded. */
  readonly folded: boolean
  readonly flags: string | null
  readonly addresses: readonly MailAddress[]
  readonly hops: readonly {
    readonly header: string
    readonly fromHost: string | null
    readonly fromAddress: string | null
    readonly byHost: string | null
    readonly stated: string | null
    readonly at: Instant | null
  }[]
  readonly files: readonly {
    readonly name: string | null
    readonly mediaType: string | null
    readonly size: number
    readonly sha256: string
    readonly path: string | null
  }[]
}

/** Which messages: those whose subject, addresses or text hold some words, those of a board or of none, of one notice. */
export interface MailQuery extends PageQuery {
  readonly search?: string | undefined
  readonly site?: number | undefined
  readonly notice?: string | undefined
}

/** How far one clock is from another. */
export interface Clock {
  readonly site: number
  readonly siteKey: string
  readonly n: number
  readonly source: 'log' | 'database' | 'mail' | 'server' | 'setting'
  readonly exhibit: string | null
  readonly file: number | null
  readonly name: string
  readonly reference: string
  readonly verdict: string
  /** Seconds that it is ahead of the reference, null where nothing tells. */
  readonly seconds: number | null
  readonly spread: number | null
  readonly pairs: number
  /** Seconds gained a day. */
  readonly drift: number | null
  readonly pieces: readonly {
    readonly from: Instant
    readonly to: Instant
    readonly seconds: number
    readonly pairs: number
  }[]
  readonly zone: string | null
  readonly why: string
}
