import { sharedSelector } from '../shared-selector.ts'

/** The same messenger account behind both accounts. */
export const sameMessenger = sharedSelector({
  name: 'same-messenger',
  about:
    'Both accounts give the same messenger account (the same name on the same service). Rareness plus 7.5 bits for two accounts, falling fast with more: people hit upon the same common name, and a profile field says whose name somebody likes, not that it is theirs.',
  kind: 'handle',
  called: 'messenger account',
  bonus: 7.5,
  slope: 6,
  full: 0.6,
})
