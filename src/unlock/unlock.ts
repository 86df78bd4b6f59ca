import { hash } from 'node:crypto'
import { passwordScheme } from '../model/password.ts'

/** A password as stored, told without its value. */
export interface Secret {
  readonly scheme: string
  /** Equal fingerprints mean the same password. */
  readonly comparable: boolean
  readonly fingerprint: string
}

/** Columns that hold passwords and nothing else, whatever the software. */
const passwords = /^(?:user_?)?(?:pass|passwd|password|pwd|members_pass_hash|pass_hash|password_hash)$/
/** Columns that may hold one: only what looks like a hash counts. */
const perhaps = /pass|^activate_string$/
/** Columns that hold the salt of the password beside them. */
const salts = new Set(['salt', 'pass_salt', 'password_salt', 'password_hash_salt', 'members_pass_salt'])

/** Columns of a table that hold passwords, in order, and the one with their salt. */
export function passwordColumns(names: readonly string[]): {
  readonly columns: readonly string[]
  readonly salt: string | null
} {
  const lower = new Set(names.map((name) => name.toLowerCase()))
  // vBulletin 5 keeps a password as a token beside the name of its scheme.
  const isToken = (name: string): boolean => name.toLowerCase() === 'token' && lower.has('scheme')
  return {
    columns: names.filter(
      (name) => (perhaps.test(name.toLowerCase()) || isToken(name)) && !salts.has(name.toLowerCase()),
    ),
    salt: names.find((name) => salts.has(name.toLowerCase())) ?? null,
  }
}

/** Tells a stored password by scheme and fingerprint; null where there is none. `told` is the scheme where it is known already. */
export function secretOf(column: string, stored: string | null, salt: string | null, told?: string): Secret | null {
  if (stored === null) return null
  const scheme = told ?? passwordScheme(stored, salt)
  const certain = passwords.test(column.toLowerCase())
  if (scheme === null || (scheme === 'unknown' && !certain)) return null
  const fingerprint = hash('sha256', JSON.stringify([scheme, salt ?? '', stored]))
  return { scheme, comparable: scheme !== 'unknown', fingerprint }
}
