import { cueWords } from './cues.ts'
import { folded, letters } from './letters.ts'

/**
 * What one pass over a text saw that could begin an artefact. Most posts have none of these marks, so most posts
 * cost one pass and nothing else; the kinds' hints only look at the marks.
 */
export const mark = {
  /** `@`, in any width. */
  at: 1,
  /** A point between a word and a letter: `rails.example`. */
  dot: 2,
  /** Three or more points between digits: `192.0.2.1`. */
  quad: 4,
  /** `//` after a colon, or `www.`. */
  link: 8,
  /** Two colons with nothing but hexadecimal digits between: `2001:db8::1`, and times of day. */
  colons: 16,
  /** `+` before a digit, or a number that begins with `00`. */
  dial: 32,
  /** A word of 26 letters and digits or more: addresses, hashes, keys. */
  run: 64,
  /** `[.]`, `(at)`, `{dot}`: a bracketed word as people write to keep robots away. */
  bracket: 128,
  /** A word that names a messenger service. */
  service: 256,
  /** A word about PGP keys, or `0x`, or three groups of four hexadecimal digits. */
  key: 512,
  /** `at` or `dot` spelt out. */
  spelt: 1024,
  /** A word that names a messenger service, or something else. */
  ordinary: 2048,
  /** `:`, `=` or `#`: something is given a value. */
  sign: 4096,
} as const

/** What a byte is to the scan: five bits for its letter, 0 between words, and this bit where a closer look is due. */
const look = 32
const codes = new Uint8Array(256)
for (let c = 0; c < 128; c++) codes[c] = letters[c] === 1 ? code(folded[c]!) : 0
for (const c of '@.+:=#([{<') codes[c.charCodeAt(0)] = look
for (const c of '0123456789') codes[c.charCodeAt(0)]! |= look
codes.fill(look, 128)

function code(unit: number): number {
  return (unit % 31) + 1
}

/** The same five bits for every UTF-16 unit. */
const unitCodes = new Uint8Array(1 << 16)
for (let unit = 0; unit < unitCodes.length; unit++) if (letters[unit] === 1) unitCodes[unit] = code(folded[unit]!)

/**
 * Cue words by their first four letters after a blank, in 25 bits: shorter words end in blanks. `slots` says at
 * once for nearly every place of a text that no cue begins there.
 */
const openings = new Map<number, number>()
const words = new Map<number, number>()
const slots = new Uint8Array(1 << 17)
for (const [group, list] of Object.entries(cueWords) as [keyof typeof cueWords, readonly string[]][]) {
  for (const cue of list) {
    const units = Array.from(cue, (char) => folded[char.charCodeAt(0)]!)
    const hash = units.reduce(step, 0)
    words.set(hash, (words.get(hash) ?? 0) | mark[group])
    const first = [...units.slice(0, 4).map(code), 0]
    for (let last = 0; last < (first.length < 4 ? 32 : 1); last++) {
      const window = [...first, last].slice(0, 4).reduce((bits, five) => (bits << 5) | five, 0)
      openings.set(window, (openings.get(window) ?? 0) | mark[group])
      slots[slot(window)] = 1
    }
  }
}

function step(hash: number, unit: number): number {
  return (Math.imul(hash, 0x01000193) ^ unit) | 0
}

function slot(window: number): number {
  return Math.imul(window, 0x9e3779b1) >>> 15
}

const encoder = new TextEncoder()
const margin = 64
let bytes = new Uint8Array(1 << 14)
let lastText = ''
let lastMarks = 0

/** The marks of a text; asked again for the same text it answers from memory. */
export function marksOf(text: string): number {
  if (text !== lastText) {
    // Bytes are walked several times faster than the characters of a string.
    if (text.length * 3 + margin > bytes.length) bytes = new Uint8Array(text.length * 3 + margin)
    const { written } = encoder.encodeInto(text, bytes)
    lastMarks = marksOfWritten(written)
    lastText = text
  }
  return lastMarks
}

/** The marks of a text that still lies in `from` as UTF-8. */
export function marksIn(from: Buffer, at: number, length: number): number {
  if (length + margin > bytes.length) bytes = new Uint8Array(length + margin)
  from.copy(bytes, 0, at, at + length)
  return marksOfWritten(length)
}

function marksOfWritten(length: number): number {
  bytes.fill(32, length, length + margin)
  return scan(bytes, length) | (longRun(bytes, length) ? mark.run : 0)
}

/** Marks that begin no artefact unless another is there, too. */
const weak = mark.ordinary | mark.sign

/** Whether a text with these marks may hold an artefact: where not, no kind's hint is true. */
export function promising(marks: number): boolean {
  return (marks & ~weak) !== 0 || marks === weak
}

