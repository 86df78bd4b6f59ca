import type { ClientBase } from 'pg'
import { holdsBytes, readable, type Shim, shimmed } from './shim.ts'

/** A character set as PostgreSQL calls it, and the letters it is for where those are told from Latin ones. */
interface Charset {
  readonly encoding: string
  /** As TextDecoder calls it (WHATWG, "Encoding"). */
  readonly label: string
  readonly letters?: RegExp
}

const cyrillic = /\p{Script=Cyrillic}/u
const charsets: Readonly<Record<string, Charset>> = {
  'utf-8': { encoding: 'UTF8', label: 'utf-8' },
  'windows-1251': { encoding: 'WIN1251', label: 'windows-1251', letters: cyrillic },
  'koi8-r': { encoding: 'KOI8R', label: 'koi8-r', letters: cyrillic },
  'koi8-u': { encoding: 'KOI8U', label: 'koi8-u', letters: cyrillic },
  'iso-8859-5': { encoding: 'ISO_8859_5', label: 'iso-8859-5', letters: cyrillic },
  'iso-8859-7': { encoding: 'ISO_8859_7', label: 'iso-8859-7', letters: /\p{Script=Greek}/u },
  'windows-1253': { encoding: 'WIN1253', label: 'windows-1253', letters: /\p{Script=Greek}/u },
  'windows-1255': { encoding: 'WIN1255', label: 'windows-1255', letters: /\p{Script=Hebrew}/u },
  'iso-8859-8': { encoding: 'ISO_8859_8', label: 'iso-8859-8', letters: /\p{Script=Hebrew}/u },
  'windows-1256': { encoding: 'WIN1256', label: 'windows-1256', letters: /\p{Script=Arabic}/u },
  'windows-874': { encoding: 'WIN874', label: 'windows-874', letters: /\p{Script=Thai}/u },
  'iso-8859-2': { encoding: 'LATIN2', label: 'iso-8859-2' },
  'windows-1250': { encoding: 'WIN1250', label: 'windows-1250' },
  'iso-8859-9': { encoding: 'LATIN5', label: 'windows-1254' },
  'windows-1254': { encoding: 'WIN1254', label: 'windows-1254' },
  'windows-1257': { encoding: 'WIN1257', label: 'windows-1257' },
  big5: { encoding: 'BIG5', label: 'big5', letters: /\p{Script=Han}/u },
  gb2312: { encoding: 'GBK', label: 'gbk', letters: /\p{Script=Han}/u },
  gbk: { encoding: 'GBK', label: 'gbk', letters: /\p{Script=Han}/u },
  shift_jis: {
    encoding: 'SJIS',
    label: 'shift_jis',
    letters: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  },
  'euc-kr': { encoding: 'UHC', label: 'euc-kr', letters: /\p{Script=Hangul}/u },
}

/** What phpBB 2's languages were written in ("ENCODING" in lang_main.php), and other names of the same sets. */
const otherNames: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  cp1251: 'windows-1251',
  'tis-620': 'windows-874',
  russian: 'windows-1251',
  ukrainian: 'windows-1251',
  bulgarian: 'windows-1251',
  serbian: 'windows-1250',
  macedonian: 'utf-8',
  greek: 'iso-8859-7',
  hebrew: 'windows-1255',
  arabic: 'windows-1256',
  thai: 'windows-874',
  polish: 'iso-8859-2',
  czech: 'windows-1250',
  slovak: 'windows-1250',
  hungarian: 'iso-8859-2',
  romanian: 'iso-8859-2',
  croatian: 'windows-1250',
  slovenian: 'windows-1250',
  turkish: 'iso-8859-9',
  lithuanian: 'windows-1257',
  latvian: 'windows-1257',
  chinese_simplified: 'gb2312',
  chinese_traditional: 'big5',
  japanese: 'shift_jis',
  korean: 'euc-kr',
}

/** Where windows-1252, which is what MySQL calls latin1, has other characters than ISO 8859-1 (WHATWG, "Encoding"). */
const west = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const controls = Array.from({ length: 32 }, (_, i) => String.fromCharCode(0x80 + i)).join('')

/** The bytes of a text that was read as windows-1252; null where it holds what that set has not. */
export function bytesOf(text: string): Buffer | null {
  const codes = [...text].map((c) => {
    const at = west.indexOf(c)
    return at === -1 ? (c.codePointAt(0) ?? 0) : 0x80 + at
  })
  return codes.every((code) => code < 256) ? Buffer.from(codes) : null
}

/** The share of texts that must agree before anything is read otherwise than the tables say. */
const most = 0.9

/**
 * How PostgreSQL calls the character set in which a board wrote its text into tables that were declared latin1; null where
 * the text is as it should be. The board's own word is not enough: texts must fit it, and may hold nothing that such
 * tables cannot hold.
 */
export function recodingFor(said: string | null, samples: readonly string[]): string | null {
  const name = (said ?? '').trim().toLowerCase()
  const charset = charsets[otherNames[name] ?? name]
  const texts = samples.filter((text) => /[^\0-\x7f]/.test(text))
  if (charset === undefined || texts.length === 0) return null
  const bytes = texts.flatMap((text) => bytesOf(text) ?? [])
  if (bytes.length < texts.length * most) return null
  const read = bytes.flatMap((each) => {
    try {
      return [new TextDecoder(charset.label, { fatal: true }).decode(each)]
    } catch {
      return []
    }
  })
  if (read.length < bytes.length * most) return null
  if (charset.letters === undefined) return charset.encoding
  // A word of another script is so throughout; a Western one has its marked letters among plain ones.
  const words = read.flatMap((text) => text.match(/\p{L}+/gu) ?? []).filter((word) => /[^\0-\x7f]/.test(word))
  const own = words.filter((word) => !/[a-z]/i.test(word) && charset.letters?.test(word))
  return words.length > 0 && own.length >= words.length * most ? charset.encoding : null
}

/** Asks a board for its character set and for texts, and tells how the text is to be read. */
export async function recodingOf(db: ClientBase, shim: Shim): Promise<string | null> {
  if (shim.adapter.charset === undefined) return null
  if (holdsBytes(shim)) await db.query(readable)
  const { rows } = await db.query<{ charset: string | null; sample: string | null }>(
    shimmed({ ...shim, recode: null }, shim.adapter.charset),
  )
  return recodingFor(
    rows[0]?.charset ?? null,
    rows.flatMap((row) => row.sample ?? []),
  )
}

/** Reads a text anew from the bytes it was written in; one that is no such text stays. Made for the session. */
export const recoded = `CREATE OR REPLACE FUNCTION pg_temp.recoded(value text, charset name) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN convert_from(convert_to(translate(value, '${west}', '${controls}'), 'LATIN1'), charset);
EXCEPTION WHEN character_not_in_repertoire OR untranslatable_character THEN
  RETURN value;
END $$`
