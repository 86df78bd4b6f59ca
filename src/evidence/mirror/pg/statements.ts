import { shown } from '../shown.ts'
import type { Step } from '../source.ts'
import { decodeName } from '../sql/names.ts'
import { slack, wait } from '../window.ts'
import { beginDamage, type Cursor, latin1, report, reportOnce } from './cursor.ts'
import { declare, forget, takesNothing } from './declare.ts'
import { parseCopy, parseInsert } from './header.ts'
import { applyConfig, applySet, setEncoding } from './session.ts'
import { commentEnd, statementEnd } from './statement.ts'
import { beginTarget } from './target.ts'
import { isWord, tokens } from './tokens.ts'

/** Words that begin a statement in dumps (PostgreSQL documentation, "SQL Commands"). */
const verbs =
  /^(?:ABORT|ALTER|ANALYZE|BEGIN|CALL|CHECKPOINT|CLUSTER|COMMENT|COMMIT|CREATE|DEALLOCATE|DELETE|DISCARD|DO|DROP|END|EXECUTE|GRANT|IMPORT|LOCK|MERGE|NOTIFY|ON|PREPARE|REASSIGN|REFRESH|REINDEX|RELEASE|RESET|RETURNING|REVOKE|ROLLBACK|SAVEPOINT|SECURITY|SELECT|SET|SHOW|START|TRUNCATE|UPDATE|VACUUM|WITH)\b/i
/** Longest COPY or INSERT header looked at: 1600 quoted column names. */
const longestHeader = 256 << 10

/** Reads what stands at the beginning of a statement: white space, a comment, a line for psql, or the statement. */
export function readStatement(c: Cursor, stopAt: number): Step {
  const { w } = c
  while (w.pos < w.end && (w.bytes[w.pos]! <= 0x20 || w.bytes[w.pos] === 0x3b) && w.bytes[w.pos] !== 0) w.pos++
  if (w.pos >= w.end) return w.final ? 'end' : 'input'
  if (w.base + w.pos >= stopAt || c.sink.crowded()) return 'stop'
  if (w.end - w.pos < 64 && !w.final) return 'input'
  const opening = latin1(w, w.pos, Math.min(w.end, w.pos + 64))
  if (w.base + w.pos === 0 && opening.startsWith('\xef\xbb\xbf')) {
    w.pos += 3
    return 'on'
  }
  const comment = commentEnd(w, w.pos)
  if (comment === null) return unfinished(c, 'A comment has no end')
  if (comment > w.pos) return readComment(c, comment)
  if (opening.startsWith('\\')) return readLine(c)
  if (/^COPY\s/i.test(opening)) return readCopyHeader(c)
  if (/^INSERT\s/i.test(opening)) return readInsertHeader(c)
  if (!verbs.test(opening)) {
    const cutOff = w.final && w.end - w.pos < 32 && !opening.includes('\n')
    if (cutOff) return beginDamage(c, 'truncated', 'The file ends inside a statement', w.pos)
    return beginDamage(c, 'unreadable', 'Here stands no SQL statement', w.pos)
  }
  const extent = statementEnd(w, w.pos, c.at.backslash)
  if (extent === null || extent.end - w.pos > c.limits.statement) return unfinished(c, 'A statement has no end')
  const from = w.pos
  w.pos = extent.end
  const text = latin1(w, from, extent.end)
  const zeros = text.indexOf('\0\0\0\0')
  const damaged = extent.cut || zeros >= 0
  handle(c, zeros < 0 ? text : text.slice(0, zeros), from, extent.end, damaged)
  if (damaged) {
    const code = zeros >= 0 ? 'zeroed-block' : w.pos === w.end && w.final ? 'truncated' : 'damaged-statement'
    report(c, 'loss', code, `A statement is cut off: ${shown(text)}`, from, extent.end)
  }
  return 'on'
}

function unfinished(c: Cursor, detail: string): Step {
  const { w } = c
  if (!w.final && w.end - w.pos <= c.limits.statement + slack) {
    wait(w, c.limits.statement + slack + 1)
    return 'input'
  }
  return beginDamage(c, 'damaged-statement', detail, w.pos, true)
}

