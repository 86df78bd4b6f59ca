import type { Comparison, Held, Persona, World } from '../identity.ts'
import { remembered } from '../remembered.ts'
import { rareness } from '../scheme.ts'

/** Two spellings of one mailbox. */
export const emailVariant: Comparison = {
  name: 'email-variant',
  about:
    'The accounts give e-mail addresses at one provider that differ by a +tag or by dots only. Rareness plus 8 bits where both spellings reach one mailbox (tags, dots at Gmail); plus 3 to 7, by how surprising the name is, where only dots differ at another provider, where two people of one name may hold them. A person varies an address to register twice.',
  keys: (persona) => [...new Set(addresses(persona).map((h) => letters(h.value)))],
  compare: ({ a, b }, world) => {
    const own = addresses(a)
    const others = own.length === 0 ? own : addresses(b)
    for (const mine of own) {
      for (const theirs of others) {
        if (mine.value === theirs.value || letters(mine.value) !== letters(theirs.value)) continue
        const holders = Math.max(2, world.holders('email-variant', letters(mine.value)))
        const one = mailbox(mine.value) === mailbox(theirs.value)
        return {
          weight: rareness(world, holders, 1) + (one ? 8 : dotted(letters(mine.value), world)),
          detail: `${mine.value} and ${theirs.value} ${one ? 'reach the same mailbox' : 'differ by dots only'}`,
          because: [mine.because, theirs.because],
        }
      }
    }
    return null
  },
}

/** Bits for two addresses of one name at one provider: the likelier one owner, the fewer people have such a name. */
function dotted(address: string, world: World): number {
  const surprise = world.surprise(address.slice(0, address.lastIndexOf('@')))
  return 3 + Math.min(4, Math.max(0, (surprise - 20) / 2))
}

/** The mailbox an address reaches: no +tag; at Gmail no dots and one domain (Gmail Help, "Dots don't matter"). */
function mailbox(email: string): string {
  const at = email.lastIndexOf('@')
  const domain = email.slice(at + 1)
  const local = email.slice(0, at).split('+')[0] ?? ''
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return `${local}@${domain}`
  return `${local.replaceAll('.', '')}@gmail.com`
}

/** The mailbox without dots before the @. */
const letters = remembered((email) => {
  const box = mailbox(email)
  const at = box.lastIndexOf('@')
  return box.slice(0, at).replaceAll('.', '') + box.slice(at)
})

function addresses(persona: Persona): readonly Held[] {
  return persona.held.filter(
    (h) => h.kind === 'email' && h.specificity >= 0.5 && (h.relation === 'registered-with' || h.relation === 'stated'),
  )
}
