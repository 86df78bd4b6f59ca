import type { Counted, Facts, TermFact } from '../../src/risk/risk.ts'

/** So many of something, with evidence when there is any. */
export function some(count: number, id = 'post:1:1'): Counted {
  return { count, because: count === 0 ? [] : [id] }
}

/** A term met in so many texts. */
export function term(category: string, texts = 1, weight = 1): TermFact {
  return { category, texts, weight: weight * Math.log2(1 + texts), terms: ['lanternmoss'], because: ['message:1:4'] }
}

/** A member who did nothing on a board that keeps everything; only what is given differs. */
export function facts(given: Partial<Facts> = {}): Facts {
  return {
    accounts: some(1, 'persona:1:1'),
    staff: { ...some(0), role: null },
    posts: some(0),
    lastActive: { ...some(1, 'persona:1:1'), at: 0 },
    caseEnd: 1_000_000_000,
    hiddenPosts: some(0),
    uploads: some(0),
    messages: { ...some(0), partners: 0 },
    channels: { private: some(0), open: some(0) },
    addresses: { total: 3, exits: some(0) },
    bans: some(0),
    warnings: some(0),
    reports: some(0),
    terms: [],
    ...given,
  }
}

/** Facts of every sort: each factor is present in one, absent in another, unknown where it can be. */
export const cases: readonly Facts[] = [
  facts(),
  facts({ accounts: some(2, 'persona:1:1') }),
  facts({ accounts: some(4, 'persona:1:1') }),
  facts({ staff: { ...some(1, 'persona:1:1'), role: 'moderator' } }),
  facts({ staff: { ...some(1, 'persona:1:1'), role: 'founder' } }),
  facts({ posts: some(1) }),
  facts({ posts: some(250_000) }),
  facts({ lastActive: null }),
  facts({ lastActive: { ...some(1, 'persona:1:1'), at: 1_000_000_000 } }),
  facts({ lastActive: { ...some(1, 'persona:1:1'), at: 1_000_000_000 - 300 * 86_400 } }),
  facts({ hiddenPosts: null }),
  facts({ hiddenPosts: some(1) }),
  facts({ hiddenPosts: some(4000) }),
  facts({ uploads: null }),
  facts({ uploads: some(12, 'attachment:1:3') }),
  facts({ messages: null }),
  facts({ messages: { ...some(99, 'message:1:3'), partners: 9 } }),
  facts({ channels: { private: some(1, 'sighting:1:message:4:0'), open: some(0) } }),
  facts({ channels: { private: some(0), open: some(40, 'sighting:1:post:4:0') } }),
  facts({ addresses: null }),
  facts({ addresses: { total: 15, exits: some(14, 'sighting:1:post:9:0') } }),
  facts({ addresses: { total: 15, exits: some(1, 'sighting:1:post:9:0') } }),
  facts({ bans: some(1, 'ban:1:2'), warnings: some(3, 'warning:1:1'), reports: some(2, 'report:1:1') }),
  facts({ terms: null }),
  facts({ terms: [term('trade', 3), term('inner-circle')] }),
  facts({ terms: [term('evasion', 2)] }),
  facts({ terms: [term('urgency')] }),
]