/** Marks of UTF-8 text that is followed by blanks. */
function scan(text: Uint8Array, length: number): number {
  let marks = 0
  let window = 0
  for (let i = 0; i <= length; i++) {
    const c = text[i]!
    const value = codes[c]!
    window = ((window << 5) | (value & 31)) & 0x1ffffff
    if (((value & look) | slots[slot(window)]!) === 0) continue
    if (c >= 128) {
      const size = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4
      const unit = unitAt(text, i, size)
      window |= unitCodes[unit]!
      if (slots[slot(window)] === 1) marks |= openings.get(window) ?? 0
      if (unit === 0xff20) marks |= mark.at
      i += size - 1
      continue
    }
    if (slots[slot(window)] === 1) {
      const opened = openings.get(window)
      if (opened !== undefined && (marks & opened) !== opened) marks |= cueEnding(text, i, opened)
    }
    if ((value & look) !== 0) marks |= beginning(text, i, c)
  }
  return marks
}

/** The UTF-16 unit of a sequence of UTF-8, a lone half for what has two. */
function unitAt(text: Uint8Array, i: number, size: number): number {
  const c = text[i]!
  if (size === 2) return ((c & 31) << 6) | (text[i + 1]! & 63)
  return size === 4 ? 0xd800 : ((c & 15) << 12) | ((text[i + 1]! & 63) << 6) | (text[i + 2]! & 63)
}

/** The marks of the word whose fourth letter, or the blank after it, stands at `i`; all that open so where it is not ASCII. */
function cueEnding(text: Uint8Array, i: number, opened: number): number {
  let start = i
  while (start > 0 && i - start < 4 && text[start - 1]! < 128 && letters[text[start - 1]!] === 1) start--
  if (text[start]! >= 128 || (start > 0 && text[start - 1]! >= 128)) return opened
  let end = start
  for (let hash = 0; ; end++) {
    const c = text[end]!
    if (c >= 128) return opened
    if (letters[c] !== 1) return words.get(hash) ?? 0
    hash = step(hash, folded[c]!)
  }
}

function beginning(text: Uint8Array, i: number, c: number): number {
  const next = text[i + 1]!
  if (c === 46) return afterPoint(text, i, next)
  if (digit(c)) return afterDigit(text, i, c, next)
  if (c === 64) return mark.at
  if (c === 43) return digit(next) || next === 40 ? mark.dial : 0
  if (c === 61 || c === 35) return mark.sign
  if (c === 58) {
    if (next === 47) return text[i + 2] === 47 ? mark.link : 0
    return next === 58 || closesHextet(text, i + 1) ? mark.colons | mark.sign : mark.sign
  }
  return bracketed(text, i + 1) ? mark.bracket : 0
}

function afterPoint(text: Uint8Array, i: number, next: number): number {
  const before = i > 0 ? text[i - 1]! : 32
  if (digit(before) && digit(next)) {
    let at = i
    for (let points = 1; points <= 3; points++) {
      if (text[at] !== 46 || !digit(text[at + 1]!)) return 0
      at += 2
      while (digit(text[at]!) && at - i < 16) at++
    }
    return mark.quad
  }
  if (!(wordlike(before) && wordlike(next))) return 0
  const www = i > 2 && (before | 32) === 119 && (text[i - 2]! | 32) === 119 && (text[i - 3]! | 32) === 119
  return www ? mark.dot | mark.link : mark.dot
}

function wordlike(c: number): boolean {
  return c >= 128 || letters[c] === 1
}

/** `0x`, `00`, and groups of four hexadecimal digits, of which one at least is decimal. */
function afterDigit(text: Uint8Array, i: number, c: number, next: number): number {
  const before = i > 0 ? text[i - 1]! : 32
  if (c === 48 && !(before < 128 && letters[before] === 1))
    return next === 48 ? mark.dial : (next | 32) === 120 ? mark.key : groups(text, i)
  return groups(text, i)
}

function groups(text: Uint8Array, i: number): number {
  let at = i
  while (at > 0 && i - at < 4 && hex(text[at - 1]!)) at--
  for (let group = 0; group < 3; group++) {
    for (let digits = 0; digits < 4; digits++) if (!hex(text[at++]!)) return 0
    if (group === 2) break
    if (text[at] === 0xc2) at++
    if (text[at] !== 32 && text[at] !== 0xa0) return 0
    at++
    if (text[at] === 32) at++
  }
  return mark.key
}

function digit(c: number): boolean {
  return c >= 48 && c <= 57
}

function hex(c: number): boolean {
  return digit(c) || ((c | 32) >= 97 && (c | 32) <= 102)
}

function closesHextet(text: Uint8Array, at: number): boolean {
  let i = at
  while (i - at < 5 && hex(text[i]!)) i++
  return i > at && i - at < 5 && text[i] === 58
}

/** A point, an `@` or one short word, then a closing bracket. */
function bracketed(text: Uint8Array, from: number): boolean {
  for (let i = from; i < from + 26; i++) {
    const c = text[i]!
    if (c === 93 || c === 41 || c === 125 || c === 62) return i > from
    if (c !== 46 && c !== 58 && c !== 64 && c !== 32 && c < 128 && !((c | 32) >= 97 && (c | 32) <= 122)) return false
  }
  return false
}

/** Whether 26 letters and digits stand in a row, looking at one in 26 places and back from there to the last blank. */
function longRun(text: Uint8Array, length: number): boolean {
  for (let i = 25; i < length; ) {
    let back = i
    while (back > i - 26 && letters[text[back]!] === 1) back--
    if (back === i - 26) return true
    i = back + 26
  }
  return false
}
