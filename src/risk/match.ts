import { normalise } from './terms.ts'

/** Finds terms in texts. */
export interface Matcher {
  /** Numbers of the terms that stand in the text as whole words, each once, in order. */
  readonly find: (text: string) => readonly number[]
}

/**
 * One pass over a text for any number of terms: the automaton of Aho and Corasick, "Efficient string matching"
 * (CACM 18, 1975). A term counts only where no letter or digit touches either end of it.
 */
export function matcher(terms: readonly string[]): Matcher {
  const steps: Map<number, number>[] = [new Map()]
  const ends: number[][] = [[]]
  const words = terms.map((term) => normalise(term).trim())
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
  const fallback = link(steps, ends)
  const begins = new Uint8Array(65_536)
  for (const code of steps[0]!.keys()) begins[code] = 1

  const find = (raw: string): readonly number[] => {
    const text = normalise(raw)
    const found = new Set<number>()
    let state = 0
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (state === 0 && begins[code] === 0) continue
      let next = steps[state]!.get(code)
      while (next === undefined && state !== 0) {
        state = fallback[state]!
        next = steps[state]!.get(code)
      }
      state = next ?? 0
      for (const number of ends[state]!) {
        if (!found.has(number) && isWord(text, i + 1 - words[number]!.length, i + 1)) found.add(number)
      }
    }
    return [...found].sort((x, y) => x - y)
  }
  return { find }
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

function isWord(text: string, from: number, to: number): boolean {
  return !touches(text, from - 1, from, text[from]!) && !touches(text, to, to - 1, text[to - 1]!)
}

/** A term that begins or ends with a sign needs no boundary there. */
function touches(text: string, outside: number, inside: number, edge: string): boolean {
  if (outside < 0 || outside >= text.length || !wordChar.test(charAt(text, inside) || edge)) return false
  return wordChar.test(charAt(text, outside))
}

/** The whole character at a place, also in the middle of a surrogate pair. */
function charAt(text: string, at: number): string {
  const code = text.charCodeAt(at)
  return String.fromCodePoint(text.codePointAt(code >= 0xdc00 && code <= 0xdfff && at > 0 ? at - 1 : at)!)
}
