import { spawnSync } from 'node:child_process'
import { createHash, type X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { der, derInteger, derOid, readDer, readInteger, readOid } from '../../../src/evidence/custody/der.ts'
import { readHeads } from '../../../src/evidence/custody/heads.ts'
import { signHead } from '../../../src/evidence/custody/sign.ts'
import { requestStamp, takeStamp } from '../../../src/evidence/custody/stamp.ts'
import { readStampRequest, writeStampRequest } from '../../../src/evidence/custody/stamp-request.ts'
import { readStampResponse } from '../../../src/evidence/custody/stamp-response.ts'
import { checkSignature, readCertificates } from '../../../src/evidence/custody/stamp-signature.ts'
import { flushLedger, readLedger } from '../../../src/evidence/ledger.ts'
import { verifyCase } from '../../../src/evidence/verify.ts'
import { withDatabase } from '../../support/database.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { makeSignedCase, ticking } from './case.ts'

describe('DER', () => {
  it('reads back what it writes, whatever the length', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 70_000]) {
      const bytes = Buffer.alloc(length, 7)
      expect(readDer(Buffer.concat([der(4, bytes), Buffer.from('rest')])).content).toEqual(bytes)
    }
    for (const oid of ['1.2.840.113549.1.9.16.1.4', '2.16.840.1.101.3.4.2.1', '0.4.0.2023.1.1', '2.999.3'])
      expect(readOid(readDer(derOid(oid)))).toBe(oid)
    for (const hex of ['0', '7f', '80', 'ff00', '123456789abcdef0'])
      expect(
        readInteger(readDer(derInteger(Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')))),
      ).toBe(hex)
  })

  it('refuses any bytes that are no time stamp, with a reason, and never loops', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => readStampResponse(Buffer.from(bytes))).toThrow()
      }),
    )
  })
})

describe('a time-stamp request', () => {
  it('is the DER of RFC 3161, byte for byte', () => {
    const written = writeStampRequest(Buffer.alloc(32, 0xab), Buffer.from('00f1e2d3c4b5a697', 'hex'))
    expect(written.toString('hex')).toBe(
      `3043020101${'3031300d0609608648016503040201'}05000420${'ab'.repeat(32)}020800f1e2d3c4b5a697`.concat('0101ff'),
    )
    expect(readStampRequest(written)).toEqual({ imprint: 'ab'.repeat(32), nonce: 'f1e2d3c4b5a697' })
  })
})

const there = spawnSync('openssl', ['version'], { encoding: 'utf8' })
const withOpenssl = there.status === 0 ? describe : describe.skip
/** The authority that tests ask is OpenSSL's own, made for the test and thrown away. */
const reason = there.status === 0 ? '' : ' (skipped: no openssl on this machine to play the authority)'

