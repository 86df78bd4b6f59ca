/** The most bytes one record may have: those of VICS hold a list of places, never the media themselves. */
export const largestRecord = 4 * 1024 * 1024
/** Levels of a document; records lie at the third. */
const deepest = 64
/** How much of a text outside records is kept: names of members, and what the head of a document says. */
const telling = 300

/** Hears what a document of records holds. */
export interface RecordSink {
  /** A text that stands outside all records, by the name of its member. */
  readonly said: (name: string, text: string) => void
  /** The bytes of an object that lies in a list of this name, with its number from 1. */
  readonly record: (bytes: Buffer, n: number) => void
  /** A record that is larger than may be. */
  readonly tooLarge: (n: number) => void
}

/** Reads a document piece by piece. */
export interface RecordReader {
  readonly push: (piece: Uint8Array) => void
  /** Whether the document was whole, and how many records it had. */
  readonly end: () => { readonly isWhole: boolean; readonly records: number }
}

interface Level {
  readonly open: number
  /** Of a list: the member it is the value of. */
  readonly name: string
}

/** A record while it is gathered: the level it lies at, and its bytes so far. */
interface Gathered {
  readonly depth: number
  readonly parts: Buffer[]
  size: number
}

const [quote, backslash, colon, comma] = [0x22, 0x5c, 0x3a, 0x2c]
const [brace, bracket, endBrace, endBracket] = [0x7b, 0x5b, 0x7d, 0x5d]

/**
 * Hands out the objects in lists of these names of a JSON document (RFC 8259) of any size; an object that holds such a list
 * is no record, its list's objects are. It finds where they begin and end; whether they are JSON shows when they are parsed.
 */
export function openRecords(lists: ReadonlySet<string>, sink: RecordSink): RecordReader {
  const levels: Level[] = []
  let [isText, isEscaped, isOver, records] = [false, false, false, 0]
  let [name, last, carried]: [string, string | null, string] = ['', null, '']
  let gathered: Gathered | null = null
  let [keptFrom, textFrom]: [number, number] = [0, 0]
  let piece: Buffer = Buffer.alloc(0)

  const keep = (to: number): void => {
    if (gathered === null) return
    gathered.size += to - keptFrom
    if (gathered.size <= largestRecord) gathered.parts.push(Buffer.from(piece.subarray(keptFrom, to)))
    keptFrom = to
  }
  const textTo = (to: number): string =>
    carried.length >= telling ? carried : carried + piece.toString('latin1', textFrom, Math.min(to, textFrom + telling))

  const open = (byte: number, at: number): void => {
    if (levels.length >= deepest) throw new RangeError(`it is nested deeper than ${deepest} levels`)
    if (isOver) throw new RangeError('something stands behind its end')
    const above = levels.at(-1)
    const own = byte === bracket ? (above === undefined ? 'value' : name) : ''
    // What holds a list of records is no record itself: a case, with its media.
    if (lists.has(own)) gathered = null
    levels.push({ open: byte, name: own })
    if (byte === brace && above?.open === bracket && lists.has(above.name) && gathered === null) {
      gathered = { depth: levels.length, parts: [], size: 0 }
      keptFrom = at
    }
    name = ''
    last = null
  }
  const close = (byte: number, at: number): void => {
    if (levels.at(-1)?.open !== (byte === endBrace ? brace : bracket)) throw new RangeError('its brackets do not match')
    if (gathered !== null && gathered.depth === levels.length) {
      keep(at + 1)
      records += 1
      if (gathered.size > largestRecord) sink.tooLarge(records)
      else sink.record(Buffer.concat(gathered.parts), records)
      gathered = null
    }
    levels.pop()
    isOver = levels.length === 0
  }
  const tell = (): void => {
    if (last !== null && name !== '' && gathered === null) sink.said(name, Buffer.from(last, 'latin1').toString('utf8'))
    last = null
    name = ''
  }
  const mark = (byte: number, at: number): void => {
    if (byte === quote) {
      isText = true
      carried = ''
      textFrom = at + 1
    } else if (byte === brace || byte === bracket) open(byte, at)
    else if (byte === endBrace || byte === endBracket) {
      tell()
      close(byte, at)
    } else if (byte === comma) tell()
    else if (byte === colon) {
      name = last ?? ''
      last = null
    }
  }
  return {
    push(given) {
      piece = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
      keptFrom = 0
      textFrom = 0
      for (let at = 0; at < piece.length; at++) {
        const byte = piece[at]!
        if (!isText) mark(byte, at)
        else if (isEscaped) isEscaped = false
        else if (byte === backslash) isEscaped = true
        else if (byte === quote) {
          isText = false
          last = textTo(at)
        }
      }
      if (isText) carried = textTo(piece.length)
      keep(piece.length)
    },
    end: () => ({ isWhole: isOver, records }),
  }
}
