import { type Image, mapped } from './image.ts'
import { logicalVolumes } from './lvm.ts'
import { partitionsOf } from './partitions.ts'
import { type Signature, signatureOf } from './signature.ts'

/** A part of an image that is one volume: a partition, a logical volume, or the whole. */
export interface Volume {
  readonly n: number
  /** How paths of its files begin; empty for an image that is one file system. */
  readonly label: string
  readonly scheme: 'none' | 'mbr' | 'gpt' | 'lvm2'
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
  const physical = volumes.filter((v) => v.kind === 'lvm2').map((v) => v.extents[0]?.at ?? 0)
  if (physical.length > 0) {
    const found = logicalVolumes(image, physical)
    trouble.push(...found.trouble)
    for (const { name, extents, trouble: why } of found.volumes) {
      if (why !== null) trouble.push(`Logical volume ${name}: ${why}`)
      add({ label: name, scheme: 'lvm2', extents, type: null, name: null })
    }
  }
  return { volumes, gaps, trouble }
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
