import { nameList, type QualifiedName, qualifiedName } from './names.ts'
import { isSign, isWord, type Token, tokens } from './tokens.ts'

/** What stands before the rows of a COPY or INSERT statement. */
export interface Header {
  readonly place: QualifiedName
  /** The columns listed, null when none are. */
  readonly columns: readonly string[] | null
  /** Where the rows begin, counted from the statement's first byte. */
  readonly end: number
}

/**
 * Reads `COPY table [(columns)] FROM stdin;` (PostgreSQL documentation, "COPY"); `other` for a form whose rows are not
 * text lines below it. Under WITH OIDS, which pg_dump wrote before FROM, a column `oid` stands before the others.
 */
export function parseCopy(line: string): Header | 'other' {
  const all = [...tokens(line)]
  const at = all.findIndex((t, i) => isWord(t, 'WITH') && isWord(all[i + 1], 'OIDS'))
  const list = at < 0 ? all : all.filter((_, i) => i !== at && i !== at + 1)
  const place = qualifiedName(list, 1)
  if (place === null) return 'other'
  const listed = nameList(list, place.next)
  const i = listed?.next ?? place.next
  if (!isWord(list[i], 'FROM') || !isWord(list[i + 1], 'STDIN') || !isSign(list[i + 2], ';')) return 'other'
  const columns = listed && at >= 0 ? ['oid', ...listed.names] : (listed?.names ?? null)
  return { place, columns, end: line.length }
}

/**
 * Reads `INSERT INTO table [(columns)] [OVERRIDING … VALUE] VALUES`. `more` when the text ends before VALUES does,
 * `other` for a form that lists no rows, `bad` when it is none.
 */
export function parseInsert(text: string): Header | 'more' | 'other' | 'bad' {
  const list: Token[] = []
  let open = false
  for (const t of tokens(text)) {
    if (t.end >= text.length) return 'more'
    // In a list of columns no name follows another: seen here, so that a lost end is not looked for far away.
    const name = t.kind === 'word' || t.kind === 'name'
    if (open && name && !isSign(list.at(-1), '(') && !isSign(list.at(-1), ',')) return 'bad'
    if (isSign(t, '(')) open = true
    if (isSign(t, ')')) open = false
    list.push(t)
    if (isWord(t, 'VALUES') && list.length > 3) break
    if (isWord(t, 'SELECT', 'WITH') || isSign(t, ';')) return 'other'
  }
  if (!isWord(list.at(-1), 'VALUES')) return 'more'
  const place = isWord(list[1], 'INTO') ? qualifiedName(list, 2) : null
  if (place === null) return 'other'
  let i = place.next
  if (isWord(list[i], 'AS')) i += 2
  const listed = nameList(list, i)
  if (isSign(list[i], '(') && listed === null) return 'other'
  i = listed?.next ?? i
  if (isWord(list[i], 'OVERRIDING')) i += 3
  if (i !== list.length - 1) return 'other'
  return { place, columns: listed?.names ?? null, end: list[i]!.end }
}
