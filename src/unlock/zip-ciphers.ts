import { createCipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import { failed } from './opener.ts'
import type { ZipEntry } from './zip-directory.ts'

/** Takes the encryption off the bytes of one entry. */
export interface ZipCipher {
  /** Bytes before the content, and after it. */
  readonly before: number
  readonly after: number
  /** Null where the passphrase does not fit. */
  readonly start: (passphrase: Buffer, before: Buffer) => ZipStream | null
}

/** Decrypts in order; `end` is given what follows the content and throws where it does not agree. */
export interface ZipStream {
  readonly decrypt: (bytes: Buffer) => Buffer
  readonly end: (after: Buffer) => void
}

/** The cipher of an entry; null where it is none of these. */
export function zipCipher(entry: ZipEntry): ZipCipher | null {
  if (entry.strong) return null
  return entry.aes ? aes(entry.aes.bits / 8) : traditional(entry.check)
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  return c >>> 0
})

/** The traditional encryption (APPNOTE.TXT of PKWARE, section 6.1). */
function traditional(check: number): ZipCipher {
  return {
    before: 12,
    after: 0,
    start: (passphrase, before) => {
      let [a, b, c] = [0x12345678, 0x23456789, 0x34567890]
      const update = (byte: number): void => {
        a = (crcTable[(a ^ byte) & 255]! ^ (a >>> 8)) >>> 0
        b = (Math.imul(b + (a & 255), 134775813) + 1) >>> 0
        c = (crcTable[(c ^ (b >>> 24)) & 255]! ^ (c >>> 8)) >>> 0
      }
      const decrypt = (bytes: Buffer): Buffer => {
        const plain = Buffer.allocUnsafe(bytes.length)
        for (let i = 0; i < bytes.length; i++) {
          const t = (c | 2) & 0xffff
          const byte = bytes[i]! ^ ((Math.imul(t, t ^ 1) >>> 8) & 255)
          plain[i] = byte
          update(byte)
        }
        return plain
      }
      for (const byte of passphrase) update(byte)
      return decrypt(before)[11] === check ? { decrypt, end: () => undefined } : null
    },
  }
}

/** WinZip's AES (AE-1, AE-2): PBKDF2 with 1000 rounds, counter mode with little-endian counters, HMAC-SHA1 of 80 bits. */
function aes(keyBytes: number): ZipCipher {
  const saltBytes = keyBytes / 2
  return {
    before: saltBytes + 2,
    after: 10,
    start: (passphrase, before) => {
      const keys = pbkdf2Sync(passphrase, before.subarray(0, saltBytes), 1000, keyBytes * 2 + 2, 'sha1')
      if (!keys.subarray(keyBytes * 2).equals(before.subarray(saltBytes))) return null
      const hmac = createHmac('sha1', keys.subarray(keyBytes, keyBytes * 2))
      const blocks = createCipheriv(`aes-${keyBytes * 8}-ecb`, keys.subarray(0, keyBytes), null).setAutoPadding(false)
      let [counter, rest] = [1, Buffer.alloc(0)]
      const stream = (length: number): Buffer => {
        const wanted = Math.ceil(Math.max(0, length - rest.length) / 16)
        const counters = Buffer.alloc(wanted * 16)
        for (let i = 0; i < wanted; i++, counter++) {
          counters.writeUInt32LE(counter % 2 ** 32, i * 16)
          counters.writeUInt32LE(Math.floor(counter / 2 ** 32), i * 16 + 4)
        }
        const all = Buffer.concat([rest, blocks.update(counters)])
        rest = all.subarray(length)
        return all.subarray(0, length)
      }
      return {
        decrypt: (bytes) => {
          hmac.update(bytes)
          const key = stream(bytes.length)
          const plain = Buffer.allocUnsafe(bytes.length)
          for (let i = 0; i < bytes.length; i++) plain[i] = bytes[i]! ^ key[i]!
          return plain
        },
        end: (after) => {
          const own = hmac.digest().subarray(0, 10)
          if (after.length !== 10 || !timingSafeEqual(own, after))
            throw failed('damaged', 'the content does not agree with its authentication code')
        },
      }
    },
  }
}
