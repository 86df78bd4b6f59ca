import { findTable } from '../catalogue.ts'
import { needRoom } from '../codes.ts'
import type { Step } from '../source.ts'
import { moreRoom } from '../tuples.ts'
import { slack, wait, within } from '../window.ts'
import type { Ahead, Cursor, Insert } from './cursor.ts'
import { parseInsert } from './header.ts'
import { beginInsert, planOf } from './insert.ts'
import { nextStart } from './statement.ts'
import { scanTuple } from './tuple.ts'

/** From `from` on the file is not what it should be: what follows is skipped until reading can start anew. */
export function beginDamage(c: Cursor, code: string, detail: string, from: number, endless = false): Step {
  const open = c.mode === 'row' || c.mode === 'separator'
  const insert = open && code !== 'zeroed-block' ? c.insert : null
  c.damage = { code, detail, since: c.w.base + from, insert, endless }
  c.w.pos = from
  c.mode = 'damage'
  return 'on'
}

/**
 * Looks for the next statement, and before it for rows that are whole again. Rows behind the damage belong to the table
 * that the next statement names (a dump writes all rows of a table before it turns to the next); where that says
 * nothing, to the one being read, unless the damage could hide the beginning of another.
 */
export function recover(c: Cursor): Step {
  const w = c.w
  const damage = c.damage!
  const to = Math.min(w.end, w.pos + c.limits.row)
  const complete = w.final || w.end - w.pos >= c.limits.row + slack
  const ahead = lookAhead(c, to)
  const found = ahead.found < 0 || ahead.found >= w.base + to ? -1 : ahead.found - w.base
  if (found < 0 && !complete) return more(c)
  if (found >= 0 && found + slack > w.end && !complete) return more(c)
  if (ahead.insert === undefined && found >= 0) ahead.insert = insertBefore(c, found)
  const insert = (found >= 0 ? ahead.insert : null) ?? damage.insert
  const row = insert ? findRow(c, insert, w.pos + 1, found < 0 ? to : found) : -1
  if (row >= 0) return resume(c, row, 'row', `; reading goes on with rows of ${insert!.name}`)
  if (found >= 0) return resume(c, found, 'statements', '')
  if (!w.final || to < w.end) {
    w.pos = to - 64
    return 'on'
  }
  return resume(c, w.end, 'end', '')
}

/** The next beginning of a statement before `to`; what was searched before is not searched again. */
function lookAhead(c: Cursor, to: number): Ahead {
  const { w } = c
  const at = w.base + w.pos
  const endless = c.damage!.endless === true
  const known = c.ahead
  const holds = known !== null && known.endless === endless && known.from <= at
  if (holds && known.found > at) return known
  // The last line looked at may have been cut by the end of the window.
  const from = holds && known.found < 0 && known.to > at ? Math.max(w.pos, known.to - w.base - 64) : w.pos
  const found = nextStart(w, from, to, endless)
  const since = from > w.pos ? known!.from : at
  c.ahead = { from: since, to: w.base + to, found: found < 0 ? -1 : w.base + found, endless }
  return c.ahead
}

function more(c: Cursor): Step {
  wait(c.w, c.limits.row + slack)
  return 'input'
}

function resume(c: Cursor, at: number, mode: Cursor['mode'], how: string): Step {
  const { code, detail, since } = c.damage!
  const length = c.w.base + at - since
  c.sink.report({
    severity: 'loss',
    code,
    detail: `${detail}; ${length} bytes were skipped${how}`,
    offset: since,
    length,
  })
  c.w.pos = at
  c.damage = null
  c.mode = mode
  if (mode !== 'row') c.plan = null
  return mode === 'end' ? 'end' : 'on'
}

/** The insert that rows before the statement at `at` belong to, by the table that it names. */
function insertBefore(c: Cursor, at: number): Insert | null {
  if (at < 0) return null
  const text = Buffer.from(c.w.bytes.subarray(at, Math.min(c.w.end, at + slack))).toString('latin1')
  const keys = /^(?:\/\*!40000 )?ALTER TABLE `((?:[^`]|``)+)` ENABLE KEYS/i.exec(text)
  const header = /^(INSERT|REPLACE)\b/i.test(text) ? parseInsert(text) : null
  if (header !== null && typeof header === 'object') {
    const table = findTable(c.sink.catalogue, c.sink.file, header.database ?? c.session.database, header.table)
    return table ? beginInsert(c, header, at) : null
  }
  const name = keys?.[1]?.replaceAll('``', '`')
  if (name === undefined) return null
  if (c.insert?.name === name) return c.insert
  const table = findTable(c.sink.catalogue, c.sink.file, c.session.database, name)
  return table ? beginInsert(c, { database: null, table: name, columns: null, end: 0 }, at) : null
}

/** The first row between `from` and `to` that is whole, has the table's columns and is followed by another or the end. */
function findRow(c: Cursor, insert: Insert, from: number, to: number): number {
  const w = c.w
  c.insert = { ...insert, from: w.base + from }
  c.plan = null
  const plan = planOf(c)
  if (plan === null) return -1
  plan.strict = true
  try {
    for (let i = rowAfter(w.bytes, from, to); i >= 0; i = rowAfter(w.bytes, i, to)) {
      const scan = (): number => scanTuple(w, i, plan, plan.tuples)
      let end = within(w, i, c.limits.row, scan)
      while (end === needRoom && plan.tuples.out.length < c.limits.row) {
        moreRoom(plan.tuples)
        end = within(w, i, c.limits.row, scan)
      }
      if (end < 0 || end > to || plan.values !== plan.order.length) continue
      if (w.bytes.subarray(i, end).includes(0x0a)) continue
      while (end < to && w.bytes[end]! <= 0x20) end++
      if (end < to && (w.bytes[end] === 0x2c || w.bytes[end] === 0x3b)) return i
    }
    return -1
  } finally {
    plan.strict = false
  }
}

/** The place of the next `(` that comes after `),`, -1 when there is none before `to`. */
function rowAfter(bytes: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    if (bytes[i] !== 0x29) continue
    let k = i + 1
    while (k < to && bytes[k]! <= 0x20) k++
    if (k >= to || bytes[k] !== 0x2c) continue
    k++
    while (k < to && bytes[k]! <= 0x20) k++
    if (k < to && bytes[k] === 0x28) return k
  }
  return -1
}
