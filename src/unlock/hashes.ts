import { passwordScheme } from '../model/password.ts'

/** A password as a site keeps it, with what stands beside it. Held in memory only: it is read from the mirror when needed. */
export interface Stored {
  readonly hash: string
  readonly salt: string | null
  /** The name the account logs in with: some software takes it for the salt. */
  readonly user: string
  /** What another column says of the method: Discourse's algorithm, Vanilla's HashMethod, XenForo's scheme_class. */
  readonly method: string | null
  /** Whose way of hashing it is: the site's engine, or the one that an import came from. */
  readonly dialect: string
  /** What the hash looks like, as `model/password.ts` tells it. */
  readonly form: string
}

/** What hashcat calls a scheme. */
export interface HashcatMode {
  readonly mode: number
  /** The first version of hashcat that knows the mode, where Debian's 6.2.6 does not. */
  readonly since?: string
  /** The line for hashcat's file of hashes; null where this hash cannot be written as one. */
  readonly line: (stored: Stored) => string | null
}

/** One way of keeping passwords. */
export interface HashScheme {
  readonly name: string
  /** How the hash is made, for whom, and where that is documented. */
  readonly about: string
  readonly examples: readonly { readonly stored: Partial<Stored>; readonly passphrase: string }[]
  readonly recognise: (stored: Stored) => boolean
  /** Null where hashcat has no mode for it. */
  readonly hashcat: HashcatMode | null
  /** Whether this passphrase is the one. Never throws on what evidence holds. */
  readonly check: (passphrase: Uint8Array, stored: Stored) => Promise<boolean> | boolean
}

/** Importers name the software that a hash came from: XenForo's `scheme_class`, Vanilla's `HashMethod`. */
const dialects: readonly (readonly [RegExp, string])[] = [
  [/vbulletin/i, 'vbulletin'],
  [/phpbb/i, 'phpbb'],
  [/mybb/i, 'mybb'],
  [/smf/i, 'smf'],
  [/ipb|ipboard|invision/i, 'invision'],
  [/woltlab|wcf|wbb/i, 'woltlab'],
  [/punbb|fluxbb/i, 'fluxbb'],
  [/xenforo|xf:core/i, 'xenforo'],
]

/** A stored password with its form and dialect told. */
export function storedOf(
  from: Partial<Omit<Stored, 'form' | 'dialect'>> & { readonly hash: string; readonly engine?: string },
): Stored {
  const { hash, salt = null, user = '', method = null, engine = '' } = from
  const named = method === null ? undefined : dialects.find(([shape]) => shape.test(method))?.[1]
  return { hash, salt, user, method, dialect: named ?? engine, form: passwordScheme(hash, salt) ?? 'none' }
}

/** The salt as hashcat takes it: no line of its file may be broken by one. */
export function salted(hash: string, salt: string | null): string | null {
  return salt === null || salt === '' || /[\r\n\0]/.test(salt) ? null : `${hash.toLowerCase()}:${salt}`
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A passphrase as text; bytes that are no UTF-8 each as the character of its number. */
export function textOf(passphrase: Uint8Array): string {
  try {
    return utf8.decode(passphrase)
  } catch {
    return Buffer.from(passphrase).toString('latin1')
  }
}
