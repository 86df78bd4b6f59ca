import type { Halt, Limits, Reader, Sink } from '../source.ts'
import { feed, openWindow, worthTrying } from '../window.ts'
import { type Cursor, report } from './cursor.ts'
import { recover } from './recover.ts'
import { readRows } from './rows.ts'
import { openSession, type Session } from './session.ts'
import { readStatement } from './statements.ts'

/** What is kept between batches: JSON. */
type Saved = Pick<Cursor, 'mode' | 'insert' | 'damage' | 'told' | 'partial' | 'parts'> & {
  readonly offset: number
  readonly session: Session
}

/** The beginning of a file whose statements speak of this database until they say otherwise. */
export function sqlStart(database: string | null): Saved {
  return {
    offset: 0,
    session: { ...openSession(), database },
    mode: 'statements',
    insert: null,
    damage: null,
    told: [],
    partial: [],
    parts: [],
  }
}

/** Opens a reader of SQL dumps at the beginning of a file, or where another one stood. */
export function openSqlReader(sink: Sink, limits: Limits, state: unknown): Reader {
  const saved = (state as Saved | null) ?? sqlStart(null)
  const w = openWindow(saved.offset)
  const c: Cursor = { ...structuredClone(saved), w, sink, limits, plan: null, header: null, ahead: null }
  return {
    feed: (bytes) => feed(w, bytes),
    finish: () => {
      w.final = true
    },
    run: (stopAt) => (worthTrying(w) ? run(c, stopAt) : 'input'),
    offset: () => w.base + w.pos,
    state: (): Saved =>
      structuredClone({
        offset: w.base + w.pos,
        session: c.session,
        mode: c.mode,
        insert: c.insert,
        damage: c.damage,
        told: c.told,
        partial: c.partial,
        parts: c.parts,
      }),
  }
}

function run(c: Cursor, stopAt: number): Halt {
  for (;;) {
    if (c.mode === 'end') return 'end'
    const step =
      c.mode === 'statements' ? readStatement(c, stopAt) : c.mode === 'damage' ? recover(c) : readRows(c, stopAt)
    if (step === 'end') {
      closeFile(c)
      return 'end'
    }
    if (step !== 'on') return step
  }
}

function closeFile(c: Cursor): void {
  const cutOff = c.mode !== 'statements'
  c.mode = 'end'
  if (cutOff || !c.session.opened || c.session.completed) return
  const detail =
    'The dump lacks the line "Dump completed" that its tool writes last: it may be cut off between two statements'
  report(c, 'warning', 'not-completed', detail, c.w.end, c.w.end)
}
