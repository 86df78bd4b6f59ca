import { sharedSelector } from '../shared-selector.ts'

/** The same messenger account behind both accounts. */
export const sameMessenger = sharedSelector({
  name: 'same-messenger',
  about: 'Both accounts give the same messenger account (the same name on the same service). Rareness plus 7.5 bits.',
  kind: 'handle',
  called: 'messenger account',
  bonus: 7.5,
  full: 0.6,
})
