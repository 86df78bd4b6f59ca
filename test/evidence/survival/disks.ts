import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { containers } from '../../../src/evidence/containers/index.ts'
import { carve, usualCarveLimits } from '../../../src/evidence/image/carve.ts'
import { entriesOf, imageInput } from '../../../src/evidence/image/entries.ts'
import type { Image } from '../../../src/evidence/image/image.ts'
import { readListing } from '../../../src/evidence/image/listing.ts'
import { residentFiles } from '../../../src/evidence/image/ntfs.ts'
import { readSet } from '../../../src/evidence/image/vmdk-set.ts'
import type { Entry } from '../../../src/evidence/unpack/container.ts'
import { CannotOpen } from '../../../src/evidence/unpack/container.ts'
import { findProgram } from '../../../src/evidence/unpack/programs.ts'
import { ewfSegments } from '../../support/ewf.ts'
import { fat16, mbrDisk } from '../../support/fat.ts'
import { lvmExtent, lvmVolume } from '../../support/lvm.ts'
import { xfsVolume } from '../../support/xfs.ts'
import { open, scratch } from './containers.ts'
import { packedSamples } from './dumps.ts'
import type { Form, Outcome } from './forms.ts'

const held = (bytes: Buffer, size = bytes.length): Image => ({
  size,
  paths: null,
  read: (at, length) => bytes.subarray(Math.min(at, size), Math.max(0, Math.min(size, at + length))),
  close: () => undefined,
})
/** More is not taken of one file: one with a hole may be long. */
const most = 64 << 20

/** Takes everything that is given out; reading goes on without The Sleuth Kit where `alone`. */
async function taken(
  entries: (report: (t: { readonly severity: string }) => void) => AsyncIterable<Entry>,
  alone: boolean,
): Promise<Outcome> {
  let [things, told] = [0, 0]
  const path = process.env.PATH
  if (alone) process.env.PATH = '/nonexistent'
  try {
    for await (const entry of entries(({ severity }) => {
      if (severity !== 'note') told++
    })) {
      things++
      let bytes = 0
      for await (const piece of entry.content ?? []) {
        bytes += piece.length
        if (bytes > (entry.size ?? most)) throw new Error(`more was given out of ${entry.path} than there is`)
        if (bytes > most) break
      }
    }
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error
    told++
  } finally {
    process.env.PATH = path
  }
  return { things, told, digest: '' }
}

/** A disk of which only these places hold anything: what is tried is the bytes of those places, one after the other. */
function disk(name: string, whole: Buffer, places: readonly (readonly [at: number, length: number])[]): Form {
  const bytes = Buffer.from(whole)
  return {
    name,
    sample: Buffer.concat(places.map(([at, length]) => whole.subarray(at, at + length))),
    told: true,
    read: (data) => {
      let from = 0
      for (const [at, length] of places) {
        bytes.fill(0, at, at + length)
        bytes.set(data.subarray(from, from + length), at)
        from += length
      }
      return taken(
        (report) =>
          entriesOf(held(bytes), imageInput({ place: 'disk', name: 'disk', report, signal, seconds: 60, scratch })),
        true,
      )
    },
  }
}
const { signal } = new AbortController()

const files = [
  { name: 'signal box.txt', bytes: Buffer.from('levers and wires\n'.repeat(900)) },
  { name: 'old list.sql', bytes: packedSamples.text.subarray(0, 9000), deleted: true as const },
  { name: 'roses.gz', bytes: gzipSync(packedSamples.text.subarray(0, 40_000)) },
]
const small = fat16(files, 640)
const extents = 6
const first = 1024 * 512
const group = mbrDisk([
  {
    type: 0x8e,
    bytes: lvmVolume(
      Buffer.concat([small, Buffer.alloc(extents * lvmExtent)]).subarray(0, 5 * lvmExtent),
      [
        { from: 4, count: 1 },
        { from: 0, count: 2 },
        { from: 2, count: 2, stripes: { bytes: 16_384, from: [2, 3] } },
      ],
      extents,
    ),
  },
])
const area = first + 4096
const ring = (1 << 20) - 4096

