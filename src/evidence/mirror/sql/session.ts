import { decodeName } from './names.ts'
import { isWord, type Token, tokens } from './tokens.ts'

/** What a dump has said so far about how its statements are to be read. */
export interface Session {
  database: string | null
  /** character_set_client; null as long as the dump has not named one. */
  charset: string | null
  sqlMode: string
  delimiter: string
  /** The client's own variables, by which dumps keep and restore settings. */
  variables: Record<string, string | null>
  /** A dump tool's first and last lines were seen. */
  opened: boolean
  completed: boolean
  /** The backup of a forum that writes every database's rows in one form, in which only declarations tell whose they are. */
  backup: boolean
  /** Written by SQLite's shell or another tool of its own. */
  sqlite: boolean
}

/** Before the first statement. */
export function openSession(): Session {
  return {
    database: null,
    charset: null,
    sqlMode: '',
    delimiter: ';',
    variables: {},
    opened: false,
    completed: false,
    backup: false,
    sqlite: false,
  }
}

/** False under NO_BACKSLASH_ESCAPES (MySQL manual, "Server SQL Modes"). */
export function backslashEscapes(s: Session): boolean {
  return !/\bNO_BACKSLASH_ESCAPES\b/i.test(s.sqlMode)
}

/** Says that strings know no backslashes, from a declaration that MySQL would not have written: it quotes every name. */
export function tellStrings(s: Session, create: string): void {
  if (s.backup && /^CREATE TABLE \w+ \(/i.test(create)) s.sqlMode = 'NO_BACKSLASH_ESCAPES'
}

/** True for a table of such a backup made on SQLite: the software ends binary values at their first zero byte there. */
export function cutsBytes(s: Session, create: string): boolean {
  return s.backup && s.sqlMode === 'NO_BACKSLASH_ESCAPES' && /\sblob\b/i.test(create)
}

/** Applies `SET name = value, …`, `SET NAMES charset` and `SET CHARACTER SET charset`. */
export function applySet(s: Session, sql: string): void {
  const list = [...tokens(sql)].map((t) => ({ ...t, text: decodeName(t.text) }))
  let part: Token[] = []
  for (const t of [...list.slice(1), { kind: 'sign', text: ',', start: 0, end: 0 } as const]) {
    if (t.kind === 'sign' && t.text === ',') {
      assign(s, part)
      part = []
    } else if (!(t.kind === 'sign' && t.text === ';')) part.push(t)
  }
}

function assign(s: Session, part: readonly Token[]): void {
  if (isWord(part[0], 'NAMES', 'CHARSET') && part[1]) s.charset = charset(part[1].text)
  else if (isWord(part[0], 'CHARACTER') && isWord(part[1], 'SET') && part[2]) s.charset = charset(part[2].text)
  const equals = part.findIndex((t) => t.text === '=' && t.kind === 'sign')
  if (equals < 1) return
  const name = nameOf(part.slice(0, equals))
  const value = evaluate(s, part.slice(equals + 1))
  if (name.startsWith('@') && !name.startsWith('@@')) s.variables[name] = value
  else if (/(^|[@.])CHARACTER_SET_CLIENT$/.test(name)) s.charset = value === null ? null : charset(value)
  else if (/(^|[@.])SQL_MODE$/.test(name)) s.sqlMode = value ?? ''
}

function nameOf(part: readonly Token[]): string {
  const own = part.filter((t) => !isWord(t, 'SESSION', 'LOCAL', 'GLOBAL'))
  return own
    .map((t) => t.text.toUpperCase())
    .join('')
    .replace(/:$/, '')
}

function evaluate(s: Session, part: readonly Token[]): string | null {
  const name = nameOf(part)
  if (/^@@.*CHARACTER_SET_CLIENT$/.test(name)) return s.charset
  if (/^@@.*SQL_MODE$/.test(name)) return s.sqlMode
  if (name.startsWith('@')) return s.variables[name] ?? null
  if (part.length === 1) return isWord(part[0], 'DEFAULT', 'NULL') ? null : part[0]!.text
  return part.map((t) => t.text).join('')
}

function charset(name: string): string | null {
  return /^default$/i.test(name) ? null : name.toLowerCase()
}
