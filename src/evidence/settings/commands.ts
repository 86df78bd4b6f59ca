/**
 * Command lines that call a program with a password, as they stand in crontabs (crontab(5)), scripts and histories of shells:
 * clients of database servers, and what packs a dump behind a password. Words as a POSIX shell cuts them ("Shell Command
 * Language", 2.2 and 2.3); variables are looked up among those that the same file assigns. And `.pgpass` (PostgreSQL manual).
 */
import type { Meaning } from './meaning.ts'
import type { Assigned } from './php.ts'

/** Where a program takes what: the beginning of a word that its value follows, or a word of its own before the value. */
interface Options {
  readonly attached: readonly (readonly [begin: string, name: string])[]
  readonly apart: Readonly<Record<string, string>>
}

const long = ['password', 'user', 'host', 'port', 'username', 'dbname', 'passphrase'].map(
  (name) => [`--${name}=`, name] as const,
)
const mysql: Options = {
  attached: [...long, ['-p', 'password'], ['-u', 'user'], ['-h', 'host']],
  apart: { '-u': 'user', '--user': 'user', '-h': 'host', '--host': 'host' },
}
const postgres: Options = {
  attached: [...long, ['-U', 'user'], ['-h', 'host']],
  apart: { '-U': 'user', '-h': 'host', '-d': 'dbname' },
}
const apart = (words: string): Options => ({
  attached: long,
  apart: Object.fromEntries(words.split(' ').map((w) => w.split(':') as [string, string])),
})
const archive: Options = {
  attached: [
    ['-hp', 'password'],
    ['-p', 'password'],
  ],
  apart: {},
}
const each = (names: string, options: Options) => names.split(' ').map((name) => [name, options] as const)
const programs: ReadonlyMap<string, Options> = new Map([
  ...each('mysql mysqldump mysqladmin mysqlcheck mysqlimport mysqlhotcopy mysqlbinlog mysqlpump', mysql),
  ...each('mariadb mariadb-dump mariadb-admin mariadb-backup mariabackup xtrabackup innobackupex', mysql),
  ...each('mydumper myloader', apart('-p:password --password:password -u:user --user:user -h:host')),
  ...each('psql pg_dump pg_dumpall pg_restore pg_basebackup', postgres),
  ...each('mongodump mongorestore mongo mongosh mongoexport', apart('-p:password --password:password -u:user -h:host')),
  ...each('redis-cli', apart('-a:password --pass:password -h:host')),
  ...each('sshpass', { attached: [['-p', 'password']], apart: { '-p': 'password' } }),
  ...each('zip', apart('-P:password --password:password')),
  ...each('7z 7za 7zr rar', archive),
  ...each('gpg gpg2', apart('--passphrase:passphrase')),
  ...each('openssl', { attached: [['pass:', 'password']], apart: { '-k': 'password' } }),
])
const variables: Readonly<Record<string, string>> = {
  PGPASSWORD: 'password',
  MYSQL_PWD: 'password',
  REDISCLI_AUTH: 'password',
  PGUSER: 'user',
  PGHOST: 'host',
}
export const commandMeanings: Readonly<Record<string, Meaning>> = {
  password: 'password',
  passphrase: 'password',
  user: 'user',
  username: 'user',
  host: 'host',
  port: 'port',
  dbname: 'database',
}

/** A cheap look at the whole: without one of these there is nothing to find. */
const worth = new RegExp(
  `(?:^|[\\s;|&("'\`/])(?:${[...programs.keys()].join('|')})[ \\t]|(?:${Object.keys(variables).join('|')})=`,
  'm',
)
/** Pages and manuals show how it is done with passwords of nobody. */
const page = /^\s*(?:<|\.\\"|'\\"|\.TH|\.so)/

/** The passwords that command lines of a file name, with users and hosts beside them; null where there are none. */
export function readCommands(bytes: Uint8Array): readonly Assigned[] | null {
  // One character a byte, so that places in the text are places in the file.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  if (page.test(text.slice(0, 200)) || !worth.test(text)) return null
  const assigned = new Map<string, string>()
  const found: Assigned[] = []
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? text.length : end)
    if (line.length <= 10_000 && !/^\s*#/.test(line)) found.push(...ofLine(wordsOf(line, at), assigned))
    at = end < 0 ? text.length : end + 1
  }
  return found.some((f) => commandMeanings[f.name.slice(f.name.indexOf('.') + 1)] === 'password') ? found : null
}

