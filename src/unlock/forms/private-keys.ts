import { type Block, blocksOf, bytesOf } from '../armour.ts'
import type { Found, LockedForm } from '../form.ts'
import { isText } from '../peek.ts'

/** Private keys in PEM (RFC 7468, RFC 1421) and in the form of OpenSSH (PROTOCOL.key). Those that lie open are listed as keys too. */
export const privateKeys: LockedForm = {
  name: 'private-keys',
  about: 'private keys of SSH and TLS, encrypted or open; mail that tells an enveloped S/MIME part',
  suspect: isText,
  look: async (peek) => {
    const found = (await blocksOf(peek)).flatMap((block) => foundIn(block))
    const enveloped = peek.source === 'mail' ? await smime(peek.read, peek.size) : []
    return [...found, ...enveloped]
  },
}

function foundIn(block: Block): readonly Found[] {
  const { label, text, offset } = block
  const base = { certainty: 'certain', offset, length: text.length, opener: null } as const
  if (label === 'PKCS7' || label === 'CMS') {
    const enveloped = bytesOf(text).subarray(0, 40).includes(Buffer.from('2a864886f70d010703', 'hex'))
    return enveloped
      ? [{ ...base, kind: 'message', form: 'smime', why: 'it is an enveloped message (CMS) in PEM', detail: {} }]
      : []
  }
  if (!/^(?:ENCRYPTED |RSA |EC |DSA |OPENSSH )?PRIVATE KEY$/.test(label)) return []
  const cipher = cipherOf(label, text)
  const form = label === 'OPENSSH PRIVATE KEY' ? 'ssh-private-key' : 'pem-private-key'
  const why =
    cipher === null
      ? `it is a private key (${label}) that lies open`
      : `it is a private key (${label}) encrypted with ${cipher}`
  return [{ ...base, kind: 'key', form, why, detail: { label, cipher, open: cipher === null } }]
}

/** How a private key is encrypted; null where it is not. */
function cipherOf(label: string, text: string): string | null {
  if (label === 'ENCRYPTED PRIVATE KEY') return 'PKCS #8'
  if (label !== 'OPENSSH PRIVATE KEY') {
    if (!/^Proc-Type: ?4,ENCRYPTED/m.test(text)) return null
    return /^DEK-Info: ?([A-Z0-9-]{1,40})/im.exec(text)?.[1] ?? 'an unnamed cipher'
  }
  const bytes = bytesOf(text)
  if (bytes.toString('latin1', 0, 14) !== 'openssh-key-v1' || bytes.length < 19) return null
  const name = bytes.toString('latin1', 19, 19 + Math.min(60, bytes.readUInt32BE(15)))
  return name === 'none' ? null : name
}

const window = 4 << 20
const mostFound = 5000

/** Parts of mail with smime-type=enveloped-data (RFC 8551, section 3.3). */
async function smime(read: (at: number, length: number) => Promise<Buffer>, size: number): Promise<readonly Found[]> {
  const found: Found[] = []
  for (let from = 0; from < size && found.length < mostFound; from += window) {
    const text = (await read(from, window + 100)).toString('latin1')
    for (const match of text.matchAll(/smime-type="?(?:authEnveloped|enveloped)-data/gi)) {
      if (match.index >= window) continue
      const place = { offset: from + match.index, length: match[0].length }
      found.push({
        kind: 'message',
        form: 'smime',
        certainty: 'certain',
        why: 'a part of the mail is an enveloped S/MIME message',
        detail: {},
        opener: null,
        ...place,
      })
    }
  }
  return found
}
