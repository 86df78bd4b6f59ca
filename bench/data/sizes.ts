/** How big each demonstration seizure is. */

export type Size = 'XS' | 'S' | 'M' | 'L'

/** Counts asked of one generated seizure; the rows printed match them exactly. */
export interface Dimensions {
  /** Members of the first board, its founder included, guest and robots not. */
  readonly members: number
  readonly posts: number
  readonly messages: number
  readonly sessions: number
  readonly loginAttempts: number
  readonly logRows: number
  /** Members and posts of the second board. */
  readonly secondMembers: number
  readonly secondPosts: number
  /** First day of the first board, in UNIX seconds. */
  readonly opened: number
}

/** The moment of the seizure: 2024-05-28 06:12:44 UTC. */
export const seizedAt = 1_716_876_764

const year = 31_557_600

/** XS is for tests; L is what the speed of the product is measured on. */
export const dimensions: { readonly [S in Size]: Dimensions } = {
  XS: {
    members: 40,
    posts: 200,
    messages: 60,
    sessions: 60,
    loginAttempts: 20,
    logRows: 90,
    secondMembers: 16,
    secondPosts: 50,
    opened: seizedAt - 2 * year,
  },
  S: {
    members: 420,
    posts: 5_000,
    messages: 1_200,
    sessions: 900,
    loginAttempts: 200,
    logRows: 1_400,
    secondMembers: 90,
    secondPosts: 800,
    opened: seizedAt - 4 * year,
  },
  M: {
    members: 9_000,
    posts: 250_000,
    messages: 62_500,
    sessions: 37_500,
    loginAttempts: 12_500,
    logRows: 75_000,
    secondMembers: 1_500,
    secondPosts: 35_000,
    opened: seizedAt - 9 * year,
  },
  L: {
    members: 70_000,
    posts: 2_000_000,
    messages: 500_000,
    sessions: 300_000,
    loginAttempts: 100_000,
    logRows: 600_000,
    secondMembers: 9_000,
    secondPosts: 250_000,
    opened: seizedAt - 14 * year,
  },
}
