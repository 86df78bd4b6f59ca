/** What a volume begins with. */
export interface Signature {
  /** As The Sleuth Kit names file systems, and names of our own for what it does not read. */
  readonly kind: string
  /** read: by The Sleuth Kit, or XFS by a reader of our own; closed: encrypted; group: holds volumes; unread: named only; none: nothing known. */
  readonly state: 'read' | 'closed' | 'group' | 'unread'
  /** Bytes of the file system as it declares them. */
  readonly size: number | null
}

type Read = (at: number, length: number) => Buffer

/** Tells a volume by the signatures of its formats; null where there is none. */
export function signatureOf(read: Read): Signature | null {
  const head = read(0, 4100)
  if (head.length < 512) return null
  const text = (at: number, length: number): string => head.toString('latin1', at, at + length)
  if (text(0, 6) === 'LUKS\xba\xbe') return { kind: 'luks', state: 'closed', size: null }
  if (text(3, 8) === '-FVE-FS-') return { kind: 'bitlocker', state: 'closed', size: null }
  for (let at = 0; at < 2048 && at + 32 <= head.length; at += 512)
    if (text(at, 8) === 'LABELONE' && text(at + 24, 8) === 'LVM2 001')
      return { kind: 'lvm2', state: 'group', size: null }
  if (text(0, 4) === 'XFSB') return { kind: 'xfs', state: 'read', size: null }
  return bootSector(head) ?? superblock(head) ?? groupOfXfs(head) ?? further(read)
}

/** Boot sectors: NTFS, exFAT ("exFAT file system specification", section 3), FAT (ECMA-107; "FAT: General Overview", BPB). */
function bootSector(head: Buffer): Signature | null {
  if (head.readUInt16LE(510) !== 0xaa55) return null
  const oem = head.toString('latin1', 3, 11)
  if (oem === 'NTFS    ') {
    const size = Number(head.readBigUInt64LE(40)) * head.readUInt16LE(11)
    return { kind: 'ntfs', state: 'read', size: plausible(size) }
  }
  if (oem === 'EXFAT   ') {
    const size = Number(head.readBigUInt64LE(72)) * 2 ** Math.min(12, head[108]!)
    return { kind: 'exfat', state: 'read', size: plausible(size) }
  }
  const [sector, cluster, reserved, fats, media] = [
    head.readUInt16LE(11),
    head[13]!,
    head.readUInt16LE(14),
    head[16]!,
    head[21]!,
  ]
  const jump = head[0] === 0xe9 || (head[0] === 0xeb && head[2] === 0x90)
  const sane =
    [512, 1024, 2048, 4096].includes(sector) &&
    cluster > 0 &&
    (cluster & (cluster - 1)) === 0 &&
    reserved > 0 &&
    (fats === 1 || fats === 2) &&
    (media === 0xf0 || media >= 0xf8)
  if (!jump || !sane) return null
  const sectors = head.readUInt16LE(19) || head.readUInt32LE(32)
  if (sectors === 0) return null
  const root = Math.ceil((head.readUInt16LE(17) * 32) / sector)
  const perFat = head.readUInt16LE(22) || head.readUInt32LE(36)
  const clusters = Math.floor((sectors - reserved - fats * perFat - root) / cluster)
  const kind = clusters < 4085 ? 'fat12' : clusters < 65_525 ? 'fat16' : 'fat32'
  return { kind, state: 'read', size: plausible(sectors * sector) }
}

/** Superblocks 1024 bytes in: ext2 to ext4 (Linux kernel, "ext4 Data Structures and Algorithms"), HFS+ (TN1150). */
function superblock(head: Buffer): Signature | null {
  if (head.length < 2048) return null
  if (head.readUInt16LE(1080) === 0xef53) {
    const [log, blocks, perGroup] = [head.readUInt32LE(1048), head.readUInt32LE(1028), head.readUInt32LE(1056)]
    if (log > 6 || blocks === 0 || perGroup === 0) return null
    const [compatible, incompatible] = [head.readUInt32LE(1116), head.readUInt32LE(1120)]
    const high = (incompatible & 0x80) === 0 ? 0 : head.readUInt32LE(1024 + 0x150)
    const kind = (incompatible & 0x2c0) !== 0 ? 'ext4' : (compatible & 4) !== 0 ? 'ext3' : 'ext2'
    return { kind, state: 'read', size: plausible((blocks + high * 2 ** 32) * 2 ** (10 + log)) }
  }
  const hfs = head.toString('latin1', 1024, 1026)
  const version = head.readUInt16BE(1026)
  if ((hfs === 'H+' && version === 4) || (hfs === 'HX' && version === 5)) {
    const size = head.readUInt32BE(1024 + 40) * head.readUInt32BE(1024 + 44)
    return { kind: 'hfs', state: 'read', size: plausible(size) }
  }
  if (head.toString('latin1', 4086, 4096) === 'SWAPSPACE2') return { kind: 'swap', state: 'unread', size: null }
  return null
}

/** XFS whose superblock is spoilt: the headers of its first group's free space and inodes lie in the sectors behind it. */
function groupOfXfs(head: Buffer): Signature | null {
  const is = (at: number, magic: string): boolean => head.toString('latin1', at, at + 4) === magic
  const found = is(512, 'XAGF') || is(1024, 'XAGI') || is(1024, 'XAGF') || is(2048, 'XAGI') || is(4096, 'XAGF')
  return found ? { kind: 'xfs', state: 'read', size: null } : null
}

/** What lies further in: UFS (FreeBSD, ufs/ffs/fs.h), ISO 9660 (ECMA-119, 8.4), Btrfs, Linux RAID (md), ZFS is not told. */
function further(read: Read): Signature | null {
  const at = (place: number, length: number): Buffer => {
    const bytes = read(place, length)
    return bytes.length === length ? bytes : Buffer.alloc(length)
  }
  const disc = at(32_768, 128)
  if (disc.toString('latin1', 1, 6) === 'CD001')
    return { kind: 'iso9660', state: 'read', size: plausible(disc.readUInt32LE(80) * 2048) }
  for (const [place, magics] of [
    [65_536 + 1372, [0x19540119]],
    [8192 + 1372, [0x00011954, 0x19540119]],
  ] as const) {
    const magic = at(place, 4)
    if (magics.some((m) => magic.readUInt32LE(0) === m || magic.readUInt32BE(0) === m))
      return { kind: 'ufs', state: 'read', size: null }
  }
  if (at(65_600, 8).toString('latin1') === '_BHRfS_M') return { kind: 'btrfs', state: 'unread', size: null }
  if ([4096, 0].some((place) => at(place, 4).readUInt32LE(0) === 0xa92b4efc))
    return { kind: 'linux-raid', state: 'unread', size: null }
  return null
}

function plausible(size: number): number | null {
  return Number.isSafeInteger(size) && size > 0 ? size : null
}
