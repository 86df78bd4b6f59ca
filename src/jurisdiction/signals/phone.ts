import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { SignalKind } from '../jurisdiction.ts'

/** The country a telephone number belongs to. */
export const phone: SignalKind = {
  name: 'phone',
  about:
    'The country of a telephone number with its international prefix. 2.5 where the account gives it as its own, 1 where it was only written in a post or message; numbers that the numbering plan does not assign to one country say nothing.',
  read: ({ phones, lastSeen }) =>
    phones.flatMap(({ value, own, because }) => {
      const country = parsePhoneNumberFromString(value)?.country
      if (country === undefined) return []
      return [
        {
          country,
          weight: own ? 2.5 : 1,
          detail: `${own ? 'gives' : 'wrote'} the number ${value}`,
          asOf: lastSeen,
          because,
        },
      ]
    }),
}
