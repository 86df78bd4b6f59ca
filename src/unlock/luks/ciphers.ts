import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { failed } from '../opener.ts'

/** Decrypts whole sectors, the first of which has this number (in units of 512 bytes). */
export type SectorCipher = (bytes: Buffer, sector: number) => Buffer

/** A cipher of dm-crypt by its name (`aes-xts-plain64`, `aes-cbc-essiv:sha256`; kernel documentation, dm-crypt). */
export function sectorCipher(name: string, key: Buffer, sectorBytes: number): SectorCipher {
  const [, chain, iv, ivHash] = /^aes-(xts|cbc)-(plain64|plain|essiv):?(\w*)$/.exec(name) ?? []
  const bits = chain === 'xts' ? key.length * 4 : key.length * 8
  if (chain === undefined || iv === undefined || ![128, 192, 256].includes(bits) || (chain === 'xts' && bits === 192))
    throw failed('unsupported', `the cipher ${name} with ${key.length * 8} bits is not read`)
  const ivOf = ivs(iv, ivHash ?? '', key)
  return (bytes, sector) => {
    const plain = Buffer.allocUnsafe(bytes.length)
    for (let at = 0; at + sectorBytes <= bytes.length; at += sectorBytes) {
      const one = createDecipheriv(`aes-${bits}-${chain}`, key, ivOf(sector + at / 512)).setAutoPadding(false)
      one.update(bytes.subarray(at, at + sectorBytes)).copy(plain, at)
    }
    return plain
  }
}

function ivs(kind: string, hash: string, key: Buffer): (sector: number) => Buffer {
  const plain = (sector: number): Buffer => {
    const iv = Buffer.alloc(16)
    iv.writeUInt32LE(sector % 2 ** 32, 0)
    if (kind !== 'plain') iv.writeUInt32LE(Math.floor(sector / 2 ** 32), 4)
    return iv
  }
  if (kind !== 'essiv') return plain
  const salt = createHash(hash).update(key).digest()
  return (sector) =>
    createCipheriv(`aes-${salt.length * 8}-ecb`, salt, null)
      .setAutoPadding(false)
      .update(plain(sector))
}
