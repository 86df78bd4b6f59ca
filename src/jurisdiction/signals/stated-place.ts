import type { SignalKind } from '../jurisdiction.ts'
import { countryOfPlace } from '../places.ts'

/** The place stated in the profile. */
export const statedPlace: SignalKind = {
  name: 'stated-place',
  about:
    'A country or a large city named in the profile, in any of twenty languages. 2 for a country, 1.8 for a city; people state what they like, and a name that several places share may mean another.',
  read: ({ locations, lastSeen }) =>
    locations.flatMap(({ value, because }) => {
      const found = countryOfPlace(value)
      if (found === null) return []
      return [
        {
          country: found.country,
          weight: found.sort === 'country' ? 2 : 1.8,
          detail: `states the place ${value.trim().slice(0, 60)}`,
          asOf: lastSeen,
          because,
        },
      ]
    }),
}
