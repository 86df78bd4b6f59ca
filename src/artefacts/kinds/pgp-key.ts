import type { ArtefactKind, Span } from '../../model/artefact.ts'
import { keyCues, keyStems } from '../cues.ts'
import { mark, marksOf } from '../marks.ts'
import { armouredKeys, fingerprintOfArmour } from '../pgp-armour.ts'
import { apart, spanAt } from '../spans.ts'

const near = new RegExp(`(?<![\\p{L}\\p{N}])(?:${keyCues.join('|')}|pub(?:lic)?[ -]?key|key[ -]?id)[^\\n]{0,40}$`, 'iu')
/** Before all forty digits a word about encryption is enough. */
const nearWhole = new RegExp(`(?:${[...keyCues, ...keyStems].join('|')})[^\\n]{0,40}$`, 'iu')
const candidate =
  /(?<![\p{L}\p{N}_])(?:0x(?:[0-9a-f]{40}|[0-9a-f]{16}|[0-9a-f]{8})|[0-9a-f]{4}(?:[ \u00a0]{1,2}[0-9a-f]{4}){9}|[0-9a-f]{40}|[0-9a-f]{16}|[0-9a-f]{8}|[0-9a-f]{4}(?: [0-9a-f]{4}){3}|[0-9a-f]{4} [0-9a-f]{4})(?![\p{L}\p{N}_])/giu
/** Windows status codes and addresses in memory look like short key ids. */
const statusCode = /^0x(?:[08cdef]0|7ff|0{3}|f{4})/i

/** Upper-case hexadecimal digits without blanks: 8 or 16 for a key id, 40 for a version 4 fingerprint (RFC 4880 section 12.2). */
function normalise(raw: string): string | null {
  if (raw.length > 200) return fingerprintOfArmour(raw.trim())
  const hex = raw
    .trim()
    .replace(/^0x/i, '')
    .replace(/[ \u00a0:]/g, '')
    .toUpperCase()
  return /^(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40})$/.test(hex) && /[A-F]/.test(hex) && new Set(hex).size > 3
    ? hex
    : null
}

function* find(text: string): Generator<Span> {
  const spans: (Span | null)[] = []
  for (const { start, block } of armouredKeys(text)) spans.push(spanAt(start, block, fingerprintOfArmour(block)))
  for (const match of text.matchAll(candidate)) {
    const [raw] = match
    const start = match.index
    const cued = () => (raw.length >= 40 ? nearWhole : near).test(text.slice(Math.max(0, start - 72), start))
    const grouped = /[ \u00a0]/.test(raw) && raw.length > 40
    const free =
      (grouped && !/^[ \u00a0]{1,2}[0-9a-f]{4}(?![A-Za-z0-9])/i.test(text.slice(start + raw.length))) ||
      (/^0x/i.test(raw) && raw.length <= 18 && !statusCode.test(raw))
    if (!free && !cued()) continue
    spans.push(spanAt(start, raw, normalise(raw)))
  }
  yield* apart(spans)
}

/** The id or fingerprint of an OpenPGP key. */
export const pgpKey: ArtefactKind = {
  name: 'pgp-key',
  about:
    'OpenPGP fingerprints and key ids, beside a word such as "PGP" or written 0x…, and fingerprints of pasted key blocks; other hexadecimal digits are left alone.',
  pivot: true,
  examples: {
    yes: [
      ['0x1A2B3C4D', '1A2B3C4D'],
      ['0x9A8B7C6D5E4F3A2B', '9A8B7C6D5E4F3A2B'],
      ['A1B2 C3D4 E5F6 A7B8 C9D0  E1F2 A3B4 C5D6 E7F8 A9B0', 'A1B2C3D4E5F6A7B8C9D0E1F2A3B4C5D6E7F8A9B0'],
      ['a1b2 c3d4 e5f6 a7b8 c9d0 e1f2 a3b4 c5d6 e7f8 a9b0', 'A1B2C3D4E5F6A7B8C9D0E1F2A3B4C5D6E7F8A9B0'],
      ['0xfeedc0de12345678', 'FEEDC0DE12345678'],
      ['0x5EEDBEDA', '5EEDBEDA'],
    ],
    no: [
      '0x80070005',
      '0xC0000005',
      '0x12',
      'A1B2C3D4',
      'tulip 2023 2024 2025',
      '0x00000000',
      '0cc175b9c0f1b6a831c399e269772661',
      'deadline',
    ],
  },
  hint: (text) => (marksOf(text) & (mark.key | mark.run)) !== 0,
  find,
  normalise,
  specificity: (value) => (value.length === 40 ? 0.95 : value.length === 16 ? 0.85 : 0.4),
}
