import { putObject, putTexts, textTable } from '../objects.ts'
import type { Halt, Limits, Reader, Sink } from '../source.ts'
import { feed, openWindow, worthTrying } from '../window.ts'
import { type Held, heldIn } from './rows.ts'
import { longestDocument, plausible } from './tell.ts'
import { walk } from './walk.ts'

/** Where a reader of a collection begins or stands. */
export interface BsonState {
  readonly offset: number
  readonly collection: string
  /** Damage: from here on no document was found. */
  readonly lost: number | null
  /** A document that is too long goes on up to here. */
  readonly skipTo: number
}

/** The name of the collection that a file of mongodump is called after. */
export function collectionOf(path: string): string {
  const name = path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.gz$/i, '')
    .replace(/\.bson$/i, '')
  try {
    return decodeURIComponent(name) || 'documents'
  } catch {
    return name
  }
}

/** The beginning of a file of this name. */
export function bsonStart(path: string): BsonState {
  return { offset: 0, collection: collectionOf(path), lost: null, skipTo: 0 }
}

const idName = Buffer.from('_id\0')
const replacement = Buffer.from('\ufffd')

/** Opens a reader of documents of BSON, one after the other. */
export function openBsonReader(sink: Sink, limits: Limits, state: unknown): Reader {
  const begun = (state as BsonState | null) ?? bsonStart('documents')
  const { collection } = begun
  const w = openWindow(begun.offset)
  let [lost, skipTo] = [begun.lost, begun.skipTo]
  const report = (severity: 'warning' | 'loss', code: string, detail: string, from: number, to: number) =>
    sink.report({ severity, code, detail, offset: from, length: to - from })
  const at = (): number => w.base + w.pos
  const found = (): void => {
    if (lost === null) return
    const detail = `Bytes of the collection ${collection} are no documents; reading goes on with the next that can be found`
    report('loss', 'damaged-document', detail, lost, at())
    lost = null
  }
  const fail = (place: number): void => {
    lost ??= at()
    w.pos = Math.min(w.end, w.pos + Math.max(place, 5))
  }

  /** Goes to where a document may begin: before the name of its `_id`. */
  const search = (): boolean => {
    const bytes = Buffer.from(w.bytes.buffer, w.bytes.byteOffset, w.end)
    for (let from = w.pos + 5; ; ) {
      const name = bytes.indexOf(idName, from)
      if (name < 0) break
      const type = bytes[name - 1]!
      if (type > 0 && type <= 0x13 && plausible(bytes, name - 5)) {
        w.pos = name - 5
        return true
      }
      from = name + 1
    }
    w.pos = w.final ? w.end : Math.max(w.pos, w.end - 9)
    return false
  }

  const put = (held: Held, place: { offset: number; length: number }): void => {
    if (held.is === 'object') putObject(sink, held.key, held.object, held.expires, place)
    else if (held.is === 'session')
      putTexts(sink, textTable(sink, 'session', ['sid', 'sess', 'expire']), [held.sid, held.sess, held.expire], place)
    else putTexts(sink, textTable(sink, collection, ['_id', 'document']), [held.id, held.document], place)
  }

  /** Reads the document at hand. */
  const read = (): 'on' | 'input' => {
    const left = w.end - w.pos
    const size = left < 4 ? 5 : w.view.getInt32(w.pos, true)
    if (size < 5 || size > longestDocument) {
      fail(1)
      return 'on'
    }
    if (size > limits.row) {
      if (lost !== null) fail(5)
      else {
        report(
          'loss',
          'row-too-large',
          `A document of ${collection} is longer than ${limits.row} bytes`,
          at(),
          at() + size,
        )
        skipTo = at() + size
      }
      return 'on'
    }
    if (left < size && !w.final) {
      w.retryAt = at() + size
      return 'input'
    }
    const bytes = Buffer.from(w.bytes.buffer, w.bytes.byteOffset + w.pos, Math.min(size, left))
    const walked = walk(bytes, 0)
    if (walked.problem === null) {
      found()
      const held = heldIn(bytes, walked.elements, collection)
      put(held, { offset: at(), length: size })
      if (JSON.stringify(held).includes('\ufffd') && !bytes.includes(replacement))
        report('warning', 'invalid-text', `A text in a document of ${collection} is not valid UTF-8`, at(), at() + size)
      w.pos += size
    } else if (walked.problem === 'short' && left < size) {
      found()
      report('loss', 'truncated', `The collection ${collection} ends within a document`, at(), at() + left)
      w.pos = w.end
    } else fail(walked.at)
    return 'on'
  }

  const run = (stopAt: number): Halt => {
    if (!worthTrying(w)) return 'input'
    for (;;) {
      if (skipTo > at()) {
        w.pos = Math.min(w.end, skipTo - w.base)
        if (skipTo > at() && w.final)
          report('loss', 'truncated', `The collection ${collection} ends within a document`, at(), at())
        if (skipTo > at()) return w.final ? 'end' : 'input'
      }
      if (lost !== null && !search() && !w.final) return 'input'
      if (w.pos >= w.end) {
        if (!w.final) return 'input'
        found()
        return 'end'
      }
      if (at() >= stopAt || sink.crowded()) return 'stop'
      if (w.end - w.pos < 4 && !w.final) return 'input'
      if (read() === 'input') return 'input'
    }
  }

  return {
    feed: (bytes) => feed(w, bytes),
    finish: () => {
      w.final = true
    },
    run,
    offset: at,
    state: (): BsonState => ({ offset: at(), collection, lost, skipTo }),
  }
}
