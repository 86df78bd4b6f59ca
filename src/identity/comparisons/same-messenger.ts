import { sharedSelector } from '../shared-selector.ts'

/** The same messenger account behind both accounts. */
export const sameMessenger = sharedSelector({
  name: 'same-messenger',
  about:
    'Both accounts give the same messenger account (the same name on the same service). Rareness, falling fast with the number of accounts; plus 7.5 bits where no two people can hit upon it alike (an account number, an address, a long name with digits), plus 3 for a mere name, since a profile field may hold what somebody likes to be called.',
  kind: 'handle',
  called: 'messenger account',
  bonus: (value) => (isOneOfAKind(value.slice(value.indexOf(':') + 1)) ? 7.5 : 3),
  slope: 6,
  full: 0.6,
})

/** A number of seven digits or more, an address, a tag with its number, a long key, or twelve characters with two digits. */
function isOneOfAKind(name: string): boolean {
  if (/^\+?\d{7,}$/.test(name) || name.includes('@') || /#\d{4}$/.test(name)) return true
  return name.length >= 40 || (name.length >= 12 && /\d\D*\d/.test(name))
}
