import { needInput, needRoom } from '../codes.ts'
import type { Plan } from '../plan.ts'
import type { Step } from '../source.ts'
import { moreRoom, prefixBytes } from '../tuples.ts'
import { slack, wait } from '../window.ts'
import { type Cursor, latin1 } from './cursor.ts'
import { beyond, endMark, scanRow } from './rows.ts'
import { begins, lookAhead } from './statement.ts'
import { planOf } from './target.ts'

/** Bytes of the shortest end of one COPY and beginning of another: damage of fewer cannot hide that a table ended. */
const shortestBoundary = 24

/** How far behind damage among the rows of one INSERT its next row is looked for. */
const farthestRow = 64 << 10

/**
 * Looks line by line for one that begins a statement, ends COPY text, or is a row again. Rows behind damage that could
 * hide the beginning of another table's are taken only where their values fit this table's types and no other's.
 */
export function recover(c: Cursor): Step {
  const { w } = c
  for (;;) {
    const newline = w.bytes.subarray(0, w.end).indexOf(0x0a, w.pos)
    if (newline < 0 || newline >= w.end) {
      w.pos = w.end
      return w.final ? resume(c, w.end, 'end') : 'input'
    }
    w.pos = newline
    const line = newline + 1
    if (line + lookAhead > w.end && !w.final) return 'input'
    if (line >= w.end) return resume(c, w.end, 'end')
    const mode = modeAt(c, line)
    if (mode === 'input') {
      if (w.end - w.pos <= c.limits.row + slack) {
        wait(w, c.limits.row + slack)
        return 'input'
      }
    } else if (mode !== null) return resume(c, line, mode)
    w.pos = line
  }
}

/** How reading can go on at a line, null when it cannot, 'input' when the window does not say. */
function modeAt(c: Cursor, line: number): 'copy' | 'row' | 'statements' | 'input' | null {
  const { among, endless, since } = c.at.damage!
  if (among === 'copy' && endMark(c, line) > 0) return 'copy'
  const stop = begins(c.w, line, endless)
  if (among === 'statements') return stop ? 'statements' : null
  const plan = planOf(c)
  if (stop && (among === 'rows' || plan === null || !hasTab(c, line))) return 'statements'
  if (plan === null) return null
  const from = among === 'copy' ? line : rowAt(c, line)
  if (from < 0 || (among === 'rows' && c.w.base + line - since > farthestRow)) return null
  if (among === 'copy' && continues(c, line)) return null
  let to = scanRow(c, from, plan)
  while (to === needRoom && plan.tuples.out.length < c.limits.row) {
    moreRoom(plan.tuples)
    to = scanRow(c, from, plan)
  }
  if (to === needInput) return c.w.final || beyond(c, from) ? null : 'input'
  if (to < 0 || plan.values !== plan.order.length || to - from > c.limits.row) return null
  if (among === 'copy') return belongs(c, plan, line) ? 'copy' : null
  while (to < c.w.end && c.w.bytes[to]! <= 0x20) to++
  if (to >= c.w.end) return c.w.final ? null : 'input'
  return c.w.bytes[to] === 0x2c || c.w.bytes[to] === 0x3b ? 'row' : null
}

/** True when a backslash makes the next line part of this one: each would be read again and again to its end. */
function continues(c: Cursor, line: number): boolean {
  const { bytes, end } = c.w
  const newline = bytes.subarray(0, end).indexOf(0x0a, line)
  if (newline < 0 || newline >= end) return false
  let i = newline
  while (i > line && bytes[i - 1] === 0x5c) i--
  return (newline - i) % 2 === 1
}

function rowAt(c: Cursor, line: number): number {
  const at = c.w.bytes[line] === 0x09 ? line + 1 : line
  return c.w.bytes[at] === 0x28 ? at : -1
}

function hasTab(c: Cursor, line: number): boolean {
  return /^[^\n]*\t/.test(latin1(c.w, line, Math.min(c.w.end, line + lookAhead)))
}

function resume(c: Cursor, at: number, mode: 'copy' | 'row' | 'statements' | 'end'): Step {
  const { code, detail, since } = c.at.damage!
  const length = c.w.base + at - since
  const how = mode === 'copy' || mode === 'row' ? `; reading goes on with rows of ${c.at.target?.name}` : ''
  c.sink.report({
    severity: 'loss',
    code,
    detail: `${detail}; ${length} bytes were skipped${how}`,
    offset: since,
    length,
  })
  c.w.pos = at
  c.at.damage = null
  c.at.mode = mode
  c.plan = null
  return mode === 'end' ? 'end' : 'on'
}

/** True when the row last read, which begins at `line`, belongs to the plan's table. */
function belongs(c: Cursor, plan: Plan, line: number): boolean {
  if (c.w.base + line - c.at.damage!.since < shortestBoundary) return true
  const own = plan.order.map((i) => plan.table.columns[i]!.declared)
  const values = valuesOf(plan)
  if (!values.every((v, i) => looksLike(v, own[i] ?? null))) return false
  return !c.sink.catalogue.tables.some((t) => {
    if (t.file !== plan.table.file || t.rows > 0 || t.id === plan.table.id || t.name === '') return false
    const columns = t.columns.filter((k) => !k.generated)
    return columns.length === values.length && values.every((v, i) => looksLike(v, columns[i]!.declared))
  })
}

function valuesOf(plan: Plan): (string | null)[] {
  const { out, view, size } = plan.tuples
  const values: (string | null)[] = []
  for (let i = size + prefixBytes; i < plan.next; ) {
    const length = view.getInt32(i)
    i += 4
    values.push(length < 0 ? null : Buffer.from(out.subarray(i, i + Math.min(length, 80))).toString('latin1'))
    i += Math.max(length, 0)
  }
  return values
}

/** Types whose values can be told from others (PostgreSQL documentation, "Data Types"). */
const shapes: readonly (readonly [type: RegExp, value: RegExp])[] = [
  [/^bool/i, /^[tf]$/],
  [/^(?:smallint|integer|bigint|int\d?|smallserial|serial|bigserial|oid)$/i, /^-?\d+$/],
  [/^(?:numeric|decimal|real|double precision|float)/i, /^(?:-?[\d.]+(?:e[-+]?\d+)?|NaN|-?Infinity)$/i],
  [/^(?:timestamp|date)/i, /^(?:\d{4,}-\d\d-\d\d|-?infinity)/],
  [/^time/i, /^\d\d:\d\d/],
  [/^uuid$/i, /^[\da-f]{8}-/i],
  [/^(?:inet|cidr)$/i, /^[\da-f.:]+(?:\/\d+)?$/i],
  [/^jsonb?$/i, /^\s*(?:[[{"\d-]|true|false|null)/],
  [/\[\]$/, /^[{[]/],
]

function looksLike(value: string | null, declared: string | null): boolean {
  if (value === null || declared === null) return true
  return shapes.find(([type]) => type.test(declared))?.[1].test(value) ?? true
}
