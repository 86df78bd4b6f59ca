import type { Comparison } from '../identity.ts'
import { remembered } from '../remembered.ts'
import { rareness } from '../scheme.ts'

/** The same rare place stated in both profiles. */
export const samePlace: Comparison = {
  name: 'same-place',
  about:
    'Both profiles state the same place in the same words. A third of its rareness, 3 bits at most: neighbours and households state the same place too.',
  keys: (persona) => {
    const place = words(persona.location)
    return place === '' ? [] : [place]
  },
  compare: ({ a, b }, world) => {
    const place = words(a.location)
    if (place === '' || place !== words(b.location)) return null
    const weight = Math.min(3, rareness(world, world.holders('same-place', place)) / 3)
    if (weight <= 0) return null
    return {
      weight,
      detail: `both state the place ${place}`,
      because: [`persona:${a.site}:${a.member}`, `persona:${b.site}:${b.member}`],
    }
  },
}

function words(location: string | null): string {
  return location === null || location === '' ? '' : bare(location)
}

const bare = remembered((location) => {
  const text = location
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return text.length >= 4 ? text.slice(0, 100) : ''
})