function readComment(c: Cursor, end: number): Step {
  const text = latin1(c.w, c.w.pos, Math.min(end, c.w.pos + 200))
  const kind = /^-- PostgreSQL (database|database cluster) dump(?: (complete))?\s*$/.exec(text)
  if (kind?.[2]) c.at.unfinished = c.at.unfinished.filter((k) => k !== kind[1])
  else if (kind && !c.at.unfinished.includes(kind[1]!)) c.at.unfinished.push(kind[1]!)
  c.w.pos = end
  return 'on'
}

/** A line for psql: `\connect` says to which database the next statements belong (psql, "Meta-Commands"). */
function readLine(c: Cursor): Step {
  const { w, at } = c
  const newline = w.bytes.subarray(0, w.end).indexOf(0x0a, w.pos)
  if ((newline < 0 || newline >= w.end) && !w.final) return unfinished(c, 'A line has no end')
  const end = newline < 0 || newline >= w.end ? w.end : newline
  if (end - w.pos > c.limits.statement) return beginDamage(c, 'damaged-statement', 'A line is too long', w.pos)
  const line = latin1(w, w.pos, end).trimEnd()
  const connect = /^\\c(?:onnect)?\s+(?:-reuse-previous=on\s+)?(.+)$/.exec(line)?.[1]
  const encoding = /^\\encoding\s+'?([\w-]+)/.exec(line)?.[1]
  if (connect !== undefined) {
    at.database = databaseOf(connect)
    at.schema = 'public'
  } else if (encoding !== undefined) setEncoding(c, encoding)
  c.plan = null
  w.pos = end
  return 'on'
}

/** The database that `\connect` names: a word, a quoted name, or `dbname='…'` in quotes. */
function databaseOf(argument: string): string | null {
  const conninfo = /dbname='?((?:[^'\\]|\\.)+?)'?"?$/.exec(argument)?.[1]
  const quoted = /^"((?:[^"]|"")+)"/.exec(argument)?.[1]?.replaceAll('""', '"')
  const name = conninfo?.replace(/\\(.)/g, '$1') ?? quoted ?? argument.split(/\s+/)[0]!
  return decodeName(name) || null
}

function readCopyHeader(c: Cursor): Step {
  const { w } = c
  const newline = w.bytes.subarray(0, w.end).indexOf(0x0a, w.pos)
  if (newline < 0 || newline >= w.end) {
    if (!w.final && w.end - w.pos <= longestHeader) {
      wait(w, longestHeader + 1)
      return 'input'
    }
    return beginDamage(c, w.final ? 'truncated' : 'damaged-statement', 'A COPY statement is cut off', w.pos)
  }
  const from = w.pos
  const line = latin1(w, from, Math.min(newline, from + longestHeader))
  const header = parseCopy(line)
  if (header === 'other') {
    const detail = `A COPY whose rows cannot be read from here: ${shown(line)}`
    if (/\bFROM\s+STDIN\b/i.test(line)) return beginDamage(c, 'copy-form', detail, from)
    report(c, 'loss', 'copy-form', detail, from, newline)
    w.pos = newline
    return 'on'
  }
  c.plan = null
  c.at.target = beginTarget(c, header, from)
  w.pos = newline + 1
  c.at.mode = 'copy'
  return 'on'
}

