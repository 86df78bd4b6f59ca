import type { Found, LockedForm } from '../form.ts'
import { volumeStarts } from '../partitions.ts'
import type { Peek } from '../peek.ts'

/** BitLocker volumes: `-FVE-FS-` as the name of the file system; BitLocker To Go by its GUID (libyal, "BitLocker Drive Encryption format"). */
export const volumes: LockedForm = {
  name: 'volumes',
  about: 'BitLocker volumes, GELI providers, and virtual disks whose header tells encryption (qcow2)',
  suspect: ({ head, size }) => size >= 512 && (head.length > 511 || head.readUInt32BE(0) === 0x514649fb),
  look: async (peek) => {
    const found: Found[] = []
    for (const offset of await volumeStarts(peek)) {
      const sign = await signAt(peek, offset)
      if (sign === null) continue
      const [form, why] = sign
      const place = { offset, length: peek.size - offset }
      found.push({ kind: 'container', form, certainty: 'certain', why, detail: {}, opener: null, ...place })
    }
    return found
  },
}

const toGo = Buffer.from('3bd66749292ed84a8399f6a339e3d001', 'hex')

async function signAt(peek: Peek, offset: number): Promise<readonly [form: string, why: string] | null> {
  const first = offset === 0 ? peek.head : await peek.read(offset, 512)
  if (first.length >= 512 && first.toString('latin1', 3, 11) === '-FVE-FS-')
    return ['bitlocker', 'its boot sector names the file system -FVE-FS-']
  if (first.length >= 512 && first.subarray(424, 440).equals(toGo))
    return ['bitlocker', 'its boot sector has the identifier of BitLocker To Go']
  // docs/interop/qcow2.rst of QEMU: crypt_method at 32.
  if (offset === 0 && first.length >= 36 && first.readUInt32BE(0) === 0x514649fb && first.readUInt32BE(32) !== 0)
    return ['qcow2', `its header tells encryption by method ${first.readUInt32BE(32)} (1: AES, 2: LUKS)`]
  // g_eli.h of FreeBSD: metadata in the last sector of the provider.
  if (offset === 0 && peek.size % 512 === 0) {
    const last = await peek.read(peek.size - 512, 512)
    if (last.toString('latin1', 0, 9) === 'GEOM::ELI') return ['geli', 'its last sector has the metadata of GELI']
  }
  return null
}
