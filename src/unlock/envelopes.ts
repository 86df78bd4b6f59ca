/** A way in which applications write encrypted values into a column, told by how the value looks. */
interface Envelope {
  readonly name: string
  readonly about: string
  readonly is: (value: string) => boolean
}

/** Values longer than this are judged by their beginning. */
const judged = 4096

const envelopes: readonly Envelope[] = [
  {
    name: 'laravel',
    about: 'Laravel’s encrypter: base64 of JSON with iv, value and mac',
    is: (v) => v.startsWith('eyJpdiI6') && /"value":".*"mac":"/s.test(Buffer.from(v, 'base64').toString('latin1')),
  },
  {
    name: 'defuse',
    about: 'defuse/php-encryption 2: hexadecimal beginning with its version header',
    is: (v) => /^def50200[0-9a-f]{120,}$/.test(v),
  },
  {
    name: 'halite',
    about: 'ParagonIE Halite: its version tag in base64',
    is: (v) => /^MUI[EF]A[A-Za-z0-9_-]{100,}={0,2}$/.test(v),
  },
  {
    name: 'openssl',
    about: '`openssl enc`: Salted__ in base64',
    is: (v) => /^U2FsdGVkX1[89+/][A-Za-z0-9+/=\r\n]{20,}$/.test(v),
  },
  {
    name: 'fernet',
    about: 'Fernet: base64url beginning with its version byte and a time',
    is: (v) => /^gAAAAA[A-Za-z0-9_-]{60,}={0,2}$/.test(v),
  },
  {
    name: 'rails',
    about: 'MessageEncryptor of Rails with AES-GCM: data, nonce and tag in base64 with -- between',
    is: (v) => /^[A-Za-z0-9+/]{4,}={0,2}--[A-Za-z0-9+/]{16}--[A-Za-z0-9+/]{22}==$/.test(v),
  },
  {
    name: 'pgp',
    about: 'OpenPGP: an armoured message',
    is: (v) => v.trimStart().startsWith('-----BEGIN PGP MESSAGE-----'),
  },
  { name: 'ansible-vault', about: 'Ansible Vault', is: (v) => v.startsWith('$ANSIBLE_VAULT;') },
  { name: 'age', about: 'an armoured age file', is: (v) => v.startsWith('-----BEGIN AGE ENCRYPTED FILE-----') },
]

/** The envelope that values of a column lie in: nine of ten that are not empty must agree. */
export function envelopeOf(
  values: readonly (string | null)[],
): { readonly name: string; readonly about: string } | null {
  const filled = values.filter((v): v is string => v !== null && v !== '').map((v) => v.slice(0, judged))
  if (filled.length === 0) return null
  for (const { name, about, is } of envelopes)
    if (filled.filter((v) => is(v)).length >= filled.length * 0.9) return { name, about }
  return null
}