/** Two primary partitions and a chain of logical ones. */
function chained(): Buffer {
  const bytes = Buffer.alloc(2 << 20)
  const entry = (at: number, n: number, type: number, start: number, sectors: number): void => {
    bytes.writeUInt16LE(0xaa55, at * 512 + 510)
    bytes[at * 512 + 446 + n * 16 + 4] = type
    bytes.writeUInt32LE(start, at * 512 + 446 + n * 16 + 8)
    bytes.writeUInt32LE(sectors, at * 512 + 446 + n * 16 + 12)
  }
  entry(0, 0, 0x83, 64, 640)
  entry(0, 1, 0x05, 1024, 3000)
  entry(1024, 0, 0x83, 8, 100)
  entry(1024, 1, 0x05, 200, 300)
  entry(1224, 0, 0x82, 8, 100)
  entry(1224, 1, 0x05, 500, 600)
  entry(1524, 0, 0x07, 8, 600)
  small.copy(bytes, 64 * 512)
  return bytes
}

/** A GUID partition table with its copy at the end. */
function guided(): Buffer {
  const sectors = 2048
  const bytes = Buffer.alloc(sectors * 512)
  bytes.writeUInt16LE(0xaa55, 510)
  bytes[450] = 0xee
  bytes.writeUInt32LE(1, 454)
  bytes.writeUInt32LE(sectors - 1, 458)
  for (const [header, entries] of [
    [1, 2],
    [sectors - 1, sectors - 3],
  ] as const) {
    bytes.write('EFI PART', header * 512, 'latin1')
    bytes.writeBigUInt64LE(BigInt(entries), header * 512 + 72)
    bytes.writeUInt32LE(8, header * 512 + 80)
    bytes.writeUInt32LE(128, header * 512 + 84)
    for (const [i, [from, to]] of [
      [64, 703],
      [704, 1343],
      [1400, 1900],
    ].entries()) {
      const at = entries * 512 + i * 128
      bytes.set(Buffer.from('a2a0d0ebe5b9334487c068b6b72699c7', 'hex'), at)
      bytes.writeBigUInt64LE(BigInt(from!), at + 32)
      bytes.writeBigUInt64LE(BigInt(to!), at + 40)
      bytes.write(`bed ${i}`, at + 56, 'utf16le')
    }
  }
  small.copy(bytes, 64 * 512)
  return bytes
}

/** A boot sector of NTFS, and a file table of eight records whose files lie in them ([MS-FSA]; ntfs3/ntfs.h). */
function ntfs(): Buffer {
  const bytes = Buffer.alloc(24 << 10)
  bytes.write('NTFS    ', 3, 'latin1')
  bytes.writeUInt16LE(512, 11)
  bytes[13] = 8
  bytes.writeBigUInt64LE(1n, 48)
  bytes.writeInt8(-10, 64)
  for (let n = 0; n < 8; n++) {
    const record = bytes.subarray(4096 + n * 1024, 5120 + n * 1024)
    record.write('FILE', 0, 'latin1')
    record.writeUInt16LE(48, 4)
    record.writeUInt16LE(3, 6)
    record.writeUInt16LE(56, 20)
    record.writeUInt32LE(0x10, 56)
    record.writeUInt32LE(96, 60)
    const at = 152
    record.writeUInt32LE(0x80, at)
    record[at + 8] = n === 0 ? 1 : 0
    if (n === 0) {
      record.writeUInt16LE(64, at + 32)
      record.set([0x11, 2, 1, 0x01, 3, 0x21, 4, 0x10, 0, 0], at + 64)
    } else {
      record.writeUInt32LE(200 + n, at + 16)
      record.writeUInt16LE(24, at + 20)
      record.write('a note on roses '.repeat(13), at + 24)
    }
    record.writeUInt32LE(n === 0 ? 80 : 240, at + 4)
    record.writeUInt32LE(0xffffffff, at + (n === 0 ? 80 : 240))
    for (const end of [510, 1022]) record.writeUInt16LE(1, end)
    record.writeUInt16LE(1, 48)
  }
  return bytes
}

/** Free space with text, a dump, mail, a database, a packed file, and pages of InnoDB in it. */
function scraps(): Buffer {
  const block = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4096 - (bytes.length % 4096)) % 4096)])
  const page = Buffer.alloc(16_384, 3)
  page.writeUInt16BE(17_855, 24)
  page.writeUInt32BE(99, 20)
  page.writeUInt32BE(99, 16_380)
  return Buffer.concat(
    [
      packedSamples.text.subarray(0, 12_000),
      Buffer.alloc(4096, 0xc1),
      packedSamples.gzip,
      Buffer.concat([page, page]),
      Buffer.from('From: anna@rail.example\nTo: board@rail.example\nSubject: roses\n\nabout roses\n'),
      Buffer.from(`SQLite format 3\0\x10\0\x01\x01\0${'\0'.repeat(7)}\0\0\0\x02`, 'latin1'),
      Buffer.alloc(8192, 0x41),
    ].map(block),
  )
}

