import { birthDate } from '../birthdays.ts'
import type { Comparison } from '../identity.ts'

/** Different dates of birth stated. */
export const differentBirthday: Comparison = {
  name: 'different-birthday',
  about:
    'Against: the profiles state different full dates of birth. 2 bits only, since those who hide invent one for each account.',
  compare: ({ a, b }) => {
    const [x, y] = [birthDate(a.birthday), birthDate(b.birthday)]
    if (x === null || y === null || x === y) return null
    return {
      weight: -2,
      detail: `the dates of birth stated differ: ${x} and ${y}`,
      because: [`persona:${a.site}:${a.member}`, `persona:${b.site}:${b.member}`],
    }
  },
}
