import { languageName } from '../../model/languages.ts'
import type { Comparison } from '../identity.ts'

/** Written in different languages. */
export const differentLanguage: Comparison = {
  name: 'different-language',
  about:
    'Against: the posts of the two accounts are written in different languages, where enough of them tell. 2 bits: many people write two, few keep them so apart.',
  compare: ({ a, b }) => {
    if (a.writes === null || b.writes === null || a.writes === b.writes) return null
    return {
      weight: -2,
      detail: `one writes ${languageName(a.writes)}, the other ${languageName(b.writes)}`,
      because: [`persona:${a.site}:${a.member}`, `persona:${b.site}:${b.member}`],
    }
  },
}
