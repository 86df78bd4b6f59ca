import { recogniseClosed } from '../../../src/unlock/locked.ts'
import { failureOf } from '../../../src/unlock/opener.ts'
import { zip } from '../../../src/unlock/openers/zip.ts'
import type { Peek } from '../../../src/unlock/peek.ts'
import { compoundOf } from '../../unlock/support/compound.ts'
import { noise } from '../../unlock/support/noise.ts'
import { zipOf } from '../../unlock/support/zip.ts'
import { packedSamples } from './dumps.ts'
import type { Form } from './forms.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

function peek(data: Buffer, path: string): Peek {
  return {
    ...{ path, size: data.length, source: 'other', closedEntries: 0, head: data.subarray(0, 8192) },
    read: async (at, length) => {
      const wanted = Math.max(0, Math.min(length, data.length - at, 64 << 20))
      return at >= 0 && wanted > 0 ? Buffer.from(data.subarray(at, at + wanted)) : Buffer.alloc(0)
    },
  }
}

/** A closed thing as the inventory tells it. */
function closed(name: string, sample: Buffer, path = 'a file'): Form {
  return {
    name: `closed: ${name}`,
    sample,
    told: false,
    read: async (data) => {
      const found = await recogniseClosed(peek(data, path))
      for (const { offset, length } of found)
        if (offset < 0 || offset + length > data.length) throw new Error('a closed thing lies behind the end')
      return { things: found.length, told: found.length, digest: JSON.stringify(found) }
    },
  }
}

/** A zip archive opened with its own passphrase: what comes out is right, or a failure is told. */
function unlocked(name: string, by: 'aes' | 'traditional'): Form {
  const content = packedSamples.text.subarray(0, 12_000)
  const entries = ['roses.sql', 'tulips.sql'].map((n) => ({ name: n, content, passphrase: 'signal box', by }))
  const { signal } = new AbortController()
  return {
    name,
    sample: zipOf(entries),
    told: true,
    read: async (data) => {
      const key = { key: 1, kind: 'passphrase', form: 'passphrase', value: 'signal box', identifiers: [] } as const
      const of = peek(data, 'a.zip')
      let [things, told, bytes] = [0, 0, 0]
      try {
        const input = { place: 'a.zip', peek: of, form: 'zip', detail: {}, offset: 0, length: data.length }
        for await (const entry of zip.open({ ...input, signal, seconds: 60, passphrases: [] }, key)) {
          try {
            for await (const piece of entry.content) {
              bytes += piece.length
              if (bytes > 64 << 20) throw new Error('more came out than is there')
            }
            things++
          } catch (error) {
            if (failureOf(error) === null) throw error
            told++
          }
        }
      } catch (error) {
        if (failureOf(error) === null) throw error
        told++
      }
      return { things, told, digest: '' }
    },
  }
}

const luksOne = Buffer.alloc(12_288)
luksOne.write('4c554b53babe0001', 'hex')
luksOne.write('aes', 8)
luksOne.write('xts-plain64', 40)
luksOne.write('sha256', 72)
luksOne.writeUInt32BE(4096, 104)
luksOne.writeUInt32BE(64, 108)
luksOne.write('3b241101-e2bb-4255-8caf-4136c566a962', 168)
for (let slot = 0; slot < 8; slot++) {
  luksOne.writeUInt32BE(slot < 3 ? 0x00ac71f3 : 0xdead, 208 + slot * 48)
  luksOne.writeUInt32BE(100_000, 212 + slot * 48)
  luksOne.writeUInt32BE(8 + slot * 512, 248 + slot * 48)
  luksOne.writeUInt32BE(4000, 252 + slot * 48)
}

const luksTwo = Buffer.alloc(20_480)
luksTwo.write('4c554b53babe0002', 'hex')
luksTwo.writeBigUInt64BE(16_384n, 8)
luksTwo.write('3b241101-e2bb-4255-8caf-4136c566a962', 168)
luksTwo.write(
  JSON.stringify({
    keyslots: {
      0: {
        type: 'luks2',
        key_size: 64,
        af: { type: 'luks1', stripes: 4000, hash: 'sha256' },
        area: { type: 'raw', offset: '32768', size: '258048', encryption: 'aes-xts-plain64', key_size: 64 },
        kdf: { type: 'argon2id', time: 4, memory: 1_048_576, cpus: 4, salt: 'AAAA' },
      },
    },
    tokens: {},
    segments: {
      0: {
        type: 'crypt',
        offset: '16777216',
        size: 'dynamic',
        iv_tweak: '0',
        encryption: 'aes-xts-plain64',
        sector_size: 512,
      },
    },
    digests: {
      0: {
        type: 'pbkdf2',
        keyslots: ['0'],
        segments: ['0'],
        hash: 'sha256',
        iterations: 1000,
        salt: 'AAAA',
        digest: 'BBBB',
      },
    },
    config: { json_size: '12288', keyslots_size: '16744448' },
  }),
  4096,
)

