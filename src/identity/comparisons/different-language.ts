import type { Comparison } from '../identity.ts'

/** Written in different languages. */
export const differentLanguage: Comparison = {
  name: 'different-language',
  about:
    'Against: the posts of the two accounts are written in different languages, where enough of them tell. 3 bits: many people write two, few keep them so apart.',
  compare: ({ a, b }) => {
    if (a.writes === null || b.writes === null || a.writes === b.writes) return null
    const names = new Intl.DisplayNames(['en'], { type: 'language' })
    return {
      weight: -3,
      detail: `one writes ${names.of(a.writes) ?? a.writes}, the other ${names.of(b.writes) ?? b.writes}`,
      because: [`persona:${a.site}:${a.member}`, `persona:${b.site}:${b.member}`],
    }
  },
}