/** A volume of XFS with a file in pieces, one in a tree, and what is left of removed ones. */
function xfs(version: 4 | 5): Form {
  const text = packedSamples.text
  const volume = xfsVolume(
    [
      { path: 'lawn' },
      { path: 'lawn/pieces.txt', bytes: text.subarray(0, 30_000), pieces: 3 },
      { path: 'lawn/tree.txt', bytes: text.subarray(0, 20_000), pieces: 4, tree: true },
      { path: 'lawn/where', link: 'pieces.txt' },
      { path: 'attic' },
      { path: 'attic/kept.txt', bytes: Buffer.from('a kept page\n') },
      { path: 'attic/old.sql', bytes: text.subarray(0, 9000), gone: 'removed' },
      { path: 'attic/older.txt', bytes: text.subarray(0, 20_000), pieces: 3, tree: true, gone: 'removed' },
      { path: 'attic/nameless.txt', bytes: text.subarray(0, 5000), gone: 'unnamed' },
    ],
    { version },
  )
  const heads = [...Array(128).keys()].filter((b) =>
    /^(?:XD|BMA)/.test(volume.toString('latin1', b * 4096, b * 4096 + 4)),
  )
  const form = disk(`a volume of XFS, version ${version}`, volume, [
    [0, 1536],
    [4096, 128],
    [3 * 4096, 128],
    [8 * 4096, 13 * 512],
    ...heads.map((b) => [b * 4096, 384] as const),
    [128 * 4096, 1536],
    [132 * 4096, 1024],
  ])
  return { ...form, told: false, share: 0.3 }
}

const listing = `<dfxml>\n${[0, 1]
  .map(
    (v) =>
      `  <volume offset='${v * 512}'>\n    <block_size>1024</block_size>\n    <ftype_str>ext4</ftype_str>\n${Array.from(
        { length: 40 },
        (_, n) =>
          `    <fileobject>\n      <parent_object>\n        <inode>2</inode>\n      </parent_object>\n      <filename>bed ${n}\\xFF&lt;a</filename>\n      <name_type>r</name_type>\n      <filesize>${n * 1000}</filesize>\n      <unalloc>1</unalloc>\n      <inode>${n}</inode>\n      <mtime>2024-03-05T10:20:30Z</mtime>\n      <byte_runs>\n       <byte_run file_offset='0' fs_offset='1024' img_offset='1536' len='1024'/>\n       <byte_run file_offset='1024' fill='0' len='1024'/>\n       <byte_run file_offset='2048' fs_offset='0' img_offset='0' len='952' type='resident'/>\n      </byte_runs>\n    </fileobject>\n`,
      ).join('')}  </volume>\n`,
  )
  .join('')}</dfxml>\n`

/** Files with the segments of one image; the bytes that are tried are those of the first. */
function segmented(
  name: string,
  kind: string,
  segments: readonly Buffer[],
  endings: readonly string[],
  told: boolean,
): Form {
  const container = containers.find((c) => c.name === kind)!
  return {
    name,
    sample: segments[0]!,
    told,
    read: async (data) => {
      mkdirSync(scratch, { recursive: true })
      const beside = endings.map((ending, i) => ({
        file: i + 1,
        name: `disk.${ending}`,
        place: join(scratch, `disk.${ending}`),
      }))
      for (const [i, { place }] of beside.entries()) writeFileSync(place, i === 0 ? data : segments[i]!)
      const { place, name: own } = beside[0]!
      const got = await taken(
        (report) =>
          container.open({
            place,
            name: own,
            file: 1,
            report,
            signal,
            seconds: 60,
            scratch,
            beside: async () => beside,
          }),
        true,
      )
      if (Buffer.compare(readFileSync(place), data) !== 0) throw new Error('the file was changed')
      return got
    },
  }
}

// Without what lies behind the partition: a cut there takes nothing away.
const stick = mbrDisk([{ type: 0x0e, bytes: small }]).subarray(0, first + small.length)
const ewf = ewfSegments(stick)
const [one, two] = [stick.subarray(0, stick.length / 2), stick.subarray(stick.length / 2)]

