import { absent, type Factor, present, unknown } from '../risk.ts'
import { categories, inWords, sumOf } from '../term-facts.ts'

/** Talk of how not to be found. */
export const securityTalk: Factor = {
  name: 'security-talk',
  about:
    'Wrote terms of the lists the agency loaded in the categories security, operational-security, opsec or evasion. 3 points for a term met once, times its weight, 8 at most. Unknown until a list is loaded.',
  example: 'Wrote a term of the category "evasion" in a post.',
  maxPoints: 8,
  weigh: ({ terms }) => {
    if (terms === null) return unknown('no term list is loaded')
    const met = terms.filter((t) => categories.security.has(t.category))
    if (met.length === 0) return absent('wrote no term about security')
    return present(
      Math.min(8, 3 * sumOf(met)),
      `wrote about security: ${inWords(met)}`,
      met.flatMap((t) => t.because.slice(0, 2)),
    )
  },
}
