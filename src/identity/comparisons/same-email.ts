import { sharedSelector } from '../shared-selector.ts'

/** The same mailbox behind both accounts. */
export const sameEmail = sharedSelector({
  name: 'same-email',
  about:
    'Both accounts give the same e-mail address. Rareness plus 9 bits, falling little with the number of accounts: few mailboxes are shared by two people who are both members. Role and placeholder addresses count for less, as does an address that one of the two only wrote in a post or message.',
  kind: 'email',
  called: 'e-mail address',
  bonus: 9,
  slope: 1,
  full: 0.9,
})
