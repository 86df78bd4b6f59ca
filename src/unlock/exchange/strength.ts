/** How hard a passphrase is to guess, in a word: what is left of it outside the vault. */
export type Strength = 'common' | 'weak' | 'fair' | 'strong'

/** What people choose most, as every published list begins; compared without its digits and marks at either end. */
const usual = new Set(
  `password passwort wachtwoord motdepasse contrasena senha haslo heslo qwerty qwertz azerty qwertyuiop asdfgh asdfghjkl zxcvbnm
   letmein welcome willkommen welkom bonjour hello hallo iloveyou sunshine princess dragon monkey football baseball soccer master
   shadow superman batman michael jennifer jordan admin administrator login secret geheim geheimnis test guest user changeme
   abc abcd abcde abcdef summer sommer zomer winter spring autumn flower starwars computer internet google`.split(
    /\s+/,
  ),
)

/** Bits that guessing each character by its kind would take; runs and repeats count once. */
function bits(text: string): number {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/]
  const sizes = [26, 26, 10, 33]
  const pool = kinds.reduce((sum, kind, i) => sum + (kind.test(text) ? sizes[i]! : 0), 0)
  const characters = [...text]
  const telling = characters.filter((c, i) => {
    const step = i === 0 ? Number.NaN : c.codePointAt(0)! - characters[i - 1]!.codePointAt(0)!
    return !(Math.abs(step) <= 1)
  })
  return telling.length * Math.log2(Math.max(2, pool))
}

/** The word for a passphrase. */
export function strengthOf(passphrase: string): Strength {
  const core = passphrase.toLowerCase().replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const measured = bits(passphrase)
  if (usual.has(core) || measured < 16) return 'common'
  if (measured < 36) return 'weak'
  return measured < 60 ? 'fair' : 'strong'
}
