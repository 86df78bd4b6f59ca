import { decode } from './charset.ts'
import { needInput, needRoom, zeroed } from './codes.ts'
import { bits, bytes, type Plan } from './plan.ts'
import type { Tuples } from './tuples.ts'
import type { Window } from './window.ts'

/** 0 when the NUL at `i` stands alone, `zeroed` when a lost block begins there, `needInput` while that is open. */
export function zerosAt(w: Window, i: number, run: number): number {
  const to = Math.min(w.end, i + run)
  for (let k = i; k < to; k++) if (w.bytes[k] !== 0) return 0
  return to - i === run ? zeroed : w.final ? 0 : needInput
}

/** Brings a value written raw at `at` to what its column holds; returns its new end, or `needRoom`. */
export function settle(plan: Plan, t: Tuples, n: number, at: number, end: number, codec = plan.codecs[n]): number {
  const kind = plan.kinds[n]
  if (kind === bits) return pad(t, at, end, plan.widths[n]!)
  if (kind === undefined || kind === bytes || codec === undefined) return end
  const raw = t.out.subarray(at + 4, end)
  const decoded = decode(codec, raw)
  if (decoded.invalid) plan.spoilt.push(n)
  if (decoded.bytes === raw) return end
  if (codec.kind === 'guess' && !decoded.invalid) plan.guessed = true
  const next = at + 4 + decoded.bytes.length
  if (next > t.out.length) return needRoom
  t.out.set(decoded.bytes, at + 4)
  t.view.setInt32(at, decoded.bytes.length)
  return next
}

function pad(t: Tuples, at: number, end: number, width: number): number {
  const missing = width - (end - at - 4)
  if (missing <= 0) return end
  if (end + missing > t.out.length) return needRoom
  t.out.copyWithin(at + 4 + missing, at + 4, end)
  t.out.fill(0, at + 4, at + 4 + missing)
  t.view.setInt32(at, width)
  return end + missing
}
