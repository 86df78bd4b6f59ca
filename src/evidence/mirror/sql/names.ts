import { isUtf8 } from 'node:buffer'
import { decode, guess } from '../charset.ts'

/** A name or comment read one character a byte, as text: UTF-8 where it is, else windows-1252; NUL shown as U+2400. */
export function decodeName(latin1: string): string {
  const raw = Buffer.from(latin1, 'latin1')
  const text = (isUtf8(raw) ? raw : Buffer.from(decode(guess, raw).bytes)).toString('utf8')
  return text.replaceAll('\0', '\u2400')
}
