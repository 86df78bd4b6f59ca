import { services } from './services.ts'

/** Words about PGP keys, without which ten hexadecimal digits are only digits. */
export const keyCues = [
  'pgp',
  'gpg',
  'openpgp',
  'gnupg',
  'fingerprint',
  'fingerabdruck',
  'vingerafdruk',
  'empreinte',
  'huella',
  'impronta',
  'odcisk',
  'отпечаток',
  'αποτύπωμα',
  'keyid',
  'pubkey',
] as const

/** Stems of what people write before a whole fingerprint, beside `keyCues`: to encrypt, and key. */
export const keyStems = [
  'encrypt',
  'schlüssel',
  'sleutel',
  'chiffr',
  'cifr',
  'szyfr',
  'шифр',
  'κρυπτογρ',
  'clé',
  'clave',
  'chiave',
  'klucz',
  'ключ',
  'κλειδι',
  'public key',
] as const

/** `@` and `.` spelt out, in the languages met so far. */
export const atWords = [
  'at',
  'a',
  'ät',
  'et',
  'arroba',
  'arobase',
  'chiocciola',
  'zavinac',
  'zavináč',
  'malpa',
  'małpa',
  'kukac',
  'apestaart',
  'snabel',
  'собака',
  'παπάκι',
] as const
export const dotWords = [
  'dot',
  'punkt',
  'punt',
  'punto',
  'ponto',
  'point',
  'kropka',
  'tecka',
  'tečka',
  'pont',
  'точка',
  'τελεία',
] as const

/** Of these, the ones that stand for a point also without brackets. */
export const speltDots = ['dot', 'punkt', 'punto', 'ponto', 'kropka', 'точка'] as const

/** Every word that makes a text worth a second look, for `marks.ts`. */
export const cueWords = {
  service: services.filter((service) => !service.ordinary).flatMap((service) => service.cues),
  ordinary: services.filter((service) => service.ordinary).flatMap((service) => service.cues),
  key: keyCues,
  spelt: speltDots,
} as const
