import { type Block, blocksOf, bytesOf } from '../armour.ts'
import type { Found, LockedForm } from '../form.ts'
import { isText } from '../peek.ts'
import { pgpSign } from '../pgp-packets.ts'
import { pgpFound } from '../pgp-words.ts'

/** OpenPGP messages and private keys (RFC 9580), binary files or armoured blocks in texts and mail. */
export const pgp: LockedForm = {
  name: 'pgp',
  about:
    'OpenPGP messages with the key ids of their recipients, and private keys; binary, armoured, and in texts and mail',
  suspect: (peek) => isText(peek) || ((peek.head[0] ?? 0) & 0x80) !== 0,
  look: async (peek) => {
    const sign = ((peek.head[0] ?? 0) & 0x80) === 0 ? null : pgpSign(peek.head)
    if (sign !== null) return [pgpFound(sign, 0, peek.size)]
    return (await blocksOf(peek)).flatMap((block) => foundIn(block))
  },
}

function foundIn({ label, text, offset }: Block): readonly Found[] {
  if (label !== 'PGP MESSAGE' && label !== 'PGP PRIVATE KEY BLOCK') return []
  const sign = pgpSign(bytesOf(text))
  return sign === null ? [] : [pgpFound(sign, offset, text.length)]
}
