import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { DerError, der, derInteger, derOid } from '../../../src/evidence/custody/der.ts'
import { headIsSigned, parseHead, signTreeHead } from '../../../src/evidence/custody/heads.ts'
import { keyId, parsePublicKey, pemOf } from '../../../src/evidence/custody/keys.ts'
import { faultOfProof } from '../../../src/evidence/custody/prove.ts'
import { readStampRequest, writeStampRequest } from '../../../src/evidence/custody/stamp-request.ts'
import { readStampResponse } from '../../../src/evidence/custody/stamp-response.ts'
import { checkSignature, signerName } from '../../../src/evidence/custody/stamp-signature.ts'
import { EvidenceError } from '../../../src/evidence/evidence.ts'
import { ledgerLine, parseLine } from '../../../src/evidence/ledger.ts'
import { parseOperation } from '../../../src/evidence/operation.ts'
import { signManifest } from '../../../src/evidence/transfer/manifest.ts'
import { openTransfer } from '../../../src/evidence/transfer/open.ts'
import { tarEnd, tarHeader, tarPadding } from '../../../src/evidence/transfer/tar-writer.ts'
import { BadDeclaration, declaredReader } from '../../../src/evidence/weblog/declaration.ts'
import { mappingDigest, parseMapping } from '../../../src/forum/mapping/mapping.ts'
import { unserialize } from '../../../src/forum/php.ts'
import { sevenZipEntries } from '../../../src/model/seven-zip.ts'
import { normalise, parseTerms } from '../../../src/risk/terms.ts'
import { blocksIn, bytesOf } from '../../../src/unlock/armour.ts'
import { kept, keyOf, linesOf, plainOf } from '../../../src/unlock/exchange/potfile.ts'
import { scratch } from './containers.ts'
import type { Form, Outcome } from './forms.ts'

/** What a reader at the door takes or refuses: what it refuses with is its own error, with words. */
function door(
  name: string,
  sample: string | Buffer,
  take: (data: Buffer) => number | Promise<number>,
  refuses: (error: unknown) => boolean = () => false,
): Form {
  return {
    name: `at the door: ${name}`,
    sample: Buffer.from(sample),
    told: false,
    read: async (data): Promise<Outcome> => {
      try {
        return { things: await take(data), told: 0, digest: '' }
      } catch (error) {
        if (!refuses(error)) throw error
        return { things: 0, told: 1, digest: '' }
      }
    },
  }
}

/** Text as a file of JSON is read: what is no JSON is refused before. */
function json(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8'))
  } catch {
    return undefined
  }
}

const operation = {
  name: 'Operation Fern',
  exercise: true,
  authority: 'The regional court',
  reference: 'R 12/2024',
  lawful_from: '2024-01-01',
  lawful_to: '2024-12-31',
  scope: 'The server and what is on it. '.repeat(60),
  lead_agency: 'Central station',
  review_on: '2024-06-30',
}
const mapping = {
  format: 'holdfast-mapping/1',
  name: 'greenhouse',
  about: 'a board of gardeners',
  markup: 'bbcode',
  site: { title: 'Garden' },
  entities: [
    { entity: 'member', table: 'people', columns: { id: 'person', name: 'nick' }, fields: ['shed', 'hat'] },
    { entity: 'topic', table: 'threads', columns: { id: 'thread', title: 'name' } },
    {
      entity: 'post',
      table: 'texts',
      columns: { id: 'text', topic: 'thread', text: 'body' },
      only: { column: 'kind', is: ['1', '2'] },
    },
  ],
  ignored: Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`cache_${n}`, 'a cache'])),
}

const key = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
  format: 'der',
  type: 'pkcs8',
})
const publicKey = createPublicKey(key)
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const head = signTreeHead(
  {
    size: 1,
    root: sha256(Buffer.concat([Buffer.of(0), Buffer.from('{"seq":1}')])),
    at: '2026-01-02T03:04:05Z',
    operation: 'Fern',
  },
  key,
)
const proof = JSON.stringify({
  format: 1,
  proves: 'entry',
  seq: 1,
  entry: '{"seq":1}',
  head: head.line,
  path: [],
  public_key: pemOf(publicKey),
})
const entry = JSON.stringify({
  seq: 1,
  at: '2026-01-02T03:04:05Z',
  actor: 'A. Examiner',
  action: 'acquire',
  subject: 'x',
  detail: { sizes: Array.from({ length: 600 }, (_, n) => n) },
})

