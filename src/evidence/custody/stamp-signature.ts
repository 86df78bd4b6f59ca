import { createHash, verify, X509Certificate } from 'node:crypto'
import { contentOf, inside, readDer, readOid, tags } from './der.ts'
import type { Token } from './stamp-response.ts'

/** Digests that are believed; SHA-1 and MD5 are not. */
const digests: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** Signatures: RSA PKCS #1 v1.5 with the signer's digest or one of its own, and ECDSA (RFC 8017, RFC 5758). */
const signatures: Readonly<Record<string, readonly [key: 'rsa' | 'ec', digest: string | null]>> = {
  '1.2.840.113549.1.1.1': ['rsa', null],
  '1.2.840.113549.1.1.11': ['rsa', 'sha256'],
  '1.2.840.113549.1.1.12': ['rsa', 'sha384'],
  '1.2.840.113549.1.1.13': ['rsa', 'sha512'],
  '1.2.840.10045.4.3.2': ['ec', 'sha256'],
  '1.2.840.10045.4.3.3': ['ec', 'sha384'],
  '1.2.840.10045.4.3.4': ['ec', 'sha512'],
}

const attribute = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
}
const tstInfo = '1.2.840.113549.1.9.16.1.4'
const timeStamping = '1.3.6.1.5.5.7.3.8'

/** Whether a token's signature holds and leads to the authorities given; if not, why. */
export type SignatureCheck =
  | { readonly ok: true; readonly signer: string; readonly chain: readonly string[] }
  | { readonly ok: false; readonly signer: string | null; readonly reason: string }

/** Certificates of a PEM file. */
export function readCertificates(pem: string): readonly X509Certificate[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return found.map((text) => new X509Certificate(text))
}

/** Checks the signature, what was signed, the signer's certificate and its way up to one of the trusted ones (RFC 3161, 5652, 5280). */
export function checkSignature(token: Token, trusted: readonly X509Certificate[]): SignatureCheck {
  const carried = carriedBy(token)
  const certificate = [...carried, ...trusted].find((c) => isSigner(c, token))
  if (!certificate) return { ok: false, signer: null, reason: 'the certificate of the signer is not there' }
  const signer = oneLine(certificate.subject)
  const reason = signatureFault(token, certificate) ?? purposeFault(certificate) ?? attributeFault(token, certificate)
  if (reason !== null) return { ok: false, signer, reason }
  const chain = chainTo(certificate, carried, trusted, Date.parse(token.stamp.genTime))
  return typeof chain === 'string'
    ? { ok: false, signer, reason: chain }
    : { ok: true, signer, chain: chain.map((c) => oneLine(c.subject)) }
}

/** The name of the certificate that signed, as far as it came along. */
export function signerName(token: Token): string | null {
  const found = carriedBy(token).find((c) => isSigner(c, token))
  return found ? oneLine(found.subject) : null
}

/** The certificates that came along, as far as they are any: one that cannot be read vouches for nobody. */
function carriedBy(token: Token): readonly X509Certificate[] {
  return token.certificates.flatMap((bytes) => {
    try {
      return [new X509Certificate(bytes)]
    } catch {
      return []
    }
  })
}

const oneLine = (name: string): string => name.replaceAll('\n', ', ')

function isSigner(certificate: X509Certificate, { signer }: Token): boolean {
  const [body] = inside(readDer(certificate.raw), tags.sequence)
  const fields = inside(body, tags.sequence).filter((e) => e.tag !== 0xa0)
  if (signer.issuerAndSerial) {
    const [issuer, serial] = inside(readDer(signer.issuerAndSerial), tags.sequence)
    return issuer?.bytes.equals(fields[2]!.bytes) === true && serial?.bytes.equals(fields[0]!.bytes) === true
  }
  // A key identifier is usually SHA-1 of the key's bits (RFC 5280 section 4.2.1.2); the attributes name the certificate by hash.
  const bits = contentOf(inside(fields[5], tags.sequence)[1], tags.bits).subarray(1)
  return signer.keyIdentifier?.equals(createHash('sha1').update(bits).digest()) === true
}

function signatureFault({ signer }: Token, certificate: X509Certificate): string | null {
  const known = signatures[signer.signatureOid]
  const digest = known?.[1] ?? digests[signer.digestOid]
  if (!known || !digest) return `signatures of the kind ${signer.signatureOid} with ${signer.digestOid} are not checked`
  if (certificate.publicKey.asymmetricKeyType !== known[0]) return 'the signature is of another kind than the key'
  return verify(digest, signer.signedBytes, certificate.publicKey, signer.signature)
    ? null
    : 'the signature does not hold: the time stamp is forged or was changed'
}

function attributeFault(token: Token, certificate: X509Certificate): string | null {
  const values = new Map(token.signer.attributes)
  const digest = digests[token.signer.digestOid]
  const [type, stated] = [values.get(attribute.contentType), values.get(attribute.messageDigest)]
  if (!digest || !type || !stated) return 'the signer states no digest that is believed'
  if (readOid(type) !== tstInfo) return 'the signer signed something else'
  if (!contentOf(stated, tags.octets).equals(createHash(digest).update(token.content).digest()))
    return 'what the token states is not what was signed'
  // RFC 3161 section 2.4.2, RFC 5816: the certificate itself is named under the signature.
  const [first, second] = [values.get(attribute.signingCertificate), values.get(attribute.signingCertificateV2)]
  if (!first && !second) return 'the signer does not name its certificate under the signature'
  const fields = inside(inside(inside(second ?? first, tags.sequence)[0], tags.sequence)[0], tags.sequence)
  const algorithm = second && fields[0]?.tag === tags.sequence ? digests[readOid(inside(fields[0])[0])] : 'sha256'
  const hash = fields.find((f) => f.tag === tags.octets)
  const own = createHash(second ? (algorithm ?? 'sha256') : 'sha1')
    .update(certificate.raw)
    .digest()
  return hash?.content.equals(own) ? null : 'the certificate is not the one named under the signature'
}

/** RFC 3161 section 2.3: the key is for time stamps and nothing else. */
function purposeFault(certificate: X509Certificate): string | null {
  const uses: readonly string[] = certificate.keyUsage ?? []
  return uses.length === 1 && uses[0] === timeStamping ? null : 'the certificate is not one for time stamps alone'
}

/** The way up to a trusted certificate, each valid at the time of the stamp; or why there is none. */
function chainTo(
  from: X509Certificate,
  carried: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  at: number,
): readonly X509Certificate[] | string {
  const chain = [from]
  for (let here = from; chain.length <= 8; ) {
    if (Date.parse(here.validFrom) > at || Date.parse(here.validTo) < at)
      return `the certificate of ${oneLine(here.subject)} was not valid at the time of the stamp`
    if (trusted.some((t) => t.raw.equals(here.raw))) return chain
    const up = (c: X509Certificate): boolean =>
      c.ca && !chain.some((known) => known.raw.equals(c.raw)) && here.checkIssued(c) && here.verify(c.publicKey)
    const issuer = trusted.find(up) ?? carried.find(up)
    if (!issuer) return `no certificate of the CA file issued that of ${oneLine(here.subject)}`
    chain.push(issuer)
    here = issuer
  }
  return 'the chain of certificates is too long'
}
