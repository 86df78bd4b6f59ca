import { languageName } from '../../model/languages.ts'
import { common, countriesOfLanguage } from '../data/languages.ts'
import type { SignalKind } from '../jurisdiction.ts'

/** A country with less of a language's writers than this is not named for it. */
const least = 0.05

/** The language of the posts. */
export const language: SignalKind = {
  name: 'language',
  about:
    'The language most of the sampled posts are written in, shared out over the countries where it is written: the logarithm of one plus 30 times the share a country has of its writers. A third of that for English, and for a language that more than half of the board writes, since strangers meet in it.',
  read: ({ languages, lastSeen }) =>
    languages.flatMap(({ language: code, share, because }) => {
      const { detail, countries } = told(code)
      const factor = common.has(code) || share > 0.5 ? 1 / 3 : 1
      return countries.map(({ country, weight }) => ({
        country,
        weight: factor * weight,
        detail,
        asOf: lastSeen,
        because,
      }))
    }),
}

interface Told {
  readonly detail: string
  readonly countries: readonly { readonly country: string; readonly weight: number }[]
}

const known = new Map<string, Told>()

/** What a language says, which is the same of all who write it. */
function told(code: string): Told {
  const before = known.get(code)
  if (before !== undefined) return before
  const countries = (countriesOfLanguage.get(code) ?? [])
    .filter(([, part]) => part >= least)
    .map(([country, part]) => ({ country, weight: Math.log1p(30 * part) }))
  const found = { detail: `writes ${languageName(code)}`, countries }
  known.set(code, found)
  return found
}