interface Word {
  /** Null for what parts commands. */
  readonly text: string | null
  readonly at: number
  readonly length: number
}

function ofLine(words: readonly Word[], assigned: Map<string, string>): readonly Assigned[] {
  const found: Assigned[] = []
  const put = (name: string, value: string, from: Word, to: Word): void => {
    const own = resolved(value, assigned)
    if (own !== null) found.push({ name, value: own, offset: from.at, length: to.at + to.length - from.at })
  }
  let program: string | null = null
  for (const [i, word] of words.entries()) {
    const { text } = word
    if (text === null) {
      program = null
      continue
    }
    const variable = /^([A-Za-z_]\w{0,100})=([\s\S]*)$/.exec(text)
    if (program === null && variable) {
      assigned.set(variable[1]!, variable[2]!)
      const name = variables[variable[1]!]
      if (name !== undefined) put(`${variable[1]}.${name}`, variable[2]!, word, word)
      continue
    }
    const called = text.slice(text.lastIndexOf('/') + 1)
    if (programs.has(called)) {
      program = called
      continue
    }
    const options = program === null ? undefined : programs.get(program)
    if (options === undefined) continue
    const next = words[i + 1]
    const name = options.apart[text]
    const begun = options.attached.find(([begin]) => text.startsWith(begin) && text.length > begin.length)
    if (name !== undefined && next?.text) put(`${program}.${name}`, next.text, word, next)
    else if (begun) put(`${program}.${begun[1]}`, text.slice(begun[0].length), word, word)
  }
  return found
}

/** A value with the variable it names put in; null for what only the shell knew, and for places to be filled in. */
function resolved(value: string, assigned: ReadonlyMap<string, string>): string | null {
  const name = /^\$(?:(\w+)|\{(\w+)\})$/.exec(value)
  const text = name ? assigned.get(name[1] ?? name[2] ?? '') : value
  if (text === undefined || text === '' || /[$`]|^<[^>]*>?$|^\[[^\]]*\]$|^[*x]+$|^\.\.\.$/i.test(text)) return null
  return Buffer.from(text, 'latin1').toString('utf8').replaceAll('\u0000', '␀')
}

/** The words of a line with quotation marks taken off; in a crontab `\\%` is a percent sign. */
function wordsOf(line: string, start: number): readonly Word[] {
  const words: Word[] = []
  const pattern = /(?:[^\s'"\\;|&()<>`]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+|[;|&()<>`]|['"\\]/g
  for (const match of line.matchAll(pattern)) {
    const raw = match[0]
    const place = { at: start + match.index, length: raw.length }
    if (/^[;|&()<>`]$/.test(raw)) words.push({ text: null, ...place })
    else words.push({ text: bare(raw), ...place })
  }
  return words
}

function bare(raw: string): string {
  return raw.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, one, two, escaped) =>
    one !== undefined ? one : two !== undefined ? two.replace(/\\(["\\$`])/g, '$1') : escaped,
  )
}

/** `.pgpass`: host, port, database, user and password in a line, all lines so. */
export function readPgpass(bytes: Uint8Array): readonly Assigned[] | null {
  if (bytes.length > 64 * 1024) return null
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const found: Assigned[] = []
  let at = 0
  for (const line of text.split('\n')) {
    const parts = /^([^:#\s][^:]*):(\*|\d{3,5}):([^:\s]+):([^:\s]+):((?:[^\\:\r]|\\.)+)\r?$/.exec(line)
    if (parts === null && !/^\s*(?:#.*)?$/.test(line)) return null
    const names = ['host', 'port', 'dbname', 'user', 'password']
    let inside = at
    for (const [i, name] of parts === null ? [] : names.entries()) {
      const said = parts![i + 1]!
      const value = Buffer.from(said.replace(/\\(.)/g, '$1'), 'latin1').toString('utf8')
      if (value !== '*') found.push({ name: `pgpass.${name}`, value, offset: inside, length: said.length })
      inside += said.length + 1
    }
    at += line.length + 1
  }
  return found.length === 0 ? null : found
}
