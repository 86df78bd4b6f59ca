import type { Comparison, Held, Persona } from '../identity.ts'
import { rareness } from '../scheme.ts'

/** Two spellings that reach one mailbox. */
export const emailVariant: Comparison = {
  name: 'email-variant',
  about:
    'The accounts give e-mail addresses that differ but reach the same mailbox: another +tag, or other dots in a Gmail address. Rareness plus 7 bits. A person varies an address to register twice.',
  keys: (persona) => [...new Set(addresses(persona).map((h) => mailbox(h.value)))],
  compare: ({ a, b }, world) => {
    const others = addresses(b)
    for (const mine of addresses(a)) {
      for (const theirs of others) {
        if (mine.value === theirs.value || mailbox(mine.value) !== mailbox(theirs.value)) continue
        const holders = Math.max(2, world.holders('email-variant', mailbox(mine.value)))
        return {
          weight: rareness(world, holders) + 7,
          detail: `${mine.value} and ${theirs.value} reach the same mailbox`,
          because: [mine.because, theirs.because],
        }
      }
    }
    return null
  },
}

const dotless = new Set(['gmail.com', 'googlemail.com'])

/** The mailbox an address reaches: no +tag; for Gmail no dots and one domain (Gmail Help, "Dots don't matter"). */
function mailbox(email: string): string {
  const at = email.lastIndexOf('@')
  const domain = email.slice(at + 1)
  const local = email.slice(0, at).split('+')[0] ?? ''
  return dotless.has(domain) ? `${local.replaceAll('.', '')}@gmail.com` : `${local}@${domain}`
}

function addresses(persona: Persona): readonly Held[] {
  return persona.held.filter(
    (h) => h.kind === 'email' && h.specificity >= 0.5 && (h.relation === 'registered-with' || h.relation === 'stated'),
  )
}
