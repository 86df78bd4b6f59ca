import type { Declared } from '../catalogue.ts'
import { decodeName } from '../sql/names.ts'
import { nameOf, type QualifiedName, qualifiedName } from './names.ts'
import { isSign, isWord, type Token, tokens } from './tokens.ts'

/** A CREATE TABLE statement, read as far as the mirror needs. */
export interface CreateTable {
  readonly place: QualifiedName
  readonly columns: readonly Declared[]
  /** Tables whose columns come before its own (INHERITS, PARTITION OF, LIKE). */
  readonly from: readonly QualifiedName[]
}

const constraints = ['CONSTRAINT', 'CHECK', 'UNIQUE', 'PRIMARY', 'FOREIGN']
/** Words that end a column's type (PostgreSQL documentation, "CREATE TABLE"). */
const afterType = [
  ...['NOT', 'NULL', 'DEFAULT', 'CONSTRAINT', 'CHECK', 'UNIQUE', 'PRIMARY', 'REFERENCES', 'GENERATED', 'COLLATE'],
  ...['STORAGE', 'COMPRESSION', 'OPTIONS', 'DEFERRABLE', 'INITIALLY'],
]

/** Reads CREATE TABLE, also one that is cut off; null when there is no table name. */
export function parseCreateTable(sql: string): CreateTable | null {
  const list = [...tokens(sql)]
  let i = list.findIndex((t) => isWord(t, 'TABLE')) + 1
  if (i === 0) return null
  if (isWord(list[i], 'IF')) i += 3
  const place = qualifiedName(list, i)
  if (place === null) return null
  i = place.next
  const from: QualifiedName[] = []
  if (isWord(list[i], 'PARTITION') && isWord(list[i + 1], 'OF')) {
    const parent = qualifiedName(list, i + 2)
    return { place, columns: [], from: parent ? [parent] : [] }
  }
  if (!isSign(list[i], '(')) return { place, columns: [], from }
  const { items, rest } = split(list, i + 1)
  for (const item of items) {
    const like = isWord(item[0], 'LIKE') ? qualifiedName(item, 1) : null
    if (like) from.push(like)
  }
  const inherits = rest.findIndex((t) => isWord(t, 'INHERITS'))
  for (let k = inherits + 2; inherits >= 0 && k < rest.length; ) {
    const parent = qualifiedName(rest, k)
    if (parent === null) break
    from.push(parent)
    k = parent.next + 1
  }
  return { place, columns: items.flatMap((item) => column(sql, item) ?? []), from }
}

/** The comma-separated items up to the closing bracket, and what follows it. */
function split(list: readonly Token[], at: number): { items: Token[][]; rest: readonly Token[] } {
  const items: Token[][] = []
  let item: Token[] = []
  let depth = 0
  for (let i = at; i < list.length; i++) {
    const t = list[i]!
    if (isSign(t, '(')) depth++
    if (isSign(t, ')') && depth-- === 0) return { items: [...items, item], rest: list.slice(i + 1) }
    if (isSign(t, ',') && depth === 0) {
      items.push(item)
      item = []
    } else item.push(t)
  }
  return { items: [...items, item], rest: [] }
}

function column(sql: string, item: readonly Token[]): Declared | null {
  const [name, type] = item
  if (!name || !type || name.kind === 'sign' || name.kind === 'string') return null
  if (isWord(name, ...constraints) || (isWord(name, 'LIKE') && item.length > 1)) return null
  // The one word of these that a column may be called by without quotes.
  if (isWord(name, 'EXCLUDE') && (isWord(type, 'USING') || isSign(type, '('))) return null
  let depth = 0
  let stop = item.length
  for (let k = 1; k < item.length; k++) {
    if (isSign(item[k], '(')) depth++
    else if (isSign(item[k], ')')) depth--
    else if (depth === 0 && k > 1 && isWord(item[k], ...afterType)) {
      stop = k
      break
    }
  }
  const declared = decodeName(sql.slice(type.start, item[stop - 1]!.end)).replace(/\s+/g, ' ')
  const rest = item.slice(stop)
  const as = rest.findIndex((t) => isWord(t, 'GENERATED'))
  const generated = as >= 0 && rest.some((t, k) => k > as && isWord(t, 'AS') && isSign(rest[k + 1], '('))
  return { name: nameOf(name), declared, charset: null, generated }
}
