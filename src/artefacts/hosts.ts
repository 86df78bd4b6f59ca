import { parse } from 'tldts'
import { dotWords, speltDots } from './cues.ts'
import { isLetter } from './letters.ts'
import { mark, marksOf } from './marks.ts'

/** Characters of one label of a host name, as a class body for a `u` regular expression. */
export const labelChar = '\\p{L}\\p{M}\\p{N}_-'
/** A point, plain or hidden from robots: `[.]`, `(dot)`. */
export const dotPattern = `(?:\\.|\\s?[\\[({<]\\s?(?:\\.|${dotWords.join('|')})\\s?[\\])}>]\\s?)`
/** A point spelt out between blanks; only after an `@` does it count. */
export const speltDotPattern = `\\s(?:${speltDots.join('|')})\\s`
/** A host name or dotted address of at least two labels. */
export const hostPattern = `[${labelChar}]{1,63}(?:${dotPattern}[${labelChar}]{1,63}){1,16}`

const dotted = new RegExp(`(?<![.${labelChar}])${hostPattern}`, 'giu')
const dottedHere = new RegExp(dotted.source, 'iuy')

/** A word with points in it, as found. */
export interface DottedWord {
  readonly start: number
  readonly raw: string
}

/** Every host name, file name and number with points in a text; without hidden points only their places are looked at. */
export function* dottedWords(text: string): Generator<DottedWord> {
  if (marksOf(text) & mark.bracket) {
    for (const match of text.matchAll(dotted)) yield { start: match.index, raw: match[0] }
    return
  }
  let end = 0
  for (let dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', Math.max(end, dot + 1))) {
    if (!inLabel(text, dot + 1)) continue
    let start = dot
    while (start > end && inLabel(text, start - 1)) start--
    end = dot + 1
    if (start === dot || dot - start > 63) continue
    dottedHere.lastIndex = start
    const match = dottedHere.exec(text)
    if (match === null) continue
    yield { start, raw: match[0] }
    end = start + match[0].length
  }
}

function inLabel(text: string, at: number): boolean {
  return isLetter(text, at) || text.charCodeAt(at) === 45
}

/** Top-level names no registry gives out, yet seen in evidence: RFC 2606, RFC 6761, RFC 6762, overlay networks. */
const reserved = new Set(['example', 'test', 'invalid', 'local', 'lan', 'onion', 'i2p', 'bit', 'internal'])
const hidden = new RegExp(`${dotPattern}|${speltDotPattern}`, 'giu')
const tldOptions = { allowPrivateDomains: true, detectSpecialUse: false } as const

/** The plain spelling of a host name written to keep robots away. */
export function refang(host: string): string {
  return host.replace(hidden, '.')
}

/** A host name in lower-case ASCII (IDNA), without a final point; null when it cannot be one. */
export function canonicalHost(host: string): string | null {
  let name = host.endsWith('.') ? host.slice(0, -1) : host
  if (!/^[\x21-\x7e]*$/.test(name)) {
    try {
      name = new URL(`http://${name.normalize('NFKC')}/`).hostname
    } catch {
      return null
    }
  }
  if (name.length > 253 || !/^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)+$/i.test(name))
    return null
  const labels = name.toLowerCase().split('.')
  const top = labels[labels.length - 1]!
  return labels.every((label) => label.length <= 63) && /^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/.test(top)
    ? labels.join('.')
    : null
}

/** What the public suffix list says of a host name. */
interface Suffix {
  readonly known: boolean
  readonly domain: string | null
}

/** The same few hosts are asked for again and again; the list is walked once for each. */
const asked = new Map<string, Suffix>()
const mostAsked = 4096

function suffixOf(host: string): Suffix {
  const before = asked.get(host)
  if (before !== undefined) return before
  const { domain, isIcann, isPrivate } = parse(host, tldOptions)
  const known = reserved.has(host.slice(host.lastIndexOf('.') + 1)) || isIcann === true || isPrivate === true
  if (asked.size >= mostAsked) asked.clear()
  const suffix = { known, domain }
  asked.set(host, suffix)
  return suffix
}

/** True when the name ends in a top-level domain that exists or is reserved: what prose must show, and a mail field need not. */
export function hasKnownTop(host: string): boolean {
  return suffixOf(host).known
}

/** The name somebody registered: one label below the public suffix (publicsuffix.org, private suffixes included). */
export function registrableDomain(host: string): string | null {
  return suffixOf(host).domain
}

/**
 * The longest start of a host name found in prose that ends in a known top-level domain, so that a missing blank
 * after a full stop does not swallow the next word. Returns the plain name and how much of the raw text it covers.
 */
export function knownHost(raw: string): { readonly host: string; readonly length: number } | null {
  let end = raw.length
  for (let tries = 0; tries < 4 && end > 0; tries++) {
    const host = canonicalHost(refang(raw.slice(0, end)).replace(/[-_]+$/, ''))
    if (host !== null && hasKnownTop(host)) return { host, length: raw.slice(0, end).replace(/[-_]+$/, '').length }
    end = lastSeparator(raw.slice(0, end))
  }
  return null
}

function lastSeparator(raw: string): number {
  let at = -1
  for (const match of raw.matchAll(hidden)) at = match.index
  return at
}
