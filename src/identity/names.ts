import anyAscii from 'any-ascii'
import type { Persona } from './identity.ts'
import { remembered } from './remembered.ts'

/** A name an account goes by: what it is called, the front of its e-mail, its messenger name. */
export interface Name {
  readonly value: string
  readonly source: 'username' | 'e-mail' | 'messenger'
  /** The provider or service it is a name at; empty for a user name. */
  readonly at: string
  readonly because: string
  /** What is left of it without what people vary; empty where that is too little. */
  readonly skeleton: string
  /** The digits at its end: years and counters that a variant changes. */
  readonly tail: string
}

const known = new WeakMap<Persona, readonly Name[]>()
const shortest = 4
/** Front parts of addresses and messenger names that stand for an office rather than for a person. */
const offices = new Set(
  'info admin administrator webmaster postmaster mail contact office support sales user test guest root forum noreply'.split(
    ' ',
  ),
)

/** The names of an account in lower case, offices and very short names left out. */
export function namesOf(persona: Persona): readonly Name[] {
  const before = known.get(persona)
  if (before !== undefined) return before
  const names: Name[] = []
  const add = (raw: string, source: Name['source'], at: string, because: string): void => {
    const value = raw.trim().toLowerCase().slice(0, 100)
    if (value.length < shortest || /^\d{1,7}$/.test(value) || offices.has(value)) return
    names.push({ value, source, at, because, skeleton: skeleton(value), tail: digitsAtEnd(value) })
  }
  add(persona.name, 'username', '', `persona:${persona.site}:${persona.member}`)
  for (const held of persona.held) {
    if (held.relation !== 'registered-with' && held.relation !== 'stated') continue
    if (held.kind === 'email')
      add(localPart(held.value), 'e-mail', held.value.slice(held.value.lastIndexOf('@') + 1), held.because)
    if (held.kind !== 'handle') continue
    const colon = held.value.indexOf(':')
    add(held.value.slice(colon + 1), 'messenger', held.value.slice(0, Math.max(0, colon)), held.because)
  }
  known.set(persona, names)
  return names
}

function localPart(email: string): string {
  const local = email.slice(0, Math.max(0, email.lastIndexOf('@')))
  return local.split('+')[0] ?? ''
}

/** What each sign of ASCII counts as in a skeleton: its letter, the letter it is written for, or nothing. */
const letterOf: readonly string[] = Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code)
  const written = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i', l: 'i' }
  return written[char as keyof typeof written] ?? (/[a-z]/.test(char) ? char : '')
})
const isAscii = /^[\x00-\x7f]*$/
const ornaments = /^(?:the|real|mr|xx+)(?=.{4})|(?:xx+|two|ii|new|back|again|reborn)$/g

/**
 * A name without what people vary: case, accents and alphabet, separators, digits at either end, letters written as
 * digits, ornaments. Empty where fewer than five letters remain.
 */
export function skeleton(name: string): string {
  const letters = lettersOf((isAscii.test(name) ? name : anyAscii(name)).toLowerCase())
  const bare = letters.replace(ornaments, '')
  const kept = bare.length >= 5 ? bare : letters
  return kept.length >= 5 ? kept : ''
}

/** The letters of a name in ASCII; digits count where something else stands on both sides of them. */
function lettersOf(plain: string): string {
  let [letters, digits, begun] = ['', '', false]
  for (let i = 0; i < plain.length; i++) {
    const code = plain.charCodeAt(i)
    const letter = letterOf[code] ?? ''
    if (code >= 48 && code <= 57) {
      if (begun) digits += letter
    } else if (letter !== '') {
      letters += digits + letter
      digits = ''
      begun = true
    }
  }
  return letters
}

/** The digits at the end of a name. */
function digitsAtEnd(name: string): string {
  let from = name.length
  while (from > 0 && name.charCodeAt(from - 1) >= 48 && name.charCodeAt(from - 1) <= 57) from--
  return name.slice(from)
}

/**
 * A measure of how surprising a name is, in bits, from the letter pairs of all names of the case: a name of common
 * pairs is one that many people could have come upon. Names are less random than their letter pairs, so only 0.55 of
 * the bits count (fitted on pairs of handles that persons publish on two services).
 */
export function surpriseOf(names: Iterable<string>): (name: string) => number {
  const [pairs, firsts] = [openCounts(), openCounts()]
  for (const name of names) {
    eachStep(name, (first, second) => {
      pairs.add(pairOf(first, second))
      firsts.add(first)
    })
  }
  const alphabet = Math.max(30, firsts.size())
  return remembered((name) => {
    let bits = 0
    eachStep(name, (first, second) => {
      bits -= Math.log2((pairs.of(pairOf(first, second)) + 0.5) / (firsts.of(first) + 0.5 * alphabet))
    })
    return 0.55 * bits
  })
}

/** Two letters as a number: those of ASCII come first and lie close together. */
function pairOf(first: number, second: number): number {
  return first < 128 && second < 128 ? first * 128 + second : 128 * 128 + first * 0x110000 + second
}

/** Counts by number, in a table where the numbers are small. */
function openCounts() {
  const small = new Uint32Array(128 * 128)
  const large = new Map<number, number>()
  return {
    add: (key: number): void => {
      if (key < small.length) small[key]! += 1
      else large.set(key, (large.get(key) ?? 0) + 1)
    },
    of: (key: number): number => (key < small.length ? small[key]! : (large.get(key) ?? 0)),
    size: (): number => small.reduce((sum, n) => sum + Number(n > 0), large.size),
  }
}

const beginning = '^'.charCodeAt(0)

/** Calls back with each letter of a name and the one before it. */
function eachStep(name: string, take: (first: number, second: number) => void): void {
  const text = name.toLowerCase().slice(0, 64)
  let first = beginning
  for (let i = 0; i < text.length; ) {
    const code = text.codePointAt(i)!
    take(first, code)
    first = code
    i += code > 0xffff ? 2 : 1
  }
}

/** Two names at one provider or service: weighed by the comparisons of mailboxes and messenger accounts. */
export function atOnePlace(mine: Name, theirs: Name): boolean {
  return mine.source === theirs.source && mine.source !== 'username' && mine.at === theirs.at
}
