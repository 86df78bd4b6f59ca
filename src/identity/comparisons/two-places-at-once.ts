import type { Comparison } from '../identity.ts'

/** Active at one moment from two networks. */
export const twoPlacesAtOnce: Comparison = {
  name: 'two-places-at-once',
  about:
    'Against: both accounts were active within a minute of each other from different networks. 4 bits for the first time, 6 for two, never more than 8: one person with two lines, or with a proxy on one of them, can do it.',
  compare: ({ clashes }) => {
    const first = clashes[0]
    if (first === undefined) return null
    const when = new Date(first.at * 1000).toISOString().slice(0, 16).replace('T', ' ')
    const times = clashes.length === 1 ? 'once' : `${clashes.length} times`
    return {
      weight: -8 * (1 - 0.5 ** clashes.length),
      detail: `active from different networks within a minute ${times}, first at ${when} UTC (${first.networkA}; ${first.networkB})`,
      because: clashes.slice(0, 2).flatMap((c) => [c.a, c.b]),
    }
  },
}
