import { putLog, record } from './xfs-parts.ts'

/** A file, folder or link of a made volume of XFS. */
export interface MadeFile {
  /** Folders come before what lies in them. */
  readonly path: string
  /** A folder where left out. */
  readonly bytes?: Buffer
  readonly link?: string
  /** removed: its name and inode are freed. unnamed: its inode is freed and its name overwritten. open: only its name is gone. */
  readonly gone?: 'removed' | 'unnamed' | 'open'
  /** Its blocks lie in so many pieces. */
  readonly pieces?: number
  /** Its pieces are listed in a tree below the inode. */
  readonly tree?: true
  /** Blocks of the file before which nothing was written. */
  readonly hole?: number
  /** Its blocks were set aside and never written. */
  readonly unwritten?: true
}

export interface MadeXfs {
  readonly version?: 4 | 5
  readonly dirty?: true
  /** Files of a chunk of inodes of which all were freed, and whose blocks were given free with them. */
  readonly stale?: readonly Buffer[]
}

const [block, group, inodeBytes, root] = [4096, 128, 512, 64]
const own = { S: 0, free: 1, inodes: 3, chunk: 8, data: 16, log: 4, logBlocks: 4 }
const seconds = Date.UTC(2024, 2, 5, 10, 20, 30) / 1000
const kinds = { file: [0o100644, 1], folder: [0o040755, 2], link: [0o120777, 7] } as const

interface Node {
  readonly file: MadeFile
  readonly inode: number
  readonly kind: keyof typeof kinds
  readonly children: Node[]
}

