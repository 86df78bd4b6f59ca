import type { ArtefactKind, Span } from '../../model/artefact.ts'
import { atWords } from '../cues.ts'
import { canonicalHost, dotPattern, knownHost, labelChar, refang, speltDotPattern } from '../hosts.ts'
import { isLetter } from '../letters.ts'
import { mark, marksOf } from '../marks.ts'
import { apart, spanAt } from '../spans.ts'

const localChar = "\\p{L}\\p{N}._%+'-"
const openers = '[\\[({<]'
const closers = '[\\])}>]'
const hiddenAt = `\\s{0,2}${openers}\\s?(?:@|${atWords.join('|')})\\s?${closers}\\s{0,2}`
const host = `[${labelChar}]{1,63}(?:(?:${dotPattern}|${speltDotPattern})[${labelChar}]{1,63}){1,12}`
const plain = new RegExp(`(?<![@${localChar}])[${localChar}]{1,64}(?:[@＠]|${hiddenAt})${host}`, 'giu')
const plainHere = new RegExp(plain.source, 'iuy')
/** Nothing but words: only where the name cannot be an English word, so that "look at this dot com" stays prose. */
const spelt =
  /(?<![\p{L}\p{N}._-])(?=[a-z]*[\d._-])[\w.-]{2,64}\s(?:at|AT)\s[\w-]{2,63}(?:\s(?:dot|DOT)\s[a-zA-Z-]{2,63}){1,3}(?![\p{L}\p{N}])/gu
const anyAt = new RegExp(`[@＠]|${hiddenAt}|\\sat\\s`, 'iu')

const roles = new Set(
  'abuse admin administrator billing bookings contact help hello helpdesk hostmaster info inquiries jobs mail mailer-daemon marketing moderator newsletter no-reply nobody noreply office orders postmaster press privacy root sales security service shop staff support team webmaster'.split(
    ' ',
  ),
)
const placeholders =
  /^(?:a+|x+|abc|asdf|email|example|foo|me|mail|nobody|none|no|null|spam|someone|test\d*|user|you|your\.?name)@/
const placeholderHosts =
  /@(?:a+|x+|abc|asdf|domain|example|foo|none|spam|test|yourdomain)\.(?:com|net|org|test|invalid)$/

/** Splits at the `@` in whatever spelling and brings both halves to one form. */
function normalise(raw: string): string | null {
  const text = raw
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^<([^<>\s]*)>$/, '$1')
  if (text.length > 400) return null
  const at = anyAt.exec(text)
  if (at === null) return null
  const name = text.slice(0, at.index).normalize('NFKC').toLowerCase()
  const host = canonicalHost(refang(text.slice(at.index + at[0].length)))
  if (
    host === null ||
    name.length > 64 ||
    !/^[\p{L}\p{N}_%+'!#$&^`{|}~-]+(?:\.[\p{L}\p{N}_%+'!#$&^`{|}~-]+)*$/u.test(name)
  )
    return null
  return `${name}@${host}`
}

function* find(text: string): Generator<Span> {
  const marks = marksOf(text)
  const spans: (Span | null)[] = []
  if (marks & (mark.at | mark.bracket)) {
    const found = marks & mark.bracket ? text.matchAll(plain) : besideSigns(text)
    for (const match of found) spans.push(read(text, match.index, match[0]))
  }
  if (marks & mark.spelt && !(marks & mark.at)) {
    for (const match of text.matchAll(spelt)) {
      const rest = match[0].slice(match[0].search(/\sat\s/i) + 4)
      if (knownHost(rest)?.length === rest.length) spans.push(spanAt(match.index, match[0], normalise(match[0])))
    }
  }
  yield* apart(spans)
}

/** The same as `plain` over the whole text where no `@` is hidden, but only around the signs. */
function* besideSigns(text: string): Generator<RegExpExecArray> {
  let end = 0
  for (const sign of text.matchAll(/[@＠]/g)) {
    let start = sign.index
    while (start > end && sign.index - start <= 64 && inName(text, start - 1)) start--
    if (start === sign.index || sign.index - start > 64) continue
    plainHere.lastIndex = start
    const match = plainHere.exec(text)
    if (match === null) continue
    end = start + match[0].length
    yield match
  }
}

function inName(text: string, at: number): boolean {
  return isLetter(text, at) || ".%+'-".includes(text.charAt(at))
}

function read(text: string, index: number, found: string): Span | null {
  const lead = /^[.'%+-]+/.exec(found)?.[0].length ?? 0
  const start = index + lead
  const before = text.charAt(start - 1)
  if (before === '/' && text.charAt(start - 2) === '/') return null
  if (before === ':' && /\/\/[\w.%+-]{1,64}:$/.test(text.slice(Math.max(0, start - 68), start))) return null
  let raw = found.slice(lead)
  const at = anyAt.exec(raw)
  if (at === null) return null
  const hostAt = at.index + at[0].length
  const known = knownHost(raw.slice(hostAt))
  if (known === null) return null
  raw = raw.slice(0, hostAt + known.length)
  return spanAt(start, raw, normalise(raw))
}

/** An e-mail address, also one written as `name (at) host (dot) tld`. */
export const email: ArtefactKind = {
  name: 'email',
  about:
    'E-mail addresses, also written as "name (at) host (dot) tld". Lower-case, international domains in ASCII, plus tags kept.',
  pivot: true,
  examples: {
    yes: [
      ['Anna.Rails@Post.Example', 'anna.rails@post.example'],
      ['anna+trains@mail.rails.example', 'anna+trains@mail.rails.example'],
      ['anna (at) rails (dot) example', 'anna@rails.example'],
      ['anna[at]rails[.]example', 'anna@rails.example'],
      ['anna@rails dot example', 'anna@rails.example'],
      ['signal_box7 at rails dot example', 'signal_box7@rails.example'],
      ["o'neill@garden.example", "o'neill@garden.example"],
      ['πέτρος@κήπος.example', 'πέτρος@xn--jxaxqdl.example'],
    ],
    no: [
      'look at this dot garden',
      'photo@2x.png',
      '@anna_rails',
      'anna@localhost',
      'http://anna@rails.example/',
      'ftp://anna:tulips@rails.example/',
      '5 tulips @ 3.50 each',
      'anna@@rails.example',
    ],
  },
  hint: (text) => (marksOf(text) & (mark.at | mark.bracket | mark.spelt)) !== 0,
  find,
  normalise,
  specificity: (value) => {
    if (placeholderHosts.test(value)) return placeholders.test(value) ? 0 : 0.05
    return roles.has(value.slice(0, value.indexOf('@')).replace(/\+.*/, '')) ? 0.2 : 0.95
  },
}
