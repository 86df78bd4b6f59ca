import { addTable, findTable, type Table } from '../catalogue.ts'
import { shown } from '../shown.ts'
import type { Step } from '../source.ts'
import { slack, wait } from '../window.ts'
import { type CreateTable, parseCreateTable } from './create.ts'
import { type Cursor, report } from './cursor.ts'
import { parseInsert } from './header.ts'
import { beginInsert } from './insert.ts'
import { type LoadData, parseLoadData, usualForm } from './load-form.ts'
import type { LoadState } from './load-reader.ts'
import { decodeName } from './names.ts'
import { beginDamage } from './recover.ts'
import { applySet, cutsBytes, tellStrings } from './session.ts'
import { knowOwnTable, speakSqlite, sqliteColumns, sqliteEnd } from './sqlite.ts'
import { commentEnd, lineAt, statementEnd } from './statement.ts'
import { isWord, type Token, tokens } from './tokens.ts'

/** Words that begin a statement in dumps (MySQL manual, "SQL Statements"; SQLite, "SQL As Understood By SQLite"). */
const verbs =
  /^(?:ALTER|ANALYZE|BEGIN|CALL|CHANGE|COMMIT|CREATE|DEALLOCATE|DELETE|DELIMITER|DO|DROP|END|EXECUTE|FLUSH|GRANT|INSERT|LOAD|LOCK|OPTIMIZE|PRAGMA|PREPARE|RELEASE|RENAME|REPLACE|RESET|REVOKE|ROLLBACK|SAVEPOINT|SELECT|SET|SHOW|START|STOP|TRUNCATE|UNLOCK|UPDATE|USE|XA|ON|AS)\b/i
/** Longest INSERT header looked at: 4096 quoted column names. */
const longestHeader = 512 << 10

/** Reads what stands at the beginning of a statement: white space, a comment, or the statement. */
export function readStatement(c: Cursor, stopAt: number): Step {
  const w = c.w
  while (w.pos < w.end && (w.bytes[w.pos]! <= 0x20 || w.bytes[w.pos] === 0x3b) && w.bytes[w.pos] !== 0) w.pos++
  if (w.pos >= w.end) return w.final ? 'end' : 'input'
  if (w.base + w.pos >= stopAt || c.sink.crowded()) return 'stop'
  if (w.end - w.pos < 64 && !w.final) return 'input'
  const line = lineAt(w, w.pos)
  if (w.base + w.pos === 0 && line.startsWith('\xef\xbb\xbf')) {
    w.pos += 3
    return 'on'
  }
  const comment = commentEnd(w, w.pos)
  if (comment === null) return unfinished(c, 'A comment has no end')
  if (comment > w.pos) return readComment(c, comment)
  if (/^DELIMITER[ \t]/i.test(line)) return readDelimiter(c)
  if (/^(?:INSERT|REPLACE)\b/i.test(line) && c.session.delimiter === ';') return readHeader(c)
  if (!verbs.test(line) && !/^\/\*M?!/.test(line)) {
    const cutOff = w.final && w.end - w.pos < 32 && !line.includes('\n')
    if (cutOff) return beginDamage(c, 'truncated', 'The file ends inside a statement', w.pos)
    return beginDamage(c, 'unreadable', 'Here stands no SQL statement', w.pos)
  }
  const { sqlite, delimiter } = c.session
  const extent = sqlite ? sqliteEnd(w, w.pos, line) : statementEnd(w, w.pos, delimiter)
  if (extent === null || extent.end - w.pos > c.limits.statement) return unfinished(c, 'A statement has no end')
  const from = w.pos
  const to = extent.end
  w.pos = to
  const text = latin1(c, from, from + extent.body)
  const zeros = text.indexOf('\0\0\0\0')
  const damaged = extent.cut || zeros >= 0
  handle(c, zeros < 0 ? text : text.slice(0, zeros), from, to, damaged)
  if (damaged) {
    const code = zeros >= 0 ? 'zeroed-block' : to === w.end && w.final ? 'truncated' : 'damaged-statement'
    report(c, 'loss', code, `A statement is cut off: ${shown(text)}`, from, to)
    c.session.delimiter = ';'
  }
  return 'on'
}

function unfinished(c: Cursor, detail: string): Step {
  const w = c.w
  if (!w.final && w.end - w.pos <= c.limits.statement + slack) {
    wait(w, c.limits.statement + slack + 1)
    return 'input'
  }
  c.session.delimiter = ';'
  return beginDamage(c, 'damaged-statement', detail, w.pos, true)
}

function readComment(c: Cursor, end: number): Step {
  const text = latin1(c, c.w.pos, Math.min(end, c.w.pos + 400))
  const s = c.session
  if (/^-- (MySQL|MariaDB) dump /.test(text)) s.opened = true
  else if (/^-- Dump completed/.test(text)) s.completed = true
  else if (/^-- MyBB Database Backup/.test(text)) s.backup = true
  else if (/^(?:-- Adminer \S+ SQLite\b|(?:--\r?\n)?-- phpBB Backup Script\b)/.test(text)) speakSqlite(s)
  const database =
    /^-- Host: .*Database: *(\S.*)/.exec(text)?.[1] ?? /^-- (?:Current )?Database: *`(.+)`/.exec(text)?.[1]
  if (database !== undefined) s.database = decodeName(database.trim())
  c.w.pos = end
  return 'on'
}

