import { type Meaning, words } from './meaning.ts'
import { type Assigned, readPhp } from './php.ts'
import { readPlain, type Told } from './plain.ts'

/** The configuration file of a forum software: by which names it is told, and what its names mean. */
interface Software {
  readonly name: string
  /** All of them must be assigned. */
  readonly marks: readonly string[]
  readonly meanings: Readonly<Record<string, Meaning>>
}

/** Names and files: installers and documentation of each software. More telling ones first. */
const known: readonly Software[] = [
  {
    name: 'phpbb',
    marks: ['dbms', 'dbname', 'table_prefix'],
    meanings: words(
      'dbms:database-kind dbhost:host dbport:port dbname:database dbuser:user dbpasswd:password table_prefix:prefix',
    ),
  },
  {
    name: 'fluxbb',
    marks: ['db_type', 'db_name', 'db_prefix', 'cookie_name'],
    meanings: words(
      'db_type:database-kind db_host:host db_name:database db_username:user db_password:password db_prefix:prefix cookie_name:cookie cookie_domain:cookie cookie_path:cookie cookie_secure:cookie cookie_seed:secret base_url:address',
    ),
  },
  {
    name: 'mybb',
    marks: ['config.database.database', 'config.database.table_prefix'],
    meanings: words(
      'config.database.type:database-kind config.database.hostname:host config.database.database:database config.database.username:user config.database.password:password config.database.table_prefix:prefix config.admin_dir:address config.super_admins:administrators config.secret_pin:secret',
    ),
  },
  {
    name: 'smf',
    marks: ['db_name', 'db_prefix', 'boardurl'],
    meanings: words(
      'db_type:database-kind db_server:host db_port:port db_name:database db_user:user db_passwd:password ssi_db_user:user ssi_db_passwd:password db_prefix:prefix cookiename:cookie boardurl:address auth_secret:secret image_proxy_secret:secret',
    ),
  },
  {
    name: 'vbulletin',
    marks: ['config.Database.dbname'],
    meanings: words(
      'config.Database.dbtype:database-kind config.MasterServer.servername:host config.MasterServer.port:port config.Database.dbname:database config.MasterServer.username:user config.MasterServer.password:password config.SlaveServer.username:user config.SlaveServer.password:password config.Database.tableprefix:prefix config.Misc.cookieprefix:cookie config.SpecialUsers.superadmins:administrators config.SpecialUsers.superadministrators:administrators config.Misc.cookie_security_hash:secret',
    ),
  },
  {
    name: 'xenforo',
    marks: ['config.db.dbname'],
    meanings: words(
      'config.db.host:host config.db.port:port config.db.dbname:database config.db.username:user config.db.password:password config.cookie.prefix:cookie config.globalSalt:secret config.superAdmins:administrators config.internalDataPath:uploads',
    ),
  },
  {
    name: 'invision',
    marks: ['INFO.sql_database'],
    meanings: words(
      'INFO.sql_driver:database-kind INFO.sql_host:host INFO.sql_port:port INFO.sql_database:database INFO.sql_user:user INFO.sql_pass:password INFO.sql_tbl_prefix:prefix INFO.board_url:address INFO.base_url:address',
    ),
  },
  {
    name: 'woltlab',
    marks: ['dbHost', 'dbName', 'dbUser'],
    meanings: words('dbHost:host dbPort:port dbName:database dbUser:user dbPassword:password dbClass:database-kind'),
  },
  {
    name: 'vanilla',
    marks: ['Configuration.Database.Name'],
    meanings: words(
      'Configuration.Database.Host:host Configuration.Database.Name:database Configuration.Database.User:user Configuration.Database.Password:password Configuration.Database.DatabasePrefix:prefix Configuration.Garden.Cookie.Name:cookie Configuration.Garden.Cookie.Domain:cookie Configuration.Garden.Cookie.Salt:secret Configuration.Garden.Title:address',
    ),
  },
  {
    name: 'flarum',
    marks: ['database.database', 'database.prefix'],
    meanings: words(
      'database.driver:database-kind database.host:host database.port:port database.database:database database.username:user database.password:password database.prefix:prefix url:address cookie.name:cookie',
    ),
  },
]

/** Names whose values are kept back, whatever the software: they stay in the evidence. */
const secretName = /pass(?:wd|word)?(?:$|[._])|^pass|secret|salt|seed|token|private|api_?key|security_hash/i

/** A setting as it is recorded; the value of a secret is kept back by whoever stores it. */
export interface Setting extends Assigned {
  readonly meaning: Meaning | null
  readonly secret: boolean
}

/** A value with a password in an address: `mongodb://user:password@host/`. */
const withPassword = /:\/\/[^/\s:@]{0,200}:[^/\s@]{1,1000}@/

/** What the configuration file of a forum software, or of a program that stands beside one, says; null for any other file. */
export function readSettings(
  bytes: Uint8Array,
): { readonly software: string; readonly settings: readonly Setting[] } | null {
  const told = isScript(bytes) ? readScript(bytes) : readPlain(bytes)
  if (told === null) return null
  const settings = told.found.map((assigned): Setting => {
    const meaning = told.meanings[assigned.name] ?? null
    const secret =
      meaning === 'password' ||
      meaning === 'secret' ||
      withPassword.test(assigned.value) ||
      (meaning === null &&
        (secretName.test(assigned.name) || told.secrets?.test(assigned.name) === true) &&
        !/_(?:cost|min|max|length)$/.test(assigned.name))
    return { ...assigned, meaning, secret }
  })
  return { software: told.software, settings }
}

function isScript(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  return /^(?:\xef\xbb\xbf)?\s*<\?(?:php)?/i.test(start)
}

/** The words without which no software can be told: most files of a server are programs, and those need not be read. */
const needed = known.map(({ marks }) => marks.map((mark) => mark.slice(mark.lastIndexOf('.') + 1)))

function readScript(bytes: Uint8Array): Told | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (!needed.some((own) => own.every((word) => text.includes(word)))) return null
  const found = readPhp(bytes)
  const names = new Set(found.map((f) => f.name))
  const software = known.find((s) => s.marks.every((mark) => names.has(mark)))
  return software === undefined ? null : { software: software.name, found, meanings: software.meanings }
}
