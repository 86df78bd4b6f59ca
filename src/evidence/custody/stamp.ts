import type { X509Certificate } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { appendCustody, inTransaction, sha256 } from '../../db/custody.ts'
import { EvidenceError } from '../evidence.ts'
import { DerError } from './der.ts'
import { stampsFolder } from './files.ts'
import { readHeads, type SignedHead } from './heads.ts'
import { readStampRequest, writeStampRequest } from './stamp-request.ts'
import { readStampResponse, type Stamp, type Token } from './stamp-response.ts'
import { checkSignature, readCertificates, type SignatureCheck, signerName } from './stamp-signature.ts'

/** A request that lies ready to be carried to a time-stamping authority. */
export interface WrittenRequest {
  /** Which head, counted from 1 in the order of their file. */
  readonly number: number
  readonly size: number
  readonly imprint: string
  /** Below the case folder: what is stamped, and the request. */
  readonly data: string
  readonly request: string
}

/** A time stamp that was brought back. */
export interface TakenStamp extends Stamp {
  readonly number: number
  readonly path: string
  readonly signer: string | null
  readonly signature: SignatureCheck | null
}

/** Writes the request for the last head, and the head itself beside it, so that any tool can check the stamp later. */
export async function requestStamp(caseDir: string, nonce: Uint8Array): Promise<WrittenRequest> {
  const heads = await readHeads(caseDir)
  const head = heads.at(-1)
  if (!head) throw new EvidenceError(caseDir, 'no head is signed yet', 'Sign first: holdfast custody sign')
  const number = heads.length
  const [data, request] = [nameOf(number, 'json'), nameOf(number, 'tsq')]
  await mkdir(join(caseDir, stampsFolder), { recursive: true, mode: 0o700 })
  const bytes = writeStampRequest(Buffer.from(head.sha256, 'hex'), nonce)
  await writeFile(join(caseDir, request), bytes, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    // A request that is already on its way keeps its nonce.
    if (error.code !== 'EEXIST') throw error
  })
  await writeFile(join(caseDir, data), head.line)
  return { number, size: head.head.size, imprint: head.sha256, data, request }
}

/**
 * Takes the authority's reply into the case: it must grant a stamp for a request of this case, with its hash and nonce.
 * With a CA file its signature must hold too; without one that is left open, and recorded as left open.
 */
export async function takeStamp(
  db: ClientBase,
  caseDir: string,
  options: { readonly path: string; readonly caPath?: string; readonly by: string; readonly at: Date },
): Promise<TakenStamp> {
  const bytes = await readReply(options.path)
  const token = understood(options.path, () => readStampResponse(bytes))
  const { number, head } = await requestOf(caseDir, token, options.path)
  const trusted = options.caPath === undefined ? null : await trustedFrom(options.caPath)
  const signature = trusted === null ? null : understood(options.path, () => checkSignature(token, trusted))
  if (signature?.ok === false)
    throw new EvidenceError(options.path, signature.reason, 'Nothing was recorded. Check the reply and the CA file.')
  const path = nameOf(number, 'tsr')
  await writeFile(join(caseDir, path), bytes, { flag: 'wx' }).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
    const there = await readFile(join(caseDir, path))
    if (!there.equals(bytes))
      throw new EvidenceError(path, 'this head has a time stamp already', 'Sign a new head and have that one stamped.')
  })
  const { stamp } = token
  const signer = understood(options.path, () => signerName(token)) ?? signature?.signer ?? null
  const detail = {
    path,
    sha256: sha256(bytes),
    head_sha256: head.sha256,
    size: head.head.size,
    at: stamp.genTime,
    policy: stamp.policy,
    serial: stamp.serial,
    signer,
    signature: signature === null ? 'not checked: no CA file was given' : 'holds',
    ca: trusted?.map((c) => c.fingerprint256.replaceAll(':', '').toLowerCase()) ?? [],
  }
  await inTransaction(db, () =>
    appendCustody(db, {
      at: options.at.toISOString(),
      actor: options.by,
      action: 'time-stamp',
      subject: 'custody',
      detail,
    }),
  )
  return { ...stamp, number, path, signer, signature }
}

/** Replies have a few thousand bytes, with a long chain of certificates some more. */
const largestReply = 1 << 20

async function readReply(path: string): Promise<Buffer> {
  const { size } = await stat(path)
  if (size > largestReply)
    throw new EvidenceError(path, `is larger than any reply: ${size} bytes`, 'Name the file that the authority gave.')
  return readFile(path)
}

/** The head whose request this is the answer to. */
async function requestOf(
  caseDir: string,
  { stamp }: Token,
  place: string,
): Promise<{ readonly number: number; readonly head: SignedHead }> {
  const heads = await readHeads(caseDir)
  const number = heads.findIndex((h) => h.sha256 === stamp.imprint) + 1
  const head = heads[number - 1]
  const asked = await readFile(join(caseDir, nameOf(number, 'tsq'))).catch(() => null)
  const next = 'Ask again with: holdfast custody timestamp'
  if (!head || !asked)
    throw new EvidenceError(place, `stamps ${stamp.imprint}, which is no head this case asked a stamp for`, next)
  const request = readStampRequest(asked)
  if (request.imprint !== stamp.imprint || request.nonce !== stamp.nonce)
    throw new EvidenceError(place, 'has another nonce than the request: it answers another one', next)
  return { number, head }
}

async function trustedFrom(path: string): Promise<readonly X509Certificate[]> {
  const pem = await readFile(path, 'utf8')
  const found = understood(path, () => readCertificates(pem))
  if (found.length === 0) throw new EvidenceError(path, 'holds no certificate in PEM', 'Name the authority’s CA file.')
  return found
}

/** What a foreign file holds is never believed to be well formed. */
function understood<T>(place: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const reason =
      error instanceof DerError ? error.message : `cannot be read: ${error instanceof Error ? error.message : error}`
    throw new EvidenceError(
      place,
      reason,
      'Nothing was recorded. Ask the authority for the reply in DER (application/timestamp-reply).',
    )
  }
}

const nameOf = (number: number, ending: string): string => join(stampsFolder, `head-${number}.${ending}`)
