import { createHash } from 'node:crypto'
import type * as api from '../../../src/api/contract.ts'

/** What every invented answer is made of: a model railway board that never was. */

export const sha = (text: string) => createHash('sha256').update(text).digest('hex')
export const at = (n: number) =>
  new Date(Date.UTC(2024, 2, 1, 9, 0, 0) + n * 5_431_000).toISOString().replace('.000Z', 'Z')
export const country = (code: string): api.Country => ({ code, name: names[code] ?? code })
const names: Readonly<Record<string, string>> = {
  NL: 'Netherlands',
  DE: 'Germany',
  PL: 'Poland',
  GB: 'United Kingdom',
  FR: 'France',
  BR: 'Brazil',
  US: 'United States of America',
  CA: 'Canada',
  AU: 'Australia',
  SE: 'Sweden',
  JP: 'Japan',
  ZA: 'South Africa',
  ES: 'Spain',
  IT: 'Italy',
}
export const likely = { probability: 0.86, word: 'very likely', range: [80, 95] } as const
export const even = { probability: 0.5, word: 'roughly even chance', range: [45, 55] } as const
export const source = (trace: string, n: number): api.Source => ({
  trace,
  file: 1,
  offset: 40_960 + n * 211,
  length: 208,
})
const people = [
  'semaphore_sam',
  'GaugeKeeper',
  'brass.fittings',
  'viaduct',
  'Ballast-Bob',
  'pantograph',
  'tenderfoot',
  'DoubleHeader',
  'loop_line',
  'Roundhouse',
]
export const member = (n: number): api.MemberRef => ({
  site: 1,
  id: String(n + 2),
  name: `${people[n % 10]}${n < 10 ? '' : n}`,
})

export const subjectId = (n: number) => `subject:1:${n + 2}`
