import { emlxLength, mailSources, mayCarry } from './parts.ts'

/** Header lines (RFC 5322, section 3.6) by which a message is told. */
const known =
  /^(?:return-path|received|date|from|to|subject|message-id|mime-version|delivered-to|x-php-originating-script)$/i

/** Tells by its beginning what kind of file of messages it is; null for anything else. */
export function isMail(first: Uint8Array): (typeof mailSources)[keyof typeof mailSources] | null {
  const whole = Buffer.from(first.subarray(0, 16 << 10)).toString('latin1')
  const text = whole.slice(emlxLength.exec(whole)?.[0].length ?? 0)
  const blank = /^(?:\r?\n){0,4}/.exec(text)![0].length
  const from = /^From [^\r\n]{3,300}\r?\n(?:>From [^\r\n]{0,300}\r?\n)?/.exec(text.slice(blank))
  if (from === null && blank > 0) return null
  const names = new Set<string>()
  for (let at = blank + (from?.[0].length ?? 0), end = 0; end >= 0; at = end + 1) {
    end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? undefined : end).replace(/\r$/, '')
    if (line === '') break
    const name = /^([\x21-\x39\x3b-\x7e]{1,70}):(?: |\t|$)/.exec(line)?.[1]
    if (name === undefined) {
      if (/^[ \t]/.test(line) && names.size > 0) continue
      return null
    }
    if (known.test(name)) names.add(name.toLowerCase())
  }
  if (names.size < (from ? 2 : 3)) return null
  return from ? mailSources.box : mayCarry(first) ? mailSources.carrying : mailSources.message
}
