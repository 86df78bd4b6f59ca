import type { Halt, Limits, Reader, Sink } from '../source.ts'
import { feed, openWindow, worthTrying } from '../window.ts'
import { beginning, type Cursor, type Place, report } from './cursor.ts'
import { recover } from './recover.ts'
import { readCopy, readRows } from './rows.ts'
import { readStatement } from './statements.ts'

/** Opens a reader of PostgreSQL dumps at the beginning of a file, or where another one stood. */
export function openPgReader(sink: Sink, limits: Limits, state: unknown): Reader {
  const saved = (state as { readonly offset: number; readonly at: Place } | null) ?? { offset: 0, at: beginning() }
  const w = openWindow(saved.offset)
  const c: Cursor = { w, sink, limits, at: structuredClone(saved.at), plan: null, header: null }
  return {
    feed: (bytes) => feed(w, bytes),
    finish: () => {
      w.final = true
    },
    run: (stopAt) => (worthTrying(w) ? run(c, stopAt) : 'input'),
    offset: () => w.base + w.pos,
    state: () => structuredClone({ offset: w.base + w.pos, at: c.at }),
  }
}

function run(c: Cursor, stopAt: number): Halt {
  for (;;) {
    const step = next(c, stopAt)
    if (step === 'end') {
      closeFile(c)
      return 'end'
    }
    if (step !== 'on') return step
  }
}

function next(c: Cursor, stopAt: number) {
  const { mode } = c.at
  if (mode === 'statements') return readStatement(c, stopAt)
  if (mode === 'copy') return readCopy(c, stopAt)
  if (mode === 'damage') return recover(c)
  return mode === 'end' ? 'end' : readRows(c, stopAt)
}

function closeFile(c: Cursor): void {
  const cutOff = c.at.mode !== 'statements'
  c.at.mode = 'end'
  const open = c.at.unfinished.splice(0)
  if (cutOff || open.length === 0) return
  const detail =
    'The dump lacks the line "dump complete" that its tool writes last: it may be cut off between two statements'
  report(c, 'warning', 'not-completed', detail, c.w.end, c.w.end)
}
