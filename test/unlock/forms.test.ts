import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { Encrypter } from 'age-encryption'
import fc from 'fast-check'
import { createMessage, encrypt, generateKey } from 'openpgp'
import { describe, expect, test } from 'vitest'
import { envelopeOf } from '../../src/unlock/envelopes.ts'
import { forms, lastForms } from '../../src/unlock/forms/index.ts'
import { recogniseClosed } from '../../src/unlock/locked.ts'
import type { Peek } from '../../src/unlock/peek.ts'
import { findProgram } from '../../src/unlock/program.ts'
import { temporaryFolder } from '../support/folder.ts'
import { compoundOf } from './support/compound.ts'
import { noise } from './support/noise.ts'
import { zipOf } from './support/zip.ts'

const folder = temporaryFolder('forms')
const peek = (bytes: Buffer | string, more: Partial<Peek> = {}): Peek => {
  const all = Buffer.from(bytes)
  return {
    ...{ path: 'a file', size: all.length, source: 'other', closedEntries: 0, head: all.subarray(0, 8192) },
    read: async (at, length) => all.subarray(Math.max(0, at), Math.max(0, at + length)),
    ...more,
  }
}
const told = async (bytes: Buffer | string, more: Partial<Peek> = {}) =>
  (await recogniseClosed(peek(bytes, more))).map((f) => `${f.kind} ${f.form} ${f.opener ?? '-'}`)
const first = async (bytes: Buffer | string, more: Partial<Peek> = {}) => (await recogniseClosed(peek(bytes, more)))[0]
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('archives', () => {
  test('zip: traditional, AES, and open ones', async () => {
    const closed = zipOf([
      { name: 'open.txt', content: 'seeds' },
      { name: 'a.txt', content: 'bulbs', passphrase: 'x' },
      { name: 'b.txt', content: 'bulbs', passphrase: 'x', by: 'aes' },
    ])
    expect(await first(closed)).toMatchObject({
      form: 'zip',
      opener: 'zip',
      detail: { entries: 3, encrypted: 2, methods: { traditional: 1, 'aes-256': 1 } },
    })
    expect(await told(zipOf([{ name: 'open.txt', content: 'seeds' }]))).toEqual([])
    expect(await told(closed.subarray(0, 60), { source: 'zip', closedEntries: 1 })).toEqual(['archive zip -'])
  })

  test('RAR 5 and 4, headers closed or contents', async () => {
    const rar5 = '526172211a070100'
    expect(await first(hex(`${rar5} 00000000 21 04 00 ${'00'.repeat(32)}`))).toMatchObject({
      form: 'rar5',
      detail: { names: true },
    })
    // Main header, then a file header whose extra area has the record of encryption.
    const file = '00000000 06 02 01 03 02 01 00'
    expect(await first(hex(`${rar5} 00000000 03 01 00 00 ${file}`))).toMatchObject({
      form: 'rar5',
      detail: { names: false, encrypted: 1 },
    })
    expect(await first(hex('526172211a0700 0000 73 8000 0d00 000000000000'))).toMatchObject({
      form: 'rar4',
      detail: { names: true },
    })
    const four = '526172211a0700 0000 73 0000 0d00 000000000000 0000 74 0480 2000 00000000'
    expect(await first(hex(`${four} ${'00'.repeat(21)}`))).toMatchObject({ form: 'rar4', detail: { encrypted: 1 } })
    expect(await told(hex('526172211a0700 0000 73 0000 0d00 000000000000'))).toEqual([])
  })

  const sevenZip = findProgram(['7zz'])
  test.skipIf(sevenZip === null)('7z by 7-Zip itself (skipped without it)', async () => {
    writeFileSync(join(folder, 'a.txt'), 'a note on signals')
    for (const [name, ...args] of [['h', '-ptulip', '-mhe=on'], ['c', '-ptulip'], ['o']] as const)
      execFileSync(sevenZip!, ['a', ...args, `${name}.7z`, 'a.txt'], { cwd: folder, stdio: 'pipe' })
    const read = (name: string): Buffer => readFileSync(join(folder, `${name}.7z`))
    expect(await first(read('h'))).toMatchObject({ form: '7z', opener: '7-zip', detail: { names: true } })
    expect(await first(read('c'), { closedEntries: 1 })).toMatchObject({ form: '7z', detail: { names: false } })
    expect(await told(read('o'))).toEqual([])
  })
})

