import { absent, type Factor, present, unknown } from '../risk.ts'
import { categories, inWords, sumOf } from '../term-facts.ts'

/** The agency's own words. */
export const agencyTerms: Factor = {
  name: 'agency-terms',
  about:
    'Wrote terms of the lists that the agency loaded, in categories other than those of security and urgency. 4 points for a term met once, times its weight; more with each doubling of the texts it stands in, 20 at most. Unknown until a list is loaded.',
  example: 'Wrote a code word of the list "harbour" in three messages.',
  maxPoints: 20,
  weigh: ({ terms }) => {
    if (terms === null) return unknown('no term list is loaded')
    const met = terms.filter((t) => !categories.urgency.has(t.category) && !categories.security.has(t.category))
    if (met.length === 0) return absent('wrote no term of the lists')
    return present(
      Math.min(20, 4 * sumOf(met)),
      `wrote terms of the lists: ${inWords(met)}`,
      met.flatMap((t) => t.because.slice(0, 2)),
    )
  },
}
