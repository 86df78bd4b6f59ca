import { sharedSelector } from '../shared-selector.ts'

/** The same PGP key behind both accounts. */
export const samePgpKey = sharedSelector({
  name: 'same-pgp-key',
  about:
    'Both accounts give the same PGP key. Rareness plus 8 bits: a key belongs to who can read with it. Short key ids, which can collide, count for less.',
  kind: 'pgp-key',
  called: 'PGP key',
  bonus: 8,
  slope: 1,
  full: 0.85,
})
