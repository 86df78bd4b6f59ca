import { decodeName } from './names.ts'
import { isWord, type Token, tokens } from './tokens.ts'

/** How rows stand in a text file (MySQL manual, "LOAD DATA", "Field and Line Handling"); one character a byte. */
export interface LoadForm {
  readonly field: string
  readonly enclosed: string
  readonly escaped: string
  readonly line: string
  readonly starting: string
}

/** A file of rows that a statement names. */
export interface LoadData {
  readonly name: string
  readonly database: string | null
  readonly table: string
  /** The columns listed, null when none are. */
  readonly columns: readonly string[] | null
  /** Those of them that are written in hexadecimal digits. */
  readonly hex: readonly string[]
  readonly charset: string | null
  readonly form: LoadForm
}

/** What LOAD DATA and mysqldump --tab take when nothing is said. */
export const usualForm: LoadForm = { field: '\t', enclosed: '', escaped: '\\', line: '\n', starting: '' }

const escapes: Readonly<Record<string, string>> = { '0': '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\x1a' }

/** Reads a LOAD DATA statement; null for one that names no file or table. */
export function parseLoadData(sql: string): LoadData | null {
  const list = [...tokens(sql)]
  const at = (word: string, from = 0): number => list.findIndex((t, i) => i >= from && isWord(t, word))
  const file = list[at('INFILE') + 1]
  let i = at('TABLE') + 1
  if (i === 0 || file === undefined || (file.kind !== 'string' && file.kind !== 'name')) return null
  const path: string[] = []
  for (; list[i] && (list[i]!.kind === 'word' || list[i]!.kind === 'name'); i += 2) {
    path.push(decodeName(list[i]!.text))
    if (list[i + 1]?.text !== '.') break
  }
  const table = path.at(-1)
  if (table === undefined) return null
  const said = (section: RegExp, what: string): string | undefined => {
    const from = list.findIndex((t) => t.kind === 'word' && section.test(t.text))
    const k = from < 0 ? -1 : list.findIndex((t, n) => n > from && isWord(t, what) && isWord(list[n + 1], 'BY'))
    const lines = at('LINES')
    if (k < 0 || (/LINES/.test(section.source) ? false : lines > from && k > lines)) return undefined
    return literal(sql, list[k + 2])
  }
  const fields = /^(?:FIELDS|COLUMNS)$/i
  const form: LoadForm = {
    field: said(fields, 'TERMINATED') ?? usualForm.field,
    enclosed: said(fields, 'ENCLOSED') ?? '',
    escaped: said(fields, 'ESCAPED') ?? '\\',
    line: said(/^LINES$/i, 'TERMINATED') ?? '\n',
    starting: said(/^LINES$/i, 'STARTING') ?? '',
  }
  const set = at('CHARACTER')
  const charset = set >= 0 && isWord(list[set + 1], 'SET') ? (list[set + 2]?.text.toLowerCase() ?? null) : null
  const open = list.findLastIndex(
    (t, n) => t.text === '(' && t.kind === 'sign' && n < (at('SET', i) > set + 1 ? at('SET', set + 2) : list.length),
  )
  const columns = open < 0 ? null : listed(list, open + 1)
  const hex = [...sql.matchAll(/`((?:[^`]|``)+)`\s*=\s*UNHEX\s*\(/gi)].map((m) =>
    decodeName(m[1]!.replaceAll('``', '`')),
  )
  const name = file.text.split(/[\\/]/).at(-1) ?? ''
  return { name: decodeName(name), database: path.length > 1 ? path[0]! : null, table, columns, hex, charset, form }
}

/** Names up to the closing bracket; a variable stands for the column that is set from it. */
function listed(list: readonly Token[], from: number): string[] | null {
  const names: string[] = []
  for (const t of list.slice(from)) {
    if (t.kind === 'sign' && t.text === ')') return names.length > 0 ? names : null
    if (t.kind === 'word' || t.kind === 'name') names.push(decodeName(t.text))
  }
  return null
}

/** What a quoted text stands for, its escapes undone. */
function literal(sql: string, token: Token | undefined): string | undefined {
  if (token === undefined || (token.kind !== 'string' && token.kind !== 'name')) return undefined
  const quote = sql[token.start]!
  const raw = sql.slice(token.start + 1, token.end - 1).replaceAll(quote + quote, quote)
  return raw.replace(/\\([\s\S])/g, (_, c: string) => escapes[c] ?? c)
}
