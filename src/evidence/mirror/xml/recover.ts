import type { Step } from '../source.ts'
import { slack, wait } from '../window.ts'
import { type Cursor, latin1 } from './cursor.ts'

/** Tags from which reading can start anew; no value holds a raw `<`. */
const starts = /<(?:row>|\/?table_data\b|\/?table_structure\b|\/?database\b|\/mysqldump>|\/?resultset\b)/g
const longestStart = 24

/** From `from` on the file is not what it should be: what follows is skipped until reading can start anew. */
export function beginDamage(c: Cursor, code: string, detail: string, from: number): Step {
  c.at.damage = { code, detail, since: c.w.base + from }
  c.w.pos = from
  c.at.mode = 'damage'
  return 'on'
}

/** Looks for the next row or structure and goes on there. */
export function recover(c: Cursor): Step {
  const { w, at } = c
  const step = 1 << 16
  if (w.end - w.pos < step + slack && !w.final) {
    wait(w, step + slack)
    return 'input'
  }
  const to = Math.min(w.end, w.pos + step)
  starts.lastIndex = 0
  const found = starts.exec(latin1(c, w.pos + 1, Math.min(w.end, to + longestStart)))
  if (!found && to < w.end) {
    w.pos = to
    return 'on'
  }
  const { code, detail, since } = at.damage!
  const next = found ? w.pos + 1 + found.index : w.end
  const length = w.base + next - since
  const how = found?.[0] === '<row>' && at.name !== null ? `; reading goes on with rows of ${at.name}` : ''
  c.sink.report({
    severity: 'loss',
    code,
    detail: `${detail}; ${length} bytes were skipped${how}`,
    offset: since,
    length,
  })
  w.pos = next
  at.damage = null
  at.mode = found ? (found[0] === '<row>' && at.name !== null ? 'rows' : 'markup') : 'end'
  return found ? 'on' : 'end'
}