/** A time stamp in all its parts (RFC 3161, section 2.4.2), signed by nobody. */
function stamp(): Buffer {
  const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts)
  const imprint = sequence(sequence(derOid('2.16.840.1.101.3.4.2.1'), der(5)), der(4, Buffer.alloc(32, 9)))
  const info = sequence(
    derInteger(Buffer.of(1)),
    derOid('1.3.6.1.4.1.13762.3'),
    imprint,
    derInteger(Buffer.from('0102030405', 'hex')),
    der(0x18, Buffer.from('20240102030405.678Z')),
    derInteger(Buffer.from('aabbccddee', 'hex')),
  )
  const attribute = (oid: string, value: Buffer): Buffer => sequence(derOid(oid), der(0x31, value))
  const attributes = der(
    0xa0,
    attribute('1.2.840.113549.1.9.3', derOid('1.2.840.113549.1.9.16.1.4')),
    attribute('1.2.840.113549.1.9.4', der(4, createHash('sha256').update(info).digest())),
  )
  const signer = sequence(
    derInteger(Buffer.of(1)),
    sequence(sequence(), derInteger(Buffer.of(5))),
    sequence(derOid('2.16.840.1.101.3.4.2.1')),
    attributes,
    sequence(derOid('1.2.840.113549.1.1.1')),
    der(4, Buffer.alloc(256, 3)),
  )
  const signed = sequence(
    derInteger(Buffer.of(3)),
    der(0x31, sequence(derOid('2.16.840.1.101.3.4.2.1'))),
    sequence(derOid('1.2.840.113549.1.9.16.1.4'), der(0xa0, der(4, info))),
    der(0xa0, ...Array.from({ length: 3 }, (_, n) => sequence(der(4, Buffer.alloc(1200, n))))),
    der(0x31, signer),
  )
  return sequence(sequence(derInteger(Buffer.of(0))), sequence(derOid('1.2.840.113549.1.7.2'), der(0xa0, signed)))
}

const identity = await generateX25519Identity()
const recipient = await identityToRecipient(identity)
const boxed = [
  { path: 'exhibits/1/garden.sql', bytes: Buffer.from('roses and tulips\n'.repeat(400)) },
  { path: 'exhibits/1/deep/stamps.bin', bytes: Buffer.alloc(3000, 5) },
  { path: 'custody/custody.jsonl', bytes: Buffer.from(entry) },
]

/** A transfer container before it is encrypted. */
function container(): Buffer {
  const { text, signature } = signManifest(
    {
      by: 'A. Examiner',
      at: '2026-01-02T03:04:05Z',
      operation: 'Fern',
      recipients: [recipient],
      ledger: { entries: 1, hash: null },
      exhibits: [{ number: '1', path: 'exhibits/1' }],
      files: boxed.map(({ path, bytes }) => ({ path, size: bytes.length, sha256: sha256(bytes) })),
    } as unknown as Parameters<typeof signManifest>[0],
    { privateKey: key, publicKey },
  )
  const parts = [{ path: 'manifest.json', bytes: text }, { path: 'manifest.sig', bytes: signature }, ...boxed]
  return Buffer.concat([
    ...parts.flatMap(({ path, bytes }) => [
      tarHeader(Buffer.from(path), bytes.length),
      bytes,
      tarPadding(bytes.length),
    ]),
    tarEnd(),
  ])
}

async function sealed(archive: Buffer): Promise<Buffer> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return Buffer.from(await encrypter.encrypt(archive))
}

/** A container opened: it is refused, or has faults, or every file is what was sealed. */
async function opened(data: Buffer): Promise<number> {
  mkdirSync(scratch, { recursive: true })
  const [file, out] = [join(scratch, 'box.age'), join(scratch, 'box')]
  for (const place of [out, `${out}.partial`]) rmSync(place, { recursive: true, force: true })
  writeFileSync(file, data)
  const { faults, files } = await openTransfer({ file, identity, out })
  if (faults.length > 0) {
    if (existsSync(out)) throw new Error('a container with faults was taken over')
    return 0
  }
  for (const { path, bytes } of boxed)
    if (!readFileSync(join(out, path)).equals(bytes)) throw new Error(`${path} is not what was sealed`)
  if (readdirSync(out).length !== 2) throw new Error('there is more than was sealed')
  return files
}

