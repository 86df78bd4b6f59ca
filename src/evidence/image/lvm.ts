import type { Image } from './image.ts'
import { readLvmText, type Section } from './lvm-text.ts'

/** A physical volume: where it lies in the image, and the metadata it carries. */
interface Physical {
  readonly uuid: string
  readonly at: number
  readonly text: Section | null
}

/** A logical volume put together from its physical volumes; an extent without a place lies on a disk that is not there. */
export interface Logical {
  /** `group/name`. */
  readonly name: string
  readonly extents: readonly { readonly at: number | null; readonly length: number }[]
  /** Why it cannot be put together whole; null where it can. */
  readonly trouble: string | null
}

/** The logical volumes of the physical volumes that begin at these places (LVM2, lib/format_text/layout.h). */
export function logicalVolumes(
  image: Image,
  places: readonly number[],
): { readonly volumes: readonly Logical[]; readonly trouble: readonly string[] } {
  const trouble: string[] = []
  const physical = places.flatMap((at): readonly Physical[] => {
    const found = readPhysical(image, at)
    if (found === null) trouble.push(`The label of the LVM2 volume at ${at} cannot be read`)
    return found === null ? [] : [found]
  })
  const newest = new Map<string, { readonly name: string; readonly group: Section; readonly seq: number }>()
  for (const { text, at } of physical) {
    const [name, group] = text === null ? [] : ([...text.sections][0] ?? [])
    if (name === undefined || group === undefined) {
      trouble.push(`The metadata of the LVM2 volume at ${at} cannot be read`)
      continue
    }
    const [id, seq] = [String(group.values.get('id') ?? name), Number(group.values.get('seqno') ?? 0)]
    if (seq >= (newest.get(id)?.seq ?? -1)) newest.set(id, { name, group, seq })
  }
  const byUuid = new Map(physical.map((p) => [p.uuid, p.at]))
  const room = { pieces: mostPieces, bytes: image.size * mostMissing }
  const volumes = [...newest.values()].flatMap(({ name, group }) => volumesOf(name, group, byUuid, room))
  return { volumes: volumes.map((v) => present(v, image.size, room)), trouble }
}

const sectorBytes = 512
/** More metadata than this was written by nobody. */
const longestText = 64 << 20

function readPhysical(image: Image, at: number): Physical | null {
  const head = image.read(at, 4096)
  for (let s = 0; s < 2048 && s + 512 <= head.length; s += 512) {
    if (head.toString('latin1', s, s + 8) !== 'LABELONE') continue
    const header = s + head.readUInt32LE(s + 20)
    if (header + 40 > head.length) return null
    const uuid = head.toString('latin1', header, header + 32)
    let next = header + 40
    const areas = (): { readonly at: number; readonly size: number }[] => {
      const list: { at: number; size: number }[] = []
      for (; next + 16 <= head.length; next += 16) {
        const [offset, size] = [Number(head.readBigUInt64LE(next)), Number(head.readBigUInt64LE(next + 8))]
        if (offset === 0 && size === 0) break
        list.push({ at: offset, size })
      }
      next += 16
      return list
    }
    areas()
    const text = areas()
      .map((area) => readText(image, at + area.at))
      .find((t) => t !== null)
    return { uuid, at, text: text ?? null }
  }
  return null
}

/** The text of a metadata area, which is a ring: it may go on behind the area's header. */
function readText(image: Image, at: number): Section | null {
  const head = image.read(at, 512)
  if (head.length < 512 || head.toString('latin1', 4, 20) !== ' LVM2 x[5A%r0N*>') return null
  const [area, offset, size] = [32, 40, 48].map((o) => Number(head.readBigUInt64LE(o))) as [number, number, number]
  if (offset === 0 || size === 0 || size > longestText || size > area) return null
  const straight = Math.min(size, area - offset)
  const parts = [image.read(at + offset, straight)]
  if (straight < size) parts.push(image.read(at + 512, size - straight))
  return readLvmText(Buffer.concat(parts).toString('latin1'))
}

/** What all logical volumes of an image may take together: a text that was damaged may ask for anything. */
interface Room {
  pieces: number
  bytes: number
}

