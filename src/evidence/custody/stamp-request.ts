import { contentOf, DerError, der, derInteger, derOid, inside, readDer, readInteger, readOid, tags } from './der.ts'

/** SHA-256 as an AlgorithmIdentifier. */
const sha256Oid = '2.16.840.1.101.3.4.2.1'

/** What a time stamp is asked for: which hash, under which nonce. */
export interface StampRequest {
  /** SHA-256, hexadecimal. */
  readonly imprint: string
  /** Hexadecimal, without leading zeros. */
  readonly nonce: string
}

/** A TimeStampReq of RFC 3161 section 2.4.1: version 1, SHA-256, a nonce, and the wish for the signer's certificate. */
export function writeStampRequest(imprint: Uint8Array, nonce: Uint8Array): Buffer {
  const algorithm = der(tags.sequence, derOid(sha256Oid), der(tags.none))
  return der(
    tags.sequence,
    derInteger(Buffer.from([1])),
    der(tags.sequence, algorithm, der(tags.octets, imprint)),
    derInteger(nonce),
    der(tags.boolean, Buffer.from([0xff])),
  )
}

/** Reads a request that was written here. */
export function readStampRequest(bytes: Buffer): StampRequest {
  const [, imprint, nonce] = inside(readDer(bytes), tags.sequence)
  return { imprint: readImprint(imprint), nonce: readInteger(nonce) }
}

/** The hash of a MessageImprint, which must be SHA-256. */
export function readImprint(element: Parameters<typeof inside>[0]): string {
  const [algorithm, hash] = inside(element, tags.sequence)
  if (readOid(inside(algorithm, tags.sequence)[0]) !== sha256Oid) throw new DerError('the imprint is not SHA-256')
  return contentOf(hash, tags.octets).toString('hex')
}
