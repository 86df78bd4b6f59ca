import { type LockedForm, whole } from '../form.ts'

/** Coder id of AES-256 with SHA-256 in 7z archives (Methods.txt of the LZMA SDK: 06F10701). */
const aes = Buffer.from('06f10701', 'hex')

/** 7z archives (7zFormat.txt of the LZMA SDK): the header itself encrypted, or only contents. */
export const sevenZip: LockedForm = {
  name: '7z',
  about: '7z archives whose names or contents are encrypted (AES-256)',
  suspect: ({ head }) => head.length >= 32 && head.readUIntBE(0, 6) === 0x377abcaf271c,
  look: async (peek) => {
    const at = 32 + Number(peek.head.readBigUInt64LE(12))
    const header = await peek.read(at, Math.min(Number(peek.head.readBigUInt64LE(20)), 1 << 20))
    const names = header[0] === 0x17 && header.includes(aes)
    const contents = names || peek.closedEntries > 0 || header.includes(aes)
    if (!contents) return []
    const why = names
      ? 'its header, names included, is encrypted with AES-256'
      : `${peek.closedEntries || 'some'} entries are encrypted with AES-256; their names are not`
    const detail = { names, encrypted: names ? null : peek.closedEntries }
    return [whole(peek, { kind: 'archive', form: '7z', why, detail, opener: '7-zip' })]
  },
}