function readInsertHeader(c: Cursor): Step {
  const { w } = c
  const from = w.pos
  if (c.header && c.plan && c.at.target && repeats(c, c.header)) {
    c.at.target = { ...c.at.target, from: w.base + from }
    w.pos += c.header.length
    c.at.mode = 'row'
    return 'on'
  }
  let size = 1024
  let header = parseInsert(latin1(w, from, Math.min(w.end, from + size)))
  while (header === 'more' && size < longestHeader && from + size < w.end) {
    size *= 8
    header = parseInsert(latin1(w, from, Math.min(w.end, from + size)))
  }
  if (header === 'more') {
    if (w.end - from < longestHeader && !w.final) {
      wait(w, longestHeader)
      return 'input'
    }
    return beginDamage(c, w.final ? 'truncated' : 'damaged-statement', 'An INSERT statement is cut off', from)
  }
  if (header === 'bad') return beginDamage(c, 'damaged-statement', 'An INSERT statement is damaged', from)
  if (header === 'other') {
    const extent = statementEnd(w, from, c.at.backslash)
    if (extent === null || extent.end - from > c.limits.statement) return unfinished(c, 'A statement has no end')
    const text = latin1(w, from, extent.end)
    report(c, 'loss', 'insert-form', `An INSERT that lists no rows was not read: ${shown(text)}`, from, extent.end)
    w.pos = extent.end
    return 'on'
  }
  c.plan = null
  c.header = w.bytes.slice(from, from + header.end)
  c.at.target = beginTarget(c, header, from)
  w.pos += header.end
  c.at.mode = 'row'
  return 'on'
}

/** True when the INSERT at the window's beginning is the one before it once more. */
function repeats(c: Cursor, header: Uint8Array): boolean {
  const { bytes, pos, end } = c.w
  const next = bytes[pos + header.length]
  if (end - pos <= header.length || (next !== 0x28 && next! > 0x20)) return false
  for (let i = 0; i < header.length; i++) if (bytes[pos + i] !== header[i]) return false
  return true
}

/** Takes from a statement what it says of tables and of how to read on. */
export function handle(c: Cursor, sql: string, from: number, to: number, damaged: boolean): void {
  const head: string[] = []
  for (const t of tokens(sql.slice(0, 2000))) if (head.push(t.kind === 'word' ? t.text.toUpperCase() : '') === 12) break
  const [verb, what] = head
  c.plan = null
  if (verb === 'SET') applySet(c, sql)
  else if (verb === 'SELECT' && /^SELECT\s+(?:pg_catalog\.)?set_config\b/i.test(sql)) applyConfig(c, sql)
  else if (verb === 'SELECT' && /\blo(?:write|_open|_create|_from_bytea)\b/i.test(sql.slice(0, 200))) {
    const detail = 'The dump holds large objects, which are not read: their bytes stay in the file only'
    reportOnce(c, 'warning', 'large-object', detail, from, to)
  } else if (verb === 'CREATE') create(c, sql, head, from, to, damaged)
  else if (verb === 'DROP' && what === 'TABLE') forget(c, sql)
  else if (/^(?:UPDATE|DELETE|TRUNCATE|MERGE|CALL)$/.test(verb ?? '')) {
    if (takesNothing(c, sql)) return
    const detail = `The dump changes rows after it wrote them; not applied: ${shown(sql)}`
    report(c, 'warning', 'not-applied', detail, from, to)
  }
}

function create(c: Cursor, sql: string, head: readonly string[], from: number, to: number, damaged: boolean): void {
  const what = head.find(
    (w, i) =>
      i > 0 &&
      /^(?:TABLE|VIEW|FUNCTION|PROCEDURE|TRIGGER|RULE|ROLE|USER|SERVER|INDEX|SEQUENCE|TYPE|AGGREGATE|OPERATOR)$/.test(
        w,
      ),
  )
  if (what === 'TABLE') declare(c, sql, from, to, damaged)
  else if (what === 'ROLE' || what === 'USER') {
    // The statement may hold a password, so that only the name is told.
    const name = [...tokens(sql)].find((_, i, all) => i > 1 && isWord(all[i - 1], 'ROLE', 'USER'))
    report(c, 'note', 'not-rows', `Kept as text, holds no rows: role ${decodeName(name?.text ?? '')}`, from, to)
  } else if (what !== undefined && /^(?:VIEW|FUNCTION|PROCEDURE|TRIGGER|RULE|SERVER)$/.test(what)) {
    report(c, 'note', 'not-rows', `Kept as text, holds no rows: ${shown(sql)}`, from, to)
  }
}
