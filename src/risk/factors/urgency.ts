import { absent, type Factor, present, unknown } from '../risk.ts'
import { categories, inWords, sumOf } from '../term-facts.ts'

/** Signs that somebody is at risk now. */
export const urgency: Factor = {
  name: 'urgency',
  about:
    'Wrote terms of the lists the agency loaded in the categories urgency, urgent, safeguarding, immediate or at-risk. Raises the safeguarding flag, which puts the subject before all others whatever the points; 10 points for a term met once, times its weight, 20 at most. Unknown until a list is loaded.',
  example: 'Wrote a term of the category "urgency" in a private message.',
  maxPoints: 20,
  safeguarding: true,
  weigh: ({ terms }) => {
    if (terms === null) return unknown('no term list is loaded')
    const met = terms.filter((t) => categories.urgency.has(t.category))
    if (met.length === 0) return absent('wrote no urgent term')
    const points = Math.max(0.5, Math.min(20, 10 * sumOf(met)))
    return present(
      points,
      `wrote urgent terms: ${inWords(met)}`,
      met.flatMap((t) => t.because.slice(0, 3)),
    )
  },
}
