import type { HashScheme, Stored } from '../hashes.ts'
import { argon2, vbulletinArgon2 } from './argon2.ts'
import { bcryptScheme } from './bcrypt.ts'
import { discourse } from './discourse.ts'
import { drupal7 } from './drupal.ts'
import { invision, mybb } from './mybb.ts'
import { nodebb } from './nodebb.ts'
import { phpassScheme } from './phpass.ts'
import { phpbbCombined } from './phpbb-combined.ts'
import { plainMd5, plainSha1, plainSha256, plainSha512 } from './plain.ts'
import { punbb } from './punbb.ts'
import { saltedDigest } from './salted.ts'
import { smf } from './smf.ts'
import { smfBcrypt } from './smf-bcrypt.ts'
import { md5CryptScheme, sha256CryptScheme, sha512CryptScheme } from './unix.ts'
import { vbulletin3, vbulletin4 } from './vbulletin.ts'
import { vbulletin5 } from './vbulletin5.ts'
import { woltlab } from './woltlab.ts'
import { woltlabBcrypt } from './woltlab-bcrypt.ts'
import { wordpress } from './wordpress.ts'
import { xenforoSha1, xenforoSha256 } from './xenforo.ts'

/** Every scheme: those of one software before those that any may use, the first that recognises a hash is its scheme. */
export const hashSchemes: readonly HashScheme[] = [
  vbulletin5,
  vbulletinArgon2,
  nodebb,
  smfBcrypt,
  woltlabBcrypt,
  phpbbCombined,
  wordpress,
  bcryptScheme,
  argon2,
  phpassScheme,
  drupal7,
  md5CryptScheme,
  sha256CryptScheme,
  sha512CryptScheme,
  discourse,
  vbulletin3,
  vbulletin4,
  mybb,
  invision,
  smf,
  xenforoSha256,
  xenforoSha1,
  woltlab,
  punbb,
  plainMd5,
  plainSha1,
  plainSha256,
  plainSha512,
  saltedDigest,
]

/** The scheme of a stored password; null where none is known. */
export function schemeOf(stored: Stored): HashScheme | null {
  return hashSchemes.find((scheme) => scheme.recognise(stored)) ?? null
}
