import type { Comparison } from '../identity.ts'
import { rareness } from '../scheme.ts'

/** The same page given as one's own in both profiles. */
export const sameWebsite: Comparison = {
  name: 'same-website',
  about:
    'Both profiles state the same website. Rareness plus 2 bits: few people keep a page, but members of one club or family may state the same page. Addresses of services that millions use count for less.',
  keys: (persona) => [...new Set(stated(persona).map((h) => h.value))],
  compare: ({ a, b }, world) => {
    const others = stated(b)
    for (const mine of stated(a)) {
      const theirs = others.find((h) => h.value === mine.value)
      if (theirs === undefined) continue
      const holders = Math.max(2, world.holders('same-website', mine.value))
      const tells = Math.min(1, mine.specificity / 0.4)
      const weight = (rareness(world, holders) + 2) * tells
      if (weight <= 0) continue
      return {
        weight,
        detail: `both profiles state the website ${mine.value}${holders > 2 ? `, which ${holders} profiles state` : ''}`,
        because: [mine.because, theirs.because],
      }
    }
    return null
  },
}

/** Onion services have a comparison of their own. */
function stated(persona: Parameters<NonNullable<Comparison['keys']>>[0]) {
  return persona.held.filter((h) => h.kind === 'url' && h.relation === 'stated' && !h.value.includes('.onion'))
}
