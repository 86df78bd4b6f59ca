import { putObject, putTexts, textTable } from '../objects.ts'
import type { Halt, Limits, Reader, Sink } from '../source.ts'
import { feed, openWindow, worthTrying } from '../window.ts'
import {
  type ArchivePlace,
  archiveMagic,
  archiveStart,
  endMark,
  type KeptPlace,
  nextHeader,
  takeHeader,
  takePrelude,
} from './archive.ts'
import { type Held, heldIn } from './rows.ts'
import { longestDocument, plausible } from './tell.ts'
import { type Element, walk } from './walk.ts'

/** Where a reader of a collection begins or stands. */
export interface BsonState {
  readonly offset: number
  readonly collection: string
  /** Damage: from here on no document was found. */
  readonly lost: number | null
  /** A document that is too long goes on up to here. */
  readonly skipTo: number
  /** Where an archive of several collections stands; absent for a file of one. */
  readonly archive?: KeptPlace
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
  const w = openWindow(begun.offset)
  let [lost, skipTo] = [begun.lost, begun.skipTo]
  let archive: ArchivePlace | null =
    begun.archive === undefined ? null : { ...begun.archive, open: new Set(begun.archive.open) }
  const name = (): string => archive?.collection ?? begun.collection
  const report = (severity: 'warning' | 'loss', code: string, detail: string, from: number, to: number) =>
    sink.report({ severity, code, detail, offset: from, length: to - from })
  const at = (): number => w.base + w.pos
  const found = (): void => {
    if (lost === null) return
    const detail = `Bytes of the collection ${name()} are no documents; reading goes on with the next that can be found`
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
    let id = bytes.indexOf(idName, w.pos + 5)
    for (; id >= 0; id = bytes.indexOf(idName, id + 1)) {
      const type = bytes[id - 1]!
      if (type > 0 && type <= 0x13 && plausible(bytes, id - 5)) break
    }
    // Only what lies before that document: looking on to the end again and again would take too long.
    const header = archive === null ? -1 : nextHeader(id < 0 ? bytes : bytes.subarray(0, id), w.pos)
    if (archive !== null && header >= 0) archive.in = 'header'
    else if (archive !== null && id >= 0) archive.in = 'block'
    if (header >= 0 || id >= 0) {
      w.pos = header >= 0 ? header : id - 5
      return true
    }
    w.pos = w.final ? w.end : Math.max(w.pos, w.end - 12)
    return false
  }

  const put = (held: Held, place: { offset: number; length: number }): void => {
    if (held.is === 'object') putObject(sink, held.key, held.object, held.expires, place)
    else if (held.is === 'session')
      putTexts(sink, textTable(sink, 'session', ['sid', 'sess', 'expire']), [held.sid, held.sess, held.expire], place)
    else {
      const table = textTable(sink, name(), ['_id', 'document'], archive?.database ?? null)
      putTexts(sink, table, [held.id, held.document], place)
    }
  }

  /** What a document of an archive is besides a row; false where it is one. */
  const frame = (bytes: Buffer, elements: readonly Element[]): boolean => {
    if (archive === null || archive.in === 'block') return false
    if (archive.in === 'prelude') takePrelude(archive, bytes, elements)
    else if (!takeHeader(archive, bytes, elements)) lost ??= at()
    return true
  }

  /** An archive ends where all its collections do. */
  const ended = (): void => {
    if (archive === null) return
    const open = [...archive.open]
    if (open.length === 0 && archive.in === 'header') return
    const some = open.slice(0, 5).join(', ') + (open.length > 5 ? ' …' : '')
    const detail = `The archive ends before the end of ${open.length === 1 ? 'a collection' : `${open.length} collections`} was written: ${some || 'what came last'}`
    report('loss', 'truncated', detail, at(), at())
  }

  /** Reads the document at hand. */
  const read = (): 'on' | 'input' => {
    const left = w.end - w.pos
    const size = left < 4 ? 5 : w.view.getInt32(w.pos, true)
    if (archive !== null && size === endMark && left >= 4) {
      archive.in = 'header'
      w.pos += 4
      found()
      return 'on'
    }
    if (size < 5 || size > longestDocument) {
      fail(1)
      return 'on'
    }
    if (size > limits.row) {
      if (lost !== null) fail(5)
      else {
        report('loss', 'row-too-large', `A document of ${name()} is longer than ${limits.row} bytes`, at(), at() + size)
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
      if (frame(bytes, walked.elements)) {
        w.pos += size
        return 'on'
      }
      const held = heldIn(bytes, walked.elements, name())
      put(held, { offset: at(), length: size })
      if (JSON.stringify(held).includes('\ufffd') && !bytes.includes(replacement))
        report('warning', 'invalid-text', `A text in a document of ${name()} is not valid UTF-8`, at(), at() + size)
      w.pos += size
    } else if (walked.problem === 'short' && left < size) {
      found()
      report('loss', 'truncated', `The collection ${name()} ends within a document`, at(), at() + left)
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
          report('loss', 'truncated', `The collection ${name()} ends within a document`, at(), at())
        if (skipTo > at()) return w.final ? 'end' : 'input'
      }
      if (lost !== null && !search() && !w.final) return 'input'
      if (w.pos >= w.end) {
        if (!w.final) return 'input'
        found()
        ended()
        archive = null
        return 'end'
      }
      if (at() >= stopAt || sink.crowded()) return 'stop'
      if (w.end - w.pos < 4 && !w.final) return 'input'
      if (at() === 0 && archiveMagic.equals(w.bytes.subarray(w.pos, w.pos + 4))) {
        archive = archiveStart()
        w.pos += 4
        continue
      }
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
    state: (): BsonState => ({
      offset: at(),
      collection: begun.collection,
      lost,
      skipTo,
      ...(archive && { archive: { ...archive, open: [...archive.open] } }),
    }),
  }
}