const pot = Array.from(
  { length: 200 },
  (_, n) =>
    [
      `5f4dcc3b5aa765d61d8327deb882cf${(n % 100).toString().padStart(2, '0')}:tulip${n}`,
      `$2y$10$abcdefghijklmnopqrstuu${n}:$HEX[c3a9${n % 10}0]`,
      `sha256:1000:c2FsdA==:aGFzaA==:a:b`,
    ][n % 3],
).join('\n')
const terms = `term,category,weight\n${Array.from({ length: 300 }, (_, n) => `"rare ""orchid"" ${n}",plants,${n % 10}\nfern ${n};ferns;2`).join('\n')}\n`
const php = `a:3:{s:4:"beds";a:40:{${Array.from({ length: 40 }, (_, n) => `i:${n};s:5:"roses";`).join('')}}s:1:"b";O:8:"stdClass":2:{s:1:"x";d:1.5;s:1:"y";b:1;}i:3;N;}`
const listed = `7-Zip (z) 23.01\n\n--\nPath = a.7z\nType = 7z\n\n----------\n${Array.from({ length: 120 }, (_, n) => `Path = beds/rose ${n}.txt\nSize = ${n * 10}\nPacked Size = ${n}\nModified = 2024-01-02 03:04:05.1234567\nAttributes = A_ -rw-r--r--\nCRC = 12345678\nEncrypted = ${n % 2 ? '+' : '-'}\nMethod = LZMA2:24\nBlock = 0\n`).join('\n')}\n`
const declaration = `LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\" %D %{X-Forwarded-For}i" combined\n`
const nginx = `log_format main '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time';`
const armour = `words\n-----BEGIN PGP PUBLIC KEY BLOCK-----\nVersion: 1\n\n${Buffer.alloc(3000, 9).toString('base64').replace(/.{64}/g, '$&\n')}\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n`

const text = (data: Buffer): string => data.toString('utf8')
const notDer = (error: unknown): boolean =>
  error instanceof DerError || /^ERR_OSSL/.test(String((error as NodeJS.ErrnoException).code))
const evidenceError = (error: unknown): boolean => error instanceof EvidenceError

/** What is handed to the program by people: operations, mappings, results, terms, stamps, proofs, containers. */
export const doorForms: readonly Form[] = [
  door(
    'an operation',
    JSON.stringify(operation, null, 1),
    (data) => parseOperation(json(data), 'op.json').name.length,
    evidenceError,
  ),
  door(
    'a mapping',
    JSON.stringify(mapping, null, 1),
    (data) => mappingDigest(parseMapping(json(data), 'map.json')).length,
    (error) => error instanceof Error && error.message.startsWith('map.json is no mapping: '),
  ),
  door('results of hashcat', pot, async (data) => {
    mkdirSync(scratch, { recursive: true })
    const place = join(scratch, 'pot')
    writeFileSync(place, data)
    let n = 0
    for await (const line of linesOf(place)) {
      if (line === null) continue
      const known = keyOf(line)
      for (const plain of plainOf(line, known) ?? []) n += kept(plain).length
    }
    return n
  }),
  door('a list of terms', terms, (data) => parseTerms(text(data)).terms.map((t) => normalise(t.term)).length),
  door(
    'a time stamp',
    stamp(),
    (data) => {
      const token = readStampResponse(data)
      const { ok } = checkSignature(token, [])
      if (ok) throw new Error('a stamp of nobody was believed')
      return (signerName(token) ?? '').length + token.certificates.length
    },
    notDer,
  ),
  door(
    'a request for a time stamp',
    writeStampRequest(Buffer.alloc(32, 1), Buffer.alloc(16, 2)),
    (data) => (readStampRequest(data) ? 1 : 0),
    notDer,
  ),
  door('a signed head', head.line, (data) => {
    const found = parseHead(text(data))
    if (found === null) return 0
    const same = found.line === head.line
    if (headIsSigned(found, publicKey) && found.text !== head.text) throw new Error('a changed head was believed')
    return same ? 1 : 0
  }),
  door('a proof', proof, (data) => {
    const fault = faultOfProof(text(data), keyId(publicKey))
    if (fault === null && JSON.parse(text(data)).entry !== '{"seq":1}') throw new Error('a changed proof was believed')
    return fault === null ? 1 : 0
  }),
  door('a line of the ledger', ledgerLine(sha256(Buffer.from(entry)), entry), (data) =>
    parseLine(text(data)) === null ? 0 : 1,
  ),
  door('a public key', pemOf(publicKey), (data) => (parsePublicKey(text(data)) === null ? 0 : 1)),
  door('values of PHP', php, (data) => (unserialize(data.toString('latin1')) === null ? 0 : 1)),
  door('a listing of 7-Zip', listed, (data) => sevenZipEntries(text(data)).length),
  door(
    'a format of Apache',
    declaration,
    (data) => (declaredReader(text(data)) ? 1 : 0),
    (error) => error instanceof BadDeclaration,
  ),
  door(
    'a format of nginx',
    nginx,
    (data) => (declaredReader(text(data)) ? 1 : 0),
    (error) => error instanceof BadDeclaration,
  ),
  door('blocks in armour', armour, (data) => [...blocksIn(data.toString('latin1'))].map((b) => bytesOf(b.text)).length),
  door('a transfer container', await sealed(container()), opened, evidenceError),
  door('what is in a transfer container', container(), async (data) => opened(await sealed(data)), evidenceError),
]
