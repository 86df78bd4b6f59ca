import { momentText } from '../objects.ts'
import type { Halt, Limits, Reader, Sink, Trouble } from '../source.ts'
import { feed, openWindow, wait, worthTrying } from '../window.ts'
import { type Cursor, count, Damaged, raw, Short, said, take, text } from './cursor.ts'
import { type Log, type LogState, logLimits, openLog, putKey } from './log.ts'
import { commandAt, nextCommand } from './resp.ts'
import { heldUnder, unread } from './value.ts'

/** What is kept between batches: JSON. */
interface Saved {
  readonly offset: number
  readonly expires: string | null
  readonly database: number | null
  /** The mark of the end was read. */
  readonly ended: boolean
  readonly done: boolean
  /** A log of commands is read again from where it begins. */
  readonly log?: LogState
}

/** Objects of a log that are given out at once. */
const keysAtOnce = 20_000

/**
 * Opens a reader of a dump of Redis: keys with their values, one after the other, and marks between them (Redis, rdb.c,
 * `rdbLoadRioWithLoadingCtx`); and of a log of its commands (aof.c), by itself or behind a dump that it begins with. What
 * the commands leave becomes rows when all were carried out.
 */
export function openRdbReader(sink: Sink, limits: Limits, state: unknown): Reader {
  return openPart(sink, limits, state, null)
}

/** Opens a reader of one file of a log in several: it puts what it finds into the log, and gives out nothing. */
export function openLogPart(log: Log, file: number, sink: Sink, limits: Limits): Reader {
  log.replay.apply(['select', '0'], { offset: 0, length: 0, file })
  return openPart(sink, limits, null, { log, file })
}

