import { addColumn, addTable, mostColumns, noTable } from '../catalogue.ts'
import { codecOf } from '../charset.ts'
import { bad, needInput, needRoom, zeroed } from '../codes.ts'
import { makePlan, type Plan } from '../plan.ts'
import type { Step } from '../source.ts'
import { decodeName } from '../sql/names.ts'
import { commitTuple, fits, moreRoom, openTuples, wideRow } from '../tuples.ts'
import { beyond, slack, wait, within } from '../window.ts'
import { type Cursor, latin1, report } from './cursor.ts'
import { unescapeXml } from './entities.ts'
import { beginDamage } from './recover.ts'
import { fieldNames, fieldTags, otherFields, scanXmlRow } from './row.ts'

/** Reads `<row>` elements until another tag comes, or until the next would begin at or after `stopAt`. */
export function readRows(c: Cursor, stopAt: number): Step {
  const { w, at } = c
  for (;;) {
    while (w.pos < w.end && w.bytes[w.pos]! <= 0x20 && w.bytes[w.pos] !== 0) w.pos++
    if (w.end - w.pos < 5) {
      if (!w.final) return 'input'
      at.mode = 'markup'
      return 'on'
    }
    if (latin1(c, w.pos, w.pos + 5) !== '<row>') {
      if (w.bytes[w.pos] !== 0x3c) return beginDamage(c, 'damaged-row', 'No row begins where one should', w.pos)
      at.mode = 'markup'
      return 'on'
    }
    if (w.base + w.pos >= stopAt) return 'stop'
    const step = readRow(c)
    if (step !== 'on') return step
    if (at.mode !== 'rows') return 'on'
  }
}

function readRow(c: Cursor): Step {
  const { w } = c
  const plan = planOf(c) ?? sketch(c)
  const t = plan.tuples
  const from = w.pos
  const to = within(w, from, c.limits.row, () => scanXmlRow(w, from, plan, c.tags, t))
  if (to === otherFields) return otherRow(c, plan, from)
  if (to > 0 ? to - from > c.limits.row : to === needInput && beyond(w, from, c.limits.row)) {
    return beginDamage(c, 'row-too-large', `A row is longer than ${c.limits.row} bytes`, from)
  }
  if (to === needRoom) moreRoom(t)
  else if (to === needInput) {
    if (w.final) return beginDamage(c, 'truncated', 'The file ends inside a row', from)
    wait(w, c.limits.row + slack)
    return 'input'
  } else if (to === bad) return beginDamage(c, 'damaged-row', 'The row is not well formed', from)
  else if (to === zeroed) return beginDamage(c, 'zeroed-block', 'A block of NUL bytes lies over the row', from)
  else if (plan.values > wideRow && !fits(t, plan.next)) {
    const detail = `A row of ${plan.table.name} is too wide for a page of PostgreSQL: it has ${plan.values} values`
    report(c, 'loss', 'row-too-wide', detail, from, to)
    w.pos = to
  } else {
    c.at.order ??= plan.order
    commitTuple(t, plan.values, plan.next, w.base + from, to - from)
    if (plan.spoilt.length > 0) reportSpoilt(c, plan, from, to)
    w.pos = to
  }
  return 'on'
}

/** A well-formed row that does not fit: the first of its table says which columns there are, a later one is lost. */
function otherRow(c: Cursor, plan: Plan, from: number): Step {
  const { w, at } = c
  const end = rowEnd(c)
  if (end - from > c.limits.row)
    return beginDamage(c, 'row-too-large', `A row is longer than ${c.limits.row} bytes`, from)
  const names = fieldNames(latin1(c, from, end)).map((name) => unescapeXml(decodeName(name)))
  if (at.order === null) {
    at.order = settleColumns(c, names, from)
    c.plan = null
    if (at.order !== null) return 'on'
  }
  const detail = `A row of ${plan.table.name} has ${names.length} fields that are not its ${c.tags.length} columns in order`
  report(c, 'loss', 'column-count', detail, from, end)
  w.pos = end
  return 'on'
}

/** The columns that the first row's fields stand for, null when they do not fit the table's declaration. */
function settleColumns(c: Cursor, names: readonly string[], from: number): readonly number[] | null {
  const { at, sink, w } = c
  if (at.table === null) {
    const table = addTable(sink.catalogue, sink.file, at.database, at.name ?? 'unnamed', [], null)
    const binary = hexFields(latin1(c, w.pos, rowEnd(c)))
    for (const [i, name] of names.slice(0, mostColumns).entries())
      addColumn(table, { name, declared: null, charset: null, generated: false }, binary.has(i))
    report(
      c,
      'warning',
      'table-undeclared',
      `Rows of ${table.name} come without its structure; columns are named as the fields are`,
      from,
      from,
    )
    at.table = table.id
    return names.slice(0, mostColumns).map((_, i) => i)
  }
  const { columns } = sink.catalogue.tables[at.table]!
  const order = names.map((name) => columns.findIndex((k) => k.name === name))
  return order.includes(-1) || new Set(order).size < order.length ? null : order
}

function planOf(c: Cursor): Plan | null {
  const { at, sink } = c
  if (c.plan || at.table === null) return c.plan
  const table = sink.catalogue.tables[at.table]!
  const order = at.order ?? table.columns.map((_, i) => i)
  const charset = at.charset !== null && codecOf(at.charset) ? at.charset : 'utf8'
  const rules = { charset, backslash: false }
  if (table.rows === 0) table.client = rules
  c.plan = makePlan(table, order, sink.tuples(table, order), rules)
  c.tags = fieldTags(order.map((i) => table.columns[i]!.name))
  return c.plan
}

/** A plan for no columns: the first row then says which there are. */
function sketch(c: Cursor): Plan {
  const none = noTable()
  c.tags = []
  c.plan = makePlan(none, [], openTuples(none, [], 0), { charset: 'utf8', backslash: false })
  return c.plan
}

/** Where the row at the window's beginning ends; it has been seen to be whole. */
function rowEnd(c: Cursor): number {
  const { w } = c
  const text = Buffer.from(w.bytes.buffer, w.bytes.byteOffset + w.pos, w.end - w.pos)
  return w.pos + text.indexOf('</row>', 0, 'latin1') + 6
}

function hexFields(row: string): ReadonlySet<number> {
  const tags = [...row.matchAll(/<field name="[^>]*>/g)]
  return new Set(tags.flatMap(([tag], i) => (tag.includes('xs:hexBinary') ? [i] : [])))
}

function reportSpoilt(c: Cursor, plan: Plan, from: number, to: number): void {
  const names = [...new Set(plan.spoilt)].map((n) => plan.table.columns[plan.order[n]!]!.name).join(', ')
  report(
    c,
    'warning',
    'invalid-text',
    `In a row of ${plan.table.name} the text of ${names} is not valid in its character set`,
    from,
    to,
  )
}
