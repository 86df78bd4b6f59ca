import type { Halt, Limits, Reader, Sink } from '../source.ts'
import { feed, openWindow, worthTrying } from '../window.ts'
import { beginning, type Cursor, type Place, report } from './cursor.ts'
import { readMarkup } from './markup.ts'
import { recover } from './recover.ts'
import { readRows } from './rows.ts'

/** Opens a reader of XML dumps at the beginning of a file, or where another one stood. */
export function openXmlReader(sink: Sink, limits: Limits, state: unknown): Reader {
  const saved = (state as { readonly offset: number; readonly at: Place } | null) ?? { offset: 0, at: beginning() }
  const w = openWindow(saved.offset)
  const c: Cursor = { w, sink, limits, at: structuredClone(saved.at), plan: null, tags: [], none: {} }
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
    const { mode } = c.at
    if (mode === 'end') return 'end'
    const step = mode === 'markup' ? readMarkup(c, stopAt) : mode === 'damage' ? recover(c) : readRows(c, stopAt)
    if (step === 'end') {
      if (c.at.mode !== 'end' && c.at.opened && !c.at.closed) {
        report(
          c,
          'loss',
          'truncated',
          'The file ends before its last element is closed; all before was read',
          c.w.end,
          c.w.end,
        )
      }
      c.at.mode = 'end'
      return 'end'
    }
    if (step !== 'on') return step
  }
}
