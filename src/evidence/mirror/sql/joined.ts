import { bad, needInput, needRoom, zeroRun } from '../codes.ts'
import type { Plan } from '../plan.ts'
import { zerosAt } from '../settle.ts'
import type { Tuples } from '../tuples.ts'
import type { Window } from '../window.ts'
import { finish } from './literal.ts'

/**
 * Reads strings joined by `||`, as phpBB's own backups of SQLite write a text that holds new lines, tabs or other control
 * characters. Backslashes are characters like others. Returns where the value ends, or a negative code.
 */
export function scanJoined(w: Window, from: number, plan: Plan, t: Tuples, n: number, at: number): number {
  const src = w.bytes
  let o = at + 4
  for (let i = from; ; ) {
    if (src[i] !== 0x27) return bad
    for (i++; ; i++) {
      if (i + 1 >= w.end) return needInput
      if (o + 12 > t.out.length) return needRoom
      const b = src[i]!
      if (b === 0x27) {
        if (src[i + 1] !== 0x27) break
        i++
      } else if (b === 0) {
        const zeros = zerosAt(w, i, zeroRun)
        if (zeros < 0) return zeros
      }
      t.out[o++] = b
    }
    const to = i + 1
    i = blanks(w, to)
    if (i + 1 >= w.end) return needInput
    if (src[i] !== 0x7c) return finish(plan, t, n, at, o, to, plan.codecs[n])
    if (src[i + 1] !== 0x7c) return bad
    i = blanks(w, i + 2)
    if (i >= w.end) return needInput
  }
}

function blanks(w: Window, from: number): number {
  let i = from
  while (i < w.end && w.bytes[i]! <= 0x20) i++
  return i
}
