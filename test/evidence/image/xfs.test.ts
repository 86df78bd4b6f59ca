import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { entriesOf, imageInput } from '../../../src/evidence/image/entries.ts'
import type { Image } from '../../../src/evidence/image/image.ts'
import type { ContainerTrouble } from '../../../src/evidence/unpack/container.ts'
import { mbrDisk } from '../../support/fat.ts'
import { lvmExtent, lvmVolume } from '../../support/lvm.ts'
import { type MadeFile, xfsVolume } from '../../support/xfs.ts'

const held = (bytes: Buffer): Image => ({
  size: bytes.length,
  paths: null,
  read: (at, length) => bytes.subarray(at, at + length),
  close: () => undefined,
})

/** What is read from a disk: path, content, state, recovery, and where its runs lie. */
async function read(bytes: Buffer) {
  const troubles: ContainerTrouble[] = []
  const signal = new AbortController().signal
  const input = imageInput({ place: 'disk', name: 'disk', report: (t) => void troubles.push(t), signal, seconds: 60 })
  const files = []
  for await (const entry of entriesOf(held(bytes), input)) {
    const parts: Uint8Array[] = []
    for await (const piece of entry.content ?? []) parts.push(Buffer.from(piece))
    files.push({ ...entry, bytes: entry.content === null ? null : Buffer.concat(parts) })
  }
  return { files, troubles }
}

const noise = (length: number): Buffer =>
  Buffer.concat(
    Array.from({ length: Math.ceil(length / 16) }, (_, i) => createHash('md5').update(`wren ${i}`).digest()),
  ).subarray(0, length)
const note = Buffer.from('-- the nest boxes of the oak\nINSERT INTO `boxes` VALUES (1);\n'.repeat(90))
const made: readonly MadeFile[] = [
  { path: 'small.txt', bytes: Buffer.from('gauge=H0\n') },
  { path: 'lawn' },
  { path: 'lawn/pieces.bin', bytes: noise(50_000), pieces: 4 },
  { path: 'lawn/tree.bin', bytes: noise(60_000), pieces: 6, tree: true },
  { path: 'lawn/sparse.bin', bytes: noise(5000), hole: 3 },
  { path: 'lawn/set aside.bin', bytes: noise(9000), unwritten: true },
  { path: 'lawn/deep' },
  { path: 'lawn/deep/empty.txt', bytes: Buffer.alloc(0) },
  { path: 'lawn/where', link: '../small.txt' },
  { path: 'attic' },
  { path: 'attic/first.sql', bytes: note, gone: 'removed' },
  { path: 'attic/second.bin', bytes: noise(40_000), pieces: 3, tree: true, gone: 'removed' },
  { path: 'attic/kept.txt', bytes: Buffer.from('a kept page\n') },
  { path: 'attic/last.sql', bytes: note.subarray(0, 4096), gone: 'removed' },
  { path: 'attic/nameless.bin', bytes: noise(7000), gone: 'unnamed' },
  { path: 'attic/still open.sql', bytes: note, gone: 'open' },
]
const content = (path: string): Buffer => made.find((f) => f.path === path)!.bytes!
const rows = (files: Awaited<ReturnType<typeof read>>['files']) =>
  files.filter((f) => f.origin?.state !== 'carved').map((f) => [f.path, f.origin?.state, f.origin?.recovery])

