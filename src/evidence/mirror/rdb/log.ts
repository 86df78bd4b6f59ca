import type { Place, StoredObject } from '../objects.ts'
import { putObject, putTexts, textTable } from '../objects.ts'
import type { Sink, Trouble } from '../source.ts'
import { fieldsOf, type Kept } from './kept.ts'
import { openReplay, type Replay } from './replay.ts'

/**
 * What a log of commands (AOF) is read again from: where it began, and how many rows and findings were given out by then.
 * Its objects are in no checkpoint, and the commands give the same ones again.
 */
export interface LogState {
  readonly from: number
  readonly rows: number
  readonly findings: number
}

/** A log whose commands are carried out one by one; what is left at its end becomes rows. */
export interface Log {
  readonly replay: Replay
  readonly report: (trouble: Trouble) => void
  /** A command that is not carried out. */
  readonly unknown: (name: string, at: Place) => void
  /** Gives out so many of the rows that are left; false when there are no more. */
  readonly give: (most: number) => boolean
  readonly state: () => LogState
}

/** Characters held of a log's objects, and elements looked through; a log that asks for more is read up to there. */
export const logLimits = { size: 384 << 20, work: 2_000_000_000 }

/** Opens a log. Rows and findings that were given out before are not given out again. */
export function openLog(sink: Sink, begun: LogState): Log {
  let [rows, findings] = [0, 0]
  const report = (trouble: Trouble): void => {
    findings++
    if (findings > begun.findings) sink.report(trouble)
  }
  const row = (put: () => void): void => {
    rows++
    if (rows > begun.rows) put()
  }
  const replay = openReplay(({ key, field, value, change, at }) =>
    row(() =>
      putTexts(
        sink,
        textTable(sink, 'earlier_value', ['_key', 'field', 'value', 'change']),
        [key, field, value, change],
        at,
      ),
    ),
  )
  const told = new Map<string, { count: number; readonly at: Place }>()
  let left: Iterator<readonly [string, Kept]> | null = null
  return {
    replay,
    report,
    unknown: (name, at) => {
      const known = told.get(name)
      if (known !== undefined) known.count += 1
      else if (told.size < 100) told.set(name, { count: 1, at })
    },
    give: (most) => {
      left ??= replay.entries()
      for (let n = 0; n < most; n++) {
        const next = left.next()
        if (next.done) {
          for (const [name, { count, at }] of told)
            report({
              severity: 'warning',
              code: 'unread-command',
              detail: `${count} commands ${name} in the log are not carried out; what they changed is as it was before`,
              ...at,
            })
          told.clear()
          return false
        }
        const [key, kept] = next.value
        row(() => putKept(sink, key, kept))
      }
      return true
    },
    state: () => ({ from: begun.from, rows: Math.max(rows, begun.rows), findings: Math.max(findings, begun.findings) }),
  }
}

/** Writes a key with its value; sessions of connect-redis are told by its usual prefix, and JSON. */
export function putKey(sink: Sink, key: string, object: StoredObject, expires: string | null, place: Place): void {
  if (object.kind === 'string' && key.startsWith('sess:') && object.text.startsWith('{'))
    putTexts(sink, textTable(sink, 'session', ['sid', 'sess', 'expire']), [key.slice(5), object.text, expires], place)
  else putObject(sink, key, object, expires, place)
}

/** Members of a sorted set were written by commands of their own. */
function putKept(sink: Sink, key: string, kept: Kept): void {
  if (kept.kind === 'hash') putKey(sink, key, { kind: 'hash', fields: fieldsOf(kept) }, kept.expires, kept.at)
  else if (kept.kind === 'zset')
    for (const [member, { value, at }] of kept.members)
      putKey(sink, key, { kind: 'zset', members: [[member, value]] }, kept.expires, at)
  else if (kept.kind === 'set') putKey(sink, key, { kind: 'set', members: [...kept.members] }, kept.expires, kept.at)
  else if (kept.kind === 'list' && kept.front.length + kept.items.length > 0)
    putKey(sink, key, { kind: 'list', items: [...kept.front.toReversed(), ...kept.items] }, kept.expires, kept.at)
  else if (kept.kind === 'string') putKey(sink, key, { kind: 'string', text: kept.text }, kept.expires, kept.at)
}
