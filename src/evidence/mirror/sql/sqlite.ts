import { addTable, type Catalogue, type Declared, findTable, undeclared } from '../catalogue.ts'
import { parseTable } from '../sqlite/create.ts'
import type { Window } from '../window.ts'
import { decodeName } from './names.ts'
import type { Session } from './session.ts'
import { type Extent, statementEnd } from './statement.ts'

/** Reads on as SQLite's shell and its kin write dumps: a backslash is a character like others. */
export function speakSqlite(session: Session): void {
  session.sqlite = true
  session.sqlMode = 'NO_BACKSLASH_ESCAPES'
}

/** The columns of a CREATE TABLE of SQLite, where types may be left out; none where it lists none. */
export function sqliteColumns(sql: string): readonly Declared[] {
  return (parseTable(decodeName(sql))?.columns ?? []).map(({ name, type, virtual }) => ({
    name,
    declared: type === '' ? null : type,
    charset: null,
    generated: virtual,
  }))
}

/** Tables that SQLite keeps for itself are filled without a declaration (SQLite, "Database File Format", section 2.6). */
export function knowOwnTable(catalogue: Catalogue, file: number, database: string | null, sql: string): void {
  if (!/^DELETE FROM sqlite_sequence\b/i.test(sql) || findTable(catalogue, file, database, 'sqlite_sequence')) return
  addTable(catalogue, file, database, 'sqlite_sequence', [undeclared('name'), undeclared('seq')], null)
}

/** No trigger is longer: what has no END by then ends like any other statement. */
const longestTrigger = 64 << 10

/** The end of a statement, of a trigger with the statements that it holds up to its END; null where the window does not hold it. */
export function sqliteEnd(w: Window, from: number, line: string): Extent | null {
  if (!/^CREATE\s+(?:TEMP(?:ORARY)?\s+)?TRIGGER\b/i.test(line)) return statementEnd(w, from, ';')
  const ends = ['END;', 'end;', 'End;'].flatMap((word) => statementEnd(w, from, word) ?? [])
  const [first] = ends.filter((e) => !e.cut).toSorted((a, b) => a.end - b.end)
  if (first !== undefined && first.body < longestTrigger) return first
  return w.final || w.end - from > longestTrigger ? statementEnd(w, from, ';') : null
}
