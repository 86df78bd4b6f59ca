/** How stored passwords look. Sources: PHP's crypt and password_hash, Openwall phpass, the forums' own drivers. */
const schemes: readonly (readonly [name: string, shape: RegExp])[] = [
  ['argon2id', /^\$argon2id\$/],
  ['argon2i', /^\$argon2i\$/],
  ['bcrypt', /^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/],
  ['bcrypt-wcf', /^(?:wcf1e\w*|(?:double)?bcrypt):/i],
  // WordPress since 6.8 marks what it makes with bcrypt (wp_hash_password).
  ['wordpress-bcrypt', /^\$wp\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/],
  // Drupal 7's phpass with SHA-512 (includes/password.inc).
  ['drupal7', /^\$S\$[./A-Za-z0-9]{52}$/],
  // phpBB since 3.1 wraps old hashes in new ones: $H\2y$..., $CP$...
  ['bcrypt-phpass', /^\$H\\2[axy]\$/],
  ['phpbb-combined', /^\$(?:CP|[A-Za-z0-9_]+(?:\\[A-Za-z0-9_]+)+)\$/],
  ['phpass', /^\$[HP]\$[./A-Za-z0-9]{31}$/],
  ['imported', /^\$(?:md5_phpbb2|md5_mybb|md5_vb|smf|wcf1|wcf2|xf1)\$/],
  ['sha512-crypt', /^\$6\$/],
  ['sha256-crypt', /^\$5\$/],
  ['md5-crypt', /^\$1\$/],
  ['md5', /^[0-9a-f]{32}$/i],
  ['sha1', /^[0-9a-f]{40}$/i],
  ['sha256', /^[0-9a-f]{64}$/i],
  ['sha512', /^[0-9a-f]{128}$/i],
]

/**
 * The scheme of a stored password: `phpass`, `bcrypt`, `argon2id`, `md5`, `sha1` …, with `-salted` where the salt stands
 * in a column of its own; null where nothing is stored, `unknown` where it looks like none.
 */
export function passwordScheme(stored: string, salt: string | null): string | null {
  if (stored.trim() === '') return null
  const found = schemes.find(([, shape]) => shape.test(stored))?.[0]
  if (found === undefined) return 'unknown'
  return salt !== null && salt !== '' && /^(?:md5|sha\d+)$/.test(found) ? `${found}-salted` : found
}
