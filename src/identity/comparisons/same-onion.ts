import { sharedSelector } from '../shared-selector.ts'

/** The same onion service named by both accounts. */
export const sameOnion = sharedSelector({
  name: 'same-onion',
  about:
    'Both accounts give the same onion service as theirs. Rareness plus 1 bit: such an address may be a place both visit. Written in posts by both it says nothing.',
  kind: 'onion',
  called: 'onion service',
  bonus: 1,
  slope: 2.5,
  full: 0.4,
})
