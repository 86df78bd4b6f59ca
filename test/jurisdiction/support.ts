import type { AddressFact, Facts } from '../../src/jurisdiction/jurisdiction.ts'

/** Facts of a subject about whom nothing is known but what is given. */
export function facts(given: Partial<Facts> = {}): Facts {
  return {
    addresses: [],
    phones: [],
    emails: [],
    websites: [],
    zones: [],
    locations: [],
    languages: [],
    databaseDate: '2026-06-17',
    lastSeen: '2024-05-01',
    ...given,
  }
}

/** Addresses of one country. */
export function addresses(country: string, given: Partial<AddressFact> = {}): AddressFact {
  const day = Date.UTC(2024, 3, 1) / 1000
  return {
    country,
    shared: null,
    addresses: 3,
    recentDays: 20,
    registered: false,
    first: day - 86_400 * 30,
    last: day,
    because: ['sighting:1:post:1:0'],
    ...given,
  }
}

export const own = (value: string) => ({ value, own: true, because: ['sighting:1:member:1:0'] })
export const written = (value: string) => ({ value, own: false, because: ['sighting:1:post:2:0'] })
export const stated = (value: string, share = 0.05) => ({ value, share, because: ['persona:1:1'] })
export const writes = (language: string, share = 0.1) => ({ language, share, because: ['post:1:1', 'post:1:2'] })