const agile = Buffer.concat([
  hex('04000400 40000000'),
  Buffer.from(
    '<encryption><keyData cipherAlgorithm="AES" keyBits="256" hashAlgorithm="SHA512"/><x spinCount="100000"/></encryption>',
  ),
])
const rarFive = Buffer.concat([
  hex('526172211a070100 00000000 03 01 00 00'),
  ...Array.from({ length: 90 }, (_, n) =>
    hex(`00000000 0b 02 03 03 ${(n % 100).toString().padStart(2, '0')} 00 00 02 01 00 00 00`),
  ),
])
const rarFour = Buffer.concat([
  hex('526172211a0700 0000 73 0000 0d00 000000000000'),
  ...Array.from({ length: 80 }, () => Buffer.concat([hex('0000 74 0480 2000 10000000'), Buffer.alloc(37)])),
])
const message = Buffer.concat([
  ...Array.from({ length: 20 }, () => hex(`c10f 03 1122334455667788 01 ${'aa'.repeat(5)}`)),
  hex('c308 04 09 03 08 11223344'),
  hex(`d2 ff 00001000 01`),
  noise(4095),
])
const armoured = `-----BEGIN PGP MESSAGE-----\nComment: roses\n\n${message.toString('base64').replace(/.{64}/g, '$&\n')}\n=AAAA\n-----END PGP MESSAGE-----\n`
const keys = `-----BEGIN OPENSSH PRIVATE KEY-----\n${Buffer.concat([Buffer.from('openssh-key-v1\0\0\0\0\x0aaes256-ctr\0\0\0\x06bcrypt\0\0\0\x18'), noise(200)]).toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n-----BEGIN ENCRYPTED PRIVATE KEY-----\n${noise(300).toString('base64')}\n-----END ENCRYPTED PRIVATE KEY-----\nPuTTY-User-Key-File-3: ssh-ed25519\nEncryption: aes256-cbc\nComment: shed\n`
const pdf = `%PDF-1.6\n${Array.from({ length: 300 }, (_, n) => `${n + 10} 0 obj\n<< /Length ${n} >>\nendobj\n`).join('')}5 0 obj\n<< /Filter /Standard /V 5 /R 6 /Length 256 >>\nendobj\ntrailer\n<< /Root 1 0 R /Encrypt 5 0 R >>\nstartxref\n0\n%%EOF\n`
const manifest = `<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">${'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data manifest:checksum="x"><manifest:algorithm manifest:algorithm-name="aes256-cbc"/></manifest:encryption-data></manifest:file-entry>'.repeat(20)}</manifest:manifest>`

/** What is closed, and how it is told. */
export const closedForms: readonly Form[] = [
  closed(
    'zip',
    zipOf(
      Array.from({ length: 40 }, (_, n) => ({
        name: `bed ${n}`,
        content: 'bulbs '.repeat(n),
        ...(n % 3 && { passphrase: 'x', by: n % 2 ? ('aes' as const) : ('traditional' as const) }),
      })),
    ),
  ),
  closed('7z', Buffer.concat([hex('377abcaf271c 0004'), noise(24), noise(9000), hex('170621010980 06f10701')])),
  closed('RAR 5', rarFive),
  closed('RAR 4', rarFour),
  closed('a new document of Office', compoundOf({ EncryptionInfo: agile, EncryptedPackage: noise(9000) })),
  closed(
    'an old workbook of Office',
    compoundOf({
      Workbook: Buffer.concat([hex('0908 0400 00060500 2f00 0600 0100 0200 0000'), noise(6000)]),
      WordDocument: noise(600),
    }),
  ),
  closed('PDF', Buffer.from(pdf)),
  closed(
    'OpenDocument',
    zipOf([
      { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' },
      { name: 'META-INF/manifest.xml', content: manifest },
    ]),
  ),
  closed('LUKS 1', luksOne),
  closed('LUKS 2', luksTwo),
  closed('a message of OpenPGP', message),
  closed('a message of OpenPGP in text', Buffer.from(armoured)),
  closed('private keys', Buffer.from(keys)),
  closed(
    'age',
    Buffer.concat([
      Buffer.from(`age-encryption.org/v1\n-> X25519 ${'A'.repeat(43)}\n${'B'.repeat(43)}\n--- ${'C'.repeat(43)}\n`),
      noise(5000),
    ]),
  ),
  closed('random bytes', noise(30_000), 'shed.hc'),
  unlocked('a zip archive with AES, opened', 'aes'),
  unlocked('a zip archive with the old encryption, opened', 'traditional'),
]
