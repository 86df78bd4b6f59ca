import type { Declared } from '../catalogue.ts'
import { decodeName } from './names.ts'
import { isWord, type Token, tokens } from './tokens.ts'

/** A CREATE TABLE statement, read as far as the mirror needs. */
export interface CreateTable {
  readonly database: string | null
  readonly name: string
  readonly columns: readonly Declared[]
  /** The table whose columns this one copies (CREATE TABLE … LIKE …). */
  readonly like: string | null
}

const keys = ['PRIMARY', 'KEY', 'UNIQUE', 'INDEX', 'FULLTEXT', 'SPATIAL', 'CONSTRAINT', 'FOREIGN', 'CHECK', 'PERIOD']
const typeTail = ['UNSIGNED', 'SIGNED', 'ZEROFILL', 'PRECISION', 'VARYING', 'BYTE', 'VARBINARY', 'VARCHAR', 'CHAR']
const characters = /^(char|varchar|character|national|nchar|nvarchar|tinytext|text|mediumtext|longtext|enum|set)\b/i

/** Reads CREATE TABLE, also one that is cut off; null when there is no table name (MySQL manual, "CREATE TABLE"). */
export function parseCreateTable(sql: string): CreateTable | null {
  const list = [...tokens(sql)]
  let i = list.findIndex((t) => isWord(t, 'TABLE')) + 1
  if (i === 0) return null
  if (isWord(list[i], 'IF')) i += 3
  const path = [list[i++]]
  while (list[i]?.text === '.' && list[i]?.kind === 'sign') {
    path.push(list[i + 1])
    i += 2
  }
  const name = path.at(-1)
  if (name === undefined || name.kind === 'sign') return null
  const place = { database: path.length > 1 ? decodeName(path[0]!.text) : null, name: decodeName(name.text) }
  const like = isWord(list[i], 'LIKE') ? list[i + 1] : isWord(list[i + 1], 'LIKE') ? list[i + 2] : undefined
  if (like) return { ...place, columns: [], like: decodeName(like.text) }
  if (list[i]?.text !== '(') return { ...place, columns: [], like: null }
  const { items, rest } = split(list, i + 1)
  const charset = charsetOf(rest)
  const columns = items.flatMap((item) => column(sql, item, charset) ?? [])
  return { ...place, columns, like: null }
}

/** The comma-separated items up to the closing bracket, and what follows it. */
function split(list: readonly Token[], from: number): { items: Token[][]; rest: readonly Token[] } {
  const items: Token[][] = []
  let item: Token[] = []
  let depth = 0
  for (let i = from; i < list.length; i++) {
    const t = list[i]!
    if (t.kind === 'sign' && t.text === '(') depth++
    if (t.kind === 'sign' && t.text === ')' && depth-- === 0)
      return { items: [...items, item], rest: list.slice(i + 1) }
    if (t.kind === 'sign' && t.text === ',' && depth === 0) {
      items.push(item)
      item = []
    } else item.push(t)
  }
  return { items: [...items, item], rest: [] }
}

function column(sql: string, item: readonly Token[], tableCharset: string | null): Declared | null {
  const [name, type] = item
  if (!name || !type || name.kind === 'sign' || name.kind === 'string' || isWord(name, ...keys)) return null
  let last = 1
  const bracketed = () => {
    if (item[last + 1]?.text === '(') last = item.findIndex((t, k) => k > last && t.kind === 'sign' && t.text === ')')
    if (last < 0) last = item.length - 1
  }
  bracketed()
  while (isWord(item[last + 1], ...typeTail)) {
    last++
    bracketed()
  }
  const declared = decodeName(sql.slice(type.start, item[last]!.end))
  const rest = topLevel(item.slice(last + 1))
  const generated = rest.some((t, k) => isWord(t, 'GENERATED') || (isWord(t, 'AS') && rest[k + 1]?.text === '('))
  const charset = characters.test(declared) ? (charsetOf(rest) ?? tableCharset) : null
  return { name: decodeName(name.text), declared, charset, generated }
}

/** The tokens outside brackets, opening brackets included. */
function topLevel(item: readonly Token[]): Token[] {
  let depth = 0
  return item.filter((t) => {
    if (t.kind === 'sign' && t.text === ')') depth--
    const kept = depth === 0
    if (t.kind === 'sign' && t.text === '(') depth++
    return kept
  })
}

/** The character set that options name, by itself or by its collation. */
function charsetOf(options: readonly Token[]): string | null {
  const at = options.findIndex(
    (t, i) => isWord(t, 'CHARSET') || (isWord(t, 'SET') && isWord(options[i - 1], 'CHARACTER')),
  )
  const named = value(options, at)
  if (named !== null) return named.toLowerCase()
  const collation = value(
    options,
    options.findIndex((t) => isWord(t, 'COLLATE')),
  )
  return collation === null ? null : collation.toLowerCase().split('_')[0]!
}

function value(options: readonly Token[], at: number): string | null {
  if (at < 0) return null
  const next = options[at + 1]
  return (next?.text === '=' ? options[at + 2] : next)?.text ?? null
}
