import { noTable } from '../catalogue.ts'
import { bad, needInput, needRoom, zeroed } from '../codes.ts'
import { makePlan, type Plan } from '../plan.ts'
import type { Step } from '../source.ts'
import { commitTuple, fits, moreRoom, openTuples, wideRow } from '../tuples.ts'
import { slack, wait } from '../window.ts'
import { scanCopyRow } from './copy-row.ts'
import { beginDamage, type Cursor, latin1, report, reportOnce } from './cursor.ts'
import { scanInsertRow } from './insert-row.ts'
import { begins, lookAhead } from './statement.ts'
import { addMissing, defineFromRow, leaveOutGenerated, planOf } from './target.ts'

/** Reads lines of COPY text up to the one that ends them, or until the next would begin at or after `stopAt`. */
export function readCopy(c: Cursor, stopAt: number): Step {
  const { w, at } = c
  for (;;) {
    if (w.pos >= w.end) return ends(c)
    const mark = endMark(c, w.pos)
    if (mark < 0) return 'input'
    if (mark > 0) {
      w.pos += mark
      at.mode = 'statements'
      c.plan = null
      return 'on'
    }
    if (w.base + w.pos >= stopAt) return 'stop'
    const step = readRow(c)
    if (step !== 'on' || at.mode !== 'copy') return step
  }
}

/** Reads rows `( … ), ( … )` up to the end of the INSERT, or until the next would begin at or after `stopAt`. */
export function readRows(c: Cursor, stopAt: number): Step {
  const { w, at } = c
  for (;;) {
    while (w.pos < w.end && w.bytes[w.pos]! <= 0x20 && w.bytes[w.pos] !== 0) w.pos++
    if (w.pos >= w.end) return ends(c)
    const b = w.bytes[w.pos]!
    if (at.mode === 'separator') {
      if (b === 0x2c) at.mode = 'row'
      else if (b === 0x3b || (b | 0x20) === 0x6f || (b | 0x20) === 0x72) at.mode = 'statements'
      else return beginDamage(c, 'damaged-row', 'Between two rows stands something that is no comma', w.pos)
      if (b === 0x2c || b === 0x3b) w.pos++
      if (at.mode === 'statements') return 'on'
      continue
    }
    if (w.base + w.pos >= stopAt) return 'stop'
    if (b !== 0x28) return beginDamage(c, 'damaged-row', 'No row begins where one should', w.pos)
    const step = readRow(c)
    if (step !== 'on' || at.mode === 'damage') return step
  }
}

/** How long the line `\.` that ends COPY text is, 0 for another line, `needInput` when the window does not say. */
export function endMark(c: Cursor, at: number): number {
  const { bytes, end, final } = c.w
  if (bytes[at] !== 0x5c) return 0
  if (at + 4 > end && !final) return needInput
  if (at + 1 >= end || bytes[at + 1] !== 0x2e) return 0
  if (at + 2 >= end || bytes[at + 2] === 0x0a) return Math.min(3, end - at)
  return bytes[at + 2] === 0x0d && (at + 3 >= end || bytes[at + 3] === 0x0a) ? Math.min(4, end - at) : 0
}

/** A plan for no columns, to see how many values a row has. */
function sketch(c: Cursor): Plan {
  const none = noTable()
  const rules = { charset: c.at.charset, backslash: c.at.backslash }
  // One column that is not there: a table of none would end at once.
  return { ...makePlan(none, [], openTuples(none, [], 0), rules), order: [-1] }
}

/**
 * Reads the row at `from` as the target's rows are written, looking no further than a row may reach, so that what is
 * found does not depend on how much of the file is in memory.
 */
export function scanRow(c: Cursor, from: number, plan: Plan): number {
  const { w } = c
  const { end, final } = w
  const scan = c.at.mode === 'copy' || c.at.damage?.among === 'copy' ? scanCopyRow : scanInsertRow
  if (!beyond(c, from)) return scan(w, from, plan, plan.tuples)
  w.end = from + c.limits.row + lookAhead
  w.final = false
  const to = scan(w, from, plan, plan.tuples)
  w.end = end
  w.final = final
  return to
}