describe('documents', () => {
  test('Office packages and the flags of old files', async () => {
    const agile = Buffer.concat([
      hex('04000400 40000000'),
      Buffer.from('<keyData cipherAlgorithm="AES" keyBits="256" hashAlgorithm="SHA512"/><x spinCount="100000"/>'),
    ])
    expect(await first(compoundOf({ EncryptionInfo: agile, EncryptedPackage: Buffer.alloc(5000) }))).toMatchObject({
      form: 'office-agile',
      detail: { cipher: 'AES', keyBits: '256', spins: '100000' },
    })
    expect(await told(compoundOf({ EncryptionInfo: hex('03000200'), EncryptedPackage: Buffer.alloc(10) }))).toEqual([
      'document office-standard -',
    ])
    const fib = (flags: string): Buffer => Buffer.concat([hex(`eca5 0000 0000 0000 0000 ${flags}`), Buffer.alloc(5000)])
    expect(await first(compoundOf({ WordDocument: fib('0001') }))).toMatchObject({
      form: 'doc',
      detail: { cipher: 'rc4' },
    })
    expect(await told(compoundOf({ WordDocument: fib('0000') }))).toEqual([])
    const book = (record: string): Buffer => Buffer.concat([hex(`0908 0400 00060500 ${record}`), Buffer.alloc(4200)])
    expect(await first(compoundOf({ Workbook: book('2f00 0600 0100 0200 0000') }))).toMatchObject({
      form: 'xls',
      detail: { cipher: 'rc4-cryptoapi' },
    })
    const user = Buffer.concat([Buffer.alloc(12), hex('dfc4d1f3'), Buffer.alloc(4)])
    expect(await told(compoundOf({ 'Current User': user }))).toEqual(['document ppt -'])
  })

  test('PDF and OpenDocument', async () => {
    const pdf =
      '%PDF-1.6\n5 0 obj\n<< /Filter /Standard /V 5 /R 6 /Length 256 >>\nendobj\ntrailer\n<< /Root 1 0 R /Encrypt 5 0 R >>\n'
    expect(await first(pdf)).toMatchObject({ form: 'pdf', detail: { filter: 'Standard', v: 5, r: 6, bits: 256 } })
    expect(await told('%PDF-1.6\ntrailer\n<< /Root 1 0 R >>\n')).toEqual([])
    const odt = (manifest: string): Buffer =>
      zipOf([
        { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' },
        { name: 'META-INF/manifest.xml', content: manifest },
      ])
    const plain = odt('<manifest:manifest/>')
    // The first entry of such files is stored: its content stands behind its name.
    const shown = (bytes: Buffer): Partial<Peek> => ({
      head: Buffer.concat([
        bytes.subarray(0, 30),
        Buffer.from('mimetypeapplication/vnd.oasis'),
        bytes.subarray(59, 8192),
      ]),
    })
    const closed = odt(
      '<manifest:manifest><manifest:encryption-data><manifest:algorithm manifest:algorithm-name="aes256-cbc"/></manifest:encryption-data></manifest:manifest>',
    )
    expect(await first(closed, shown(closed))).toMatchObject({ form: 'odf', detail: { cipher: 'aes256-cbc' } })
    expect(await told(plain, shown(plain))).toEqual([])
  })
})

describe('containers', () => {
  test('BitLocker, also as a partition, qcow2 and GELI', async () => {
    const boot = Buffer.alloc(4096)
    boot.write('-FVE-FS-', 3)
    expect(await told(boot)).toEqual(['container bitlocker -'])
    const disk = Buffer.alloc(1 << 20)
    disk.writeUInt16BE(0x55aa, 510)
    disk.set(hex('00 000000 07 000000 00010000 00040000'), 446)
    boot.copy(disk, 256 * 512)
    expect(await first(disk)).toMatchObject({ form: 'bitlocker', offset: 131072 })
    const qcow = Buffer.alloc(600)
    qcow.set(hex('514649fb'))
    qcow[35] = 2
    expect(await told(qcow)).toEqual(['container qcow2 -'])
    const geli = Buffer.alloc(2048)
    geli.write('GEOM::ELI', 1536)
    expect(await told(geli)).toEqual(['container geli -'])
  })

  const cryptsetup = findProgram(['cryptsetup'])
  test.skipIf(cryptsetup === null)('LUKS 1 and 2 by cryptsetup itself (skipped without it)', async () => {
    for (const [type, size] of [
      ['luks1', 3 << 20],
      ['luks2', 18 << 20],
    ] as const) {
      const path = join(folder, type)
      writeFileSync(path, Buffer.alloc(size))
      const quick =
        type === 'luks2'
          ? ['--pbkdf', 'argon2id', '--pbkdf-memory', '32', '--pbkdf-force-iterations', '4']
          : ['--pbkdf-force-iterations', '1000']
      execFileSync(cryptsetup!, ['luksFormat', '-q', '--type', type, ...quick, '--key-file', '-', path], {
        input: 'tulip',
      })
      expect(await first(readFileSync(path))).toMatchObject({
        form: type,
        opener: 'luks',
        detail: {
          cipher: 'aes-xts-plain64',
          key_bits: 512,
          slots: [{ slot: 0, kdf: type === 'luks1' ? 'pbkdf2' : 'argon2id' }],
        },
      })
    }
  })

  test('what cannot be told from random bytes is only possibly one, and said so', async () => {
    const bytes = noise(512 << 10)
    expect(await first(bytes)).toMatchObject({
      form: 'random',
      certainty: 'possible',
      why: /possibly a VeraCrypt/ as never,
    })
    expect(await told(bytes.subarray(0, (512 << 10) - 1))).toEqual([])
    expect(await told(bytes, { source: 'mysqldump-sql' })).toEqual([])
    expect(await told(deflateSync(Buffer.from('a signal box '.repeat(9000))).subarray(0, 4096))).toEqual([])
    expect(await told(Buffer.alloc(512 << 10, 'platform '))).toEqual([])
    expect(await first(noise(32768), { path: 'app/messages.db' })).toMatchObject({
      form: 'sqlcipher',
      certainty: 'possible',
    })
  })
})

describe('keys and messages', () => {
  test('by their first bytes', async () => {
    const age = new Encrypter()
    age.setPassphrase('tulip')
    age.setScryptWorkFactor(4)
    const cases: readonly (readonly [Buffer | string, string])[] = [
      [hex('03d9a29a 67fb4bb5 01000400'), 'key kdbx -'],
      [hex('03d9a29a 65fb4bb5 03000000'), 'key kdb -'],
      [Buffer.from(await age.encrypt('seeds')), 'file age age'],
      [Buffer.concat([Buffer.from('Salted__'), randomBytes(40)]), 'file openssl -'],
      ['$ANSIBLE_VAULT;1.1;AES256\n61626364\n', 'file ansible-vault -'],
      [hex('308209c1 020103 3082098706092a864886f70d010701'), 'key pkcs12 -'],
      [hex('3080 06092a864886f70d010703 a080'), 'message smime -'],
      ['PuTTY-User-Key-File-2: ssh-rsa\nEncryption: aes256-cbc\n', 'key ppk -'],
      ['(21:protected-private-key(3:rsa(1:n3:abc)))', 'key gnupg-private-key -'],
    ]
    for (const [bytes, expected] of cases) expect(await told(bytes)).toEqual([expected])
    expect(await told('PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n')).toEqual([])
  })

  test('OpenPGP messages to keys and passphrases, armoured in a text and binary', async () => {
    const { publicKey, privateKey } = await generateKey({ userIDs: [{ name: 'Fern' }], format: 'object' })
    const closed = { encryptionKeys: publicKey, passwords: ['tulip'] }
    const message = await createMessage({ text: 'the green engine' })
    const armoured = await encrypt({ message, ...closed })
    const binary = await encrypt({ message: await createMessage({ text: 'x' }), ...closed, format: 'binary' })
    const id = (await publicKey.getEncryptionKey()).getKeyID().toHex().toUpperCase()
    const text = `Dear friend,\r\n\r\n${armoured}\nbye\n> ${String(armoured).trim().replaceAll('\n', '\n> ')}\n`
    const found = await recogniseClosed(peek(text))
    expect(found.map((f) => [f.form, f.offset])).toEqual([
      ['pgp-message', 16],
      ['pgp-message', text.lastIndexOf('-----BEGIN')],
    ])
    for (const one of found) expect(one).toMatchObject({ opener: 'pgp', detail: { recipients: [id], passphrases: 1 } })
    expect(await first(Buffer.from(binary as Uint8Array))).toMatchObject({
      form: 'pgp-message',
      detail: { recipients: [id] },
    })
    expect(await told(privateKey.armor())).toEqual(['key pgp-private-key -'])
    expect(await told(publicKey.armor())).toEqual([])
  })

  test('private keys of SSH and TLS, closed and open', async () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const closed = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'tulip' })
    expect(await first(`a note\n${closed}`)).toMatchObject({
      form: 'pem-private-key',
      offset: 7,
      detail: { cipher: 'PKCS #8', open: false },
    })
    expect(await first(String(privateKey.export({ type: 'pkcs8', format: 'pem' })))).toMatchObject({
      detail: { open: true },
    })
    const ssh = (cipher: string): string => {
      const name = Buffer.from(cipher)
      const body = Buffer.concat([
        Buffer.from('openssh-key-v1\0'),
        hex('000000').subarray(0, 3),
        Buffer.from([name.length]),
        name,
      ])
      return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`
    }
    expect(await first(ssh('aes256-ctr'))).toMatchObject({ form: 'ssh-private-key', detail: { cipher: 'aes256-ctr' } })
    expect(await first(ssh('none'))).toMatchObject({ detail: { open: true } })
    const rsa =
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n'
    expect(await first(rsa)).toMatchObject({ detail: { cipher: 'AES-128-CBC' } })
    const mail = 'From: a@example.org\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIIB\n'
    expect(await told(mail, { source: 'mail' })).toEqual(['message smime -'])
  })
})

test('values of a column tell the envelope they lie in', () => {
  const laravel = Buffer.from(JSON.stringify({ iv: 'aXY=', value: 'dmFs', mac: 'ff' })).toString('base64')
  expect(envelopeOf([laravel, null, '', laravel])?.name).toBe('laravel')
  expect(envelopeOf([`def50200${'ab'.repeat(80)}`])?.name).toBe('defuse')
  expect(envelopeOf([`gAAAAA${'A'.repeat(80)}==`])?.name).toBe('fernet')
  expect(envelopeOf([laravel, 'a plain value'])).toBeNull()
  expect(envelopeOf(['', null])).toBeNull()
})

test('arbitrary bytes, with any beginning, give things or nothing, never an exception', async () => {
  const starts = [
    '',
    '504b0304',
    '377abcaf271c0004',
    '526172211a070100',
    '526172211a0700',
    'd0cf11e0a1b11ae1',
    '4c554b53babe0001',
    '4c554b53babe0002',
    '2550',
    '85',
    'c1',
    '8c',
    '514649fb',
    '3082',
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...starts),
      fc.uint8Array({ maxLength: 2000 }),
      fc.boolean(),
      async (start, bytes, boot) => {
        const all = Buffer.concat([hex(start), bytes])
        if (boot && all.length > 512) all.writeUInt16BE(0x55aa, 510)
        for (const form of [...forms, ...lastForms]) if (form.suspect(peek(all))) await form.look(peek(all))
      },
    ),
    { numRuns: 400, seed: 7 },
  )
})
