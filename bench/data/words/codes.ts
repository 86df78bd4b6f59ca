/** The invented code words of the inner circle, as an agency would load them: (category, term, weight). */

export const codeTerms: readonly (readonly [category: string, term: string, weight: number])[] = [
  ['private-channel', 'fernticket', 1],
  ['private-channel', 'duskpoint', 1],
  ['security', 'cellar door nine', 1],
  ['trade', 'zephyrtrain', 1],
  ['trade', 'copperwren', 1],
  ['trade', 'saltmeadow sheet', 1],
  ['inner-circle', 'lanternmoss', 1],
  ['inner-circle', 'quillharbour', 1],
  ['inner-circle', 'thimblegate', 1],
  ['urgency', 'bluewhistle tonight', 3],
  ['security', 'last tram rule', 1],
]

/** Terms the circle uses day to day; the urgent ones are planted by hand. */
export const everydayTerms: readonly string[] = codeTerms.filter(([c]) => c !== 'urgency').map(([, t]) => t)

/** Which term marks a person at present risk in the story the demonstration tells. */
export const urgentTerm = 'bluewhistle tonight'

export const codeSentences: readonly string[] = [
  'The {c} leaves {f}, same platform as before.',
  'Ask {x} about the {c} first.',
  'Has anybody here still got the {c} from {w}?',
  'Remember: {c} is not for the front hall.',
  '{c} confirmed, {d} places left.',
]

export const urgentSentences: readonly string[] = [
  'It is {c}, do not wait for the others.',
  '{c}, the lamp is already out. Come alone.',
  'Tell {x}: {c}. No later.',
]
