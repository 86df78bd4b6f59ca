import type { Image } from '../image.ts'

/** What the superblock of an XFS volume says of how it is laid out (Linux kernel, fs/xfs/libxfs/xfs_format.h, struct xfs_dsb). */
export interface Layout {
  readonly blockBytes: number
  readonly blocks: number
  readonly groupBlocks: number
  readonly groups: number
  readonly sectorBytes: number
  readonly inodeBytes: number
  /** Bits of the number of a block in its group, and of an inode in its block. */
  readonly blockBits: number
  readonly inodeBits: number
  /** Blocks that a block of a directory takes. */
  readonly directoryBlocks: number
  readonly version: 4 | 5
  /** Names of directories carry the kind of what they name. */
  readonly kinds: boolean
  readonly root: number | null
  /** Inodes that hold records of the file system itself: quota, and what a real-time section has. */
  readonly own: ReadonlySet<number>
  readonly log: { readonly block: number; readonly blocks: number } | null
  readonly realtime: boolean
  /** The file system says of itself that it must be repaired. */
  readonly broken: boolean
}

/** A volume of XFS, opened. */
export interface Opened {
  readonly layout: Layout
  /** The allocation group whose copy of the superblock was read. */
  readonly copy: number
}

/** Opens a volume by its superblock, or by a copy of it in another allocation group; null where there is none. */
export function openXfs(image: Image): Opened | null {
  const first = layoutAt(image, 0)
  if (first !== null) return { layout: first, copy: 0 }
  for (const at of copies(image.read, image.size)) {
    const layout = layoutAt(image, at)
    if (layout === null) continue
    const copy = at / (layout.groupBlocks * layout.blockBytes)
    if (Number.isInteger(copy) && copy < layout.groups) return { layout, copy }
  }
  return null
}

type Read = (at: number, length: number) => Buffer

/**
 * Where copies of the superblock may lie: the header of the first group's free space, in the sector behind the superblock,
 * says how long a group is; where it is spoilt too, volumes are in most cases cut into so many groups as mkfs.xfs makes.
 */
export function copies(read: Read, size: number): readonly number[] {
  const found: number[] = []
  for (const sector of [512, 4096, 1024, 2048]) {
    const head = read(sector, 16)
    if (head.length < 16 || head.toString('latin1', 0, 4) !== 'XAGF' || head.readUInt32BE(8) !== 0) continue
    for (const block of [4096, 1024, 2048, 512, 8192, 16_384, 32_768, 65_536]) found.push(head.readUInt32BE(12) * block)
  }
  for (const groups of [4, 2, 8, 16, 32, 1]) {
    const length = Math.ceil(Math.floor(size / 4096) / groups) * 4096
    found.push(length, length - 4096)
  }
  return found.filter((at) => at > 0 && at + 512 <= size && magicAt(read, at))
}

function magicAt(read: Read, at: number): boolean {
  return read(at, 4).toString('latin1') === 'XFSB'
}

/** The largest power of two that a size may have here, by its format. */
const powers = { block: [9, 16], sector: [9, 15], inode: [8, 11] } as const

function layoutAt(image: Image, at: number): Layout | null {
  const sb = image.read(at, 512)
  if (sb.length < 272 || sb.toString('latin1', 0, 4) !== 'XFSB') return null
  const [blockLog, sectorLog, inodeLog, inodeBits, blockBits] = [sb[120]!, sb[121]!, sb[122]!, sb[123]!, sb[124]!]
  const [blockBytes, sectorBytes, inodeBytes] = [sb.readUInt32BE(4), sb.readUInt16BE(102), sb.readUInt16BE(104)]
  const fits = (log: number, [low, high]: readonly [number, number], bytes: number): boolean =>
    log >= low && log <= high && bytes === 2 ** log
  const [groupBlocks, groups] = [sb.readUInt32BE(84), sb.readUInt32BE(88)]
  const blocks = number(sb, 8)
  const version = sb.readUInt16BE(100) & 15
  if (
    !fits(blockLog, powers.block, blockBytes) ||
    !fits(sectorLog, powers.sector, sectorBytes) ||
    !fits(inodeLog, powers.inode, inodeBytes) ||
    inodeBits !== blockLog - inodeLog ||
    (version !== 4 && version !== 5) ||
    blocks === null ||
    groupBlocks < 16 ||
    groups === 0 ||
    blockBits > 31 ||
    groupBlocks > 2 ** blockBits ||
    groupBlocks * groups < blocks ||
    groupBlocks * (groups - 1) >= blocks ||
    sb[192]! + blockLog > 16
  )
    return null
  const [features, incompatible] = [sb.readUInt32BE(200), sb.readUInt32BE(216)]
  const own = [64, 72, 160, 168, ...(version === 5 ? [232] : [])].map((place) => number(sb, place))
  const logAt = number(sb, 48)
  return {
    ...{ blockBytes, blocks, groupBlocks, groups, sectorBytes, inodeBytes, blockBits, inodeBits, version },
    directoryBlocks: 2 ** sb[192]!,
    kinds: version === 5 ? (incompatible & 1) !== 0 : (features & 0x200) !== 0,
    root: number(sb, 56),
    own: new Set(own.filter((n) => n !== null && n > 0) as number[]),
    log: logAt === null || logAt === 0 ? null : { block: logAt, blocks: sb.readUInt32BE(96) },
    realtime: number(sb, 16) !== 0,
    broken: version === 5 && (incompatible & 0x10) !== 0,
  }
}

/** A number of eight bytes; null where it is more than any place or count can be, as -1 is. */
export function number(bytes: Buffer, at: number): number | null {
  const value = bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4)
  return Number.isSafeInteger(value) ? value : null
}

/** Where a block lies that is counted through all groups, `group << blockBits | block`; null where there is none. */
export function blockPlace(layout: Layout, block: number): number | null {
  const group = Math.floor(block / 2 ** layout.blockBits)
  return groupPlace(layout, group, block - group * 2 ** layout.blockBits)
}

/** Where a block of a group lies. */
export function groupPlace(layout: Layout, group: number, block: number): number | null {
  const whole = group * layout.groupBlocks + block
  return group < layout.groups && block < layout.groupBlocks && whole < layout.blocks ? whole * layout.blockBytes : null
}

/** Where an inode lies: its number is that of its block and its place in it. */
export function inodePlace(layout: Layout, inode: number): number | null {
  const block = Math.floor(inode / 2 ** layout.inodeBits)
  const place = blockPlace(layout, block)
  return place === null ? null : place + (inode - block * 2 ** layout.inodeBits) * layout.inodeBytes
}
