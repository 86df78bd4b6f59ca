import { addColumn, addTable, type Declared, findTable, mostColumns, type Table } from '../catalogue.ts'
import { decodeName } from '../sql/names.ts'
import { parseCreateTable } from './create.ts'
import { type Cursor, report } from './cursor.ts'
import { qualifiedName } from './names.ts'
import { spaceOf } from './target.ts'
import { isSign, isWord, tokens } from './tokens.ts'

/** Adds the table that a CREATE TABLE declares to the catalogue. */
export function declare(c: Cursor, sql: string, from: number, to: number, damaged: boolean): void {
  const { catalogue, file } = c.sink
  const parsed = parseCreateTable(sql)
  if (parsed === null) {
    report(c, 'loss', 'damaged-statement', 'A CREATE TABLE has no name', from, to)
    return
  }
  const { name } = parsed.place
  const space = spaceOf(c, parsed.place)
  const inherited = parsed.from.flatMap((p) => findTable(catalogue, file, spaceOf(c, p), p.name)?.columns ?? [])
  const columns = distinct([...inherited, ...parsed.columns]).slice(0, mostColumns)
  const before = findTable(catalogue, file, space, name)
  if (before && before.rows > 0) {
    const detail = `${name} is declared a second time; rows of both are kept`
    report(c, 'warning', 'table-declared-again', detail, from, to)
    if (shape(before.columns) === shape(columns)) return
  } else if (before) catalogue.tables[before.id] = { ...before, name: '', columns: [] }
  const table: Table = addTable(catalogue, file, space, name, [], decodeName(sql))
  // COPY text gives every other type as text, also bits and places.
  for (const d of columns) addColumn(table, d, /^(?:pg_catalog\.)?bytea$/i.test(d.declared ?? ''))
  if (damaged) c.at.partial.push(table.id)
}

/** DROP TABLE takes back declarations that no rows followed. */
export function forget(c: Cursor, sql: string): void {
  const list = [...tokens(sql)]
  const place = qualifiedName(list, isWord(list[2], 'IF') ? 4 : 2)
  const table = place && findTable(c.sink.catalogue, c.sink.file, spaceOf(c, place), place.name)
  if (table && table.rows === 0) c.sink.catalogue.tables[table.id] = { ...table, name: '', columns: [] }
}

/** True for TRUNCATE and DELETE of tables that no rows were written to yet: dumps that fill tables which are there already begin so. */
export function takesNothing(c: Cursor, sql: string): boolean {
  const list = [...tokens(sql)]
  if (!isWord(list[0], 'TRUNCATE', 'DELETE')) return false
  for (let at = list.findIndex((t) => !isWord(t, 'TRUNCATE', 'TABLE', 'DELETE', 'FROM', 'ONLY')); ; at++) {
    const place = at < 1 ? null : qualifiedName(list, at)
    if (place === null) return false
    if ((findTable(c.sink.catalogue, c.sink.file, spaceOf(c, place), place.name)?.rows ?? 0) > 0) return false
    at = place.next
    if (!isSign(list[at], ',')) return true
  }
}

function distinct(columns: readonly Declared[]): Declared[] {
  const last = new Map<string, Declared>()
  for (const { name, declared, charset, generated } of columns) last.set(name, { name, declared, charset, generated })
  return [...last.values()]
}

function shape(columns: readonly Pick<Declared, 'name' | 'declared'>[]): string {
  return columns.map((k) => `${k.name} ${k.declared}`).join()
}
