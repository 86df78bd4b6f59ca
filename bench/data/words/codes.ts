/** The invented code words of the inner circle, as an agency would load them: (category, term). */

export const codeTerms: readonly (readonly [category: string, term: string])[] = [
  ['private-channel', 'fernticket'],
  ['private-channel', 'duskpoint'],
  ['private-channel', 'cellar door nine'],
  ['trade', 'zephyrtrain'],
  ['trade', 'copperwren'],
  ['trade', 'saltmeadow sheet'],
  ['inner-circle', 'lanternmoss'],
  ['inner-circle', 'quillharbour'],
  ['inner-circle', 'thimblegate'],
  ['urgency', 'bluewhistle tonight'],
  ['urgency', 'last tram rule'],
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
