import { normalise } from './terms.ts'

/** Finds terms in texts. */
export interface Matcher {
  /** Numbers of the terms that stand in the text as whole words, each once, in order. */
  readonly find: (text: string) => readonly number[]
}

/** Code units as they are compared: lower case, blanks as one sort; 0 where the whole text has to be normalised first. */
const folded: Uint16Array = fold()
const blank = 32

/**
 * One pass over a text for any number of terms: the automaton of Aho and Corasick, "Efficient string matching"
 * (CACM 18, 1975). A term counts only where no letter or digit touches either end of it. Most texts are read as they
 * are, letter by letter through a table; those with unusual characters are normalised first.
 */
export function matcher(terms: readonly string[]): Matcher {
  const words = terms.map((term) => normalise(term).trim())
  const { steps, ends } = plant(words)
  const fallback = link(steps, ends)
  const begins = new Uint8Array(65_536)
  for (const word of words) begins[pairOf(word.charCodeAt(0), word.charCodeAt(1))] = 1

  const find = (raw: string): readonly number[] => {
    let found: number[] | null = null
    let text = raw
    let whole = false
    let state = 0
    let before = 0
    for (let i = 0; i < text.length; i++) {
      let code = folded[text.charCodeAt(i)]!
      if (code === 0) {
        if (!whole) {
          // Begin again with the text brought to the form that terms are in.
          text = normalise(raw)
          whole = true
          ;[found, state, before, i] = [null, 0, 0, -1]
          continue
        }
        code = text.charCodeAt(i)
      }
      if (code === blank && before === blank) continue
      before = code
      if (state === 0 && begins[pairOf(code, folded[text.charCodeAt(i + 1)]!)] !== 1) continue
      let next = steps[state]!.get(code)
      while (next === undefined && state !== 0) {
        state = fallback[state]!
        next = steps[state]!.get(code)
      }
      state = next ?? 0
      for (const number of ends[state]!) {
        if (found?.includes(number) || !isWord(text, words[number]!, i + 1)) continue
        found ??= []
        found.push(number)
      }
    }
    return found === null ? [] : found.sort((x, y) => x - y)
  }
  return { find }
}

/** Where two letters stand in a table of 65,536: few texts hold two letters in a row that a term begins with. */
function pairOf(first: number, second: number): number {
  return (Math.imul(first, 0x9e3b) ^ second) & 0xffff
}

/** The words as a tree of code units, and which words end at each of its states. */
function plant(words: readonly string[]): {
  readonly steps: readonly Map<number, number>[]
  readonly ends: number[][]
} {
  const steps: Map<number, number>[] = [new Map()]
  const ends: number[][] = [[]]
  words.forEach((word, number) => {
    let state = 0
    for (let i = 0; i < word.length; i++) {
      const code = word.charCodeAt(i)
      let next = steps[state]!.get(code)
      if (next === undefined) {
        next = steps.length
        steps[state]!.set(code, next)
        steps.push(new Map())
        ends.push([])
      }
      state = next
    }
    if (state !== 0) ends[state]!.push(number)
  })
  return { steps, ends }
}

/** Where to go on when no step fits; and each state also ends what its fallback ends. */
function link(steps: readonly Map<number, number>[], ends: number[][]): Uint32Array {
  const fallback = new Uint32Array(steps.length)
  const queue = [...steps[0]!.values()]
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at]!
    for (const [code, next] of steps[state]!) {
      let back = fallback[state]!
      while (back !== 0 && !steps[back]!.has(code)) back = fallback[back]!
      fallback[next] = steps[back]!.get(code) ?? 0
      ends[next]!.push(...ends[fallback[next]!]!)
      queue.push(next)
    }
  }
  return fallback
}

const wordChar = /[\p{L}\p{N}\p{M}]/u

/** Whether the word that ends before `to` stands alone; where it begins or ends with a sign nothing is asked there. */
function isWord(text: string, word: string, to: number): boolean {
  if (wordChar.test(charAt(word, word.length - 1)) && to < text.length && wordChar.test(charAt(text, to))) return false
  if (!wordChar.test(charAt(word, 0))) return true
  const from = startOf(text, word, to)
  return from === 0 || !wordChar.test(charAt(text, from - 1))
}

/** Where the word begins: a run of blanks in the text stands for one in the word. */
function startOf(text: string, word: string, to: number): number {
  let at = to
  for (let i = word.length - 1; i >= 0; i--) {
    at -= 1
    if (word.charCodeAt(i) !== blank) continue
    while (at > 0 && folded[text.charCodeAt(at - 1)] === blank) at -= 1
  }
  return at
}

/** The whole character at a place, also in the middle of a surrogate pair. */
function charAt(text: string, at: number): string {
  const code = text.charCodeAt(at)
  return String.fromCodePoint(text.codePointAt(code >= 0xdc00 && code <= 0xdfff && at > 0 ? at - 1 : at)!)
}

function fold(): Uint16Array {
  const table = new Uint16Array(65_536)
  for (let code = 1; code < 65_536; code++) {
    const char = String.fromCharCode(code)
    const form = normalise(char)
    if (form.length === 1 && !dependsOnNeighbours(code, char)) table[code] = form.charCodeAt(0)
  }
  return table
}

/** Surrogates, combining marks, the letters Hangul is composed of, and the capital sigma, whose lower case has two forms. */
function dependsOnNeighbours(code: number, char: string): boolean {
  const hangul = code >= 0x1100 && code <= 0x11ff
  return hangul || code === 0x3a3 || code === 0x3f9 || /[\p{Cs}\p{M}]/u.test(char)
}
