import { countryOfZone } from '../data/zones.ts'
import type { SignalKind } from '../jurisdiction.ts'

/** The time zone chosen in the profile. */
export const timeZone: SignalKind = {
  name: 'time-zone',
  about:
    'The time zone chosen in the profile, where it is named after a place. 1.5 times the share of members who did not choose it, so that the default of the board says little; mere offsets from UTC say nothing of a country.',
  read: ({ zones, lastSeen }) =>
    zones.flatMap(({ value, share, because }) => {
      const country = countryOfZone.get(value)
      const weight = 1.5 * (1 - share)
      if (country === undefined || weight < 0.1) return []
      return [{ country, weight, detail: `chose the time zone ${value}`, asOf: lastSeen, because }]
    }),
}
