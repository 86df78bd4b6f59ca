import { type KeyObject, sign, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson, sha256 } from '../../db/custody.ts'
import { headsFile } from './files.ts'
import { keyId } from './keys.ts'

/** What is signed: the ledger's first `size` entries, as one hash, at a time, in an operation, by a key. */
export interface TreeHead {
  readonly size: number
  readonly root: string
  readonly at: string
  readonly operation: string | null
  readonly key: string
}

/** A head as its line in the file holds it. */
export interface SignedHead {
  readonly head: TreeHead
  /** The signed bytes as they stand in the line. */
  readonly text: string
  readonly signature: Buffer
  readonly line: string
  /** SHA-256 of the line: what the ledger records and a time stamp covers. */
  readonly sha256: string
}

/** Signs a head: the line has the signature and the signed bytes unchanged, like a line of the ledger. */
export function signTreeHead(head: Omit<TreeHead, 'key'>, key: KeyObject): SignedHead {
  const text = canonicalJson({ ...head, key: keyId(key) })
  const signature = sign(null, Buffer.from(text), key).toString('base64')
  const signed = parseHead(`{"signature":"${signature}","head":${text}}`)
  if (!signed) throw new Error('a head that was just signed cannot be read')
  return signed
}

/** A line taken apart, or null when it is no signed head. */
export function parseHead(line: string): SignedHead | null {
  const parts = /^\{"signature":"([A-Za-z0-9+/]{86}==)","head":(\{.*\})\}$/s.exec(line)
  const text = parts?.[2]
  const head = text === undefined ? null : parseTreeHead(text)
  if (!head || text === undefined) return null
  return { head, text, signature: Buffer.from(parts?.[1] ?? '', 'base64'), line, sha256: sha256(line) }
}

function parseTreeHead(text: string): TreeHead | null {
  try {
    const h = JSON.parse(text)
    const good =
      Number.isSafeInteger(h.size) &&
      h.size > 0 &&
      /^[0-9a-f]{64}$/.test(h.root) &&
      /^[0-9a-f]{64}$/.test(h.key) &&
      typeof h.at === 'string' &&
      (h.operation === null || typeof h.operation === 'string')
    return good ? h : null
  } catch {
    return null
  }
}

/** Whether the head was signed with this key. */
export function headIsSigned(signed: SignedHead, publicKey: KeyObject): boolean {
  return signed.head.key === keyId(publicKey) && verify(null, Buffer.from(signed.text), publicKey, signed.signature)
}

/** The lines of the heads' file; the second is false when the last is cut short. */
export async function readHeadLines(
  caseDir: string,
): Promise<{ readonly lines: readonly string[]; readonly ended: boolean }> {
  const text = await readFile(join(caseDir, headsFile), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const ended = lines.at(-1) === ''
  if (ended) lines.pop()
  return { lines, ended }
}

/** The heads of a case that can be read, oldest first. */
export async function readHeads(caseDir: string): Promise<readonly SignedHead[]> {
  return (await readHeadLines(caseDir)).lines.map(parseHead).filter((h) => h !== null)
}
