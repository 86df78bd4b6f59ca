import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EvidenceError } from '../evidence.ts'
import { privateKeyFile, publicKeyFile, textOf } from './files.ts'

/** A key's name: SHA-256 of its public half (SubjectPublicKeyInfo, DER, RFC 8410), to be read aloud and noted elsewhere. */
export function keyId(key: KeyObject): string {
  const publicHalf = key.type === 'private' ? createPublicKey(key) : key
  return createHash('sha256')
    .update(publicHalf.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

/** A public key as its file and the ledger hold it. */
export function pemOf(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

/** Makes the case's Ed25519 key pair: the private half for its owner alone, the public half beside it. */
export async function makeKeys(caseDir: string): Promise<{ readonly id: string; readonly publicKey: string }> {
  if ((await readPublicKey(caseDir)) !== null)
    throw new EvidenceError(
      join(caseDir, publicKeyFile),
      'the case has a key already',
      'Sign with it; heads signed before need it to be checked.',
    )
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const pem = pemOf(publicKey)
  const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  await writeFile(join(caseDir, privateKeyFile), secret, { mode: 0o600, flag: 'wx', flush: true })
  await writeFile(join(caseDir, publicKeyFile), pem, { mode: 0o644, flag: 'wx', flush: true })
  return { id: keyId(publicKey), publicKey: pem }
}

/** The public key of the case; null where none was made or the file is no Ed25519 key. */
export async function readPublicKey(caseDir: string): Promise<KeyObject | null> {
  const pem = await textOf(join(caseDir, publicKeyFile))
  return pem === null ? null : parsePublicKey(pem)
}

/** A public key from PEM; null when it is no Ed25519 key. */
export function parsePublicKey(pem: string): KeyObject | null {
  try {
    const key = createPublicKey(pem)
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    return null
  }
}

/** The private key of the case, from its folder or from where the operator keeps it. */
export async function readPrivateKey(caseDir: string, path = join(caseDir, privateKeyFile)): Promise<KeyObject> {
  const publicKey = await readPublicKey(caseDir)
  const pem = await textOf(path)
  if (publicKey === null || pem === null)
    throw new EvidenceError(
      path,
      publicKey === null ? 'the case has no signing key yet' : 'the private key is not there',
      publicKey === null ? 'Make one with: holdfast custody sign --make-key' : 'Name its file with --key.',
    )
  const key = parsePrivate(pem, path)
  if (keyId(key) !== keyId(publicKey))
    throw new EvidenceError(path, `is not the private half of ${publicKeyFile}`, 'Name the right file with --key.')
  return key
}

function parsePrivate(pem: string, path: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below, together with keys of another kind.
  }
  throw new EvidenceError(path, 'is not an Ed25519 private key in PEM', 'Name the right file with --key.')
}
