import { birthDate } from '../birthdays.ts'
import type { Comparison } from '../identity.ts'

/** The same date of birth stated in both profiles. */
export const sameBirthday: Comparison = {
  name: 'same-birthday',
  about:
    'Both profiles state the same full date of birth. 10 bits: about one in ten thousand pairs of strangers agree, and half of those with two accounts tell the truth twice. 1 January, which people pick to hide theirs, is worth 2.',
  keys: (persona) => {
    const date = birthDate(persona.birthday)
    return date === null ? [] : [date]
  },
  compare: ({ a, b }) => {
    const date = birthDate(a.birthday)
    if (date === null || date !== birthDate(b.birthday)) return null
    return {
      weight: date.endsWith('-01-01') ? 2 : 10,
      detail: `both state the date of birth ${date}`,
      because: [`persona:${a.site}:${a.member}`, `persona:${b.site}:${b.member}`],
    }
  },
}
