import { describe, expect, it } from 'vitest'
import { extract } from '../../src/artefacts/extract.ts'
import { pgpKey } from '../../src/artefacts/kinds/pgp-key.ts'
import { fingerprintOfArmour } from '../../src/artefacts/pgp-armour.ts'
import { expectLinear } from '../support/linear.ts'

/** Made by GnuPG 2.2.40 for an invented person; `gpg --list-keys` gives the fingerprint below. */
const block = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEawJSwhYJKwYBBAHaRw8BAQdARrmU5s+BSRS82zWcAmiMLBvYHrCUY+rwRBje
YVpHDr60KEFubmEgVHVsaXAgZWQyNTUxOSA8YW5uYUB0dWxpcHMuZXhhbXBsZT6I
kAQTFggAOBYhBJR7hjvR2aZlVFirI723o+xthRV+BQJrAlLCAhsDBQsJCAcCBhUK
CQgLAgQWAgMBAh4BAheAAAoJEL23o+xthRV+7BYBAML5d9uAUQT2bJEaXkKuxdJy
N+Ild23kGR881lcXi0uYAQCk3Vy1K5YExdJ+EiqRaUzHBpilev2ChfROmjw1k7g7
BA==
=NjSw
-----END PGP PUBLIC KEY BLOCK-----`
const fingerprint = '947B863BD1D9A6655458AB23BDB7A3EC6D85157E'

describe('a pasted public key', () => {
  it('is known by its fingerprint', () => {
    expect(fingerprintOfArmour(block)).toBe(fingerprint)
    expect(pgpKey.normalise(block)).toBe(fingerprint)
    const found = extract(`Encrypt, please:\n${block}\nThanks.`)
    expect(found.map(({ kind, span }) => `${kind} ${span.value}`)).toEqual([`pgp-key ${fingerprint}`])
    expect(found[0]!.span.raw).toBe(block)
  })

  it('is known in a quotation, with headers, and with the line ends of Windows', () => {
    expect(fingerprintOfArmour(block.replaceAll('\n', '\n> '))).toBe(fingerprint)
    expect(fingerprintOfArmour(block.replace('\n\n', '\nVersion: GnuPG v2\nComment: tulips\n\n'))).toBe(fingerprint)
    expect(fingerprintOfArmour(block.replaceAll('\n', '\r\n'))).toBe(fingerprint)
  })

  it('gives nothing where it is damaged, and the whole one where two are begun', () => {
    expect(fingerprintOfArmour(block.replace('mDME', 'xxxx'))).toBeNull()
    expect(fingerprintOfArmour(block.slice(0, 60))).toBeNull()
    const twice = `${block.slice(0, 80)}\n${block}`
    expect([...pgpKey.find(twice)].map((span) => span.value)).toEqual([fingerprint])
  })

  it('is sought in linear time', () => {
    expectLinear(32_000, (n) => {
      const text = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n'.repeat(n) + '-----END PGP PUBLIC KEY BLOCK-----\n'.repeat(n)
      for (const span of pgpKey.find(text)) expect(span).toBeUndefined()
    })
  })
})
