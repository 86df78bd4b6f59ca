import type { Comparison } from '../identity.ts'

/** Private messages between the two. */
export const conversation: Comparison = {
  name: 'conversation',
  about:
    'Against: the two wrote each other private messages. 2 bits where both wrote, 1 where one wrote at least three times: people seldom talk to themselves, though some do to deceive.',
  compare: ({ contact: { ab, ba, because } }) => {
    if (ab + ba === 0 || because.length === 0) return null
    const both = ab > 0 && ba > 0
    if (!both && ab + ba < 3) return null
    return {
      weight: both ? -2 : -1,
      detail: both
        ? `they wrote each other ${ab + ba} private messages`
        : `one wrote the other ${ab + ba} private messages`,
      because,
    }
  },
}