/** Writes a volume of XFS of two groups of half a megabyte (xfs_format.h, xfs_da_format.h), clean unless told otherwise. */
export function xfsVolume(files: readonly MadeFile[], { version = 5, dirty, stale = [] }: MadeXfs = {}): Buffer {
  const bytes = Buffer.alloc(2 * group * block)
  const five = version === 5
  const taken = new Set<number>()
  const freed: number[] = []
  const inodesFree = Buffer.alloc(8, 0xff)
  const allocate = (n: number): readonly number[] => {
    const found: number[] = []
    for (let b = own.data; found.length < n && b < 2 * group; b++)
      if (!taken.has(b) && (b < group || b >= group + 16)) found.push(b)
    if (found.length < n) throw new Error('the volume is full')
    for (const b of found) taken.add(b)
    return found
  }
  const top: Node = { file: { path: '' }, inode: root, kind: 'folder', children: [] }
  const nodes = [top]
  for (const file of files) {
    const at = file.path.lastIndexOf('/')
    const parent = nodes.find((n) => n.kind === 'folder' && n.file.path === file.path.slice(0, Math.max(0, at)))!
    const kind = file.link !== undefined ? 'link' : file.bytes === undefined ? 'folder' : 'file'
    const node: Node = { file, inode: root + 2 + nodes.length, kind, children: [] }
    nodes.push(node)
    parent.children.push(node)
  }
  const use = (inode: number): void => {
    const n = inode - root
    inodesFree[7 - (n >> 3)]! &= ~(1 << (n & 7))
  }
  for (const inode of [root + 1, root + 2]) {
    use(inode)
    putInode(inode, 0o100000, 1, 2, Buffer.alloc(0), 0, 0)
  }

  function putInode(
    n: number,
    mode: number,
    links: number,
    form: number,
    fork: Buffer,
    size: number,
    extents: number,
  ): void {
    const at = own.chunk * block + (n - root) * inodeBytes
    bytes.write('IN', at, 'latin1')
    bytes.writeUInt16BE(mode, at + 2)
    bytes[at + 4] = five ? 3 : 2
    bytes[at + 5] = form
    bytes.writeUInt32BE(links, at + 16)
    for (const time of five ? [32, 40, 48, 144] : [32, 40, 48])
      if (five) bytes.writeBigUInt64BE(BigInt(seconds + 2 ** 31) * 1_000_000_000n, at + time)
      else bytes.writeInt32BE(seconds, at + time)
    bytes.writeBigUInt64BE(BigInt(size), at + 56)
    bytes.writeUInt32BE(extents, at + 76)
    if (five) {
      bytes[at + 127] = 8
      bytes.writeBigUInt64BE(BigInt(n), at + 152)
    }
    bytes.set(fork, at + (five ? 176 : 100))
  }

  function putFile({ file, inode }: Node): void {
    const content = file.bytes!
    const hole = file.hole ?? 0
    const count = Math.ceil(content.length / block)
    const pieces = Math.min(file.pieces ?? 1, Math.max(1, count))
    const records: Buffer[] = []
    const spare: number[] = []
    for (let p = 0, done = 0; p < pieces && count > 0; p++) {
      const length = p === pieces - 1 ? count - done : Math.floor(count / pieces)
      const places = allocate(length)
      // A block between two pieces, so that they do not touch.
      spare.push(...allocate(1))
      for (const [i, b] of places.entries())
        content.subarray((done + i) * block, (done + i + 1) * block).copy(bytes, b * block)
      for (let i = 0; i < places.length; ) {
        let n = 1
        while (places[i + n] === places[i]! + n) n += 1
        records.push(record(hole + done + i, places[i]!, n, file.unwritten === true))
        i += n
      }
      done += length
    }
    for (const b of spare) taken.delete(b)
    let fork = Buffer.concat(records)
    if (file.tree) {
      const leaf = allocate(1)[0]!
      const head = five ? 72 : 24
      const at = leaf * block
      bytes.write(five ? 'BMA3' : 'BMAP', at, 'latin1')
      bytes.writeUInt16BE(records.length, at + 6)
      if (five) bytes.writeBigUInt64BE(BigInt(inode), at + 56)
      bytes.set(fork, at + head)
      const room = inodeBytes - (five ? 176 : 100)
      fork = Buffer.alloc(room)
      fork.writeUInt16BE(1, 0)
      fork.writeUInt16BE(1, 2)
      fork.writeBigUInt64BE(BigInt(leaf), 4 + Math.floor((room - 4) / 16) * 8)
      if (file.gone === 'removed' || file.gone === 'unnamed') freed.push(leaf)
    }
    if (file.gone === 'removed' || file.gone === 'unnamed') {
      putInode(inode, 0, 0, 2, fork, 0, 0)
      for (const r of records) {
        const first = Number((r.readBigUInt64BE(8) >> 21n) & 0xffffffffn)
        for (let i = 0; i < (r.readUInt32BE(12) & 0x1fffff); i++) freed.push(first + i)
      }
      return
    }
    use(inode)
    const [mode] = kinds.file
    putInode(
      inode,
      mode,
      file.gone === 'open' ? 0 : 1,
      file.tree ? 3 : 2,
      fork,
      hole * block + content.length,
      records.length,
    )
  }

  function putFolder(node: Node): void {
    use(node.inode)
    const names = node.children.map((c) => ({ c, name: Buffer.from(c.file.path.split('/').at(-1)!) }))
    const short = names.length < 6 && names.every(({ c }) => c.file.gone === undefined || c.file.gone === 'open')
    const [mode] = kinds.folder
    if (short) {
      const there = names.filter(({ c }) => c.file.gone === undefined)
      const fork = Buffer.concat([
        Buffer.from([there.length, 0, 0, 0, 0, root]),
        ...there.map(({ c, name }) => {
          const end = Buffer.alloc(4)
          end.writeUInt32BE(c.inode)
          return Buffer.concat([
            Buffer.from([name.length, 0, 0x60]),
            name,
            Buffer.from(five ? [kinds[c.kind][1]] : []),
            end,
          ])
        }),
      ])
      putInode(node.inode, mode, 2, 1, fork, fork.length, 0)
      return
    }
    const place = allocate(1)[0]!
    const out = bytes.subarray(place * block, (place + 1) * block)
    out.write(five ? 'XDB3' : 'XD2B', 0, 'latin1')
    if (five) out.writeBigUInt64BE(BigInt(node.inode), 40)
    let at = five ? 64 : 16
    const put = (inode: number, name: Buffer, kind: keyof typeof kinds): number => {
      const length = Math.ceil((8 + 1 + name.length + (five ? 1 : 0) + 2) / 8) * 8
      out.writeBigUInt64BE(BigInt(inode), at)
      out[at + 8] = name.length
      out.set(name, at + 9)
      if (five) out[at + 9 + name.length] = kinds[kind][1]
      out.writeUInt16BE(at, at + length - 2)
      at += length
      return length
    }
    const free = (from: number, length: number): void => {
      out.writeUInt16BE(0xffff, from)
      out.writeUInt16BE(length, from + 2)
      out.writeUInt16BE(from, from + length - 2)
    }
    put(node.inode, Buffer.from('.'), 'folder')
    put(root, Buffer.from('..'), 'folder')
    let run: number | null = null
    for (const { c, name } of names) {
      if (c.file.gone === 'unnamed' || c.file.gone === 'open') continue
      const start = at
      put(c.inode, name, c.kind)
      if (c.file.gone === 'removed') run ??= start
      else {
        if (run !== null) free(run, start - run)
        run = null
      }
    }
    free(run ?? at, block - 8 - (run ?? at))
    putInode(node.inode, mode, 2, 2, record(0, place, 1, false), block, 1)
  }

  for (const node of nodes) {
    if (node.kind === 'file') putFile(node)
    else if (node.kind === 'folder') putFolder(node)
    else {
      use(node.inode)
      const target = Buffer.from(node.file.link!)
      putInode(node.inode, kinds.link[0], 1, 1, target, target.length, 0)
    }
  }

  if (stale.length > 0) {
    const [places, data] = [allocate(8), stale.map((content) => allocate(Math.ceil(content.length / block)))]
    for (const [i, content] of stale.entries()) {
      for (const [n, b] of data[i]!.entries()) content.subarray(n * block).copy(bytes, b * block, 0, block)
      const number = (places[0]! * block) / inodeBytes + i
      putInode(number, kinds.file[0], 1, 2, record(0, data[i]![0]!, data[i]!.length, false), content.length, 1)
    }
    freed.push(...places, ...data.flat())
  }
  for (const b of freed) taken.delete(b)
  for (const g of [0, 1]) {
    const base = g * group * block
    bytes.write('XFSB', base, 'latin1')
    const sb = bytes.subarray(base, base + 512)
    sb.writeUInt32BE(block, 4)
    sb.writeBigUInt64BE(BigInt(2 * group), 8)
    sb.writeBigUInt64BE(BigInt(group + own.log), 48)
    for (const [i, n] of [root, root + 1, root + 2].entries()) sb.writeBigUInt64BE(BigInt(n), 56 + i * 8)
    sb.writeUInt32BE(group, 84)
    sb.writeUInt32BE(2, 88)
    sb.writeUInt32BE(own.logBlocks, 96)
    sb.writeUInt16BE(0xb4a0 | version, 100)
    sb.writeUInt16BE(512, 102)
    sb.writeUInt16BE(inodeBytes, 104)
    sb.writeUInt16BE(block / inodeBytes, 106)
    sb.set([12, 9, 9, 3, 7], 120)
    if (five) sb.writeUInt32BE(9, 216)
    for (const [sector, magic] of [
      [1, 'XAGF'],
      [2, 'XAGI'],
    ] as const) {
      const head = bytes.subarray(base + sector * 512, base + sector * 512 + 512)
      head.write(magic, 0, 'latin1')
      head.writeUInt32BE(1, 4)
      head.writeUInt32BE(g, 8)
      head.writeUInt32BE(group, 12)
      head.writeUInt32BE(sector === 1 ? own.free : own.inodes, sector === 1 ? 16 : 20)
      head.writeUInt32BE(1, sector === 1 ? 28 : 24)
    }
    const head = five ? 56 : 16
    const runs: [number, number][] = []
    for (let b = 16; b < group; b++) {
      if (taken.has(g * group + b)) continue
      const last = runs.at(-1)
      if (last !== undefined && last[0] + last[1] === b) last[1] += 1
      else runs.push([b, 1])
    }
    const space = base + own.free * block
    bytes.write(five ? 'AB3B' : 'ABTB', space, 'latin1')
    bytes.writeUInt16BE(runs.length, space + 6)
    for (const [i, [b, n]] of runs.entries()) {
      bytes.writeUInt32BE(b, space + head + i * 8)
      bytes.writeUInt32BE(n, space + head + i * 8 + 4)
    }
    const tree = base + own.inodes * block
    bytes.write(five ? 'IAB3' : 'IABT', tree, 'latin1')
    if (g === 0) {
      bytes.writeUInt16BE(1, tree + 6)
      bytes.writeUInt32BE(root, tree + head)
      bytes.set(inodesFree, tree + head + 8)
    }
  }
  putLog(bytes, (group + own.log) * block, dirty === true)
  return bytes
}
