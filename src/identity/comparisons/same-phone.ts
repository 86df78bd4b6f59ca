import { sharedSelector } from '../shared-selector.ts'

/** The same telephone number behind both accounts. */
export const samePhone = sharedSelector({
  name: 'same-phone',
  about:
    'Both accounts give the same telephone number. Rareness plus 5 bits: less than a mailbox, since a household shares a line.',
  kind: 'phone',
  called: 'telephone number',
  bonus: 5,
  slope: 2.5,
  full: 0.6,
})
