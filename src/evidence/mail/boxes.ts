import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { asctimeOf } from './times.ts'

/** Where a message lies in a file, and the From_ line before it, which is no part of the message. */
export interface Letter {
  readonly offset: number
  readonly length: number
  /** null for a file that is one message, and for what stands before the first From_ line. */
  readonly envelope: string | null
  /** So many bytes more its file states, which are not there. */
  readonly missing?: number
}

const windowBytes = 1 << 20
/** A From_ line, and the line after it that has to be a header. */
const lookAhead = 2048
/** Headers in which a Content-Length is looked for. */
const headBytes = 16 << 10

/** Headers that begin messages: what must follow a From_ line without a time. */
const header =
  /^>?(?:return-path|received|date|from|to|subject|message-id|mime-version|delivered-to|content-|x-|status|reply-to|sender|cc)[\w-]*:/i
const anyHeader = /^(?:>From |[\x21-\x39\x3b-\x7e]{1,70}:)/

/**
 * The messages of an mbox file from byte `from` on, where one begins. A line that begins `From ` separates where it states
 * a time and a header follows, after a blank line or not: programs that do not quote such lines in texts (mboxcl2) write
 * Content-Length, which is believed where a separator or the end of the file stands at its end (RFC 4155; qmail's mbox(5)).
 */
export async function* letters(path: string, from: number): AsyncGenerator<Letter> {
  const file = await open(path, constants.O_RDONLY)
  try {
    const size = (await file.stat()).size
    const separator = openSeparators(file, size)
    let at = from
    let line = await separator.at(at)
    if (line === null && from === 0) {
      const first = await separator.next(0)
      const end = first?.start ?? size
      if (end > 0) yield { offset: 0, length: end, envelope: null }
      at = end
      line = first
    }
    while (line !== null) {
      const body = line.start + line.length
      const stated = await separator.stated(body)
      const next = await separator.next(stated ?? body)
      const end = next?.start ?? size
      yield { offset: body, length: end - body, envelope: line.text }
      at = end
      line = next
    }
  } finally {
    await file.close()
  }
}

interface Separator {
  /** Where the line begins, and how long it is with its end. */
  readonly start: number
  readonly length: number
  readonly text: string
}

function openSeparators(file: FileHandle, size: number) {
  const buffer = Buffer.allocUnsafe(windowBytes + headBytes)
  let window = buffer.subarray(0, 0)
  let windowAt = 0
  /** Has the bytes from `place` on in the window, so many or all there are, and a few before them. */
  const ensure = async (place: number, wanted: number): Promise<void> => {
    const end = windowAt + window.length
    if (window.length > 0 && place >= windowAt && (end >= size || place + wanted < end)) return
    windowAt = Math.max(0, place - 4)
    let filled = 0
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, windowAt + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    window = buffer.subarray(0, filled)
  }
  /** The separator that begins at this place of the window. */
  const here = (start: number, blank: boolean): Separator | null => {
    const text = window.toString('latin1', start, Math.min(start + lookAhead, window.length))
    if (!text.startsWith('From ')) return null
    const end = text.indexOf('\n')
    if (end < 0 || end > 1000) return null
    const [line, next] = [text.slice(0, end).trimEnd(), text.slice(end + 1)]
    const follows = asctimeOf(line) !== null ? anyHeader.test(next) : blank && begins(next)
    return follows ? { start: windowAt + start, length: end + 1, text: line } : null
  }
  const at = async (place: number): Promise<Separator | null> => {
    if (place >= size) return null
    await ensure(place, lookAhead)
    return here(place - windowAt, true)
  }
  const next = async (from: number): Promise<Separator | null> => {
    for (let place = Math.max(0, from - 1); ; ) {
      await ensure(place, lookAhead)
      const last = windowAt + window.length >= size
      const end = last ? window.length : window.length - lookAhead
      for (let hit = place - windowAt; ; hit += 1) {
        hit = window.indexOf('\nFrom ', hit)
        if (hit < 0 || hit >= end) break
        const found = here(hit + 1, isBlank(window, hit))
        if (found) return found
      }
      if (last) return null
      place = windowAt + end
    }
  }
  /** Where a message ends by its Content-Length, null where that is not borne out. */
  const stated = async (body: number): Promise<number | null> => {
    await ensure(body, headBytes)
    const text = window.toString('latin1', body - windowAt, Math.min(body - windowAt + headBytes, window.length))
    const end = /\r?\n\r?\n/.exec(text)
    if (end === null) return null
    const length = /^content-length:[ \t]*(\d{1,12})[ \t]*\r?$/im.exec(text.slice(0, end.index))?.[1]
    if (length === undefined) return null
    const place = body + end.index + end[0].length + Number(length)
    if (place > size) return null
    const rest = Buffer.alloc(lookAhead)
    const { bytesRead } = await file.read(rest, 0, lookAhead, place)
    if (bytesRead === 0) return place
    const after = rest.toString('latin1', 0, bytesRead)
    const blank = /^(?:\r?\n){0,3}/.exec(after)![0]
    if (blank.length === bytesRead) return place
    const line = after.slice(blank.length).split('\n', 1)[0]!
    if (!line.startsWith('From ') || asctimeOf(line) === null) return null
    return place + blank.length
  }
  return { at, next, stated }
}

/** Two headers in a row, the first of those that begin messages. */
function begins(text: string): boolean {
  return header.test(text) && anyHeader.test(text.slice(text.indexOf('\n') + 1))
}

/** Whether the line that ends at `end` is blank. */
function isBlank(bytes: Buffer, end: number): boolean {
  if (end <= 0) return true
  const before = bytes[end - 1]
  return before === 0x0a || (before === 0x0d && (end === 1 || bytes[end - 2] === 0x0a))
}

/**
 * A message of an mbox as it was sent: one `>` is taken from lines that begin `>From `, `>>From ` … (mboxrd; of mboxo, which
 * quotes only `From `, a line that was written `>From ` loses its mark).
 */
export function unquoted(bytes: Buffer): Buffer {
  let at = bytes.indexOf('From ')
  if (at < 0) return bytes
  const parts: Buffer[] = []
  let taken = 0
  for (; at >= 0; at = bytes.indexOf('From ', at + 5)) {
    let start = at
    while (start > 0 && bytes[start - 1] === 0x3e && at - start < 100) start -= 1
    if (start === at || (start > 0 && bytes[start - 1] !== 0x0a)) continue
    parts.push(bytes.subarray(taken, start))
    taken = start + 1
  }
  return taken === 0 && parts.length === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(taken)])
}
