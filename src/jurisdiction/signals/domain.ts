import type { SignalKind, ValueFact } from '../jurisdiction.ts'

/** Country codes that the world uses for something else, after their letters. */
const generic = new Set(
  'ac ag ai am as bz cc cd cf cm co cx dj eu fm ga gg gl gq gs hn im in io is kg la lc li ly md me ml mn ms mu nu pw sc sh sr st su tk tl to tv vc vg vu ws'.split(
    ' ',
  ),
)

/** The country of the domain of an e-mail address or website. */
export const domain: SignalKind = {
  name: 'domain',
  about:
    'The country-code domain of an e-mail address (1.5) or a website (1) that the account gives. Codes that the world uses for their letters (.tv, .io, .me …) say nothing.',
  read: ({ emails, websites, lastSeen }) => [
    ...read(emails, 1.5, 'e-mail at', lastSeen),
    ...read(websites, 1, 'website at', lastSeen),
  ],
}

function read(values: readonly ValueFact[], weight: number, what: string, lastSeen: string) {
  return values.flatMap(({ value, own, because }) => {
    const host = hostOf(value)
    const code = host.slice(host.lastIndexOf('.') + 1)
    if (!own || !/^[a-z]{2}$/.test(code) || generic.has(code)) return []
    const country = code === 'uk' ? 'GB' : code.toUpperCase()
    return [{ country, weight, detail: `${what} ${host}`, asOf: lastSeen, because }]
  })
}

function hostOf(value: string): string {
  const bare = value.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[/?#].*$/s, '')
  return bare
    .slice(bare.lastIndexOf('@') + 1)
    .replace(/:\d+$/, '')
    .toLowerCase()
}
