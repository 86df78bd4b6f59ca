import { commandMeanings, readCommands, readPgpass } from './commands.ts'
import { readJson } from './json.ts'
import { readLines } from './lines.ts'
import { type Meaning, words } from './meaning.ts'
import type { Assigned } from './php.ts'

/** What a configuration file was told to be, and all it says. */
export interface Told {
  readonly software: string
  readonly found: readonly Assigned[]
  readonly meanings: Readonly<Record<string, Meaning>>
  /** Names that hold secrets here, beside those that hold them everywhere. */
  readonly secrets?: RegExp
}

/** `.env` files belong to whatever program stands beside them: no forum software is told by one. */
export const environment = 'environment'

/** Option files of MySQL and MariaDB in which a client finds its password: of no forum either. */
export const clientOptions = 'mysql-client'

/** Crontabs, scripts, histories of shells and `.pgpass` in which a program is given a password. */
export const commandLines = 'command-lines'

/** True for what forum software wrote about a board of its own. */
export function isOfForum(software: string): boolean {
  return software !== environment && software !== clientOptions && software !== commandLines
}

/** NodeBB: `nodebb setup` writes config.json; its documentation, "config.json". */
const nodebb = words(
  'database:database-kind url:address secret:secret upload_path:uploads mongo.host:host mongo.port:port mongo.database:database mongo.username:user mongo.password:password mongo.uri:secret redis.host:host redis.port:port redis.database:database redis.username:user redis.password:password postgres.host:host postgres.port:port postgres.database:database postgres.username:user postgres.password:password',
)
/** Discourse: config/discourse_defaults.conf, whose names the environment has in capitals after `DISCOURSE_`. */
const discourse = words(
  'db_host:host db_port:port db_name:database db_username:user db_password:password db_replica_host:host redis_host:host redis_port:port redis_password:password hostname:address host:address developer_emails:administrators smtp_password:password secret_key_base:secret maxmind_license_key:secret s3_secret_access_key:secret database_host:host database_port_number:port database_name:database database_user:user database_password:password email:administrators',
)
const discourseVariables = Object.fromEntries(
  Object.entries(discourse).map(([name, meaning]) => [`DISCOURSE_${name.toUpperCase()}`, meaning]),
)
/** Names that frameworks document for `.env`: Laravel's and Flarum's images, Symfony's `APP_SECRET`; the images of MySQL, MariaDB and PostgreSQL. */
const variables: Readonly<Record<string, Meaning>> = {
  ...discourseVariables,
  ...words(
    'MYSQL_DATABASE:database MYSQL_USER:user MYSQL_PASSWORD:password MYSQL_ROOT_PASSWORD:password MARIADB_DATABASE:database MARIADB_USER:user MARIADB_PASSWORD:password MARIADB_ROOT_PASSWORD:password POSTGRES_DB:database POSTGRES_USER:user POSTGRES_PASSWORD:password',
  ),
  ...words(
    'DB_CONNECTION:database-kind DB_DRIVER:database-kind DB_HOST:host DB_PORT:port DB_DATABASE:database DB_NAME:database DB_USERNAME:user DB_USER:user DB_PASSWORD:password DB_PASS:password DB_PREFIX:prefix APP_KEY:secret APP_SECRET:secret APP_URL:address',
  ),
}
const options = words('host:host port:port user:user password:password database:database')
/** In an environment names are the only thing that tells of a secret. */
const secretVariable = /KEY|TOKEN|SECRET|PASS|PWD|CREDENTIAL|DSN|SALT/i

/** What a configuration file without PHP is, by its content alone; null for any other file. */
export function readPlain(bytes: Uint8Array): Told | null {
  const start = Buffer.from(bytes.subarray(0, 1024))
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
  if (start.startsWith('{')) return jsonOf(bytes)
  return confOf(bytes) ?? environmentOf(bytes) ?? containerOf(bytes) ?? optionsOf(bytes) ?? commandsOf(bytes)
}

function commandsOf(bytes: Uint8Array): Told | null {
  const found = readPgpass(bytes) ?? readCommands(bytes)
  if (found === null) return null
  const meanings = found.map(({ name }) => [name, commandMeanings[name.slice(name.indexOf('.') + 1)]!] as const)
  return { software: commandLines, found, meanings: Object.fromEntries(meanings) }
}

