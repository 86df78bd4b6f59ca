import { isUtf8 } from 'node:buffer'

/**
 * The part of a file that is in memory: bytes `pos` to `end` are not yet read, the file's byte 0 of `bytes` is at
 * `base`. It grows for an item that does not fit and shrinks again.
 */
export interface Window {
  bytes: Uint8Array
  view: DataView
  base: number
  pos: number
  end: number
  /** No more bytes will come. */
  final: boolean
  /** File offset before which bytes are not known to be UTF-8: from there on they are. */
  suspectBefore: number
  /** How many bytes at `end` wait for the rest of their character. */
  pending: number
  /** After a failed try: not worth another one before `end` is here. */
  retryAt: number
  /** Between these offsets of the file no comment ends: looked for once, however many begin. */
  noComment?: { readonly from: number; readonly to: number }
}

const usual = 1 << 20

/** An empty window whose first byte will be the file's byte `base`. */
export function openWindow(base: number): Window {
  const bytes = new Uint8Array(usual)
  return {
    bytes,
    view: new DataView(bytes.buffer),
    base,
    pos: 0,
    end: 0,
    final: false,
    suspectBefore: 0,
    pending: 0,
    retryAt: 0,
  }
}

/** How far beyond a limit a window may have to reach before the limit is known to be passed. */
export const slack = 64 << 10

/** Appends the file's next bytes. */
export function feed(w: Window, chunk: Uint8Array): void {
  makeRoom(w, chunk.length)
  w.bytes.set(chunk, w.end)
  const from = w.end - w.pending
  w.end += chunk.length
  const whole = w.end - unfinished(w.bytes, from, w.end)
  w.pending = w.end - whole
  if (!isUtf8(w.bytes.subarray(from, whole))) w.suspectBefore = w.base + w.end
}

/** True when every byte from `at` on is known to be UTF-8 (a character cut by the window's end aside). */
export function trusted(w: Window, at: number): boolean {
  return w.base + at >= w.suspectBefore
}

/** Says that the item at `pos` goes on beyond the window: not to be tried again before twice as much is here. */
export function wait(w: Window, limit: number): void {
  const here = w.end - w.pos
  w.retryAt = w.base + w.pos + Math.max(here + 1, Math.min(here * 2, limit))
}

/** False while a try would only repeat the last failure. */
export function worthTrying(w: Window): boolean {
  return w.final || w.base + w.end >= w.retryAt
}

/** Bytes beyond a limit that are looked at before it is known to be passed. */
const beyondLimit = 160

/** True when the window holds more than an item that begins at `from` may have. */
export function beyond(w: Window, from: number, limit: number): boolean {
  return w.end - from >= limit + beyondLimit
}

/**
 * Reads what begins at `from` looking no further than it may reach, so that what is found does not depend on how much of
 * the file is in memory.
 */
export function within(w: Window, from: number, limit: number, scan: () => number): number {
  if (!beyond(w, from, limit)) return scan()
  const { end, final } = w
  w.end = from + limit + beyondLimit
  w.final = false
  const to = scan()
  w.end = end
  w.final = final
  return to
}

function makeRoom(w: Window, more: number): void {
  const kept = w.end - w.pos
  if (w.end + more <= w.bytes.length) return
  const needed = kept + more
  const size = needed > usual / 2 ? Math.max(usual, 2 ** Math.ceil(Math.log2(needed * 1.5))) : usual
  if (size === w.bytes.length) w.bytes.copyWithin(0, w.pos, w.end)
  else {
    const bytes = new Uint8Array(size)
    bytes.set(w.bytes.subarray(w.pos, w.end))
    w.bytes = bytes
    w.view = new DataView(bytes.buffer)
  }
  w.base += w.pos
  w.end = kept
  w.pos = 0
}

/** How many bytes at the end begin a UTF-8 character that is not complete (RFC 3629). */
function unfinished(bytes: Uint8Array, from: number, end: number): number {
  for (let back = 1; back <= 3 && end - back >= from; back++) {
    const b = bytes[end - back]!
    if (b < 0x80) return 0
    if (b >= 0xc0) return back < (b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}
