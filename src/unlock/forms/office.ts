import { type Found, type LockedForm, whole } from '../form.ts'
import { type Compound, isCompound, readCompound } from '../ole.ts'
import type { Peek } from '../peek.ts'

/** Documents of Microsoft Office that are encrypted: [MS-OFFCRYPTO], [MS-DOC] 2.5.2, [MS-XLS] 2.4.117, [MS-PPT] 2.3.2. */
export const office: LockedForm = {
  name: 'office',
  about:
    'Microsoft Office documents: encrypted packages (agile, standard), and the RC4 and XOR flags of .doc, .xls and .ppt',
  suspect: ({ head }) => isCompound(head),
  look: async (peek) => {
    const compound = await readCompound(peek)
    if (compound === null) return []
    const found =
      (await packageOf(compound)) ?? (await word(compound)) ?? (await sheet(compound)) ?? (await slides(compound))
    return found === null ? [] : [told(peek, ...found)]
  },
}

type Sign = readonly [form: string, why: string, detail: Readonly<Record<string, unknown>>]

function told(peek: Peek, form: string, why: string, detail: Readonly<Record<string, unknown>>): Found {
  return whole(peek, { kind: 'document', form, why, detail })
}

async function packageOf(compound: Compound): Promise<Sign | null> {
  if (!compound.names.includes('EncryptedPackage')) return null
  const info = await compound.start('EncryptionInfo', 2048)
  const [major, minor] = info.length >= 4 ? [info.readUInt16LE(0), info.readUInt16LE(2)] : [0, 0]
  const scheme =
    major === 4 && minor === 4 ? 'agile' : minor === 2 ? 'standard' : minor === 3 ? 'extensible' : 'unknown'
  const xml = info.subarray(8).toString('latin1')
  const value = (name: string): string | null => new RegExp(`\\b${name}="([^"]{1,40})"`).exec(xml)?.[1] ?? null
  const agile = {
    cipher: value('cipherAlgorithm'),
    keyBits: value('keyBits'),
    hash: value('hashAlgorithm'),
    spins: value('spinCount'),
  }
  return [
    `office-${scheme}`,
    'it is a compound file with the streams EncryptionInfo and EncryptedPackage',
    { scheme, version: `${major}.${minor}`, ...(scheme === 'agile' ? agile : {}) },
  ]
}

async function word(compound: Compound): Promise<Sign | null> {
  const fib = await compound.start('WordDocument', 32)
  if (fib.length < 12 || (fib.readUInt16LE(10) & 0x0100) === 0) return null
  const xor = (fib.readUInt16LE(10) & 0x8000) !== 0
  return [
    'doc',
    `the flag fEncrypted is set in its file information block (${xor ? 'XOR' : 'RC4'})`,
    { cipher: xor ? 'xor' : 'rc4' },
  ]
}

async function sheet(compound: Compound): Promise<Sign | null> {
  const book = await compound.start(compound.names.includes('Workbook') ? 'Workbook' : 'Book', 4096)
  for (let at = 0; at + 6 <= book.length; at += 4 + book.readUInt16LE(at + 2)) {
    if (book.readUInt16LE(at) !== 0x2f) continue
    const cipher =
      book.readUInt16LE(at + 4) === 0
        ? 'xor'
        : at + 8 <= book.length && book.readUInt16LE(at + 6) === 1
          ? 'rc4'
          : 'rc4-cryptoapi'
    return ['xls', `its workbook has a FILEPASS record (${cipher})`, { cipher }]
  }
  return null
}

async function slides(compound: Compound): Promise<Sign | null> {
  const user = await compound.start('Current User', 20)
  if (user.length < 16 || user.readUInt32LE(12) !== 0xf3d1c4df) return null
  return ['ppt', 'the header token of its Current User stream says that it is encrypted', {}]
}
