/** A file for a test's file system; a deleted one keeps its bytes and loses the first letter of its short name. */
export interface FatFile {
  readonly name: string
  readonly bytes: Buffer
  readonly deleted?: true
}

const sector = 512
const perCluster = 4
const rootEntries = 512
const perFat = 32

/** A FAT16 file system of `sectors` sectors with files in its root folder ("FAT: General Overview of On-Disk Format", 1.03). */
export function fat16(files: readonly FatFile[], sectors = 20_000): Buffer {
  const disk = Buffer.alloc(sectors * sector)
  disk.set([0xeb, 0x3c, 0x90])
  disk.write('MSDOS5.0', 3, 'latin1')
  disk.writeUInt16LE(sector, 11)
  disk[13] = perCluster
  disk.writeUInt16LE(1, 14)
  disk[16] = 2
  disk.writeUInt16LE(rootEntries, 17)
  disk.writeUInt16LE(sectors < 65_536 ? sectors : 0, 19)
  disk[21] = 0xf8
  disk.writeUInt16LE(perFat, 22)
  disk.writeUInt32LE(sectors < 65_536 ? 0 : sectors, 32)
  disk.set([0x80, 0, 0x29], 36)
  disk.write('NO NAME    FAT16   ', 43, 'latin1')
  disk.writeUInt16LE(0xaa55, 510)
  const fats = [sector, sector * (1 + perFat)]
  const root = sector * (1 + 2 * perFat)
  const data = root + rootEntries * 32
  const link = (cluster: number, to: number): void => {
    for (const fat of fats) disk.writeUInt16LE(to, fat + cluster * 2)
  }
  link(0, 0xfff8)
  link(1, 0xffff)
  let [next, at] = [2, root]
  for (const { name, bytes, deleted } of files) {
    const clusters = Math.ceil(bytes.length / (sector * perCluster))
    disk.set(bytes, data + (next - 2) * sector * perCluster)
    for (let i = 0; i < clusters; i++) link(next + i, deleted ? 0 : i === clusters - 1 ? 0xffff : next + i + 1)
    const short = shortName(name)
    for (const part of longName(name, short)) {
      if (deleted) part[0] = 0xe5
      disk.set(part, at)
      at += 32
    }
    const entry = Buffer.alloc(32)
    entry.write(short, 0, 'latin1')
    if (deleted) entry[0] = 0xe5
    entry[11] = 0x20
    // 2024-03-05 at 10:20:30, local time.
    for (const [time, date] of [
      [14, 16],
      [22, 24],
    ] as const) {
      entry.writeUInt16LE((10 << 11) | (20 << 5) | 15, time)
      entry.writeUInt16LE(((2024 - 1980) << 9) | (3 << 5) | 5, date)
    }
    entry.writeUInt16LE(((2024 - 1980) << 9) | (3 << 5) | 5, 18)
    entry.writeUInt16LE(clusters === 0 ? 0 : next, 26)
    entry.writeUInt32LE(bytes.length, 28)
    disk.set(entry, at)
    at += 32
    next += clusters
  }
  return disk
}

/** Where the bytes of the first cluster that no file has begin. */
export function fatFree(files: readonly FatFile[]): number {
  const clusters = files.reduce((n, f) => n + Math.ceil(f.bytes.length / (sector * perCluster)), 0)
  return sector * (1 + 2 * perFat) + rootEntries * 32 + clusters * sector * perCluster
}

function shortName(name: string): string {
  const dot = name.lastIndexOf('.')
  const clean = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  const stem = clean(dot < 0 ? name : name.slice(0, dot))
  return `${stem.slice(0, 6)}~1`.padEnd(8) + (dot < 0 ? '' : clean(name.slice(dot + 1)).slice(0, 3)).padEnd(3)
}

function longName(name: string, short: string): readonly Buffer[] {
  let sum = 0
  for (const byte of Buffer.from(short, 'latin1')) sum = (((sum & 1) << 7) + (sum >> 1) + byte) & 0xff
  const parts: Buffer[] = []
  for (let from = 0; from < name.length; from += 13) {
    const entry = Buffer.alloc(32, 0xff)
    entry[0] = from / 13 + 1
    entry.set([0x0f, 0, sum], 11)
    entry.writeUInt16LE(0, 26)
    const places = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30]
    for (const [i, place] of places.entries()) {
      const code = name.charCodeAt(from + i)
      if (from + i < name.length) entry.writeUInt16LE(code, place)
      else if (from + i === name.length) entry.writeUInt16LE(0, place)
    }
    parts.unshift(entry)
  }
  if (parts[0]) parts[0][0] = (parts[0][0] ?? 0) | 0x40
  return parts
}

/** A disk with a boot record and volumes one behind the other, each beginning at a whole number of 1024 sectors. */
export function mbrDisk(volumes: readonly { readonly type: number; readonly bytes: Buffer }[]): Buffer {
  const unit = 1024 * sector
  const parts: Buffer[] = []
  const head = Buffer.alloc(unit)
  head.writeUInt16LE(0xaa55, 510)
  let at = unit
  for (const [i, { type, bytes }] of volumes.entries()) {
    head[446 + i * 16 + 4] = type
    head.writeUInt32LE(at / sector, 446 + i * 16 + 8)
    head.writeUInt32LE(bytes.length / sector, 446 + i * 16 + 12)
    const room = Math.ceil(bytes.length / unit) * unit
    parts.push(bytes, Buffer.alloc(room - bytes.length))
    at += room
  }
  return Buffer.concat([head, ...parts])
}
