import { type KeyObject, sign, verify } from 'node:crypto'
import { canonicalJson } from '../../db/custody.ts'
import { keyId, parsePublicKey, pemOf } from '../custody/keys.ts'

/** A file in a container: its path within, its size and its hash. */
export interface TransferFile {
  /** As `writeName` writes it: bytes that are no printable UTF-8 as `\xHH`. */
  readonly path: string
  readonly size: number
  readonly sha256: string
}

/** An exhibit in a container, as its acquisition recorded it. */
export interface TransferExhibit {
  readonly number: string
  readonly description: string
  readonly custodian: string
  readonly kind: 'file' | 'folder'
  readonly size: number
  readonly md5: string
  readonly sha1: string
  readonly sha256: string
  readonly acquired_by: string
  readonly acquired_at: string
  readonly tool: string
  /** Where it lies in the container: what is to be acquired again. */
  readonly path: string
}

/** What a container holds and who made it for whom: the signed first entry. */
export interface TransferManifest {
  readonly format: 1
  readonly program: 'holdfast'
  readonly operation: string | null
  readonly exercise: boolean
  readonly by: string
  readonly at: string
  readonly recipients: readonly string[]
  /** SHA-256 of the key's public half, and that half. */
  readonly key: string
  readonly public_key: string
  /** Where the sender's ledger stood. */
  readonly ledger: { readonly entries: number; readonly hash: string | null }
  readonly exhibits: readonly TransferExhibit[]
  readonly files: readonly TransferFile[]
}

/** The names of the two entries that come before the files. */
export const manifestEntry = 'manifest.json'
export const signatureEntry = 'manifest.sig'

/** The bytes of a manifest and its Ed25519 signature (RFC 8032), base64. */
export function signManifest(
  manifest: Omit<TransferManifest, 'format' | 'program' | 'key' | 'public_key'>,
  keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject },
): { readonly text: Buffer; readonly signature: Buffer } {
  const whole = {
    format: 1,
    program: 'holdfast',
    ...manifest,
    key: keyId(keys.publicKey),
    public_key: pemOf(keys.publicKey),
  }
  const text = Buffer.from(`${canonicalJson(whole)}\n`)
  return { text, signature: Buffer.from(`${sign(null, text, keys.privateKey).toString('base64')}\n`) }
}

/** A manifest that its own key signed; else what is wrong with it. */
export function openManifest(text: Buffer, signature: Buffer): TransferManifest | string {
  const manifest = parse(text)
  if (manifest === null) return 'is no manifest of a transfer container'
  const key = parsePublicKey(manifest.public_key)
  if (key === null || keyId(key) !== manifest.key) return 'names a key that is not the one in it'
  const bytes = Buffer.from(signature.toString('latin1').trim(), 'base64')
  if (bytes.length !== 64 || !verify(null, text, key, bytes)) return 'was changed after it was signed'
  const paths = new Set<string>()
  for (const { path } of manifest.files) {
    if (!isSafe(path)) return `names a path that leads out of the container: ${path}`
    if (paths.has(path)) return `names ${path} twice`
    paths.add(path)
  }
  return manifest
}

/** Whether a path stays below the folder it is put into, and is in one of the container's own folders. */
export function isSafe(path: string): boolean {
  const parts = path.split('/')
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\\x00'))
  return plain && parts.length > 1 && ['exhibits', 'custody'].includes(parts[0] ?? '') && path.length <= 32_768
}

function parse(text: Buffer): TransferManifest | null {
  try {
    const m = JSON.parse(text.toString('utf8')) as TransferManifest
    const strings = [m.by, m.at, m.key, m.public_key, ...m.recipients]
    const good =
      m.format === 1 &&
      strings.every((s) => typeof s === 'string') &&
      (m.operation === null || typeof m.operation === 'string') &&
      m.exhibits.every((e) => typeof e.number === 'string' && typeof e.path === 'string') &&
      m.files.every(
        (f) => typeof f.path === 'string' && Number.isSafeInteger(f.size) && /^[0-9a-f]{64}$/.test(f.sha256),
      )
    return good ? m : null
  } catch {
    return null
  }
}
