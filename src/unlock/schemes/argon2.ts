import { argon2Verify } from 'hash-wasm'
import { md5 } from '../digests.ts'
import type { HashScheme } from '../hashes.ts'

const shape =
  /^\$argon2(?:id|i|d)\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$[A-Za-z0-9+/]{8,128}\$[A-Za-z0-9+/]{6,128}$/

/** More memory or passes than this is not spent on one check: 1 GiB, and 64 passes over it. */
function affordable(hash: string): boolean {
  const [, memory, passes] = (shape.exec(hash) ?? []).map(Number)
  return memory !== undefined && memory <= 1 << 20 && memory * passes! <= 1 << 24
}

const bare = (hash: string): string => hash.replace(/^argon2(?:id|i)?:/i, '')

/** Argon2, as PHP's password_hash writes it. */
export const argon2: HashScheme = {
  name: 'argon2',
  about:
    'Argon2i or Argon2id over the password itself (RFC 9106): phpBB 3.3 and MyBB by choice, others where PHP was told so.',
  examples: [],
  recognise: ({ hash, dialect }) => dialect !== 'vbulletin' && affordable(bare(hash)),
  hashcat: { mode: 34000, since: '7.0.0', line: ({ hash }) => bare(hash) },
  check: (passphrase, { hash }) => holds(passphrase, bare(hash)),
}

/** The same over an MD5: vBulletin hands its algorithms nothing else. */
export const vbulletinArgon2: HashScheme = {
  name: 'vbulletin-argon2',
  about: 'Argon2id over the MD5 of the password, in hexadecimal: vBulletin 5.6 and later where `scheme` is argon2id.',
  examples: [],
  recognise: ({ hash, dialect }) => dialect === 'vbulletin' && affordable(hash),
  hashcat: null,
  check: (passphrase, { hash }) => holds(Buffer.from(md5(passphrase)), hash),
}

async function holds(password: Uint8Array, hash: string): Promise<boolean> {
  if (password.length === 0) return false
  return argon2Verify({ password, hash }).catch(() => false)
}
