import type { ArtefactKind, Span } from '../../model/artefact.ts'
import { keyCues, keyStems } from '../cues.ts'
import { mark, marksOf } from '../marks.ts'
import { apart, spanAt } from '../spans.ts'

const byLength: Readonly<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' }
const candidate = /(?<![\p{L}\p{N}_])(?:[0-9a-f]{128}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![\p{L}\p{N}_])/giu
const torrent = /(?<=urn:btih:)(?:[0-9a-f]{40}|[a-z2-7]{32})(?![a-z0-9])/gi
const donkey = /(?<=ed2k:\/\/\|file\|[^|\n]{1,255}\|\d{1,15}\|)[0-9a-f]{32}(?=\|)/gi
const named = /(?:md5|sha-?1|sha-?256|sha-?512|hash|checksum|sum)\s{0,2}[=:]\s{0,2}$/i
const keyNear = new RegExp(`(?:${[...keyCues, ...keyStems].join('|')})[^\\n]{0,40}$`, 'iu')
/** Hashes of nothing at all. */
const empty = new Set([
  'md5:d41d8cd98f00b204e9800998ecf8427e',
  'sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
])

function normalise(raw: string): string | null {
  const text = raw.trim().toLowerCase()
  const parts = /^(?:(md5|sha1|sha256|sha512|btih|ed2k):)?([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/.exec(
    text,
  )
  if (parts === null) return /^btih:[a-z2-7]{32}$/.test(text) ? text : null
  const [, said, hex] = parts as unknown as [string, string | undefined, string]
  if (monotone(hex)) return null
  if (said === undefined || said === byLength[hex.length]) return `${byLength[hex.length]}:${hex}`
  return (said === 'ed2k' && hex.length === 32) || (said === 'btih' && hex.length === 40) ? `${said}:${hex}` : null
}

/** Counters and rules of a hand-drawn table: too few different digits, or no letter at all. */
function monotone(hex: string): boolean {
  return new Set(hex).size < 6 || /^\d+$/.test(hex)
}

function* find(text: string): Generator<Span> {
  const spans: (Span | null)[] = []
  const add = (match: RegExpExecArray, value: string | null) => spans.push(spanAt(match.index, match[0], value))
  for (const match of text.matchAll(torrent)) add(match, normalise(`btih:${match[0]}`))
  if (text.includes('ed2k:') || text.includes('ED2K:'))
    for (const match of text.matchAll(donkey)) add(match, normalise(`ed2k:${match[0]}`))
  for (const match of text.matchAll(candidate)) {
    const before = text.slice(Math.max(0, match.index - 72), match.index)
    if (/[/=&?#%_.@+-]$/.test(before) && !named.test(before)) continue
    if (match[0].length === 40 && keyNear.test(before)) continue
    add(match, normalise(match[0]))
  }
  yield* apart(spans)
}

/** The hash of a file. */
export const fileHash: ArtefactKind = {
  name: 'file-hash',
  about: 'MD5, SHA-1, SHA-256 and SHA-512 by their length, BitTorrent info hashes and eDonkey hashes from their links.',
  pivot: true,
  examples: {
    yes: [
      ['0cc175b9c0f1b6a831c399e269772661', 'md5:0cc175b9c0f1b6a831c399e269772661'],
      ['86F7E437FAA5A7FCE15D1DDCB9EAEAEA377667B8', 'sha1:86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
      [
        'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
        'sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      ],
      ['md5:0cc175b9c0f1b6a831c399e269772661', 'md5:0cc175b9c0f1b6a831c399e269772661'],
      ['92eb5ffee6ae2fec3ad71c777531578f', 'md5:92eb5ffee6ae2fec3ad71c777531578f'],
      ['sha1:e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98', 'sha1:e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98'],
    ],
    no: [
      '2jk3l9ab',
      '12345678901234567890123456789012',
      '00000000000000000000000000000000',
      '0cc175b9c0f1b6a831c399e26977266',
      'sid=0cc175b9c0f1b6a831c399e269772661',
      'PGP fingerprint 86F7E437FAA5A7FCE15D1DDCB9EAEAEA377667B8',
      'http://rails.example/0cc175b9c0f1b6a831c399e269772661',
    ],
  },
  hint: (text) => (marksOf(text) & mark.run) !== 0,
  find,
  normalise,
  specificity: (value) => (empty.has(value) ? 0 : 0.5),
}
