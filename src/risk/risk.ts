/**
 * The words of the room. A factor is one written reason with points; an assessment is the weighed whole under a named
 * scheme version; a decision is what a person ruled, kept apart. Weighs what accounts did on a board, nothing else:
 * this is no validated instrument and claims to be none.
 */

/** Something counted, with evidence. Null where facts are held means that the evidence does not say. */
export interface Counted {
  readonly count: number
  readonly because: readonly string[]
}

/** What the terms of a category matched. */
export interface TermFact {
  readonly category: string
  /** Posts and messages in which a term of the category stands. */
  readonly texts: number
  /** Sum over the terms met of their weight times log2(1 + texts they stand in). */
  readonly weight: number
  readonly terms: readonly string[]
  readonly because: readonly string[]
}

/** What the evidence says of a subject, over all its accounts. */
export interface Facts {
  readonly accounts: Counted
  /** The highest role: founder, administrator, moderator; absent where `count` is 0. */
  readonly staff: Counted & { readonly role: string | null }
  readonly posts: Counted
  /** UNIX seconds of the last post, message or connection, and of the last in the case. */
  readonly lastActive: (Counted & { readonly at: number }) | null
  readonly caseEnd: number | null
  readonly hiddenPosts: Counted | null
  readonly uploads: Counted | null
  readonly messages: (Counted & { readonly partners: number }) | null
  /** Distinct contact values given out, in private messages and in posts. */
  readonly channels: { readonly private: Counted; readonly open: Counted }
  /** Addresses used, and those of hosting or anonymising networks among them. */
  readonly addresses: { readonly total: number; readonly exits: Counted } | null
  readonly bans: Counted
  readonly warnings: Counted
  readonly reports: Counted
  /** Null where no agency has loaded a list. */
  readonly terms: readonly TermFact[] | null
}

/** What a factor says of a subject. */
export interface Weighed {
  readonly state: 'present' | 'absent' | 'unknown'
  readonly points: number
  /** A phrase that can stand in a sentence. */
  readonly detail: string
  readonly because: readonly string[]
}

/** One reason for attention. Pure: no disk, network, clock or chance; nothing about who somebody is, only what was done. */
export interface Factor {
  readonly name: string
  /** The written definition. */
  readonly about: string
  /** A case in which it is present, in words. */
  readonly example: string
  readonly maxPoints: number
  /** True where presence raises the safeguarding flag, whatever the points. */
  readonly safeguarding?: boolean
  readonly weigh: (facts: Facts) => Weighed
}

/** The weighed whole. */
export interface Assessment {
  readonly points: number
  /** Points if every unknown were present. */
  readonly possible: number
  readonly band: 'low' | 'medium' | 'high' | 'very-high'
  readonly safeguarding: boolean
  readonly unknowns: number
  readonly factors: readonly (Weighed & { readonly factor: string })[]
  readonly why: string
}

/** A factor that is not there. */
export function absent(detail: string): Weighed {
  return { state: 'absent', points: 0, detail, because: [] }
}

/** A factor of which the evidence says nothing; never read as absent. */
export function unknown(detail: string): Weighed {
  return { state: 'unknown', points: 0, detail, because: [] }
}

/** A factor that is there. */
export function present(points: number, detail: string, because: readonly string[]): Weighed {
  return { state: 'present', points: Math.max(0.5, Math.round(points * 2) / 2), detail, because: because.slice(0, 6) }
}

/** `1 post`, `2,300 posts`. */
export function count(n: number, one: string, many = `${one}s`): string {
  const told = n < 1000 ? String(n) : String(n).replace(/\B(?=(?:\d{3})+$)/g, ',')
  return `${told} ${n === 1 ? one : many}`
}