describe.each([5, 4] as const)('a volume of XFS, version %i', (version) => {
  const volume = xfsVolume(made, { version })
  it('gives its files and what is left of deleted ones', async () => {
    const { files, troubles } = await read(volume)
    expect(rows(files).sort()).toEqual(
      [
        ['small.txt', 'live', null],
        ['lawn/pieces.bin', 'live', null],
        ['lawn/tree.bin', 'live', null],
        ['lawn/sparse.bin', 'live', null],
        ['lawn/set aside.bin', 'live', null],
        ['lawn/deep/empty.txt', 'live', null],
        ['lawn/where', 'live', null],
        ['attic/first.sql', 'deleted', 'assumed'],
        ['attic/second.bin', 'deleted', 'assumed'],
        ['attic/kept.txt', 'live', null],
        ['attic/last.sql', 'deleted', 'assumed'],
        ['$OrphanFiles/OrphanFile-81', 'deleted', 'assumed'],
        ['$OrphanFiles/OrphanFile-82', 'deleted', 'whole'],
      ].sort(),
    )
    const bytes = (path: string): Buffer => files.find((f) => f.path === path)!.bytes!
    for (const { path } of made.filter(
      (f) => f.bytes && (f.gone ?? 'removed') === 'removed' && !f.hole && !f.unwritten,
    ))
      expect(bytes(path).equals(content(path)), path).toBe(true)
    expect(bytes('lawn/sparse.bin').equals(Buffer.concat([Buffer.alloc(3 * 4096), noise(5000)]))).toBe(true)
    expect(bytes('lawn/set aside.bin').equals(Buffer.alloc(9000))).toBe(true)
    expect(bytes('$OrphanFiles/OrphanFile-81').equals(noise(7000))).toBe(true)
    expect(bytes('$OrphanFiles/OrphanFile-82').equals(note)).toBe(true)
    expect(files.find((f) => f.path === 'lawn/where')).toMatchObject({
      closed: 'link',
      origin: { link: '../small.txt' },
    })
    expect(files[0]!.origin!.times.modified).toBe('2024-03-05T10:20:30.000Z')
    expect(troubles.map((t) => t.code)).toEqual(['image-deleted'])
  })

  it('in a partition tells where its runs lie in the image', async () => {
    const disk = mbrDisk([{ type: 0x83, bytes: volume }])
    const { files } = await read(disk)
    const pieces = files.find((f) => f.path === 'p1/lawn/pieces.bin')!
    const runs = pieces.origin!.runs!.split(' ').map((run) => run.split('+').map(Number) as [number, number])
    expect(runs.length).toBe(4)
    expect(Buffer.concat(runs.map(([at, n]) => disk.subarray(at, at + n))).equals(noise(50_000))).toBe(true)
    expect(pieces.origin!.at).toBe(runs[0]![0])
  })

  it('in a logical volume of several pieces does so too', async () => {
    const extents = volume.length / lvmExtent
    const half = extents / 2
    const lvm = lvmVolume(
      volume,
      [
        { from: half, count: half },
        { from: 0, count: half - 2 },
        { from: extents, count: 2 },
      ],
      extents + 2,
    )
    const disk = mbrDisk([{ type: 0x8e, bytes: lvm }])
    const { files } = await read(disk)
    const live = files.filter((f) => f.origin?.state === 'live' && f.bytes !== null && f.bytes.length > 0)
    expect(live.map((f) => f.path)).toContain('layout/main/lawn/pieces.bin')
    for (const { path, origin, bytes } of live) {
      const parts = origin!.runs!.split(' ').map((run) => {
        const [at, n] = run.split('+')
        return at === '-' ? Buffer.alloc(Number(n)) : disk.subarray(Number(at), Number(at) + Number(n))
      })
      expect(Buffer.concat(parts).equals(bytes!), path).toBe(true)
    }
  })

  it('gives files whose inodes lie in free space, as they were in use', async () => {
    const { files } = await read(xfsVolume(made.slice(0, 1), { version, stale: [noise(9000), note] }))
    const found = files.filter((f) => f.path.startsWith('$OrphanFiles/'))
    expect(found.map((f) => [f.origin!.state, f.origin!.recovery])).toEqual([
      ['deleted', 'whole'],
      ['deleted', 'whole'],
    ])
    expect(found[0]!.bytes!.equals(noise(9000))).toBe(true)
    expect(found[1]!.bytes!.equals(note)).toBe(true)
  })

  it('whose superblock is spoilt is read by its copy', async () => {
    const spoilt = Buffer.from(volume)
    spoilt.fill(0, 0, 512)
    const { files, troubles } = await read(spoilt)
    expect(files.find((f) => f.path === 'lawn/tree.bin')?.bytes?.equals(noise(60_000))).toBe(true)
    expect(troubles[0]?.detail).toMatch(/copy in allocation group 1/)
  })

  it('whose log is told to be longer than any volume is read like any other', async () => {
    const bytes = Buffer.from(volume)
    // sb_logblocks (xfs_format.h, struct xfs_dsb)
    bytes.writeUInt32BE(0x8000_0000, 96)
    const { files } = await read(bytes)
    expect(files.find((f) => f.path.endsWith('small.txt'))?.bytes).toEqual(content('small.txt'))
  })

  it('that was not unmounted says so', async () => {
    const { troubles } = await read(xfsVolume(made.slice(0, 1), { version, dirty: true }))
    expect(troubles.map((t) => t.detail).join()).toMatch(/was not unmounted/)
  })

  it('without its root directory gives its files all the same', async () => {
    const spoilt = Buffer.from(volume)
    spoilt.fill(0, 8 * 4096, 8 * 4096 + 512)
    const { files, troubles } = await read(spoilt)
    expect(files.find((f) => f.path.endsWith('/pieces.bin'))?.origin).toMatchObject({ state: 'live' })
    expect(files.find((f) => f.path.endsWith('/pieces.bin'))?.path).toBe('$OrphanFiles/OrphanFile-68/pieces.bin')
    expect(troubles.map((t) => t.detail).join()).toMatch(/root directory cannot be read/)
  })
})
