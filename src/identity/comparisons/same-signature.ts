import type { Comparison } from '../identity.ts'
import { remembered } from '../remembered.ts'
import { rareness } from '../scheme.ts'

/** The same words under every post. */
export const sameSignature: Comparison = {
  name: 'same-signature',
  about:
    'Both profiles carry the same signature of at least 24 characters, spacing and case aside. Rareness less 2 bits, 9 at most: proverbs and club mottos are shared.',
  keys: (persona) => {
    const text = words(persona.signature)
    return text === '' ? [] : [text]
  },
  compare: ({ a, b }, world) => {
    const text = words(a.signature)
    if (text === '' || text !== words(b.signature)) return null
    const holders = Math.max(2, world.holders('same-signature', text))
    const weight = Math.min(9, rareness(world, holders) - 2)
    if (weight <= 0) return null
    return {
      weight,
      detail: `the same signature${holders > 2 ? `, which ${holders} profiles carry` : ', which no other profile carries'}`,
      because: [`persona:${a.site}:${a.member}`, `persona:${b.site}:${b.member}`],
    }
  },
}

function words(signature: string | null): string {
  return signature === null || signature === '' ? '' : bare(signature)
}

const bare = remembered((signature) => {
  const text = signature.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
  return text.length >= 24 ? text.slice(0, 400) : ''
}, 5_000)
