import { type Image, mapped } from './image.ts'
import { readApm } from './labels.ts'
import { logicalVolumes } from './lvm.ts'
import { type Member, mdMember, mirrored } from './md.ts'
import { partitionsOf } from './partitions.ts'
import { type Signature, signatureOf } from './signature.ts'

/** A part of an image that is one volume: a partition, a logical volume, or the whole. */
export interface Volume {
  readonly n: number
  /** How paths of its files begin; empty for an image that is one file system. */
  readonly label: string
  readonly scheme: 'none' | 'mbr' | 'gpt' | 'apm' | 'bsd' | 'lvm2'
  /** What it holds, by its first bytes; `unknown` where they say nothing. */
  readonly kind: string
  readonly state: Signature['state'] | 'none'
  readonly extents: readonly { readonly at: number | null; readonly length: number }[]
  readonly size: number
  /** The type in the partition table, and the name there. */
  readonly type: string | null
  readonly name: string | null
}

/** What an image is made of. */
export interface Layout {
  readonly volumes: readonly Volume[]
  /** Between and behind volumes. */
  readonly gaps: readonly { readonly at: number; readonly length: number }[]
  readonly trouble: readonly string[]
  /** Volumes that hold what another one of the image holds, byte by byte, and why. */
  readonly mirrors: ReadonlyMap<number, string>
}

/** Reads partition tables, groups of logical volumes, and what each volume begins with. */
export function layoutOf(image: Image): Layout {
  const trouble: string[] = []
  const volumes: Volume[] = []
  const add = (volume: Omit<Volume, 'n' | 'kind' | 'state' | 'size'>): Volume => {
    const view = mapped(image, volume.extents)
    const found = signatureOf(view.read)
    const made = {
      ...volume,
      n: volumes.length + 1,
      kind: found?.kind ?? 'unknown',
      state: found?.state ?? ('none' as const),
      size: view.size,
    }
    volumes.push(made)
    return made
  }
  const whole = signatureOf(image.read)
  const table = wholeOnly(whole) ? null : partitionsOf(image)
  const other = whole?.kind === 'iso9660' ? (readApm(image) ?? []).filter((p) => /^Apple_HFS/.test(p.type)) : []
  for (const { label } of other)
    trouble.push(`The disc is read as ISO 9660; what it shows to a Mac (${label}, HFS) is not read beside that`)
  if (table === null) {
    add({
      label: '',
      scheme: 'none',
      extents: [{ at: 0, length: image.size }],
      type: null,
      name: null,
    })
  } else {
    trouble.push(...table.trouble)
    for (const p of table.partitions) {
      const length = Math.max(0, Math.min(p.length, image.size - p.at))
      if (length < p.length)
        trouble.push(`Partition ${p.label} ends ${p.at + p.length - image.size} bytes after the end of the image`)
      if (length > 0) add({ ...p, extents: [{ at: p.at, length }] })
    }
  }
  const gaps = table === null ? [] : between(volumes, image.size)
  const mirrors = readMirrors(volumes, image, add, trouble)
  const physical = volumes.filter((v) => v.kind === 'lvm2').map((v) => v.extents[0]?.at ?? 0)
  if (physical.length > 0) {
    const found = logicalVolumes(image, physical)
    trouble.push(...found.trouble)
    for (const { name, extents, trouble: why } of found.volumes) {
      if (why !== null) trouble.push(`Logical volume ${name}: ${why}`)
      add({ label: name, scheme: 'lvm2', extents, type: null, name: null })
    }
  }
  return { volumes, gaps, trouble, mirrors }
}

/** Puts the array of a mirror's member beside it as a volume of its own; of members that say the same, one is enough. */
function readMirrors(
  volumes: Volume[],
  image: Image,
  add: (volume: Omit<Volume, 'n' | 'kind' | 'state' | 'size'>) => Volume,
  trouble: string[],
): Layout['mirrors'] {
  const members = new Map<number, Member>()
  for (const v of volumes) {
    const member = v.kind === 'linux-raid' ? mdMember(mapped(image, v.extents)) : null
    if (member !== null) members.set(v.n, member)
  }
  const found = mirrored(members)
  const mirrors = new Map<number, string>()
  const named = (n: number): string => volumes[n - 1]!.label || 'The image'
  const read = new Map(found.read)
  for (const [n, twin] of found.mirrors) {
    const [own, other] = [n, twin].map((m) => (volumes[m - 1]!.extents[0]?.at ?? 0) + members.get(m)!.at) as [
      number,
      number,
    ]
    if (sameBytes(image, own, other, members.get(n)!.length)) {
      volumes[n - 1] = { ...volumes[n - 1]!, state: 'group' }
      mirrors.set(
        n,
        `${named(n)} holds the same bytes as ${named(twin)}, which it mirrors: it is not read a second time`,
      )
    } else {
      trouble.push(`${named(n)} mirrors ${named(twin)} and holds other bytes: both are read`)
      read.set(n, members.get(n)!)
    }
  }
  for (const [n, why] of found.unread) trouble.push(`${named(n)} is a member of ${why}`)
  for (const [n, { at, length }] of read) {
    const { label, scheme, size, extents } = volumes[n - 1]!
    const there = Math.min(length, size - at)
    if (!(there > 0)) continue
    volumes[n - 1] = { ...volumes[n - 1]!, state: 'group' }
    if (there < length)
      trouble.push(`The array in ${named(n)} ends ${length - there} bytes after the end of its member`)
    const own = label === '' ? 'raid' : `${label}/raid`
    add({ label: own, scheme, extents: [{ at: (extents[0]?.at ?? 0) + at, length: there }], type: null, name: null })
  }
  return mirrors
}

function sameBytes(image: Image, a: number, b: number, length: number): boolean {
  for (let done = 0; done < length; ) {
    const wanted = Math.min(1 << 20, length - done)
    const [one, two] = [image.read(a + done, wanted), image.read(b + done, wanted)]
    if (!one.equals(two)) return false
    if (one.length < wanted) return true
    done += wanted
  }
  return true
}

/** Formats whose first sector is their own boot sector, and discs: a table in such a sector is none, or is another view of the same files. */
function wholeOnly(found: Signature | null): boolean {
  return found !== null && /^(?:ntfs|exfat|fat\d\d|iso9660|luks|bitlocker|lvm2|xfs)$/.test(found.kind)
}

function between(volumes: readonly Volume[], size: number): Layout['gaps'] {
  const gaps: { at: number; length: number }[] = []
  let at = 0
  const sorted = volumes.map((v) => ({ at: v.extents[0]?.at ?? 0, length: v.size })).sort((a, b) => a.at - b.at)
  for (const v of sorted) {
    if (v.at > at) gaps.push({ at, length: v.at - at })
    at = Math.max(at, v.at + v.length)
  }
  if (at < size) gaps.push({ at, length: size - at })
  return gaps
}
