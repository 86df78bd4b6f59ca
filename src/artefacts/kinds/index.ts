import type { ArtefactKind } from '../../model/artefact.ts'
import { domain } from './domain.ts'
import { email } from './email.ts'
import { fileHash } from './file-hash.ts'
import { handle } from './handle.ts'
import { ip } from './ip.ts'
import { onion } from './onion.ts'
import { pgpKey } from './pgp-key.ts'
import { phone } from './phone.ts'
import { url } from './url.ts'
import { wallet } from './wallet.ts'

/** Every kind of selector. The order is the order of spans that begin and end at the same place. */
export const kinds: readonly ArtefactKind[] = [
  email, // names one person
  phone,
  handle,
  wallet, // checked by its checksum, so before anything of mere hexadecimal digits
  pgpKey,
  url,
  onion,
  domain, // part of the ones before
  ip,
  fileHash,
]

/** A span of the kind on the left is dropped where it overlaps one of a kind on the right; all other overlaps stand. */
export const yieldsTo: Readonly<Record<string, readonly string[]>> = {
  'file-hash': ['pgp-key', 'wallet', 'url'], // hexadecimal digits that something else explains
  'pgp-key': ['wallet', 'url', 'handle'],
  phone: ['ip', 'wallet'], // digits that something else explains
  ip: ['phone'],
}

export function kindNamed(name: string): ArtefactKind | null {
  return kinds.find((kind) => kind.name === name) ?? null
}
