import type { Image } from './image.ts'

/** A member of an array of Linux software RAID as its superblock describes it. */
export interface Member {
  readonly uuid: string
  readonly level: number
  readonly disks: number
  /** Where the array's bytes begin in the member, and how many it gives to it. */
  readonly at: number
  readonly length: number
  /** Counts the changes of the array's state: a member that was left behind has fewer. */
  readonly events: bigint
  /** False while the array is reshaped, or this member is being filled. */
  readonly settled: boolean
}

const magic = 0xa92b4efc
/** Bits of its features: it is being recovered, reshaped, or moved. */
const unsettled = 0x02 | 0x04 | 0x40

/**
 * The superblock of version 1.1 or 1.2 of a member (Linux kernel, include/uapi/linux/raid/md_p.h); null where there is none. A
 * mirror with a superblock near its end (0.90, 1.0) begins with its file system and is read as that.
 */
export function mdMember(view: Image): Member | null {
  return versionOne(view.read(4096, 256), 4096) ?? versionOne(view.read(0, 256), 0)
}

function versionOne(sb: Buffer, at: number): Member | null {
  if (sb.length < 256 || sb.readUInt32LE(0) !== magic || sb.readUInt32LE(4) !== 1) return null
  // It says where it lies itself: a copy of one elsewhere is none.
  if (Number(sb.readBigUInt64LE(144)) * 512 !== at) return null
  const [from, length] = [128, 80].map((place) => Number(sb.readBigUInt64LE(place)) * 512) as [number, number]
  return {
    uuid: sb.toString('hex', 16, 32),
    level: sb.readInt32LE(72),
    disks: sb.readUInt32LE(92),
    at: from,
    length,
    events: sb.readBigUInt64LE(200),
    settled: (sb.readUInt32LE(8) & unsettled) === 0 && Number.isSafeInteger(from) && Number.isSafeInteger(length),
  }
}

/** What becomes of the members of arrays in one image, by the number of their volume. */
export interface Mirrored {
  /** Members of mirrors (RAID 1), each of which is the whole array: one for each state of an array. */
  readonly read: ReadonlyMap<number, Member>
  /** Members that hold the same as another, and which. */
  readonly mirrors: ReadonlyMap<number, number>
  /** Members that are not read, and why. */
  readonly unread: ReadonlyMap<number, string>
}

/** Chooses among the members found in an image. One that was left behind shows the array as it was: it is read beside the newest. */
export function mirrored(members: ReadonlyMap<number, Member>): Mirrored {
  const read = new Map<number, Member>()
  const mirrors = new Map<number, number>()
  const unread = new Map<number, string>()
  for (const [n, member] of members) {
    const twin = [...read].find(([, m]) => m.uuid === member.uuid && m.events === member.events)
    if (member.level !== 1)
      unread.set(n, `an array of level ${member.level} on ${member.disks} disks, which is not put together`)
    else if (!member.settled) unread.set(n, 'a mirror that is being filled or reshaped')
    else if (twin) mirrors.set(n, twin[0])
    else read.set(n, member)
  }
  return { read, mirrors, unread }
}