/** A disk in another form, as qemu-img writes it; null without it. */
function converted(format: string, ...options: readonly string[]): Buffer | null {
  const program = findProgram(['qemu-img'])
  if (program === null) return null
  mkdirSync(scratch, { recursive: true })
  const [from, to] = [join(scratch, 'from.raw'), join(scratch, `to.${format}`)]
  writeFileSync(from, stick)
  rmSync(to, { force: true })
  execFileSync(program, ['convert', '-f', 'raw', '-O', format, ...options, from, to], { stdio: 'ignore' })
  return readFileSync(to)
}

const slow = { share: 0.03, slow: true } as const
/** A disk that another program unpacks: what is cut off is told where that program says so. */
const turned = { ...slow, told: false }

/** Disk images and what is found in them. */
export const diskForms: readonly Form[] = [
  disk('a disk with logical volumes', group, [
    [0, 512],
    [first + 512, 1536],
    [area, 1536],
    [area + ring - 300, 300],
  ]),
  disk(
    'a chain of logical partitions',
    chained(),
    [0, 1024, 1224, 1524].map((sector) => [sector * 512, 512]),
  ),
  disk('a GUID partition table', guided(), [
    [0, 2048],
    [2045 * 512, 1536],
  ]),
  xfs(5),
  xfs(4),
  {
    name: 'records of NTFS',
    sample: ntfs(),
    told: false,
    read: (data) => {
      const found = residentFiles(held(data), 0)
      const things = [0, 1, 2, 3, 5, 7, 8, 40].filter((n) => (found?.(n)?.length ?? 0) > 0).length
      return { things, told: 0, digest: '' }
    },
  },
  {
    name: 'free space',
    sample: scraps(),
    told: false,
    read: async (data) => {
      let [things, end] = [0, 0]
      for await (const piece of carve(held(data), [{ at: 0, length: data.length }], 512, signal)) {
        if (piece.at < end || piece.length <= 0 || piece.at + piece.length > data.length)
          throw new Error('a piece lies in another or behind the end')
        end = piece.at + piece.length
        things++
      }
      return { things, told: 0, digest: String(usualCarveLimits.texts) }
    },
  },
  {
    name: 'a listing of fiwalk',
    sample: Buffer.from(listing),
    told: false,
    read: async (data, rng) => {
      const cut = rng.below(data.length + 1)
      const pieces = async function* () {
        yield data.subarray(0, cut)
        yield data.subarray(cut)
      }
      let things = 0
      for await (const _ of readListing(pieces())) things++
      return { things, told: 0, digest: '' }
    },
  },
  {
    name: 'a description of a disk in several files',
    sample: Buffer.from(
      '# Disk DescriptorFile\nversion=1\nCID=1\nparentCID=ffffffff\nRW 4192256 SPARSE "a-s001.vmdk"\nRW 8 ZERO\nRW 64 FLAT "b" 8\n',
    ),
    told: false,
    read: (data) => {
      const parts = readSet(data)?.parts ?? []
      for (const { size, from, name } of parts)
        if (!Number.isSafeInteger(size + from) || /[\\/]/.test(name ?? ''))
          throw new Error('it leads out of its folder, or to no place')
      return { things: parts.length, told: 0, digest: '' }
    },
  },
  segmented('an image in Expert Witness form', 'e01', ewf, ['E01'], true),
  // Bytes are given out as they are; what reads them tells their damage.
  segmented(
    'the first of two parts of a file that was cut',
    'cut-file',
    [Buffer.from('CREATE TABLE roses (id int);\n'.repeat(40)), Buffer.from('-- roses')],
    ['001', '002'],
    false,
  ),
  segmented(
    'the first of three segments in Expert Witness form',
    'e01',
    ewfSegments(stick, 3),
    ['E01', 'E02', 'E03'],
    true,
  ),
  segmented('the first half of a raw image', 'disk-image', [one, two], ['001', '002'], false),
  open('disk-image', stick, slow),
  open('e01, with its file system', ewf[0]!, slow, 'e01'),
  open('qcow2', converted('qcow2'), turned),
  open('vmdk', converted('vmdk'), turned),
  open('vhd', converted('vpc'), turned),
  open('vhdx', converted('vhdx'), turned),
  open('vdi', converted('vdi'), turned),
]
