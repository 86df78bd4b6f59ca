import type { Found } from './form.ts'
import type { PgpSign } from './pgp-packets.ts'

/** An OpenPGP message or private key as it is listed. */
export function pgpFound({ what, recipients, passphrases }: PgpSign, offset: number, length: number): Found {
  const place = { certainty: 'certain', offset, length } as const
  if (what === 'private-key')
    return {
      ...place,
      kind: 'key',
      form: 'pgp-private-key',
      why: 'it is an OpenPGP private key block',
      detail: {},
      opener: null,
    }
  const to = [
    ...(recipients.length > 0 ? [`key ${recipients.map((r) => (/^0+$/.test(r) ? 'hidden' : r)).join(', ')}`] : []),
    ...(passphrases > 0 ? [`${passphrases} passphrase${passphrases === 1 ? '' : 's'}`] : []),
  ]
  const why = `it is an OpenPGP message encrypted to ${to.join(' and ') || 'a passphrase'}`
  return { ...place, kind: 'message', form: 'pgp-message', why, detail: { recipients, passphrases }, opener: 'pgp' }
}
