import { contentOf, type Der, DerError, inside, readDer, readInteger, readOid, tags } from './der.ts'
import { readImprint } from './stamp-request.ts'

/** What a time-stamp token states (TSTInfo, RFC 3161 section 2.4.2). */
export interface Stamp {
  readonly policy: string
  readonly imprint: string
  /** Hexadecimal. */
  readonly serial: string
  /** RFC 3339 UTC, with the fraction of a second that the authority gave. */
  readonly genTime: string
  readonly nonce: string | null
}

/** The signed token around it (CMS SignedData, RFC 5652 section 5), in the pieces a signature check needs. */
export interface Token {
  readonly stamp: Stamp
  /** The TSTInfo's bytes, which are signed. */
  readonly content: Buffer
  /** DER of each certificate that came along. */
  readonly certificates: readonly Buffer[]
  readonly signer: Signer
}

/** The one SignerInfo of a token. */
export interface Signer {
  /** Issuer and serial number of the signer's certificate, or its key identifier. */
  readonly issuerAndSerial: Buffer | null
  readonly keyIdentifier: Buffer | null
  readonly digestOid: string
  readonly signatureOid: string
  readonly attributes: readonly (readonly [oid: string, value: Der])[]
  /** The attributes as they are signed: with the tag of a SET (RFC 5652 section 5.4). */
  readonly signedBytes: Buffer
  readonly signature: Buffer
}

const statuses = ['granted', 'granted with modifications', 'rejected', 'waiting', 'revocation warning', 'revoked']

/** Reads a TimeStampResp (RFC 3161 section 2.4.2); refuses one that grants nothing, with the authority's reason. */
export function readStampResponse(bytes: Buffer): Token {
  const [status, token] = inside(readDer(bytes), tags.sequence)
  const [code, texts] = inside(status, tags.sequence)
  const number = Number.parseInt(readInteger(code), 16)
  if (number > 1) {
    const said = texts?.tag === tags.sequence ? inside(texts).map((t) => t.content.toString('utf8')) : []
    throw new DerError(`the authority gave no time stamp: ${[statuses[number] ?? number, ...said].join(', ')}`)
  }
  return readToken(token)
}

function readToken(element: Der | undefined): Token {
  const [type, wrapped] = inside(element, tags.sequence)
  if (readOid(type) !== '1.2.840.113549.1.7.2') throw new DerError('the token is not SignedData')
  const signedData = inside(inside(wrapped, 0xa0)[0], tags.sequence)
  const [contentType, wrappedContent] = inside(signedData[2], tags.sequence)
  if (readOid(contentType) !== '1.2.840.113549.1.9.16.1.4') throw new DerError('the token holds no TSTInfo')
  const content = contentOf(inside(wrappedContent, 0xa0)[0], tags.octets)
  const certificates = signedData.find((e) => e.tag === 0xa0)
  const signers = inside(signedData.at(-1), tags.set)
  if (signers.length !== 1) throw new DerError(`the token has ${signers.length} signers instead of one`)
  return {
    stamp: readStamp(content),
    content,
    certificates: (certificates ? inside(certificates) : []).filter((c) => c.tag === tags.sequence).map((c) => c.bytes),
    signer: readSigner(signers[0]),
  }
}

function readStamp(content: Buffer): Stamp {
  const [version, policy, imprint, serial, genTime, ...rest] = inside(readDer(content), tags.sequence)
  if (readInteger(version) !== '1') throw new DerError('the TSTInfo is not of version 1')
  const nonce = rest.find((e) => e.tag === tags.integer)
  return {
    policy: readOid(policy),
    imprint: readImprint(imprint),
    serial: readInteger(serial),
    genTime: readTime(contentOf(genTime, tags.time).toString('latin1')),
    nonce: nonce ? readInteger(nonce) : null,
  }
}

/** GeneralizedTime in UTC, as RFC 3161 wants it. */
function readTime(text: string): string {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(text)
  const iso = parts ? `${parts.slice(1, 4).join('-')}T${parts.slice(4, 7).join(':')}${parts[7] ?? ''}Z` : ''
  if (Number.isNaN(Date.parse(iso))) throw new DerError(`"${text}" is no time`)
  return iso
}

function readSigner(element: Der | undefined): Signer {
  const [, id, digest, attributes, algorithm, signature] = inside(element, tags.sequence)
  if (attributes?.tag !== 0xa0) throw new DerError('the signer signed no attributes')
  return {
    issuerAndSerial: id?.tag === tags.sequence ? id.bytes : null,
    keyIdentifier: id?.tag === 0x80 ? id.content : null,
    digestOid: readOid(inside(digest, tags.sequence)[0]),
    signatureOid: readOid(inside(algorithm, tags.sequence)[0]),
    attributes: inside(attributes).map((a) => {
      const [oid, values] = inside(a, tags.sequence)
      const [value] = inside(values, tags.set)
      if (!value) throw new DerError('an attribute has no value')
      return [readOid(oid), value] as const
    }),
    signedBytes: Buffer.concat([Buffer.from([tags.set]), attributes.bytes.subarray(1)]),
    signature: contentOf(signature, tags.octets),
  }
}
