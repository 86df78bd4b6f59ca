import { decodeName } from './names.ts'
import { isWord, type Token, tokens } from './tokens.ts'

/** What stands before the rows of an INSERT or REPLACE statement. */
export interface InsertHeader {
  readonly database: string | null
  readonly table: string
  /** The columns listed, null when none are. */
  readonly columns: readonly string[] | null
  /** Where the rows begin, counted from the statement's first byte. */
  readonly end: number
}

const modifiers = ['LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'IGNORE', 'INTO']

/**
 * Reads `INSERT [modifiers] [INTO] table [(columns)] VALUES` (MySQL manual, "INSERT"). `more` when the text ends before
 * VALUES does, `other` for a form that lists no rows (SET, SELECT).
 */
export function parseInsert(text: string): InsertHeader | 'more' | 'other' {
  const list = tokens(text)
  const step = (): Token | undefined => {
    const t = list.next()
    return t.done || t.value.end >= text.length ? undefined : t.value
  }
  step()
  let token = step()
  while (isWord(token, ...modifiers)) token = step()
  const path: string[] = []
  for (; token; token = step()) {
    if (token.kind === 'sign' || token.kind === 'string') return 'other'
    path.push(decodeName(token.text))
    token = step()
    if (token?.text !== '.') break
  }
  if (isWord(token, 'PARTITION')) {
    while (token && token.text !== ')') token = step()
    token = step()
  }
  let columns: string[] | null = null
  if (token?.kind === 'sign' && token.text === '(') {
    columns = []
    for (token = step(); token && !(token.kind === 'sign' && token.text === ')'); token = step()) {
      if (isWord(token, 'SELECT')) return 'other'
      if (token.kind !== 'sign') columns.push(decodeName(token.text))
      else if (token.text !== ',') return 'other'
    }
    token = step()
  }
  if (!token) return 'more'
  const table = path.at(-1)
  if (!isWord(token, 'VALUES', 'VALUE') || table === undefined) return 'other'
  const database = path.length > 1 ? path[0]! : null
  return { database, table, columns: columns?.length === 0 ? null : columns, end: token.end }
}
