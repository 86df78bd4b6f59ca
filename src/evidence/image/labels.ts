import type { Image } from './image.ts'
import type { Partition } from './partitions.ts'

/** Partitions that hold the map itself, drivers, or nothing. */
const unheld = /^Apple_(?:partition_map|Free|Void|Driver|Patches)/i
const mostEntries = 256

/** An Apple partition map (Inside Macintosh: Devices, 3, "The Partition Map"): disks of older Macs, and discs. Null where there is none. */
export function readApm(image: Image): readonly Partition[] | null {
  const first = image.read(0, 4)
  // A disc may have maps in blocks of both sizes: the smaller is whole.
  const block = [512, first.length === 4 && first.toString('latin1', 0, 2) === 'ER' ? first.readUInt16BE(2) : 0].find(
    (size) => size >= 512 && image.read(size, 2).toString('latin1') === 'PM',
  )
  const map = block === undefined ? null : image.read(block, 8)
  if (block === undefined || map === null || map.length < 8) return null
  const count = Math.min(map.readUInt32BE(4), mostEntries)
  const partitions: Partition[] = []
  let itself = false
  for (let i = 1; i <= count; i++) {
    const entry = image.read(i * block, 80)
    if (entry.length < 80 || entry.toString('latin1', 0, 2) !== 'PM') break
    const [name, type] = [16, 48].map((at) => entry.toString('latin1', at, at + 32).replace(/\0.*$/s, ''))
    const [start, blocks] = [entry.readUInt32BE(8), entry.readUInt32BE(12)]
    itself ||= type!.toLowerCase() === 'apple_partition_map'
    if (unheld.test(type!) || blocks === 0) continue
    partitions.push({
      label: `p${i}`,
      scheme: 'apm',
      at: start * block,
      length: blocks * block,
      type: type!,
      name: name || null,
    })
  }
  // Two letters at that place are in many files; a map has an entry for itself.
  return itself ? partitions : null
}

const bsdMagic = 0x82564557
/** The partition that stands for all of the slice, or of the disk. */
const rawPartition = 2
/** Slices of FreeBSD count from their own beginning; those of OpenBSD and NetBSD from the disk's. */
const fromDisk: ReadonlySet<string> = new Set(['0xa6', '0xa9'])

/**
 * The partitions of a BSD disk label (sys/disklabel.h) in a slice of an MBR disk, or on a disk without a table: servers of
 * FreeBSD before GPT, OpenBSD, NetBSD. Null where there is none.
 */
export function readBsd(
  image: Image,
  slice: Pick<Partition, 'label' | 'at' | 'length' | 'type'>,
): readonly Partition[] | null {
  const label = image.read(slice.at + 512, 148 + 22 * 16)
  if (label.length < 148 || label.readUInt32LE(0) !== bsdMagic || label.readUInt32LE(132) !== bsdMagic) return null
  const sector = label.readUInt32LE(40)
  if (sector < 512 || sector > 4096) return null
  const parts = Array.from({ length: Math.min(label.readUInt16LE(138), 22) }, (_, i) => {
    const at = 148 + i * 16
    return at + 16 > label.length
      ? { size: 0, offset: 0, type: 0 }
      : { size: label.readUInt32LE(at), offset: label.readUInt32LE(at + 4), type: label[at + 12]! }
  })
  const base = fromDisk.has(slice.type) ? 0 : slice.at - (parts[rawPartition]?.offset ?? 0) * sector
  return parts.flatMap(({ size, offset, type }, i): readonly Partition[] => {
    const at = base + offset * sector
    if (i === rawPartition || type === 0 || size === 0 || at < slice.at || at >= image.size) return []
    const letter = String.fromCharCode(97 + i)
    return [
      { label: `${slice.label}${letter}`, scheme: 'bsd', at, length: size * sector, type: String(type), name: null },
    ]
  })
}
