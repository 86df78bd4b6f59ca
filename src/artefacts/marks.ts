import { cueWords } from './cues.ts'

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
  /** A word about PGP keys, or `0x`, or five groups of four hexadecimal digits. */
  key: 512,
  /** `at` or `dot` spelt out. */
  spelt: 1024,
} as const

const word = 1
const special = 2
const half = 3
/** Class of each UTF-16 unit: letters and digits make words, half of an astral character may be either. */
const classes = new Uint8Array(1 << 16)
for (let c = 0; c < classes.length; c++) {
  if (c >= 0xd800 && c < 0xe000) classes[c] = half
  else if (/[\p{L}\p{M}\p{N}_]/u.test(String.fromCharCode(c))) classes[c] = word
}
for (const c of '@＠.+:([{<') classes[c.charCodeAt(0)] = special

const groups: Readonly<Record<keyof typeof cueWords, number>> = {
  service: mark.service,
  key: mark.key,
  spelt: mark.spelt,
}
const cues = new Map<string, number>()
/** Slots of cue words by their letters; a hit is looked up in `cues`, a miss costs nothing. */
const slots = new Uint8Array(1 << 16)
for (const [group, words] of Object.entries(cueWords) as [keyof typeof cueWords, readonly string[]][]) {
  for (const cue of words) {
    cues.set(cue, (cues.get(cue) ?? 0) | groups[group])
    for (const form of [cue, cue.toUpperCase(), cue[0]!.toUpperCase() + cue.slice(1)])
      slots[slot(form, 0, form.length)] = 1
  }
}
const longestCue = Math.max(...[...cues.keys()].map((cue) => cue.length))

function slot(text: string, start: number, end: number): number {
  const a = text.charCodeAt(start) | 32
  const b = text.charCodeAt(start + 1) | 32
  const c = text.charCodeAt(end - 2) | 32
  const d = text.charCodeAt(end - 1) | 32
  return (
    (Math.imul(a, 0x9e35) ^
      Math.imul(b, 0x1f3b) ^
      Math.imul(c, 0x0b4d) ^
      Math.imul(d, 0x02c9) ^
      ((end - start) << 11)) &
    0xffff
  )
}

let lastText = ''
let lastMarks = 0

/** The marks of a text; asked again for the same text it answers from memory. */
export function marksOf(text: string): number {
  if (text !== lastText) {
    lastMarks = scan(text)
    lastText = text
  }
  return lastMarks
}

function scan(text: string): number {
  const length = text.length
  let marks = 0
  let start = -1
  let points = 0
  let hexGroups = 0
  for (let i = 0; i <= length; i++) {
    const c = i < length ? text.charCodeAt(i) : 32
    const kind = classes[c]!
    if (kind === word) {
      if (start < 0) start = i
      continue
    }
    if (start >= 0) {
      const size = i - start
      if (size >= 2 && size <= longestCue && slots[slot(text, start, i)] === 1) {
        marks |= cues.get(text.slice(start, i).toLowerCase()) ?? 0
      } else if (size >= 26) marks |= mark.run
      if (size === 4) {
        if (c === 32 || c === 10) {
          if (++hexGroups >= 5 && (marks & mark.key) === 0 && hexAll(text, start, i)) marks |= mark.key
        } else hexGroups = 0
      } else hexGroups = 0
      if (size >= 4 && text.charCodeAt(start) === 48) {
        const second = text.charCodeAt(start + 1)
        if (second === 120 || second === 88) marks |= mark.key
        else if (second === 48) marks |= mark.dial
      }
    }
    if (kind === special) {
      const next = text.charCodeAt(i + 1)
      switch (c) {
        case 64:
        case 0xff20:
          marks |= mark.at
          break
        case 46: {
          if (start < 0 && classes[text.charCodeAt(i - 1)] !== half) break
          if (next >= 48 && next <= 57) {
            if (digit(text.charCodeAt(i - 1)) && ++points >= 3) marks |= mark.quad
            else marks |= digit(text.charCodeAt(i - 1)) ? 0 : mark.dot
          } else if (i + 1 < length && (classes[next] === word || classes[next] === half)) {
            marks |= mark.dot
            if (i - start === 3 && (text.charCodeAt(start) | 32) === 119 && (text.charCodeAt(i - 1) | 32) === 119)
              marks |= mark.link
          }
          break
        }
        case 43:
          if (digit(next) || next === 40) marks |= mark.dial
          break
        case 58:
          if (next === 47 && text.charCodeAt(i + 2) === 47) marks |= mark.link
          else if (next === 58 || closesHextet(text, i + 1)) marks |= mark.colons
          break
        default:
          if (bracketed(text, i + 1)) marks |= mark.bracket
      }
    }
    start = -1
  }
  return marks
}

function digit(c: number): boolean {
  return c >= 48 && c <= 57
}

function hex(c: number): boolean {
  return digit(c) || ((c | 32) >= 97 && (c | 32) <= 102)
}

function hexAll(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!hex(text.charCodeAt(i))) return false
  return true
}

function closesHextet(text: string, at: number): boolean {
  let i = at
  while (i - at < 5 && hex(text.charCodeAt(i))) i++
  return i > at && i - at < 5 && text.charCodeAt(i) === 58
}

/** A point, an `@` or one short word, then a closing bracket. */
function bracketed(text: string, from: number): boolean {
  const at = text.charCodeAt(from) === 32 ? from + 1 : from
  for (let i = at; i < at + 14; i++) {
    const c = text.charCodeAt(i)
    if (c === 93 || c === 41 || c === 125 || c === 62) return i > at
    if (c !== 46 && c !== 58 && c !== 64 && c !== 32 && !((c | 32) >= 97 && (c | 32) <= 122) && !(c >= 0xc0))
      return false
  }
  return false
}
