import { join } from 'node:path'
import { EvidenceError } from '../evidence.ts'
import { readLedger } from '../ledger.ts'
import { checkHeads } from './check-heads.ts'
import { publicKeyFile, readLeaves, textOf } from './files.ts'
import { headIsSigned, parseHead, readHeads, type SignedHead } from './heads.ts'
import { keyId, parsePublicKey } from './keys.ts'
import { consistencyPath, inclusionPath, leafHash, provesGrowth, provesInclusion } from './merkle.ts'

/** A file that proves one entry to be in the signed ledger, or a signed ledger to be the beginning of a later one. */
export interface Proof {
  readonly format: 1
  readonly proves: 'entry' | 'growth'
  /** Of an entry: its bytes as the ledger holds them, and its number. */
  readonly entry?: string
  readonly seq?: number
  /** Of growth: the line of the earlier head. */
  readonly earlier?: string
  /** The line of the signed head that the path leads to. */
  readonly head: string
  /** Hexadecimal hashes, RFC 9162 section 2.1.3.1 or 2.1.4.1. */
  readonly path: readonly string[]
  /** The public key in PEM; worth what its fingerprint, learned elsewhere, says. */
  readonly public_key: string
}

/** Proves an entry to be in the earliest signed head that covers it: a proof that does not change when the ledger grows. */
export async function proveEntry(caseDir: string, seq: number): Promise<Proof> {
  const { leaves, heads, public_key } = await soundCase(caseDir)
  const entry = leaves.entries[seq - 1]
  if (entry === undefined)
    throw new EvidenceError(`entry ${seq}`, `the ledger has ${leaves.entries.length}`, 'Name one of them.')
  const head = heads.find((h) => h.head.size >= seq)
  if (!head)
    throw new EvidenceError(`entry ${seq}`, 'no signed head covers it yet', 'Sign first: holdfast custody sign')
  const path = inclusionPath(leaves.hashes.slice(0, head.head.size), seq - 1).map(hex)
  return { format: 1, proves: 'entry', seq, entry, head: head.line, path, public_key }
}

/** Proves the ledger of one head to be the beginning of that of a later one. Heads are named by their sizes. */
export async function proveGrowth(caseDir: string, from: number, to?: number): Promise<Proof> {
  const { leaves, heads, public_key } = await soundCase(caseDir)
  const sizes = heads.map((h) => h.head.size).join(', ') || 'none'
  const earlier = heads.find((h) => h.head.size === from)
  const head = to === undefined ? heads.at(-1) : heads.find((h) => h.head.size === to)
  if (!earlier || !head || from > head.head.size)
    throw new EvidenceError(
      `heads ${from} to ${to ?? 'last'}`,
      `there is no such pair; heads were signed at ${sizes} entries`,
      'Name two of them, the smaller first.',
    )
  const path = consistencyPath(leaves.hashes.slice(0, head.head.size), from).map(hex)
  return { format: 1, proves: 'growth', earlier: earlier.line, head: head.line, path, public_key }
}

/** Why a proof's text proves nothing; null when it holds for the key with this fingerprint. */
export function faultOfProof(text: string, key: string | null): string | null {
  const proof = parseProof(text)
  const head = proof ? parseHead(proof.head) : null
  const publicKey = proof ? parsePublicKey(proof.public_key) : null
  if (!proof || !head || !publicKey) return 'is not a proof: its bytes were changed'
  if (key !== null && keyId(publicKey) !== key) return `is signed by another key than ${key}`
  if (!headIsSigned(head, publicKey)) return 'its head was not signed by its key'
  const path = proof.path.map((h) => Buffer.from(h, 'hex'))
  if (proof.proves === 'entry') {
    const good = numbered(proof.entry ?? '', proof.seq ?? 0)
    const proved =
      good && provesInclusion(leafHash(proof.entry ?? ''), (proof.seq ?? 0) - 1, head.head.size, path, rootOf(head))
    return proved ? null : `does not prove entry ${proof.seq} to be in its head`
  }
  const earlier = parseHead(proof.earlier ?? '')
  if (!earlier || !headIsSigned(earlier, publicKey)) return 'its earlier head was not signed by its key'
  const grown = provesGrowth(sized(earlier), sized(head), path)
  return grown ? null : `does not prove that ${earlier.head.size} entries grew to ${head.head.size}`
}

/** A place in the tree is the entry's own number, or the proof would be about another entry. */
function numbered(entry: string, seq: number): boolean {
  try {
    return JSON.parse(entry).seq === seq
  } catch {
    return false
  }
}

function parseProof(text: string): Proof | null {
  try {
    const p = JSON.parse(text)
    const good =
      p.format === 1 &&
      (p.proves === 'entry' || p.proves === 'growth') &&
      typeof p.head === 'string' &&
      typeof p.public_key === 'string' &&
      Array.isArray(p.path) &&
      p.path.every((h: unknown) => typeof h === 'string' && /^[0-9a-f]{64}$/.test(h)) &&
      (p.proves === 'entry'
        ? typeof p.entry === 'string' && Number.isSafeInteger(p.seq)
        : typeof p.earlier === 'string')
    return good ? p : null
  } catch {
    return null
  }
}

async function soundCase(caseDir: string) {
  const leaves = await readLeaves(caseDir)
  const { faults } = await readLedger(caseDir)
  const first = [...faults, ...(await checkHeads(caseDir, leaves))][0]
  if (first) throw new EvidenceError(first.place, first.what, 'Nothing is proved over a fault. See: holdfast verify')
  const public_key = (await textOf(join(caseDir, publicKeyFile))) ?? ''
  return { leaves, heads: await readHeads(caseDir), public_key }
}

const hex = (hash: Buffer): string => hash.toString('hex')
const rootOf = (signed: SignedHead): Buffer => Buffer.from(signed.head.root, 'hex')
const sized = (signed: SignedHead) => ({ size: signed.head.size, root: rootOf(signed) })
