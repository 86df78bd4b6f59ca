/** A column of a table in SQLite. */
export interface SqliteColumn {
  readonly name: string
  /** The declared type as written, '' for none. */
  readonly type: string
  /** What rows hold that were written before the column was added; undefined where that cannot be told. */
  readonly otherwise: string | null | undefined
  /** Computed when read: not in the record. */
  readonly virtual: boolean
}

/** What a CREATE TABLE says of how rows are stored. */
export interface SqliteTable {
  readonly columns: readonly SqliteColumn[]
  /** The column that is the row's number and so NULL in its record, -1 for none. */
  readonly alias: number
  /** Columns in the order of the record where the table has no row numbers, null where it has. */
  readonly key: readonly number[] | null
}

interface Token {
  readonly text: string
  readonly quote: string
  readonly start: number
  readonly end: number
}

const pattern =
  /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'((?:[^']|'')*)(?:'|$)|"((?:[^"]|"")*)(?:"|$)|`((?:[^`]|``)*)(?:`|$)|\[([^\]]*)(?:\]|$)|[\w$\u0080-\uffff.]+|[\s\S]/y
const constraints = /^(?:CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN)$/i
const afterType =
  /^(?:CONSTRAINT|PRIMARY|NOT|NULL|UNIQUE|CHECK|DEFAULT|COLLATE|REFERENCES|GENERATED|AS|AUTOINCREMENT|ON|HIDDEN)$/i

/** Reads the text of a CREATE TABLE as sqlite_schema keeps it (SQLite, "CREATE TABLE"); null when it lists no columns. */
export function parseTable(sql: string): SqliteTable | null {
  const list = tokens(sql)
  const open = list.findIndex((t) => t.text === '(' && t.quote === '')
  if (open < 0 || !list.slice(0, open).some((t) => isWord(t, 'TABLE'))) return null
  const { items, rest } = split(list, open + 1)
  const columns: SqliteColumn[] = []
  let [alias, inline] = [-1, -1]
  let primary: string[] = []
  for (const item of items) {
    const [first] = item
    if (first === undefined) continue
    if (first.quote === '' && constraints.test(first.text)) {
      const at = item.findIndex((t) => isWord(t, 'PRIMARY'))
      if (at < 0) continue
      primary = namesIn(item.slice(at))
      const one = columns.findIndex((c) => c.name.toLowerCase() === primary[0]?.toLowerCase())
      if (primary.length === 1 && /^INTEGER$/i.test(columns[one]?.type ?? '')) alias = one
      continue
    }
    const stop = item.findIndex((t, i) => i > 0 && t.quote === '' && afterType.test(t.text))
    const typed = item.slice(1, stop < 0 ? item.length : stop)
    const tail = stop < 0 ? [] : outside(item.slice(stop))
    const key = tail.findIndex((t) => isWord(t, 'PRIMARY'))
    const type = typed.length === 0 ? '' : sql.slice(typed[0]!.start, typed.at(-1)!.end).replace(/\s+/g, ' ')
    // A descending key is not the row's number ("ROWIDs and the INTEGER PRIMARY KEY").
    if (key >= 0) inline = columns.length
    if (key >= 0 && /^INTEGER$/i.test(type) && !isWord(tail[key + 2], 'DESC')) alias = columns.length
    const as = tail.some((t, i) => isWord(t, 'AS') && (i === 0 || isWord(tail[i - 1], 'ALWAYS')))
    const virtual = as && !tail.some((t) => isWord(t, 'STORED'))
    columns.push({ name: first.text, type, otherwise: defaultOf(tail), virtual })
  }
  if (columns.length === 0) return null
  const keyless = rest.some((t, i) => isWord(t, 'WITHOUT') && isWord(rest[i + 1], 'ROWID'))
  if (!keyless) return { columns, alias, key: null }
  if (primary.length === 0 && inline >= 0) primary = [columns[inline]!.name]
  const first = primary.map((name) => columns.findIndex((c) => c.name.toLowerCase() === name.toLowerCase()))
  const key = [...new Set([...first.filter((i) => i >= 0), ...columns.keys()])].filter((i) => !columns[i]!.virtual)
  return { columns, alias: -1, key }
}

function tokens(sql: string): Token[] {
  const list: Token[] = []
  pattern.lastIndex = 0
  for (let start = 0; start < sql.length; start = pattern.lastIndex) {
    pattern.lastIndex = start
    const m = pattern.exec(sql)
    if (m === null) break
    const end = pattern.lastIndex
    const text = m[0]
    if (/^\s/.test(text) || text.startsWith('--') || text.startsWith('/*')) continue
    const quoted = m[1] ?? m[2] ?? m[3] ?? m[4]
    const quote = quoted === undefined ? '' : text[0]!
    const plain = quoted === undefined ? text : quote === '[' ? quoted : quoted.replaceAll(quote + quote, quote)
    list.push({ text: plain, quote, start, end })
  }
  return list
}

function split(list: readonly Token[], from: number): { readonly items: Token[][]; readonly rest: readonly Token[] } {
  const items: Token[][] = [[]]
  let depth = 0
  for (let i = from; i < list.length; i++) {
    const t = list[i]!
    if (t.quote === '' && t.text === '(') depth++
    if (t.quote === '' && t.text === ')' && depth-- === 0) return { items, rest: list.slice(i + 1) }
    if (t.quote === '' && t.text === ',' && depth === 0) items.push([])
    else items.at(-1)!.push(t)
  }
  return { items, rest: [] }
}

/** The tokens outside brackets. */
function outside(item: readonly Token[]): Token[] {
  let depth = 0
  return item.filter((t) => {
    if (t.quote === '' && t.text === ')') depth--
    const kept = depth === 0
    if (t.quote === '' && t.text === '(') depth++
    return kept
  })
}

/** The first names of the items between the next brackets. */
function namesIn(item: readonly Token[]): string[] {
  const open = item.findIndex((t) => t.quote === '' && t.text === '(')
  return open < 0 ? [] : split(item, open + 1).items.flatMap((one) => one[0]?.text ?? [])
}

function defaultOf(tail: readonly Token[]): string | null | undefined {
  const at = tail.findIndex((t) => isWord(t, 'DEFAULT'))
  if (at < 0) return null
  const value = tail[at + 1]
  const sign = value?.text === '-' || value?.text === '+' ? tail[at + 2] : undefined
  if (sign !== undefined) return value!.text === '-' ? `-${sign.text}` : sign.text
  if (value === undefined || (value.quote === '' && value.text === '(')) return undefined
  if (value.quote === "'" || value.quote === '"') return value.text
  if (/^null$/i.test(value.text)) return null
  if (/^true$/i.test(value.text)) return '1'
  if (/^false$/i.test(value.text)) return '0'
  return /^[\d.]+(?:e[\d]+)?$/i.test(value.text) ? value.text : undefined
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.quote === '' && token.text.toUpperCase() === word
}
