/** What a member of an array of Linux RAID says of itself. */
export interface MdSays {
  readonly level: number
  readonly events?: number
  /** Of the superblock: 0 for version 1.1, 4096 for 1.2. */
  readonly at?: number
  readonly features?: number
}

const dataAt = 64 << 10

/** A member of an array with a superblock of version 1 (include/uapi/linux/raid/md_p.h) and these bytes as the array. */
export function mdMemberOf(content: Buffer, { level, events = 7, at = 4096, features = 0 }: MdSays): Buffer {
  const member = Buffer.alloc(dataAt + content.length)
  content.copy(member, dataAt)
  member.writeUInt32LE(0xa92b4efc, at)
  member.writeUInt32LE(1, at + 4)
  member.writeUInt32LE(features, at + 8)
  member.fill(0x5a, at + 16, at + 32)
  member.writeInt32LE(level, at + 72)
  member.writeBigUInt64LE(BigInt(content.length / 512), at + 80)
  member.writeUInt32LE(2, at + 92)
  member.writeBigUInt64LE(BigInt(dataAt / 512), at + 128)
  member.writeBigUInt64LE(BigInt(content.length / 512), at + 136)
  member.writeBigUInt64LE(BigInt(at / 512), at + 144)
  member.writeBigUInt64LE(BigInt(events), at + 200)
  return member
}
