import { createCipheriv, createHmac, pbkdf2Sync } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'

/** An entry of a zip archive to be written; `passphrase` closes it. */
export interface ZipSpec {
  readonly name: string
  readonly content: Buffer | string
  readonly passphrase?: string
  readonly by?: 'traditional' | 'aes'
}

/** Writes a zip archive with traditional encryption or WinZip's AE-2 (256 bits), from their descriptions. */
export function zipOf(specs: readonly ZipSpec[]): Buffer {
  const locals: Buffer[] = []
  const records: Buffer[] = []
  let at = 0
  for (const { name, content, passphrase, by = 'traditional' } of specs) {
    const plain = Buffer.from(content)
    const packed = deflateRawSync(plain)
    const aes = passphrase !== undefined && by === 'aes'
    const crc = aes ? 0 : crc32(plain)
    const data =
      passphrase === undefined ? packed : aes ? aesOf(packed, passphrase) : traditionalOf(packed, passphrase, crc)
    const extra = aes ? Buffer.from('019907000200414503' + '0800', 'hex') : Buffer.alloc(0)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(aes ? 51 : 20, 0)
    common.writeUInt16LE(passphrase === undefined ? 0 : 1, 2)
    common.writeUInt16LE(aes ? 99 : 8, 4)
    common.writeUInt16LE(0x5a21, 8)
    common.writeUInt32LE(crc, 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(plain.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    common.writeUInt16LE(extra.length, 24)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), common, Buffer.from(name), extra, data])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    records.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), common, tail, Buffer.from(name), extra]))
    locals.push(local)
    at += local.length
  }
  const directory = Buffer.concat(records)
  const end = Buffer.alloc(22)
  end.writeUInt32BE(0x504b0506, 0)
  end.writeUInt16LE(specs.length, 8)
  end.writeUInt16LE(specs.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, directory, end])
}

function aesOf(plain: Buffer, passphrase: string): Buffer {
  const salt = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')
  const keys = pbkdf2Sync(passphrase, salt, 1000, 66, 'sha1')
  const out = Buffer.alloc(plain.length)
  for (let i = 0; i < plain.length; i += 16) {
    const counter = Buffer.alloc(16)
    counter.writeUInt32LE(i / 16 + 1, 0)
    const block = createCipheriv('aes-256-ecb', keys.subarray(0, 32), null).setAutoPadding(false).update(counter)
    for (let n = i; n < Math.min(i + 16, plain.length); n++) out[n] = plain[n]! ^ block[n - i]!
  }
  const code = createHmac('sha1', keys.subarray(32, 64)).update(out).digest().subarray(0, 10)
  return Buffer.concat([salt, keys.subarray(64), out, code])
}

/** PKWARE's three keys, one bit of the checksum table at a time. */
function traditionalOf(plain: Buffer, passphrase: string, crc: number): Buffer {
  const step = (c: number, byte: number): number => {
    let value = (c ^ byte) & 255
    for (let k = 0; k < 8; k++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
    return (value ^ (c >>> 8)) >>> 0
  }
  let keys = [0x12345678, 0x23456789, 0x34567890] as [number, number, number]
  const update = (byte: number): void => {
    const first = step(keys[0], byte)
    const second = (Math.imul((keys[1] + (first & 255)) >>> 0, 134775813) + 1) >>> 0
    keys = [first, second, step(keys[2], second >>> 24)]
  }
  for (const byte of Buffer.from(passphrase)) update(byte)
  const head = Buffer.alloc(12, 7)
  head[11] = crc >>> 24
  return Buffer.from(
    [...head, ...plain].map((byte) => {
      const t = (keys[2] | 2) & 0xffff
      const closed = byte ^ ((Math.imul(t, t ^ 1) >>> 8) & 255)
      update(byte)
      return closed
    }),
  )
}
