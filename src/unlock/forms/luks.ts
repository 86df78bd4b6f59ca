import type { Found, LockedForm } from '../form.ts'
import { type KeySlot, luksHeader } from '../luks/header.ts'
import { volumeStarts } from '../partitions.ts'

/** LUKS volumes, by themselves or as partitions of an image that lies in the file as it is. */
export const luks: LockedForm = {
  name: 'luks',
  about: 'LUKS 1 and LUKS 2 volumes with their key slots and cipher, also as partitions of raw disk images',
  suspect: ({ head }) =>
    head.length >= 592 && (head.readUInt32BE(0) === 0x4c554b53 || head.readUInt16BE(510) === 0x55aa),
  look: async (peek) => {
    const found: Found[] = []
    for (const offset of await volumeStarts(peek)) {
      const header = await luksHeader(peek, offset)
      if (header === null) continue
      const place = { offset, length: peek.size - offset }
      const base = { kind: 'container', certainty: 'certain', ...place } as const
      if (header === 'damaged') {
        found.push({
          ...base,
          form: 'luks',
          why: 'it has the signature of LUKS; its header is damaged',
          detail: {},
          opener: null,
        })
        continue
      }
      const { version, uuid, cipher, keyBytes, slots } = header
      const detail = { uuid, cipher, key_bits: keyBytes * 8, slots: slots.map(slotOf) }
      const why = `it has the header of LUKS ${version}: ${cipher}, ${slots.length} key slot${slots.length === 1 ? '' : 's'} in use`
      found.push({ ...base, form: `luks${version}`, why, detail, opener: 'luks' })
    }
    return found
  },
}

function slotOf({ slot, kdf }: KeySlot): Readonly<Record<string, unknown>> {
  return kdf.type === 'pbkdf2'
    ? { slot, kdf: kdf.type, hash: kdf.hash, iterations: kdf.iterations }
    : { slot, kdf: kdf.type, time: kdf.time, memory_kib: kdf.memory, cpus: kdf.cpus }
}