/** What programs that ask a server read of their own: `~/.my.cnf`, Debian's debian.cnf. */
function optionsOf(bytes: Uint8Array): Told | null {
  const found = readLines(bytes, 'options')
  if (!found?.some((f) => /\.password$/i.test(f.name) && f.value !== '')) return null
  const meanings = found.flatMap(({ name }): readonly (readonly [string, Meaning])[] => {
    const meaning = options[name.slice(name.indexOf('.') + 1).toLowerCase()]
    return meaning === undefined ? [] : [[name, meaning]]
  })
  return { software: clientOptions, found, meanings: Object.fromEntries(meanings), secrets: secretVariable }
}

function jsonOf(bytes: Uint8Array): Told | null {
  if (!Buffer.from(bytes).includes('"database"')) return null
  const found = readJson(bytes)
  if (found === null) return null
  const kind = found.find((f) => f.name === 'database')?.value ?? ''
  if (!['mongo', 'redis', 'postgres'].includes(kind)) return null
  const names = new Set(found.map((f) => f.name))
  const connected = ['host', 'uri', 'database'].some((name) => names.has(`${kind}.${name}`))
  return connected && (names.has('secret') || names.has('url')) ? { software: 'nodebb', found, meanings: nodebb } : null
}

function confOf(bytes: Uint8Array): Told | null {
  const found = readLines(bytes, 'conf')
  if (found === null || !found.some((f) => f.name === 'hostname')) return null
  const others =
    'db_name db_host db_pool db_socket db_password redis_host smtp_address developer_emails secret_key_base'
  const known = new Set(others.split(' '))
  const told = new Set(found.map((f) => f.name).filter((name) => known.has(name)))
  const own = [...told].some((name) => name.startsWith('db_')) && told.size > 1
  return own ? { software: 'discourse', found, meanings: discourse, secrets: secretVariable } : null
}

function environmentOf(bytes: Uint8Array): Told | null {
  const found = readLines(bytes, 'env')
  if (found === null) return null
  const names = new Set(found.map((f) => f.name))
  const rest = { found, meanings: variables, secrets: secretVariable }
  if (isDiscourse(names)) return { software: 'discourse', ...rest }
  const named = names.has('DB_DATABASE') || names.has('DB_NAME')
  const reached = ['DB_HOST', 'DB_CONNECTION', 'DB_USERNAME', 'DB_USER', 'APP_KEY'].some((name) => names.has(name))
  return (named && reached) || ofImage(found) ? { software: environment, ...rest } : null
}

/** The environment that a container is started with: Discourse's own launcher (`env:`), docker compose (`environment:`). */
function containerOf(bytes: Uint8Array): Told | null {
  const text = Buffer.from(bytes)
  const marks = ['DISCOURSE_HOST', 'MYSQL_', 'MARIADB_', 'POSTGRES_']
  if (
    !marks.some((mark) => text.includes(mark)) ||
    !/^[ \t]*env(?:ironment)?:[ \t]*(?:#.*)?\r?$/m.test(text.toString('latin1'))
  )
    return null
  // `${NAME}` is looked up elsewhere: in the `.env` beside it.
  const found = readLines(bytes, 'yaml')?.filter((f) => !/^\$\{?\w+\}?$/.test(f.value))
  if (found === undefined) return null
  const rest = { found, meanings: variables, secrets: secretVariable }
  if (isDiscourse(new Set(found.map((f) => f.name)))) return { software: 'discourse', ...rest }
  return ofImage(found) ? { software: environment, ...rest } : null
}

/** What the image of a database server is started with: a password that holds something. */
function ofImage(found: readonly Assigned[]): boolean {
  return found.some((f) => f.value !== '' && /^(?:(?:MYSQL|MARIADB)_(?:ROOT_)?|POSTGRES_)PASSWORD$/.test(f.name))
}

function isDiscourse(names: ReadonlySet<string>): boolean {
  return names.has('DISCOURSE_HOSTNAME') || names.has('DISCOURSE_HOST')
}
