import { noTable } from '../catalogue.ts'
import { bad, needInput, needRoom, zeroed } from '../codes.ts'
import { makePlan, type Plan } from '../plan.ts'
import type { Step } from '../source.ts'
import { commitTuple, fits, moreRoom, openTuples, wideRow } from '../tuples.ts'
import { beyond, slack, wait, within } from '../window.ts'
import { type Cursor, report, reportOnce, rulesOf } from './cursor.ts'
import { addMissing, defineFromRow, leaveOutGenerated, planOf } from './insert.ts'
import { beginDamage } from './recover.ts'
import { scanTuple } from './tuple.ts'

/** Reads rows `( … ), ( … )` up to the end of the statement, or until the next would begin at or after `stopAt`. */
export function readRows(c: Cursor, stopAt: number): Step {
  const w = c.w
  for (;;) {
    while (w.pos < w.end && w.bytes[w.pos]! <= 0x20) w.pos++
    if (w.pos >= w.end) return ends(c)
    if (c.mode === 'separator') {
      const b = w.bytes[w.pos]!
      if (b === 0x2c) c.mode = 'row'
      else if (b === 0x3b) c.mode = 'statements'
      else if ((b | 0x20) === 0x6f || (b | 0x20) === 0x61) c.mode = 'statements'
      else return beginDamage(c, 'damaged-row', 'Between two rows stands something that is no comma', w.pos)
      if (b === 0x2c || b === 0x3b) w.pos++
      if (c.mode === 'statements') return 'on'
      continue
    }
    if (w.base + w.pos >= stopAt) return 'stop'
    if (w.bytes[w.pos] !== 0x28) return beginDamage(c, 'damaged-row', 'No row begins where one should', w.pos)
    const step = readRow(c)
    if (step !== 'on' || c.mode === 'damage') return step
  }
}

function readRow(c: Cursor): Step {
  const w = c.w
  const plan = planOf(c) ?? sketch(c)
  c.plan = plan
  const t = plan.tuples
  const from = w.pos
  const to = within(w, from, c.limits.row, () => scanTuple(w, from, plan, t))
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
  else if (plan.table.id < 0) {
    defineFromRow(c, from, to)
    c.plan = null
  } else if (plan.values !== plan.order.length) {
    if (leaveOutGenerated(c, plan.values) || addMissing(c, plan.values)) return 'on'
    const detail = `A row of ${plan.table.name} has ${plan.values} values for ${plan.order.length} columns`
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

function advance(c: Cursor, to: number): void {
  c.w.pos = to
  c.mode = 'separator'
}

/** A plan for no columns, to see how many values a row has. */
function sketch(c: Cursor): Plan {
  const none = noTable()
  return makePlan(none, [], openTuples(none, [], 0), rulesOf(c.session))
}

function ends(c: Cursor): Step {
  if (!c.w.final) return 'input'
  const detail = `The file ends inside an INSERT INTO ${c.insert?.name ?? ''}; the rows before were read`
  report(c, 'loss', 'truncated', detail, c.w.pos, c.w.pos)
  c.mode = 'end'
  return 'end'
}

function reportSpoilt(c: Cursor, plan: Plan, from: number, to: number): void {
  const names = [...new Set(plan.spoilt)].map((n) => plan.table.columns[plan.order[n]!]!.name).join(', ')
  const detail = `In a row of ${plan.table.name} the text of ${names} is not valid in its character set`
  report(c, 'warning', 'invalid-text', detail, from, to)
}

function reportGuess(c: Cursor, plan: Plan, from: number, to: number): void {
  plan.guessed = false
  const detail =
    'The dump names no character set; text that is not UTF-8 is read in that of its column, else as windows-1252'
  reportOnce(c, 'note', 'charset-undeclared', detail, from, to)
}
