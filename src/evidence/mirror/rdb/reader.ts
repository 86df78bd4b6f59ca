import { momentText, putObject, putTexts, textTable } from '../objects.ts'
import type { Halt, Limits, Reader, Sink } from '../source.ts'
import { feed, openWindow, wait, worthTrying } from '../window.ts'
import { type Cursor, count, Damaged, raw, Short, take, text } from './cursor.ts'
import { heldUnder, unread } from './value.ts'

/** What is kept between batches: JSON. */
interface Saved {
  readonly offset: number
  readonly expires: string | null
  readonly database: number | null
  /** The mark of the end was read. */
  readonly ended: boolean
  readonly done: boolean
}

/** Opens a reader of a dump of Redis: keys with their values, one after the other, and marks between them (Redis, rdb.c, `rdbLoadRioWithLoadingCtx`). */
export function openRdbReader(sink: Sink, limits: Limits, state: unknown): Reader {
  const begun = (state as Saved | null) ?? { offset: 0, expires: null, database: null, ended: false, done: false }
  const w = openWindow(begun.offset)
  let { expires, database, ended, done } = begun
  const at = (): number => w.base + w.pos
  const end = (code: string, detail: string, length: number): void => {
    sink.report({ severity: 'loss', code, detail, offset: at(), length })
    done = true
  }

  /** Reads one key or mark; a place behind it is returned by the cursor. */
  const read = (c: Cursor): void => {
    if (at() === 0) {
      if (take(c, 9)[0] === 0x2a) end('unread-log', 'A log of commands to Redis (AOF) is not read', c.at)
      return
    }
    const type = take(c, 1)[0]!
    if (type === 0xff) {
      take(c, 8)
      ended = true
    } else if (type === 0xfe) {
      const number = count(c)
      if (database !== null && number !== database) {
        const detail = `The dump holds several databases; keys of number ${number} stand among those of number ${database}`
        sink.report({ severity: 'note', code: 'several-databases', detail, offset: at(), length: c.at })
      }
      database ??= number
    } else if (type === 0xfd) expires = momentText(BigInt(take(c, 4).readUInt32LE(0)) * 1000n)
    else if (type === 0xfc) expires = momentText(take(c, 8).readBigInt64LE(0))
    else if (type === 0xfb) for (let n = 0; n < 2; n++) count(c)
    else if (type === 0xfa) for (let n = 0; n < 2; n++) raw(c)
    else if (type === 0xf9) take(c, 1)
    else if (type === 0xf8) count(c)
    else if (type === 0xf5) raw(c)
    else if (type === 0xf4) for (let n = 0; n < 3; n++) count(c)
    else if (type === 0xf7 || type === 0xf6)
      end(
        'unread-key',
        'What a module or an early version of functions left here is not read, nor is what follows it',
        c.at,
      )
    else if (unread[type] !== undefined)
      end('unread-key', `A key holds ${unread[type]}, which is not read, nor is what follows it`, c.at)
    else readKey(c, type)
  }

  const readKey = (c: Cursor, type: number): void => {
    const key = text(c)
    const object = heldUnder(c, type)
    const place = { offset: at(), length: c.at }
    // Sessions of connect-redis: its usual prefix, and JSON.
    if (object.kind === 'string' && key.startsWith('sess:') && object.text.startsWith('{'))
      putTexts(sink, textTable(sink, 'session', ['sid', 'sess', 'expire']), [key.slice(5), object.text, expires], place)
    else putObject(sink, key, object, expires, place)
    expires = null
    if (c.spoilt)
      sink.report({
        severity: 'warning',
        code: 'invalid-text',
        detail: 'A text under a key is not valid UTF-8',
        ...place,
      })
  }

  const step = (): 'on' | 'input' => {
    const left = w.end - w.pos
    const bytes = Buffer.from(w.bytes.buffer, w.bytes.byteOffset + w.pos, Math.min(left, limits.row))
    const c: Cursor = { bytes, at: 0, room: limits.row, spoilt: false }
    try {
      read(c)
      if (!done) w.pos += c.at
    } catch (error) {
      if (error instanceof Short && left < limits.row && !w.final) {
        wait(w, limits.row)
        return 'input'
      }
      if (error instanceof Short && left >= limits.row)
        end(
          'row-too-large',
          `A key and its value are longer than ${limits.row} bytes; what follows is not read`,
          limits.row,
        )
      else if (error instanceof Short)
        end('truncated', 'The dump ends within a key, or lacks the mark of its end', left)
      else if (error instanceof Damaged)
        end('damaged-dump', 'Here is no key that can be read; what follows is not read', c.at)
      else throw error
    }
    return 'on'
  }

  const run = (stopAt: number): Halt => {
    for (;;) {
      if (done) return 'end'
      if (ended && w.pos < w.end)
        end('unread-log', 'Behind the dump stands something else, as in a log of commands (AOF): it is not read', 0)
      else if (ended && !w.final) return 'input'
      if (ended) return 'end'
      if (!worthTrying(w)) return 'input'
      if (at() >= stopAt || sink.crowded()) return 'stop'
      if (step() === 'input') return 'input'
    }
  }

  return {
    feed: (bytes) => {
      if (!done) feed(w, bytes)
    },
    finish: () => {
      w.final = true
    },
    run,
    offset: at,
    state: (): Saved => ({ offset: at(), expires, database, ended, done }),
  }
}
