import { addTable, findTable } from '../catalogue.ts'
import type { Step } from '../source.ts'
import { decodeName } from '../sql/names.ts'
import { slack, wait } from '../window.ts'
import { type Cursor, latin1, report } from './cursor.ts'
import { attributes } from './entities.ts'
import { beginDamage } from './recover.ts'
import { parseStructure, tableOfQuery } from './structure.ts'

/** Elements whose content is not rows. */
const notRows = /^<(?:trigger|routine|event|procedure|function)\b/i

/** Reads the tag at the beginning of the window, and all of a `<table_structure>`. */
export function readMarkup(c: Cursor, stopAt: number): Step {
  const { w, at } = c
  while (w.pos < w.end && w.bytes[w.pos] !== 0x3c && (at.prose || isSpace(w.bytes[w.pos]!))) w.pos++
  if (w.pos >= w.end) return w.final ? 'end' : 'input'
  if (w.base + w.pos >= stopAt || c.sink.crowded()) return 'stop'
  if (w.end - w.pos < 16 && !w.final) return 'input'
  const opening = latin1(c, w.pos, Math.min(w.end, w.pos + 32))
  if (w.base + w.pos === 0 && opening.startsWith('\xef\xbb\xbf')) {
    w.pos += 3
    return 'on'
  }
  if (opening.startsWith('<row>')) return rowOutside(c)
  if (opening.startsWith('<field')) return beginDamage(c, 'damaged-row', 'A value stands outside any row', w.pos)
  const closing = opening.startsWith('<!--')
    ? '-->'
    : opening.startsWith('<![CDATA[')
      ? ']]>'
      : opening.startsWith('<table_structure')
        ? '</table_structure>'
        : '>'
  if (opening.length > 1 && !/^<[!?/\w]/.test(opening))
    return beginDamage(c, 'unreadable', 'Here stands no XML of a dump', w.pos)
  const end = find(c, closing)
  if (end < 0 || end - w.pos > c.limits.statement) {
    if (end < 0 && !w.final && w.end - w.pos <= c.limits.statement + slack) {
      wait(w, c.limits.statement + slack + 1)
      return 'input'
    }
    const long = w.end - w.pos > c.limits.statement
    return beginDamage(c, long ? 'damaged-element' : 'truncated', 'An element has no end', w.pos)
  }
  const from = w.pos
  w.pos = end
  handle(c, decodeName(latin1(c, from, end)), from, end)
  return 'on'
}

function handle(c: Cursor, tag: string, from: number, to: number): void {
  const { at } = c
  at.prose = notRows.test(tag) || (at.prose && !tag.startsWith('</'))
  if (tag.startsWith('<?xml'))
    at.charset =
      attributes(tag)
        .encoding?.toLowerCase()
        .replace(/^iso-8859-1$|^windows-1252$/, 'latin1') ?? 'utf8'
  else if (/^<mysqldump\b/.test(tag)) at.opened = true
  else if (/^<\/(?:mysqldump|resultset)\b/.test(tag)) {
    at.closed = true
    leave(c)
  } else if (/^<database\b/.test(tag)) at.database = attributes(tag).name ?? null
  else if (tag.startsWith('</table_data')) leave(c)
  else if (tag.startsWith('<table_structure')) declare(c, tag, from, to)
  else if (/^<table_data\b/.test(tag)) enter(c, attributes(tag).name ?? at.structure ?? 'unnamed', tag.endsWith('/>'))
  else if (/^<resultset\b/.test(tag)) {
    at.opened = true
    enter(c, tableOfQuery(attributes(tag).statement ?? ''), false)
  } else if (notRows.test(tag))
    report(c, 'note', 'not-rows', `Kept as text, holds no rows: ${tag.slice(0, 160)}`, from, to)
}

function enter(c: Cursor, name: string, empty: boolean): void {
  const { at } = c
  at.name = name
  at.table = findTable(c.sink.catalogue, c.sink.file, at.database, name)?.id ?? null
  at.order = null
  c.plan = null
  at.mode = empty ? 'markup' : 'rows'
}

function leave(c: Cursor): void {
  c.at.name = null
  c.at.table = null
  c.plan = null
}

function declare(c: Cursor, element: string, from: number, to: number): void {
  const structure = parseStructure(element)
  if (structure.view) {
    report(c, 'note', 'not-rows', `Kept as text, holds no rows: view ${structure.name}`, from, to)
    return
  }
  if (structure.name === '' || structure.columns.length === 0) {
    report(
      c,
      'warning',
      'damaged-element',
      `No columns could be read from the structure of ${structure.name}`,
      from,
      to,
    )
    return
  }
  const { catalogue, file } = c.sink
  c.at.structure = structure.name
  const before = findTable(catalogue, file, c.at.database, structure.name)
  if (before && before.rows > 0) {
    report(
      c,
      'warning',
      'table-declared-again',
      `${structure.name} is declared a second time; rows of both are kept`,
      from,
      to,
    )
    if (
      before.columns.map((k) => `${k.name} ${k.declared}`).join() ===
      structure.columns.map((k) => `${k.name} ${k.declared}`).join()
    )
      return
  } else if (before) catalogue.tables[before.id] = { ...before, name: '', columns: [] }
  addTable(catalogue, file, c.at.database, structure.name, structure.columns, element)
}

/** Rows without `<table_data>`: damage took it. They belong to the table whose structure came last. */
function rowOutside(c: Cursor): Step {
  const { at, w } = c
  if (at.structure === null) return beginDamage(c, 'row-without-table', 'Rows stand outside any table', w.pos)
  report(
    c,
    'warning',
    'row-without-table',
    `Rows stand outside <table_data>; taken for rows of ${at.structure}`,
    w.pos,
    w.pos,
  )
  enter(c, at.structure, false)
  return 'on'
}

/** Where the first `closing` behind the window's beginning ends, -1 when it is not there. */
function find(c: Cursor, closing: string): number {
  const { w } = c
  // Where an earlier search found none there is none: elements without end would each be read to the window's.
  const known = c.none[closing] ?? { from: 0, to: 0 }
  const skip = w.base + w.pos >= known.from && w.base + w.pos < known.to
  const from = skip ? Math.max(w.pos, known.to - w.base - closing.length) : w.pos
  const to = Math.max(from, Math.min(w.end, w.pos + c.limits.statement + slack))
  const place = Buffer.from(w.bytes.buffer, w.bytes.byteOffset + from, to - from).indexOf(closing, 0, 'latin1')
  if (place >= 0) return from + place + closing.length
  c.none[closing] = { from: skip ? known.from : w.base + w.pos, to: w.base + to }
  return -1
}

function isSpace(b: number): boolean {
  return b <= 0x20 && b !== 0
}