function openPart(
  sink: Sink,
  limits: Limits,
  state: unknown,
  part: { readonly log: Log; readonly file: number } | null,
): Reader {
  const begun = (state as Saved | null) ?? { offset: 0, expires: null, database: null, ended: false, done: false }
  const w = openWindow(begun.log?.from ?? begun.offset)
  let { expires, database, ended, done } = begun
  let log: Log | null = part?.log ?? (begun.log === undefined ? null : openLog(sink, begun.log))
  let [inLog, giving, lost] = [(begun.log?.from ?? 0) > 0, false, null as number | null]
  if (log !== null && part === null)
    ({ expires, database, ended, done } = { expires: null, database: null, ended: false, done: false })
  const inPart = part === null ? {} : { file: part.file }
  const tell = (trouble: Trouble): void => (log === null ? sink.report(trouble) : log.report({ ...trouble, ...inPart }))
  const at = (): number => w.base + w.pos
  /** Nothing follows here: what the commands left is given out, but by the last part of several. */
  const close = (): void => {
    if (log === null || part !== null) done = true
    else giving = true
  }
  const end = (code: string, detail: string, length: number): void => {
    tell({ severity: 'loss', code, detail, offset: at(), length })
    close()
  }
  const startLog = (): void => {
    log ??= openLog(sink, { from: at(), rows: 0, findings: 0 })
    inLog = true
    ended = false
  }

  /** Reads one key or mark; a place behind it is returned by the cursor. */
  const read = (c: Cursor): void => {
    if (at() === 0) {
      take(c, 9)
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
        tell({ severity: 'note', code: 'several-databases', detail, offset: at(), length: c.at })
      }
      database ??= number
      log?.replay.apply(['select', String(number)], { offset: at(), length: c.at, ...inPart })
    } else if (type === 0xfd) expires = momentText(BigInt(take(c, 4).readUInt32LE(0)) * 1000n)
    else if (type === 0xfc) expires = momentText(take(c, 8).readBigInt64LE(0))
    else if (type === 0xfb) for (let n = 0; n < 2; n++) count(c)
    else if (type === 0xfa) {
      // A log begins with this dump: its objects are what the commands find.
      const name = raw(c).toString('latin1')
      if (raw(c).toString('latin1') === '1' && name === 'aof-preamble')
        log ??= openLog(sink, { from: 0, rows: 0, findings: 0 })
    } else if (type === 0xf9) take(c, 1)
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
    const place = { offset: at(), length: c.at, ...inPart }
    if (log === null) putKey(sink, key, object, expires, place)
    else {
      const fields = object.kind === 'hash' ? Object.entries(JSON.parse(object.fields) as Record<string, string>) : []
      log.replay.set(key, object, fields, { at: place, expires })
    }
    expires = null
    if (c.spoilt)
      tell({
        severity: 'warning',
        code: 'invalid-text',
        detail: 'A text under a key is not valid UTF-8',
        ...place,
      })
  }

  /** Carries out one command. */
  const carryOut = (c: Cursor): void => {
    const [name, ...args] = commandAt(c)
    if (name === undefined || log === null) return
    const place = { offset: at(), length: c.at, ...inPart }
    const known = log.replay.apply([name.toString('latin1'), ...args.map((a) => said(c, a))], place)
    if (!known)
      log.unknown(
        name
          .toString('latin1')
          .toLowerCase()
          .slice(0, 40)
          .replace(/[^a-z0-9._-]/g, '?'),
        place,
      )
    if (c.spoilt)
      tell({ severity: 'warning', code: 'invalid-text', detail: 'A text in a command is not valid UTF-8', ...place })
    const { size, work } = log.replay
    if (size() > logLimits.size || work() > logLimits.work)
      end('log-too-large', 'The log asks for more than is carried out; what follows this command is not read', c.at)
  }

  /** Here is no command: the next is looked for. */
  const fail = (): void => {
    inLog = true
    lost = at()
    w.pos += 1
  }

  /** Goes to where a command may begin behind damage. */
  const search = (): boolean => {
    const bytes = Buffer.from(w.bytes.buffer, w.bytes.byteOffset, w.end)
    const found = nextCommand(bytes, w.pos)
    w.pos = found >= 0 ? found : w.final ? w.end : Math.max(w.pos, w.end - 32)
    if (found < 0 && !w.final) return false
    const detail = 'Bytes of the log are no commands; reading goes on with the next that can be found'
    tell({ severity: 'loss', code: 'damaged-log', detail, offset: lost!, length: at() - lost! })
    lost = null
    return true
  }

  const step = (): 'on' | 'input' => {
    const left = w.end - w.pos
    const bytes = Buffer.from(w.bytes.buffer, w.bytes.byteOffset + w.pos, Math.min(left, limits.row))
    const c: Cursor = { bytes, at: 0, room: limits.row, spoilt: false }
    try {
      if (inLog) carryOut(c)
      else read(c)
      if (!done && !giving) w.pos += c.at
    } catch (error) {
      if (error instanceof Short && left < limits.row && !w.final) {
        wait(w, limits.row)
        return 'input'
      }
      const more = (): boolean => nextCommand(Buffer.from(w.bytes.buffer, w.bytes.byteOffset, w.end), w.pos) >= 0
      if (error instanceof Short && left >= limits.row) {
        const detail = `A key and its value are longer than ${limits.row} bytes`
        if (inLog) fail()
        else end('row-too-large', `${detail}; what follows is not read`, limits.row)
      } else if (error instanceof Short) {
        if (inLog && more()) fail()
        else if (inLog) end('truncated', 'The log ends within a command', left)
        else end('truncated', 'The dump ends within a key, or lacks the mark of its end', left)
      } else if (error instanceof Damaged) {
        if (log !== null) fail()
        else end('damaged-dump', 'Here is no key that can be read; what follows is not read', c.at)
      } else throw error
    }
    return 'on'
  }

  /** Gives out what a log left, some keys at a time. */
  const give = (): 'end' | 'stop' => {
    giving = true
    if (log?.give(keysAtOnce) === true) return 'stop'
    done = true
    return 'end'
  }

  const run = (stopAt: number): Halt => {
    for (;;) {
      if (done) return 'end'
      if (giving) return w.final ? give() : 'input'
      if (lost !== null && !search()) return 'input'
      if ((ended || at() === 0) && !inLog && w.pos < w.end && (w.bytes[w.pos] === 0x2a || w.bytes[w.pos] === 0x23))
        startLog()
      if (ended && w.pos < w.end)
        end('unread-log', 'Behind the dump stands something that is no log of commands: it is not read', 0)
      else if ((ended || inLog) && w.pos >= w.end && w.final && log !== null) close()
      else if (ended && !w.final) return 'input'
      else if (ended) return 'end'
      if (done || giving) continue
      if (!worthTrying(w)) return 'input'
      if (at() >= stopAt || sink.crowded()) return 'stop'
      if (inLog && w.pos >= w.end) return 'input'
      if (step() === 'input') return 'input'
    }
  }

  return {
    feed: (bytes) => {
      if (!done && !giving) feed(w, bytes)
    },
    finish: () => {
      w.final = true
    },
    run,
    offset: at,
    state: (): Saved => ({ offset: at(), expires, database, ended, done, ...(log !== null && { log: log.state() }) }),
  }
}