/** A volume whose extents lie in the image or are marked as missing; no longer than a group of disks can be. */
function present(volume: Logical, size: number, room: Room): Logical {
  const extents: { at: number | null; length: number }[] = []
  let { trouble } = volume
  for (const { at, length } of volume.extents) {
    const there = at === null || !(at >= 0) ? 0 : Math.max(0, Math.min(length, size - at))
    if (there > 0) extents.push({ at, length: there })
    if (there < length) {
      if (at !== null) trouble = `${length - there} of its bytes lie behind the end of the image`
      extents.push({ at: null, length: length - there })
    }
  }
  const missing = extents.reduce((sum, e) => sum + (e.at === null ? e.length : 0), 0)
  if (missing <= room.bytes) {
    room.bytes -= missing
    return { ...volume, extents, trouble }
  }
  const first = extents.findIndex((e) => e.at === null)
  return { ...volume, extents: extents.slice(0, first), trouble: 'more of it is missing than its group can hold' }
}

function volumesOf(name: string, group: Section, byUuid: ReadonlyMap<string, number>, room: Room): readonly Logical[] {
  const extent = Number(group.values.get('extent_size') ?? 0) * sectorBytes
  const physical = new Map<string, { readonly at: number | null; readonly first: number }>()
  for (const [key, pv] of group.sections.get('physical_volumes')?.sections ?? []) {
    const uuid = String(pv.values.get('id') ?? '').replaceAll('-', '')
    physical.set(key, { at: byUuid.get(uuid) ?? null, first: Number(pv.values.get('pe_start') ?? 0) * sectorBytes })
  }
  if (!(extent > 0 && Number.isSafeInteger(extent))) return []
  return [...(group.sections.get('logical_volumes')?.sections ?? [])].flatMap(([own, lv]): readonly Logical[] => {
    const status = lv.values.get('status')
    if (Array.isArray(status) && !status.includes('VISIBLE')) return []
    const extents: { at: number | null; length: number }[] = []
    let trouble: string | null = null
    for (let n = 1; n <= Math.min(Number(lv.values.get('segment_count') ?? 0), 65_536); n++) {
      const segment = lv.sections.get(`segment${n}`)
      const type = String(segment?.values.get('type') ?? '')
      const count = Number(segment?.values.get('extent_count') ?? 0)
      const stripes = segment?.values.get('stripes')
      if (
        !segment ||
        !(count > 0 && Number.isSafeInteger(count * extent)) ||
        !(type === 'striped' || type === 'linear') ||
        !Array.isArray(stripes)
      ) {
        trouble = `its segment ${n} is of type ${type || 'unknown'}, which is not put together`
        if (count > 0 && Number.isSafeInteger(count * extent)) extents.push({ at: null, length: count * extent })
        continue
      }
      const missing = stripe(extents, segment, count * extent, stripes, { extent, physical, room })
      if (missing !== null) trouble = missing
    }
    return [{ name: `${name}/${own}`, extents, trouble }]
  })
}

/** Pieces of a segment are laid in turn on its stripes; one stripe is one run. */
function stripe(
  extents: { at: number | null; length: number }[],
  segment: Section,
  length: number,
  stripes: readonly (number | string)[],
  {
    extent,
    physical,
    room,
  }: {
    readonly extent: number
    readonly physical: ReadonlyMap<string, { at: number | null; first: number }>
    readonly room: Room
  },
): string | null {
  let trouble: string | null = null
  const areas = Array.from({ length: Math.floor(stripes.length / 2) }, (_, i) => {
    const pv = physical.get(String(stripes[i * 2]))
    if (pv === undefined || pv.at === null) trouble = `the disk ${stripes[i * 2]} of its group is not in this image`
    const at = pv === undefined || pv.at === null ? null : pv.at + pv.first + Number(stripes[i * 2 + 1]) * extent
    if (at !== null && !Number.isSafeInteger(at)) trouble = `the place of a segment on ${stripes[i * 2]} is no number`
    return at !== null && Number.isSafeInteger(at) ? at : null
  })
  const count = areas.length
  if (count === 0) return 'it names no stripes'
  const piece = count === 1 ? length : Number(segment.values.get('stripe_size') ?? 0) * sectorBytes
  if (!(piece > 0 && Number.isSafeInteger(piece))) return 'it names no size of stripes'
  if (!(length / piece <= room.pieces)) return `it is cut into more than ${mostPieces} stripes`
  room.pieces -= Math.ceil(length / piece)
  for (let n = 0; n * piece < length; n++) {
    const base = areas[n % count] ?? null
    const at = base === null ? null : base + Math.floor(n / count) * piece
    extents.push({ at, length: Math.min(piece, length - n * piece) })
  }
  return trouble
}

const mostPieces = 4_000_000
/** So many times the size of the image may be missing from it: a group of more disks than that is not seized one by one. */
const mostMissing = 64