withOpenssl(`a time stamp of an authority${reason}`, () => {
  const folder = temporaryFolder('stamp')
  const database = withDatabase()
  const at = (...path: readonly string[]): string => join(folder, ...path)
  const clock = ticking()
  let caseDir = ''

  function openssl(...args: readonly string[]): string {
    const ended = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
    if (ended.status !== 0) throw new Error(`openssl ${args[0]}: ${ended.stderr}`)
    return ended.stdout
  }

  const subject = (cn: string): readonly string[] => ['-subj', `/O=Test authority/CN=${cn}`]

  /** An authority with a CA above it. */
  function authority(name: string, key: readonly string[]): void {
    mkdirSync(at(name))
    const fresh = (file: string): readonly string[] => ['-nodes', '-newkey', ...key, '-keyout', `${name}/${file}.key`]
    openssl('req', '-x509', '-days', '30', ...fresh('ca'), '-out', `${name}/ca.pem`, ...subject(`${name} CA`))
    openssl('req', ...fresh('tsa'), '-out', `${name}/tsa.csr`, ...subject(`${name} stamps`))
    certify(name, 'tsa', 'timeStamping', 20)
  }

  /** A certificate for the authority's key: always under the same name and number. */
  function certify(name: string, out: string, use: string, days: number): void {
    writeFileSync(at(name, 'ext'), `extendedKeyUsage=critical,${use}\nkeyUsage=critical,digitalSignature\n`)
    openssl(
      ...['x509', '-req', '-in', `${name}/tsa.csr`, '-CA', `${name}/ca.pem`, '-CAkey', `${name}/ca.key`],
      ...['-set_serial', '7', '-days', `${days}`, '-extfile', `${name}/ext`, '-out', `${name}/${out}.pem`],
    )
  }

  /** The authority's answer to a request. */
  function reply(name: string, request: string, out: string, digest = 'sha256'): Buffer {
    writeFileSync(
      at(name, 'tsa.cnf'),
      `[tsa]\ndefault_tsa=t\n[t]\nserial=${at(name, 'serial')}\nsigner_cert=${at(name, 'tsa.pem')}\nsigner_key=${at(name, 'tsa.key')}\n` +
        `signer_digest=${digest}\ndefault_policy=1.2.3.4.1\ndigests=sha256\nordering=yes\ness_cert_id_alg=${digest}\nclock_precision_digits=3\n`,
    )
    writeFileSync(at(name, 'serial'), '0A17\n')
    openssl('ts', '-reply', '-config', `${name}/tsa.cnf`, '-queryfile', request, '-out', out)
    return readFileSync(at(out))
  }
  const take = (path: string, caPath?: string) =>
    takeStamp(database.client, caseDir, {
      path: at(path),
      ...(caPath ? { caPath: at(caPath) } : {}),
      by: 'A. Examiner',
      at: clock(),
    })

  beforeAll(async () => {
    caseDir = await makeSignedCase(database, folder, clock)
    authority('rsa', ['rsa:2048'])
    authority('ec', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'])
    certify('rsa', 'mail', 'emailProtection,timeStamping', 20)
    certify('rsa', 'twin', 'timeStamping', 10)
  }, 600_000)

  it('is asked for with a file that the authority understands', async () => {
    const written = await requestStamp(caseDir, Buffer.from('8899aabbccddeeff', 'hex'))
    expect(written).toMatchObject({ number: 2, size: 6, request: 'custody.stamps/head-2.tsq' })
    const shown = openssl('ts', '-query', '-in', join(caseDir, written.request), '-text')
    expect(shown).toMatch(/Hash Algorithm: sha256/)
    expect(shown).toMatch(/Nonce: 0x8899AABBCCDDEEFF/)
    expect(shown).toMatch(/Certificate required: yes/)
    // Asked again, the request stays the one that is on its way.
    await requestStamp(caseDir, Buffer.from('01', 'hex'))
    expect(readStampRequest(readFileSync(join(caseDir, written.request))).nonce).toBe('8899aabbccddeeff')
  })

  it.each([
    ['rsa', 'sha256'],
    ['rsa', 'sha512'],
    ['ec', 'sha256'],
    ['ec', 'sha384'],
  ])('holds when signed with %s and %s, and not when any of its signed bytes is changed', (name, digest) => {
    const bytes = reply(name, join(caseDir, 'custody.stamps/head-2.tsq'), `${name}-${digest}.tsr`, digest)
    const ca = readCertificates(readFileSync(at(name, 'ca.pem'), 'utf8'))
    const token = readStampResponse(bytes)
    expect(checkSignature(token, ca)).toEqual({
      ok: true,
      signer: `O=Test authority, CN=${name} stamps`,
      chain: [`O=Test authority, CN=${name} stamps`, `O=Test authority, CN=${name} CA`],
    })
    const content = bytes.indexOf(token.content)
    const signed = bytes.indexOf(token.signer.signedBytes.subarray(1))
    const places = [
      ...Array.from({ length: token.content.length }, (_, i) => content + i),
      ...Array.from({ length: token.signer.signedBytes.length - 1 }, (_, i) => signed + i),
      bytes.length - 5,
    ]
    for (const place of places) {
      const changed = Buffer.from(bytes)
      changed[place]! ^= 0x01
      let holds = false
      try {
        holds = checkSignature(readStampResponse(changed), ca).ok
      } catch {
        // A structure that cannot be read holds no more than one that was forged.
      }
      expect([place, holds]).toEqual([place, false])
    }
  })

  it('does not hold for another CA, at another time, or by a certificate that is not the named one or not for time stamps alone', () => {
    const ca = readCertificates(readFileSync(at('ec', 'ca.pem'), 'utf8'))
    const token = readStampResponse(readFileSync(at('rsa-sha256.tsr')))
    expect(checkSignature(token, ca)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/no certificate of the CA/),
    })
    const late = { ...token, stamp: { ...token.stamp, genTime: '2099-01-01T00:00:00Z' } }
    const rsa = readCertificates(readFileSync(at('rsa', 'ca.pem'), 'utf8'))
    expect(checkSignature(late, rsa)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/not valid at the time/),
    })
    expect(checkSignature({ ...token, certificates: [] }, rsa)).toMatchObject({ ok: false, signer: null })
    for (const [file, says] of [
      ['mail', /not one for time stamps alone/],
      ['twin', /not the one named under the signature/],
    ] as const) {
      const [certificate] = readCertificates(readFileSync(at('rsa', `${file}.pem`), 'utf8'))
      const swapped = { ...token, certificates: [certificate!.raw] }
      expect(checkSignature(swapped, rsa)).toMatchObject({ ok: false, reason: expect.stringMatching(says) })
    }
  })

  it('holds through an authority in between that came along, if that may issue certificates', () => {
    const ec = ['-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384']
    openssl('req', '-x509', '-days', '30', ...ec, '-keyout', 'root.key', '-out', 'root.pem', ...subject('Root'))
    openssl('req', '-new', '-key', 'ec/ca.key', '-out', 'mid.csr', ...subject('ec CA'))
    const between = (name: string, may: string): X509Certificate => {
      writeFileSync(at('mid.ext'), `basicConstraints=critical,CA:${may}\n`)
      const by = ['-CA', 'root.pem', '-CAkey', 'root.key', '-set_serial', '3', '-days', '20', '-extfile', 'mid.ext']
      openssl('x509', '-req', '-in', 'mid.csr', ...by, '-out', `${name}.pem`)
      return readCertificates(readFileSync(at(`${name}.pem`), 'utf8'))[0]!
    }
    const root = readCertificates(readFileSync(at('root.pem'), 'utf8'))
    const read = readStampResponse(readFileSync(at('ec-sha256.tsr')))
    // The certificates between are younger than the stamp by the seconds of this test.
    const genTime = new Date(Date.parse(read.stamp.genTime) + 3_600_000).toISOString()
    const token = { ...read, stamp: { ...read.stamp, genTime } }
    const through = (c: X509Certificate) =>
      checkSignature({ ...token, certificates: [...token.certificates, c.raw] }, root)
    expect(through(between('mid', 'TRUE'))).toMatchObject({
      ok: true,
      chain: [{}, {}, {}].map(() => expect.any(String)),
    })
    expect(through(between('not', 'FALSE'))).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/no certificate of/),
    })
  })

  it('finds its signer by key identifier too', () => {
    const token = readStampResponse(readFileSync(at('ec-sha256.tsr')))
    const [ca, own] = ['ca', 'tsa'].map((n) => readCertificates(readFileSync(at('ec', `${n}.pem`), 'utf8'))[0]!)
    // The last 65 bytes of a P-256 key are the point, which is what the identifier is a hash of.
    const bits = own!.publicKey.export({ type: 'spki', format: 'der' }).subarray(-65)
    const signer = { ...token.signer, issuerAndSerial: null, keyIdentifier: createHash('sha1').update(bits).digest() }
    expect(checkSignature({ ...token, signer }, [ca!]).ok).toBe(true)
    const other = { ...signer, keyIdentifier: Buffer.alloc(20) }
    expect(checkSignature({ ...token, signer: other }, [ca!])).toMatchObject({ ok: false, signer: null })
  })

  it('is refused when it answers another request, another head, or nothing', async () => {
    const [first, last] = await readHeads(caseDir)
    const write = (name: string, imprint: string, nonce: string): string => {
      writeFileSync(at(name), writeStampRequest(Buffer.from(imprint, 'hex'), Buffer.from(nonce, 'hex')))
      return name
    }
    reply('ec', write('nonce.tsq', last!.sha256, '0011'), 'nonce.tsr')
    await expect(take('nonce.tsr')).rejects.toThrow(/another nonce/)
    reply('ec', write('other.tsq', first!.sha256, '8899aabbccddeeff'), 'other.tsr')
    await expect(take('other.tsr')).rejects.toThrow(/no head this case asked/)
    writeFileSync(at('rejected.tsr'), Buffer.from('300530030201 02'.replace(' ', ''), 'hex'))
    await expect(take('rejected.tsr')).rejects.toThrow(/rejected/)
    writeFileSync(at('large.tsr'), Buffer.alloc(1 << 21))
    await expect(take('large.tsr')).rejects.toThrow(/larger than any reply/)
    await expect(take('ec-sha256.tsr', 'rsa/ca.pem')).rejects.toThrow(/no certificate of the CA/)
    await flushLedger(database.client, caseDir)
    expect((await readLedger(caseDir)).entries.some((e) => e.action === 'time-stamp')).toBe(false)
  })

  it('is kept and recorded when all is well, and OpenSSL says the same of it', async () => {
    const taken = await take('rsa-sha256.tsr', 'rsa/ca.pem')
    expect(taken).toMatchObject({ number: 2, policy: '1.2.3.4.1', serial: 'a18', path: 'custody.stamps/head-2.tsr' })
    expect(taken.genTime).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
    const file = (ending: string): string => join(caseDir, `custody.stamps/head-2.${ending}`)
    const verify = ['ts', '-verify', '-CAfile', 'rsa/ca.pem', '-in', file('tsr')]
    expect(openssl(...verify, '-queryfile', file('tsq'))).toMatch(/OK/)
    expect(openssl(...verify, '-data', file('json'))).toMatch(/OK/)
    await signHead(database.client, caseDir, { by: 'A. Examiner', at: clock() })
    await flushLedger(database.client, caseDir)
    expect((await readLedger(caseDir)).entries.find((e) => e.action === 'time-stamp')?.detail).toMatchObject({
      signature: 'holds',
      signer: 'O=Test authority, CN=rsa stamps',
      size: 6,
    })
    expect(await verifyCase(caseDir)).toMatchObject({ ok: true, strength: { heads: 3, stamps: 1 } })
    const alone = spawnSync(process.execPath, ['verifier/verify.mjs', caseDir], { encoding: 'utf8' })
    expect([alone.status, alone.stdout]).toEqual([0, expect.stringContaining('custody.stamps/head-2.tsr')])
    writeFileSync(file('tsr'), readFileSync(at('ec-sha256.tsr')))
    expect((await verifyCase(caseDir)).faults.map((f) => f.place)).toEqual(['custody.stamps/head-2.tsr'])
    expect(spawnSync(process.execPath, ['verifier/verify.mjs', caseDir]).status).toBe(1)
  })
})
