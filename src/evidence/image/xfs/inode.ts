import { number } from './superblock.ts'

/** An inode as it lies on the disk (xfs_format.h, struct xfs_dinode). */
export interface Inode {
  readonly number: number
  readonly mode: number
  readonly form: 'device' | 'local' | 'extents' | 'tree' | 'other'
  readonly links: number
  readonly size: number
  /** Records of extents that its fork is said to hold. */
  readonly extents: number
  readonly realtime: boolean
  /** A record of the file system itself, in a tree of its own. */
  readonly metadata: boolean
  readonly times: Readonly<Record<'mtime' | 'atime' | 'ctime' | 'crtime', string | null>>
  /** The bytes of its data fork. */
  readonly fork: Buffer
  /** What it says its own number is; null in version 4, which does not say. */
  readonly stated: number | null
}

const forms = ['device', 'local', 'extents', 'tree'] as const

/** Reads an inode; null where the bytes are none. */
export function readInode(bytes: Buffer, inode: number): Inode | null {
  if (bytes.length < 256 || bytes.readUInt16BE(0) !== 0x494e) return null
  const version = bytes[4]!
  if (version < 1 || version > 3) return null
  const size = number(bytes, 56)
  if (size === null) return null
  const flags2 = version === 3 ? bytes.readUInt32BE(124) : 0
  const large = (flags2 & 0x10) !== 0
  const start = version === 3 ? 176 : 100
  const attributes = bytes[82]! * 8
  const end = attributes > 0 && start + attributes < bytes.length ? start + attributes : bytes.length
  const time = (at: number): string | null => ((flags2 & 8) !== 0 ? longTime(bytes, at) : shortTime(bytes, at))
  return {
    number: inode,
    mode: bytes.readUInt16BE(2),
    form: forms[bytes[5]!] ?? 'other',
    links: version === 1 ? bytes.readUInt16BE(6) : bytes.readUInt32BE(16),
    size,
    extents: large ? (number(bytes, 24) ?? 0) : bytes.readUInt32BE(76),
    realtime: (bytes.readUInt16BE(90) & 1) !== 0,
    metadata: (flags2 & 0x20) !== 0,
    times: { atime: time(32), mtime: time(40), ctime: time(48), crtime: version === 3 ? time(144) : null },
    fork: bytes.subarray(start, end),
    stated: version === 3 ? number(bytes, 152) : null,
  }
}

/** Seconds since 1970, signed, and nanoseconds; kept to the second. */
function shortTime(bytes: Buffer, at: number): string | null {
  return written(bytes.readInt32BE(at))
}

/** Nanoseconds since the earliest time that the older form can hold (xfs_format.h, XFS_DINODE_BIGTIME). */
function longTime(bytes: Buffer, at: number): string | null {
  return written(Number(bytes.readBigUInt64BE(at) / 1_000_000_000n) - 2 ** 31)
}

function written(seconds: number): string | null {
  const time = new Date(seconds * 1000)
  return seconds === 0 || Number.isNaN(time.getTime()) ? null : `${time.toISOString().slice(0, 19)}Z`
}

/** What an inode is, as listings write it: file, folder, link, or a kind that has no content. */
export function typeOf(mode: number): string {
  return { 1: 'p', 2: 'c', 4: 'd', 6: 'b', 8: 'r', 10: 'l', 12: 's' }[mode >> 12] ?? '-'
}
