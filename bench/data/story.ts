/** Everything decided before writing begins, and what the writers note down for the truth. */
import type { Account, Site } from './account.ts'
import type { ContactKind } from './contacts.ts'
import type { Population } from './people.ts'
import type { MessagePlan } from './plan-messages.ts'
import type { PostPlan } from './plan-posts.ts'
import type { Dimensions, Size } from './sizes.ts'

/** A value somebody passed on in a text, for the truth. */
export interface Move {
  readonly site: Site
  readonly place: 'post' | 'message'
  readonly id: number
  readonly user_id: number
  readonly kind: ContactKind
  readonly value: string
  /** True when the text spells the value out instead of writing it. */
  readonly obfuscated?: true
}

/** A code word somebody wrote, for the truth. */
export interface CodeUse {
  readonly site: Site
  readonly place: 'post' | 'message'
  readonly id: number
  readonly user_id: number
  readonly term: string
}

/** What was planted in texts; grows while they are written, each text once. */
export interface Notes {
  readonly moves: Move[]
  readonly codes: CodeUse[]
  readonly urgent: CodeUse[]
}

export interface Story {
  readonly seed: number
  readonly size: Size
  readonly dims: Dimensions
  readonly population: Population
  readonly posts: { readonly [S in Site]: PostPlan }
  readonly messages: MessagePlan
}

/** The account that wrote the `k`-th post of a plan. */
export function authorOf(plan: PostPlan, k: number): Account {
  return plan.accounts[plan.authors[k]!]!
}
