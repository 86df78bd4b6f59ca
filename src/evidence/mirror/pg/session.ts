import { type Cursor, reportOnce } from './cursor.ts'
import { charsetOf } from './encoding.ts'
import { nameOf } from './names.ts'
import { isSign, isWord, type Token, tokens } from './tokens.ts'

/** Applies `SET name = value`, `SET name TO value`, `SET NAMES 'encoding'` as far as they say how to read on. */
export function applySet(c: Cursor, sql: string): void {
  let list = [...tokens(sql)].slice(1)
  if (isWord(list[0], 'SESSION', 'LOCAL')) list = list.slice(1)
  const value = isWord(list[0], 'NAMES') ? list[1] : list[2]
  if (!list[0] || !value) return
  if (isWord(list[0], 'NAMES')) setEncoding(c, value.text)
  else if (isSign(list[1], '=') || isWord(list[1], 'TO')) assign(c, nameOf(list[0]), value)
}

/** Applies `SELECT pg_catalog.set_config('name', 'value', …)`. */
export function applyConfig(c: Cursor, sql: string): void {
  const strings = [...tokens(sql)].filter((t) => t.kind === 'string')
  if (strings[0] && strings[1]) assign(c, strings[0].text, strings[1])
}

/** Takes an encoding's name from SET or from psql's `\encoding`. */
export function setEncoding(c: Cursor, name: string): void {
  const charset = charsetOf(name)
  c.at.charset = charset ?? null
  c.plan = null
  if (charset !== undefined) return
  const detail = `The encoding ${name} is not known; text is read as UTF-8 where it is, else as windows-1252`
  reportOnce(c, 'warning', 'charset-unknown', detail, c.w.pos, c.w.pos)
}

function assign(c: Cursor, name: string, value: Token): void {
  if (name === 'client_encoding') setEncoding(c, value.text)
  else if (name === 'standard_conforming_strings') c.at.backslash = /^(?:off|false|0|no)$/i.test(value.text)
  else if (name === 'search_path') c.at.schema = schemaOf(value)
  c.plan = null
}

/** The first schema of a search path; an empty one names nothing, and older dumps put only `pg_catalog` behind it. */
function schemaOf(value: Token): string {
  const first = value.kind === 'string' ? value.text.split(',')[0]!.trim().replace(/^"|"$/g, '') : nameOf(value)
  return first === '' || first === 'pg_catalog' || first === '$user' ? 'public' : first
}