function readDelimiter(c: Cursor): Step {
  const w = c.w
  const end = w.bytes.subarray(w.pos, w.end).indexOf(0x0a)
  if (end < 0 && !w.final) return unfinished(c, 'A line has no end')
  const text = latin1(c, w.pos, end < 0 ? w.end : w.pos + end)
  c.session.delimiter = /^DELIMITER[ \t]+(\S{1,16})/i.exec(text)?.[1] ?? ';'
  w.pos += text.length
  return 'on'
}

function readHeader(c: Cursor): Step {
  const w = c.w
  const from = w.pos
  if (c.header && c.insert && same(c, c.header)) {
    c.insert = { ...c.insert, from: w.base + from }
    w.pos += c.header.length
    c.mode = 'row'
    return 'on'
  }
  c.plan = null
  let size = 1024
  let header = parseInsert(latin1(c, from, Math.min(w.end, from + size)))
  while (header === 'more' && size < longestHeader && from + size < w.end) {
    size *= 8
    header = parseInsert(latin1(c, from, Math.min(w.end, from + size)))
  }
  if (header === 'more') {
    if (w.end - from < longestHeader && !w.final) return 'input'
    const code = w.end - from < longestHeader ? 'truncated' : 'damaged-statement'
    return beginDamage(c, code, 'An INSERT statement is cut off', from)
  }
  if (header === 'other') return readOther(c)
  c.insert = beginInsert(c, header, from)
  c.header = w.bytes.slice(from, from + header.end)
  w.pos += header.end
  c.mode = 'row'
  return 'on'
}

/** An INSERT that lists no rows: not applied, and said so. */
function readOther(c: Cursor): Step {
  const extent = statementEnd(c.w, c.w.pos, ';')
  if (extent === null || extent.end - c.w.pos > c.limits.statement) return unfinished(c, 'A statement has no end')
  const text = latin1(c, c.w.pos, c.w.pos + extent.body)
  report(c, 'loss', 'insert-form', `An INSERT that lists no rows was not read: ${shown(text)}`, c.w.pos, extent.end)
  c.w.pos = extent.end
  return 'on'
}

function same(c: Cursor, header: Uint8Array): boolean {
  const { bytes, pos, end } = c.w
  const next = bytes[pos + header.length]
  if (end - pos <= header.length || (next !== 0x28 && next! > 0x20)) return false
  for (let i = 0; i < header.length; i++) if (bytes[pos + i] !== header[i]) return false
  return true
}

function handle(c: Cursor, sql: string, from: number, to: number, damaged: boolean): void {
  const list: Token[] = []
  for (const t of tokens(sql.slice(0, 2000))) if (list.push(t) === 24) break
  const words = list.map((t) => (t.kind === 'word' ? t.text.toUpperCase() : ''))
  const [verb, what] = words
  c.plan = null
  c.header = null
  if (verb === 'SET') applySet(c.session, sql)
  // A statement of SQLite alone, with which its shell begins a dump.
  else if (verb === 'PRAGMA') speakSqlite(c.session)
  else if (verb === 'USE') c.session.database = decodeName(list[1]?.text ?? '') || null
  else if (verb === 'CREATE') create(c, sql, words, from, to, damaged)
  else if (verb === 'DROP' && what === 'TABLE') forget(c, sql)
  else if (verb === 'UPDATE' || verb === 'DELETE' || verb === 'TRUNCATE' || verb === 'CALL') {
    if (c.session.sqlite) knowOwnTable(c.sink.catalogue, c.sink.file, c.session.database, sql)
    if (takesNothing(c, list)) return
    report(
      c,
      'warning',
      'not-applied',
      `The dump changes rows after it wrote them; not applied: ${shown(sql)}`,
      from,
      to,
    )
  } else if (verb === 'INSERT' || verb === 'REPLACE') {
    report(c, 'loss', 'insert-form', `An INSERT inside another statement was not read: ${shown(sql)}`, from, to)
  } else if (verb === 'LOAD') loadData(c, sql, from, to)
  else if (verb === 'GRANT') report(c, 'note', 'not-rows', `Kept as text: ${shown(withoutPassword(sql))}`, from, to)
}

/** True for TRUNCATE and DELETE before any row of the table: dumps that fill tables which are there already begin so. */
function takesNothing(c: Cursor, list: readonly Token[]): boolean {
  if (!isWord(list[0], 'TRUNCATE', 'DELETE')) return false
  const at = list.findIndex((t) => !isWord(t, 'TRUNCATE', 'TABLE', 'DELETE', 'FROM', 'LOW_PRIORITY', 'QUICK', 'IGNORE'))
  const [first, dot, second] = list.slice(at)
  if (at < 1 || first === undefined) return false
  const [database, name] =
    dot?.kind === 'sign' && dot.text === '.' && second
      ? [decodeName(first.text), decodeName(second.text)]
      : [c.session.database, decodeName(first.text)]
  return (findTable(c.sink.catalogue, c.sink.file, database, name)?.rows ?? 0) === 0
}

