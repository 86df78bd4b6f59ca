/** The nouns of the planted population. */
import type { Network } from './addresses.ts'

export type Site = 1 | 2

/** How a password is stored: an unsalted hash of an imported board, phpass of phpBB 3.0, or a salted hash of today. */
export type PasswordScheme = 'md5' | 'phpass' | 'bcrypt' | 'argon2id'

/** One account of one person on one board. */
export interface Account {
  readonly site: Site
  readonly person: number
  /** Number on its board: set once everybody's date of joining is known. */
  readonly userId: number
  readonly username: string
  readonly email: string
  readonly joined: number
  /** Share of the board's writing; 0 for those who only read. */
  readonly weight: number
  /** Moment after which nothing is heard of the account any more. */
  readonly leaves: number
  readonly net: Network
  /** Index into `languages`. */
  readonly language: number
  /** Hours by which the daily rhythm is shifted. */
  readonly owl: number
  readonly role: 'member' | 'moderator' | 'founder'
  readonly circle: boolean
  /** What `contact()` makes values from; two accounts sharing it pass on the same ones. */
  readonly contactKey: number
  readonly password: { readonly scheme: PasswordScheme; readonly key: number }
  readonly skype: string
  readonly jabber: string
  readonly icq: string
  readonly website: string
  readonly location: string
}

/** An account while the population is being made. */
export type Draft = { -readonly [K in keyof Account]: Account[K] }

export interface Person {
  readonly id: number
  readonly country: number
  readonly language: number
  readonly first: string
  readonly last: string
}

/** Why an examiner could find that two accounts are one person's; `none` was planted without any reason to find. */
export type Cue =
  | 'same-email'
  | 'email-variant'
  | 'same-handle'
  | 'username-variant'
  | 'same-username'
  | 'same-ip'
  | 'same-password-hash'
  | 'same-contact'
  | 'same-website'

export interface Pair {
  readonly person: number
  readonly a: Account
  readonly b: Account
  readonly cues: readonly Cue[]
}

/** Something different people have in common, which must not make them one. */
export interface Innocent {
  readonly kind: 'household' | 'common-handle' | 'common-password' | 'common-username'
  readonly value: string
  readonly accounts: readonly Account[]
}
