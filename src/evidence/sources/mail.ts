import type { FileKind } from '../kind.ts'

/** Header lines (RFC 5322, section 3.6) by which a message is told. */
const known =
  /^(?:return-path|received|date|from|to|subject|message-id|mime-version|delivered-to|x-php-originating-script)$/i

/** Messages: one (RFC 5322), or many in an mbox file (RFC 4155). */
export const mail: FileKind = {
  name: 'mail',
  about: 'messages: eml files, mbox files',
  role: 'mail',
  detect: (first) => {
    const text = Buffer.from(first.subarray(0, 16 << 10)).toString('latin1')
    const from = /^From [^\r\n]{3,300}\r?\n/.exec(text)
    const names = new Set<string>()
    for (const line of text.slice(from?.[0].length ?? 0).split(/\r?\n/)) {
      if (line === '') break
      const name = /^([\x21-\x39\x3b-\x7e]{1,70}):(?: |\t|$)/.exec(line)?.[1]
      if (name === undefined) {
        if (/^[ \t]/.test(line) && names.size > 0) continue
        return false
      }
      if (known.test(name)) names.add(name.toLowerCase())
    }
    return names.size >= (from ? 2 : 3)
  },
}
