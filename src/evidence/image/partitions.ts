import type { Image } from './image.ts'
import { readApm, readBsd } from './labels.ts'

/** A partition as its table has it. */
export interface Partition {
  readonly label: string
  readonly scheme: 'mbr' | 'gpt' | 'apm' | 'bsd'
  readonly at: number
  readonly length: number
  /** The type code or GUID, and the name where the table gives one. */
  readonly type: string
  readonly name: string | null
}

/** What a partition table says; `trouble` what is wrong with it. */
export interface Table {
  readonly partitions: readonly Partition[]
  readonly trouble: readonly string[]
}

/** The partitions of an image; null where it has no table. */
export function partitionsOf(image: Image): Table | null {
  const first = image.read(0, 512)
  if (first.length < 512) return null
  const trouble: string[] = []
  for (const sector of [512, 4096]) {
    const gpt = readGpt(image, sector, 1) ?? backup(image, sector, first, trouble)
    if (gpt !== null) return { partitions: gpt, trouble }
  }
  const apm = readApm(image)
  if (apm !== null && apm.length > 0) return { partitions: apm, trouble }
  const entries = mbrEntries(first)
  if (entries === null) {
    const bsd = readBsd(image, { label: '', at: 0, length: image.size, type: '' })
    return bsd === null || bsd.length === 0 ? null : { partitions: bsd, trouble }
  }
  const partitions: Partition[] = []
  let logical = 5
  for (const [i, entry] of entries.entries()) {
    if (entry.type === 0 || entry.sectors === 0) continue
    if (extended.has(entry.type)) {
      for (const inner of logicals(image, entry.start, trouble)) partitions.push({ ...inner, label: `p${logical++}` })
      continue
    }
    const slice = partition(`p${i + 1}`, entry.start, entry.sectors, entry.type)
    const inner = bsdTypes.has(entry.type) ? readBsd(image, slice) : null
    partitions.push(...(inner === null || inner.length === 0 ? [slice] : inner))
  }
  return partitions.length === 0 ? null : { partitions, trouble }
}

interface MbrEntry {
  readonly type: number
  readonly start: number
  readonly sectors: number
}

const extended = new Set([0x05, 0x0f, 0x85])
/** FreeBSD, OpenBSD, NetBSD. */
const bsdTypes = new Set([0xa5, 0xa6, 0xa9])

/** The four entries of a boot record (IBM PC; UEFI specification 2.10, 5.2.1); null where they are none. */
export function mbrEntries(sector: Buffer): readonly MbrEntry[] | null {
  if (sector.length < 512 || sector.readUInt16LE(510) !== 0xaa55) return null
  const entries: MbrEntry[] = []
  let used = 0
  for (let at = 446; at < 510; at += 16) {
    const [flag, type] = [sector[at]!, sector[at + 4]!]
    const [start, sectors] = [sector.readUInt32LE(at + 8), sector.readUInt32LE(at + 12)]
    if (flag !== 0 && flag !== 0x80) return null
    if (type !== 0 && sectors > 0) {
      if (start === 0) return null
      used += 1
    }
    entries.push({ type, start, sectors })
  }
  return used === 0 ? null : entries
}

function partition(label: string, start: number, sectors: number, type: number): Partition {
  const code = `0x${type.toString(16).padStart(2, '0')}`
  return { label, scheme: 'mbr', at: start * 512, length: sectors * 512, type: code, name: null }
}

/** So many logical partitions are followed: a chain may lead in a circle. */
const longestChain = 256

function logicals(image: Image, base: number, trouble: string[]): readonly Partition[] {
  const found: Partition[] = []
  let at = base
  for (let n = 0; n < longestChain; n++) {
    const entries = mbrEntries(image.read(at * 512, 512))
    if (entries === null) {
      trouble.push(`The chain of logical partitions breaks at sector ${at}`)
      return found
    }
    const own = entries.find((e) => e.type !== 0 && !extended.has(e.type) && e.sectors > 0)
    if (own) found.push(partition('', at + own.start, own.sectors, own.type))
    const next = entries.find((e) => extended.has(e.type))
    if (!next) return found
    at = base + next.start
  }
  trouble.push(`The chain of logical partitions has more than ${longestChain} links`)
  return found
}

/** The header and entries of a GUID partition table (UEFI specification 2.10, 5.3). */
function readGpt(image: Image, sector: number, at: number): readonly Partition[] | null {
  const head = image.read(at * sector, 92)
  if (head.length < 92 || head.toString('latin1', 0, 8) !== 'EFI PART') return null
  const entriesAt = Number(head.readBigUInt64LE(72)) * sector
  const [count, size] = [Math.min(head.readUInt32LE(80), 1024), head.readUInt32LE(84)]
  if (size < 128 || size > 4096) return null
  const bytes = image.read(entriesAt, count * size)
  const partitions: Partition[] = []
  for (let i = 0; (i + 1) * size <= bytes.length; i++) {
    const entry = bytes.subarray(i * size, (i + 1) * size)
    if (entry.subarray(0, 16).every((b) => b === 0)) continue
    const [first, last] = [Number(entry.readBigUInt64LE(32)), Number(entry.readBigUInt64LE(40))]
    if (last < first || !Number.isSafeInteger(last * sector)) continue
    const name = entry.toString('utf16le', 56, 128).replace(/\0.*$/s, '')
    partitions.push({
      label: `p${i + 1}`,
      scheme: 'gpt',
      at: first * sector,
      length: (last - first + 1) * sector,
      type: guid(entry.subarray(0, 16)),
      name: name === '' ? null : name,
    })
  }
  return partitions
}

/** The second copy at the end of the disk, where a protective boot record says that there should be a first. */
function backup(image: Image, sector: number, first: Buffer, trouble: string[]): readonly Partition[] | null {
  if (mbrEntries(first)?.some((e) => e.type === 0xee) !== true) return null
  const found = readGpt(image, sector, Math.floor(image.size / sector) - 1)
  if (found !== null) trouble.push('The first partition table is damaged; its copy at the end of the disk was read')
  return found
}

function guid(bytes: Buffer): string {
  const hex = (from: number, to: number): string => bytes.toString('hex', from, to)
  const turned = (from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).reverse().toString('hex')
  return `${turned(0, 4)}-${turned(4, 6)}-${turned(6, 8)}-${hex(8, 10)}-${hex(10, 16)}`
}
