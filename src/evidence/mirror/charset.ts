import { isUtf8 } from 'node:buffer'

/**
 * How the bytes of a text value become UTF-8. MySQL's names; what MySQL calls latin1 is windows-1252 (MySQL manual,
 * "West European Character Sets").
 */
export interface Codec {
  readonly name: string
  /** `guess`: nothing was declared, so UTF-8 where it is valid and `table` (windows-1252) where it is not. */
  readonly kind: 'utf8' | 'guess' | 'single' | 'multi'
  /** For `single` and `guess`: the UTF-8 bytes of each byte from 0x80 on. */
  readonly table: readonly Uint8Array[]
  /** For `multi`: the label of the WHATWG Encoding standard. */
  readonly label: string
  /** True for a first byte whose next byte may look like a quote or a backslash. */
  readonly lead: (byte: number) => boolean
}

/** A value brought to UTF-8; `invalid` when not every byte could be read as declared. */
export interface Decoded {
  readonly bytes: Uint8Array
  readonly invalid: boolean
}

const utf8Names = new Set(['utf8', 'utf8mb3', 'utf8mb4', 'utf-8', 'ascii'])
const single: Readonly<Record<string, string>> = {
  latin1: 'windows-1252',
  latin2: 'iso-8859-2',
  latin5: 'windows-1254',
  latin7: 'iso-8859-13',
  greek: 'iso-8859-7',
  hebrew: 'iso-8859-8',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1256: 'windows-1256',
  cp1257: 'windows-1257',
  cp866: 'ibm866',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
  tis620: 'windows-874',
  macroman: 'macintosh',
}
const multi: Readonly<Record<string, string>> = {
  gbk: 'gbk',
  gb2312: 'gbk',
  gb18030: 'gb18030',
  big5: 'big5',
  sjis: 'shift_jis',
  cp932: 'shift_jis',
  ujis: 'euc-jp',
  eucjpms: 'euc-jp',
  euckr: 'euc-kr',
  ucs2: 'utf-16be',
  utf16: 'utf-16be',
  utf16le: 'utf-16le',
}
/** Character sets whose second bytes may be 0x5C, the backslash. */
const trailing = new Set(['gbk', 'gb18030', 'big5', 'sjis', 'cp932'])
/** windows-1252 from 0x80 to 0x9F, the unassigned ones as the control characters that MySQL makes of them. */
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

const westEuropean = highTable('windows-1252')
const never = () => false
const known = new Map<string, Codec>()

/** Bytes taken for UTF-8. */
export const utf8: Codec = { name: 'utf8', kind: 'utf8', table: westEuropean, label: '', lead: never }
/** Nothing declared: UTF-8 if it is, else windows-1252. */
export const guess: Codec = { name: 'undeclared', kind: 'guess', table: westEuropean, label: '', lead: never }

/** The codec for a MySQL character set name, or null for one that we do not know. */
export function codecOf(name: string): Codec | null {
  const key = name.toLowerCase()
  if (utf8Names.has(key)) return utf8
  const found = known.get(key)
  if (found) return found
  const codec = build(key)
  if (codec) known.set(key, codec)
  return codec
}

/** Names of every character set that can be read, for documentation and tests. */
export const charsets = [...utf8Names, ...Object.keys(single), ...Object.keys(multi)]

/** True when bytes that are valid UTF-8 are the value as it is. */
export function passesUtf8(codec: Codec): boolean {
  return codec.kind === 'utf8' || codec.kind === 'guess'
}

/** Brings a text value to UTF-8 that PostgreSQL accepts: what cannot be read is kept as windows-1252, NUL as U+2400. */
export function decode(codec: Codec, raw: Uint8Array): Decoded {
  const text = decodeBytes(codec, raw)
  return text.bytes.includes(0) ? { bytes: showNul(text.bytes), invalid: true } : text
}

function decodeBytes(codec: Codec, raw: Uint8Array): Decoded {
  if (codec.kind === 'multi') {
    const text = new TextDecoder(codec.label).decode(raw)
    return { bytes: Buffer.from(text), invalid: text.includes('\ufffd') }
  }
  if (codec.kind === 'single') return { bytes: mapHigh(codec.table, raw, never), invalid: false }
  if (isUtf8(raw)) return { bytes: raw, invalid: false }
  if (codec.kind === 'guess') return { bytes: mapHigh(codec.table, raw, never), invalid: false }
  return { bytes: mapHigh(codec.table, raw, (at) => sequenceLength(raw, at) > 0), invalid: true }
}

/** Writes each byte from 0x80 on by the table, but sequences for which `keep` is true as they are. */
function mapHigh(table: readonly Uint8Array[], raw: Uint8Array, keep: (at: number) => boolean): Uint8Array {
  const out = new Uint8Array(raw.length * 3)
  let o = 0
  for (let i = 0; i < raw.length; i++) {
    const b = raw[i]!
    if (b < 0x80) out[o++] = b
    else if (keep(i)) {
      const end = i + sequenceLength(raw, i)
      while (i < end) out[o++] = raw[i++]!
      i--
    } else {
      const mapped = table[b - 0x80]!
      for (let k = 0; k < mapped.length; k++) out[o++] = mapped[k]!
    }
  }
  return out.subarray(0, o)
}

/** Length of the valid UTF-8 sequence of more than one byte at `at`, 0 when there is none (RFC 3629, section 4). */
function sequenceLength(raw: Uint8Array, at: number): number {
  const b = raw[at]!
  const length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc2 ? 2 : 0
  return length > 0 && at + length <= raw.length && isUtf8(raw.subarray(at, at + length)) ? length : 0
}

function showNul(bytes: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString('utf8').replaceAll('\0', '\u2400'))
}

function build(name: string): Codec | null {
  const label = single[name]
  if (label !== undefined) return { name, kind: 'single', table: highTable(label), label, lead: never }
  const wide = multi[name]
  if (wide === undefined) return null
  const lead = trailing.has(name)
    ? (b: number) => b >= 0x81 && b <= 0xfe && !(wide === 'shift_jis' && b >= 0xa0 && b <= 0xdf)
    : never
  return { name, kind: 'multi', table: westEuropean, label: wide, lead }
}

function highTable(label: string): Uint8Array[] {
  const decoder = new TextDecoder(label)
  return Array.from({ length: 128 }, (_, i) => {
    if (label === 'windows-1252') return Buffer.from(windows1252[i] ?? String.fromCharCode(0x80 + i))
    const text = decoder.decode(new Uint8Array([0x80 + i]))
    return Buffer.from(text === '\ufffd' ? (windows1252[i] ?? String.fromCharCode(0x80 + i)) : text)
  })
}
