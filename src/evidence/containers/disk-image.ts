import { entriesOf, imageInput } from '../image/entries.ts'
import { mapped } from '../image/image.ts'
import { readApm, readBsd } from '../image/labels.ts'
import { mbrEntries } from '../image/partitions.ts'
import { openRaw } from '../image/raw.ts'
import { segmentsOf } from '../image/segments.ts'
import { signatureOf } from '../image/signature.ts'
import { isPartOf } from '../image/vmdk-set.ts'
import { CannotOpen, type Container } from '../unpack/container.ts'

/** Raw images of disks and of single file systems, whole or in segments. */
export const diskImage: Container = {
  name: 'disk-image',
  about:
    'raw disk images, split ones too: MBR, GPT, Apple partition maps, BSD disk labels, LVM2, members of a Linux RAID 1; XFS; ext2 to ext4, NTFS, FAT, exFAT, HFS+, UFS, ISO 9660 (with The Sleuth Kit of package sleuthkit)',
  detect: isDisk,
  open: async function* (given) {
    const input = imageInput(given)
    const beside = await input.beside()
    // What a disk in several files has in one of them is read with the disk.
    if (/\.vmdk$/i.test(input.name) && isPartOf(input.name, beside)) return
    const { parts, missing } = segmentsOf(input.name, beside)
    const paths = parts.length > 1 ? parts.map((p) => p.place) : [input.place.toString()]
    if (missing !== null)
      input.report({
        severity: 'loss',
        code: 'image-segment',
        detail: `The segment ${missing} of the image is not there; what comes after it was not joined`,
      })
    const image = openRaw(paths)
    try {
      if (image.size < 512) throw new CannotOpen('image-damaged', 'It is shorter than one sector')
      input.note({ kind: 'segments', files: parts.slice(1).map((p) => p.file) })
      input.note({
        kind: 'image',
        format: 'raw',
        size: image.size,
        segments: paths.length,
        acquisition: null,
        stored: { md5: null, sha1: null },
        computed: { md5: null, sha1: null },
      })
      yield* entriesOf(image, input)
    } finally {
      image.close()
    }
  },
}

/** A partition table in the first sector, or what a file system begins with. Bytes that are not looked at read as if missing. */
function isDisk(first: Uint8Array): boolean {
  const head = Buffer.from(first.buffer, first.byteOffset, first.length)
  const view = mapped(
    {
      size: head.length,
      paths: null,
      read: (at, length) => head.subarray(at, at + length),
      close: () => undefined,
    },
    [{ at: 0, length: head.length }],
  )
  // Text has none, and every first sector has one.
  if (head.length < 512 || !head.subarray(0, 512).includes(0)) return false
  const found = signatureOf(view.read)
  // A volume that is closed as a whole is told by what unlocks it.
  if (found !== null) return found.state !== 'closed' && found.kind !== 'swap'
  if (head.toString('latin1', 512, 520) === 'EFI PART' || head.toString('latin1', 4096, 4104) === 'EFI PART')
    return true
  if ((readApm(view)?.length ?? 0) > 0) return true
  const entries = mbrEntries(head)
  if (entries === null)
    return readBsd({ ...view, size: Number.MAX_SAFE_INTEGER }, { label: '', at: 0, length: 0, type: '' }) !== null
  // Programs and boot sectors end in the same two bytes; entries of a table follow each other and have room.
  const used = entries.filter((e) => e.type !== 0 && e.sectors > 0).sort((a, b) => a.start - b.start)
  return used.every((e, i) => i === 0 || e.start >= used[i - 1]!.start + used[i - 1]!.sectors)
}
