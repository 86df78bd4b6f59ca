import { sharedSelector } from '../shared-selector.ts'

/** The same wallet behind both accounts. */
export const sameWallet = sharedSelector({
  name: 'same-wallet',
  about:
    'Both accounts give the same cryptocurrency wallet. Rareness plus 7 bits; one who only wrote it may have been paying its owner.',
  kind: 'wallet',
  called: 'wallet',
  bonus: 7,
  slope: 1,
  full: 0.85,
})