/** True when the window holds more than a row that begins at `from` may have. */
export function beyond(c: Cursor, from: number): boolean {
  return c.w.end - from >= c.limits.row + lookAhead
}

function readRow(c: Cursor): Step {
  const { w } = c
  const plan = planOf(c) ?? sketch(c)
  c.plan = plan
  const t = plan.tuples
  const from = w.pos
  const to = scanRow(c, from, plan)
  if (to > 0 ? to - from > c.limits.row : to === needInput && beyond(c, from)) {
    return beginDamage(c, 'row-too-large', `A row is longer than ${c.limits.row} bytes`, from)
  }
  if (to === needRoom) moreRoom(t)
  else if (to === needInput) {
    if (w.final) return beginDamage(c, 'truncated', 'The file ends inside a row', from)
    wait(w, c.limits.row + slack)
    return 'input'
  } else if (to === bad) return beginDamage(c, 'damaged-row', 'The row is not well formed', from)
  else if (to === zeroed) return beginDamage(c, 'zeroed-block', 'A block of NUL bytes lies over the row', from)
  else if (plan.table.id < 0) {
    defineFromRow(c, plan.values, from)
    c.plan = null
  } else if (plan.values !== plan.order.length) {
    if (leaveOutGenerated(c, plan.values) || addMissing(c, plan.values)) return 'on'
    const detail = `A row of ${plan.table.name} has ${plan.values} values for ${plan.order.length} columns`
    if (c.at.mode === 'copy') return otherLine(c, detail, from, to)
    report(c, 'loss', 'column-count', detail, from, to)
    advance(c, to)
  } else if (plan.values > wideRow && !fits(t, plan.next)) {
    const detail = `A row of ${plan.table.name} is too wide for a page of PostgreSQL: it has ${plan.values} values`
    report(c, 'loss', 'row-too-wide', detail, from, to)
    advance(c, to)
  } else {
    commitTuple(t, plan.values, plan.next, w.base + from, to - from)
    if (plan.spoilt.length > 0) reportSpoilt(c, plan, from, to)
    if (plan.guessed) reportGuess(c, plan, from, to)
    advance(c, to)
  }
  return 'on'
}

/** A line of COPY text that is no row of the table: the end of the rows was lost when it begins a statement. */
function otherLine(c: Cursor, detail: string, from: number, to: number): Step {
  const { w, at } = c
  if (!begins(w, from) || latin1(w, from, to).includes('\t')) return beginDamage(c, 'column-count', detail, from)
  const lost = `The rows of ${at.target?.name ?? ''} have no end; what follows is no row of them`
  report(c, 'loss', 'truncated-rows', lost, from, from)
  at.mode = 'statements'
  c.plan = null
  return 'on'
}

function advance(c: Cursor, to: number): void {
  c.w.pos = to
  if (c.at.mode === 'row') c.at.mode = 'separator'
}

function ends(c: Cursor): Step {
  if (!c.w.final) return 'input'
  const detail = `The file ends inside the rows of ${c.at.target?.name ?? ''}; the rows before were read`
  report(c, 'loss', 'truncated', detail, c.w.pos, c.w.pos)
  c.at.mode = 'end'
  return 'end'
}

function reportSpoilt(c: Cursor, plan: Plan, from: number, to: number): void {
  const names = [...new Set(plan.spoilt)].map((n) => plan.table.columns[plan.order[n]!]!.name).join(', ')
  const detail = `In a row of ${plan.table.name} the value of ${names} is not valid in its character set or type`
  report(c, 'warning', 'invalid-text', detail, from, to)
}

function reportGuess(c: Cursor, plan: Plan, from: number, to: number): void {
  plan.guessed = false
  const detail = 'The dump names no character set; text that is not UTF-8 is read as windows-1252'
  reportOnce(c, 'note', 'charset-undeclared', detail, from, to)
}
