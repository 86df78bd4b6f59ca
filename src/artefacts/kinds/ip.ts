import type { ArtefactKind, Span } from '../../model/artefact.ts'
import { canonicalIp, specialPurpose } from '../addresses.ts'
import { refang } from '../hosts.ts'
import { mark, marksOf } from '../marks.ts'
import { apart, spanAt } from '../spans.ts'

const dot = '(?:\\.|\\s?[\\[({]\\s?(?:\\.|dot)\\s?[\\])}]\\s?)'
const four = new RegExp(`(?<![\\p{L}\\p{N}_.@-])\\d{1,3}(?:${dot}\\d{1,3}){3}(?![\\p{L}\\p{N}_]|[.-]\\d)`, 'giu')
/** Words before a number that make it a version or a paragraph. */
const numbering =
  /(?:^|[^\p{L}])(?:v|ver|vers|version|versie|wersja|build|release|rev|revision|firmware|update|patch|chapter|section|paragraph|kapitel|hoofdstuk|§|версия|έκδοση)[.:#]?\s?$/iu
const six = /(?<![\p{L}\p{N}_:.])[0-9a-f:]{2,39}(?:\.\d{1,3}){0,3}(?:%[a-z0-9]{1,15})?(?![\p{L}\p{N}_]|:[0-9a-f:])/giu
/** Public resolvers and samples that anyone may type. */
const everybody = new Set(['1.1.1.1', '1.0.0.1', '8.8.8.8', '8.8.4.4', '9.9.9.9', '1.2.3.4', '2.2.2.2', '4.4.4.4'])

function* find(text: string): Generator<Span> {
  const spans: (Span | null)[] = []
  const marks = marksOf(text)
  if (marks & (mark.quad | mark.bracket)) {
    for (const match of text.matchAll(four)) {
      const [raw] = match
      const start = match.index
      const value = canonicalIp(refang(raw))
      if (value === null || numbering.test(text.slice(Math.max(0, start - 12), start))) continue
      if (network(text, start, start + raw.length)) continue
      spans.push(spanAt(start, raw, value))
    }
  }
  if (marks & mark.colons) {
    for (const match of text.matchAll(six)) {
      const raw = match[0].replace(/(?<!:):$/, '')
      if (raw.split(':').length < 3 || !/\d/.test(raw) || !/[0-9a-f]:{1,2}[0-9a-f]/i.test(raw)) continue
      const value = canonicalIp(raw)
      if (value === null || network(text, match.index, match.index + raw.length)) continue
      spans.push(spanAt(match.index, raw, value))
    }
  }
  yield* apart(spans)
}

/** `192.0.2.0/24` names a network, not a line; inside a link the slash begins a path. */
function network(text: string, start: number, end: number): boolean {
  return text.charAt(start - 1) !== '/' && /^\/\d{1,3}(?!\d)/.test(text.slice(end, end + 5))
}

/** An IP address, in canonical form. */
export const ip: ArtefactKind = {
  name: 'ip',
  about:
    'IPv4 and IPv6 addresses in canonical form (RFC 5952); IPv4-mapped addresses become IPv4. Version numbers and networks are left alone.',
  pivot: true,
  examples: {
    yes: [
      ['203.0.113.7', '203.0.113.7'],
      ['192[.]0[.]2[.]1', '192.0.2.1'],
      ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
      ['2001:db8::1:a', '2001:db8::1:a'],
      ['::ffff:192.0.2.128', '192.0.2.128'],
      ['::FFFF:C000:0280', '192.0.2.128'],
      ['2001:db8::1:2%eth0', '2001:db8::1:2'],
    ],
    no: [
      'version 1.2.3.4',
      'v1.2.3.4',
      '1.2.3',
      '1.2.3.4.5',
      '192.0.2.256',
      '01.02.03.04',
      '12:30:45',
      'std::dec',
      '192.0.2.0/24',
      '::',
    ],
  },
  hint: (text) => (marksOf(text) & (mark.quad | mark.colons | mark.bracket)) !== 0,
  find,
  normalise: (raw) => canonicalIp(refang(raw.trim())),
  specificity: (value) => {
    if (specialPurpose(value) !== null) return 0
    if (everybody.has(value)) return 0.05
    return value.includes(':') ? 0.6 : 0.5
  },
}
