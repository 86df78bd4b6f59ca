/**
 * The words of this folder. A line of an access log says which address asked for what, not who it was. A mark is a row of
 * the board's database that does: a post, a session, a registration, made from that address at that time.
 */

/** What a row of the database tells of one line. */
export interface Mark {
  readonly kind: 'session' | 'post' | 'message' | 'registration' | 'action' | 'edit' | 'report' | 'failed'
  /** The row's id for `holdfast trace`, without kind and site. */
  readonly id: string
  /** Null only for failed log-ins under a name that no account has. */
  readonly member: string | null
  /** Seconds since 1970, by the board's clock. */
  readonly at: number
  readonly board: string | null
  readonly topic: string | null
  /** Of an edit or a report: the post concerned. */
  readonly about: string | null
}

/** A line as far as joining needs it. */
export interface Asked {
  readonly file: number
  readonly n: number
  /** Seconds since 1970, brought to the board's clock. */
  readonly at: number
  readonly agent: number
  readonly status: number
  readonly bytes: number
  readonly offset: number
  readonly length: number
  /** What the address asked for says, null for a line that says nothing of a person. */
  readonly page: Page | null
  /** Database rows that this line made. */
  marks: readonly Mark[]
}

/** What a request was for, as the software's addresses tell. */
export interface Page {
  readonly kind: 'login' | 'logout' | 'register' | 'write' | 'message' | 'edit' | 'report' | 'post' | 'other'
  readonly post: boolean
  /** A digest of the session identifier in the address, as forum.login names sessions. */
  readonly session: string | null
  /** The account whose own pages these are. */
  readonly own: string | null
  readonly board: string | null
  readonly topic: string | null
  /** The post that is edited or reported. */
  readonly about: string | null
}

/** How it is known who made a line, the strongest first. */
export const ways = [
  ['session', 'The address holds the identifier of a session that the database has for this account'],
  ['post', 'The account’s post was stored when this address sent one'],
  ['message', 'The account’s private message was stored when this address sent one'],
  ['registration', 'The account was registered from this address at this time'],
  ['log-in', 'The database has a session of this account that began when this address logged in'],
  ['action', 'The board’s own log has an act of this account from this address at this time'],
  ['edit', 'A post was changed by this account when this address sent the change'],
  ['report', 'A post was reported by this account when this address sent the report'],
  ['own-page', 'The address asked for is one of this account’s own pages'],
  [
    'same-visit',
    'Before or between what this account did, with the same program, at most half an hour apart, and nobody else',
  ],
] as const
export type Way = (typeof ways)[number][0]

/** Lines in a row that one member made. */
export interface Visit {
  readonly member: string
  readonly agent: number
  readonly file: number
  readonly firstAt: number
  readonly lastAt: number
  readonly firstN: number
  readonly lastN: number
  readonly requests: number
  readonly how: Way
  /** Ids without the site: `post:13`, `login:session:…`. */
  readonly because: readonly (readonly [kind: string, id: string])[]
  /** The line that tells it first. */
  readonly offset: number
  readonly length: number
}

/** A log-in that failed. */
export interface Failure {
  readonly line: Asked
  readonly member: string | null
  readonly login: string | null
}

/** What became of the lines of one address. */
export interface Joined {
  readonly visits: readonly Visit[]
  readonly failures: readonly Failure[]
  /** By file: lines joined, and lines that more than one member could have made. */
  readonly joined: ReadonlyMap<number, number>
  readonly ambiguous: ReadonlyMap<number, number>
  /** By file: lines that a row of the database names. */
  readonly marked: ReadonlyMap<number, number>
}