/** A statement about accounts, up to what may be a password or its digest. */
function withoutPassword(sql: string): string {
  return /^(?:GRANT|CREATE\s+(?:OR\s+REPLACE\s+)?(?:USER|ROLE|SERVER))\b/i.test(sql)
    ? sql.replace(/\b(IDENTIFIED|PASSWORD|OPTIONS)\b[\s\S]*/i, '$1 …')
    : sql
}

/** Rows in another file, which is read after this one. */
function loadData(c: Cursor, sql: string, from: number, to: number): void {
  const load = parseLoadData(sql)
  if (load === null) report(c, 'loss', 'insert-form', `A LOAD DATA that cannot be followed: ${shown(sql)}`, from, to)
  else addPart(c, { ...load, database: load.database ?? c.session.database }, from, to)
}

/** Keeps that a file holds rows of a table. */
function addPart(c: Cursor, load: LoadData, from: number, to: number, optional = false): void {
  const state: LoadState = { offset: 0, load }
  c.parts.push({ name: load.name, of: load.table, from: c.w.base + from, length: to - from, state, optional })
}

function create(c: Cursor, sql: string, words: readonly string[], from: number, to: number, damaged: boolean): void {
  const what = words.find(
    (w, i) =>
      i > 0 &&
      /^(TABLE|DATABASE|SCHEMA|VIEW|TRIGGER|PROCEDURE|FUNCTION|EVENT|USER|ROLE|SEQUENCE|SERVER|INDEX)$/.test(w),
  )
  if (what === 'DATABASE' || what === 'SCHEMA' || what === 'INDEX') return
  if (what !== 'TABLE' || sql.startsWith('/*!')) {
    report(c, 'note', 'not-rows', `Kept as text, holds no rows: ${shown(withoutPassword(sql))}`, from, to)
    return
  }
  tellStrings(c.session, sql)
  if (cutsBytes(c.session, sql)) {
    const detail = `Binary values end at their first zero byte in this backup: an address may be cut, and read as another: ${shown(sql)}`
    report(c, 'warning', 'cut-values', detail, from, to)
  }
  const parsed = parseCreateTable(sql)
  if (parsed === null) report(c, 'loss', 'damaged-statement', `A CREATE TABLE has no name: ${shown(sql)}`, from, to)
  else declare(c, parsed, sql, from, to, damaged)
}

function declare(c: Cursor, parsed: CreateTable, sql: string, from: number, to: number, damaged: boolean): void {
  const { catalogue, file } = c.sink
  const database = parsed.database ?? c.session.database
  const like = parsed.like === null ? null : findTable(catalogue, file, database, parsed.like)
  const columns = like?.columns ?? (c.session.sqlite ? sqliteColumns(sql) : parsed.columns)
  if (columns.length === 0) {
    report(c, 'warning', 'damaged-statement', `No columns could be read from: ${shown(sql)}`, from, to)
    return
  }
  const before = findTable(catalogue, file, database, parsed.name)
  if (before && before.rows > 0) {
    const detail = `${parsed.name} is declared a second time; rows of both are kept`
    report(c, 'warning', 'table-declared-again', detail, from, to)
    if (sameColumns(before, columns)) return
  } else if (before) catalogue.tables[before.id] = { ...before, name: '', columns: [] }
  const table = addTable(catalogue, file, database, parsed.name, columns, decodeName(sql))
  if (damaged) c.partial.push(table.id)
  // mysqldump --tab writes the rows of a table into a file that is called like it.
  const load = { name: `${parsed.name}.txt`, database, table: parsed.name, columns: null, hex: [], charset: null }
  if (c.parts.length === 0) addPart(c, { ...load, form: usualForm }, from, to, true)
}

function sameColumns(
  table: Table,
  columns: readonly { readonly name: string; readonly declared: string | null }[],
): boolean {
  const { columns: own } = table
  return (
    own.length === columns.length &&
    own.every((k, i) => k.name === columns[i]!.name && k.declared === columns[i]!.declared)
  )
}

/** DROP TABLE takes back declarations that no rows followed, as of stand-ins for views. */
function forget(c: Cursor, sql: string): void {
  const list = [...tokens(sql)].slice(2)
  for (const t of list) {
    if (t.kind === 'sign' || isWord(t, 'IF', 'EXISTS')) continue
    const table = findTable(c.sink.catalogue, c.sink.file, c.session.database, decodeName(t.text))
    if (table && table.rows === 0) c.sink.catalogue.tables[table.id] = { ...table, name: '', columns: [] }
  }
}

function latin1(c: Cursor, from: number, to: number): string {
  const { bytes } = c.w
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
}
