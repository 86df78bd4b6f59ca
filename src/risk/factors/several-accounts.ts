import { absent, type Factor, present } from '../risk.ts'

/** More than one account. */
export const severalAccounts: Factor = {
  name: 'several-accounts',
  about: 'Holds several accounts, as the identity room joins them: 5 points for two, 8 for more.',
  example: 'Two accounts registered with one e-mail address.',
  maxPoints: 8,
  weigh: ({ accounts }) =>
    accounts.count < 2
      ? absent('one account is known')
      : present(accounts.count === 2 ? 5 : 8, `holds ${accounts.count} accounts`, accounts.because),
}
