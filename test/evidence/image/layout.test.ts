import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFree, without } from '../../../src/evidence/image/free.ts'
import { type Image, mapped } from '../../../src/evidence/image/image.ts'
import { layoutOf } from '../../../src/evidence/image/layout.ts'
import { bytesOf, readListing } from '../../../src/evidence/image/listing.ts'
import { readLvmText } from '../../../src/evidence/image/lvm-text.ts'
import { segmentsOf } from '../../../src/evidence/image/segments.ts'
import { fat16, mbrDisk } from '../../support/fat.ts'
import { expectLinear } from '../../support/linear.ts'
import { lvmExtent, lvmVolume } from '../../support/lvm.ts'

const held = (bytes: Buffer): Image => ({
  size: bytes.length,
  paths: null,
  read: (at, length) => bytes.subarray(at, Math.max(at, at + length)),
  close: () => undefined,
})
const small = fat16([], 16_640)

/** A GUID partition table with one partition; its first copy may be damaged. */
function gptDisk(volume: Buffer, damaged: boolean): Buffer {
  const sectors = 4096 + volume.length / 512
  const disk = Buffer.alloc(sectors * 512)
  disk.writeUInt16LE(0xaa55, 510)
  disk[450] = 0xee
  disk.writeUInt32LE(1, 454)
  disk.writeUInt32LE(sectors - 1, 458)
  const put = (header: number, entries: number): void => {
    disk.write('EFI PART', header * 512, 'latin1')
    disk.writeBigUInt64LE(BigInt(entries), header * 512 + 72)
    disk.writeUInt32LE(4, header * 512 + 80)
    disk.writeUInt32LE(128, header * 512 + 84)
    disk.set(Buffer.from('a2a0d0ebe5b9334487c068b6b72699c7', 'hex'), entries * 512)
    disk.writeBigUInt64LE(2048n, entries * 512 + 32)
    disk.writeBigUInt64LE(BigInt(2048 + volume.length / 512 - 1), entries * 512 + 40)
    disk.write('garden', entries * 512 + 56, 'utf16le')
  }
  if (!damaged) put(1, 2)
  put(sectors - 1, sectors - 2)
  disk.set(volume, 2048 * 512)
  return disk
}

describe('the layout of a disk', () => {
  it.each([false, true])('follows a GUID partition table, or its copy at the end (damaged: %s)', (damaged) => {
    const { volumes, trouble } = layoutOf(held(gptDisk(small, damaged)))
    expect(volumes).toMatchObject([
      {
        label: 'p1',
        scheme: 'gpt',
        kind: 'fat16',
        state: 'read',
        name: 'garden',
        extents: [{ at: 1 << 20, length: small.length }],
      },
    ])
    expect(volumes[0]?.type).toBe('ebd0a0a2-b9e5-4433-87c0-68b6b72699c7')
    expect(trouble.length).toBe(damaged ? 1 : 0)
  })

  it('follows logical partitions, and ends where their chain leads in a circle', () => {
    const disk = Buffer.alloc(20 << 20)
    const entry = (at: number, n: number, type: number, start: number, sectors: number): void => {
      disk.writeUInt16LE(0xaa55, at * 512 + 510)
      disk[at * 512 + 446 + n * 16 + 4] = type
      disk.writeUInt32LE(start, at * 512 + 446 + n * 16 + 8)
      disk.writeUInt32LE(sectors, at * 512 + 446 + n * 16 + 12)
    }
    entry(0, 0, 0x83, 2048, 1000)
    entry(0, 1, 0x05, 4096, 30_000)
    entry(4096, 0, 0x83, 63, 500)
    entry(4096, 1, 0x05, 1000, 2000)
    entry(5096, 0, 0x82, 63, 600)
    expect(layoutOf(held(disk)).volumes.map((v) => [v.label, v.extents[0]?.at, v.size])).toEqual([
      ['p1', 2048 * 512, 1000 * 512],
      ['p5', (4096 + 63) * 512, 500 * 512],
      ['p6', (5096 + 63) * 512, 600 * 512],
    ])
    entry(5096, 1, 0x05, 1000, 2000)
    expect(layoutOf(held(disk)).trouble.join()).toMatch(/more than 256 links/)
  })

  it('puts logical volumes together, in pieces out of order and in stripes', () => {
    const content = Buffer.alloc(140 * lvmExtent)
    for (let i = 0; i < content.length; i += 4) content.writeUInt32LE(i, i)
    small.copy(content)
    const disk = mbrDisk([
      {
        type: 0x8e,
        bytes: lvmVolume(
          content,
          [
            { from: 20, count: 106 },
            { from: 2, count: 10 },
            { from: 0, count: 24, stripes: { bytes: 16_384, from: [130, 145] } },
          ],
          160,
        ),
      },
    ])
    const { volumes, trouble } = layoutOf(held(disk))
    expect(trouble).toEqual([])
    expect(volumes.map((v) => [v.label, v.scheme, v.kind, v.state])).toEqual([
      ['p1', 'mbr', 'lvm2', 'group'],
      ['layout/main', 'lvm2', 'fat16', 'read'],
    ])
    expect(mapped(held(disk), volumes[1]!.extents).read(0, content.length).equals(content)).toBe(true)
  })

  it('is found in any bytes without an exception', () => {
    const seeds = [
      gptDisk(small, false),
      mbrDisk([{ type: 0x8e, bytes: lvmVolume(small, [{ from: 1, count: 140 }], 142) }]),
    ]
    fc.assert(
      fc.property(
        fc.nat(1),
        fc.array(fc.tuple(fc.nat(8191), fc.nat(255)), { maxLength: 40 }),
        fc.nat(9000),
        (n, changes, cut) => {
          const bytes = Buffer.from(seeds[n]!.subarray(0, n === 0 ? 1_200_000 : 800_000))
          for (const [at, value] of changes) bytes[at + (n === 1 && at > 512 ? 524_288 : 0)] = value
          const { volumes, gaps } = layoutOf(held(bytes.subarray(0, bytes.length - cut)))
          for (const v of [...volumes.flatMap((v) => v.extents), ...gaps]) expect(v.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 300 },
    )
  }, 600_000)
})

describe('what goes with an image', () => {
  it('is told by the names of its segments, and a gap is named', () => {
    const of = (first: string, names: readonly string[]) => {
      const { parts, missing } = segmentsOf(
        first,
        names.map((name) => ({ name })),
      )
      return [parts.map((p) => p.name), missing]
    }
    expect(of('d.001', ['d.001', 'd.002', 'd.003', 'e.004'])).toEqual([['d.001', 'd.002', 'd.003'], null])
    expect(of('d.aa', ['d.aa', 'd.ab', 'd.ad'])).toEqual([['d.aa', 'd.ab'], 'd.ac'])
    expect(of('d.E01', ['d.E01', 'd.e02'])).toEqual([['d.E01', 'd.e02'], null])
    const many = Array.from({ length: 99 }, (_, i) => `d.E${String(i + 1).padStart(2, '0')}`)
    expect(of('d.E01', [...many, 'd.EAA', 'd.EAB'])[0]).toHaveLength(101)
    expect(of('d.dd', ['d.dd', 'd.001'])).toEqual([['d.dd'], null])
    expect(of('d.002', ['d.001', 'd.002'])).toEqual([['d.002'], null])
  })

  it('is told of logical volumes in a text that ends', () => {
    expect(
      readLvmText('a { b = 1 c = ["x", 2] # note\n d { e = "f\\"g" } }')?.sections.get('a')?.values.get('c'),
    ).toEqual(['x', 2])
    for (const bad of ['a {', 'a = ', '}', 'a = [1, {', 'a { b = } }', '= 3', '\u0001', 'a {'.repeat(40)])
      expect(readLvmText(bad), bad).toBeNull()
    expectLinear(400_000, (n) => void readLvmText(`a { ${'b = [1, 2] '.repeat(n / 11)} }`))
  })
})

describe('a listing of files', () => {
  const listing = (names: string): AsyncIterable<Uint8Array> =>
    (async function* () {
      const text = `<dfxml>
  <volume offset='512'>
    <block_size>1024</block_size>
    <ftype_str>ext4</ftype_str>
    <fileobject>
      <parent_object>
        <inode>2</inode>
      </parent_object>
      <filename>${names}</filename>
      <name_type>r</name_type>
      <filesize>3000</filesize>
      <unalloc>1</unalloc>
      <inode>14</inode>
      <mtime>2024-03-05T10:20:30Z</mtime>
      <byte_runs>
       <byte_run file_offset='0' fs_offset='1024' img_offset='1536' len='1024'/>
       <byte_run file_offset='1024' fill='0' len='1024'/>
       <byte_run file_offset='2048' fs_offset='0' img_offset='0' len='952' type='resident'/>
      </byte_runs>
    </fileobject>
  </volume>
</dfxml>`
      for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7), 'latin1')
    })()

  it('gives names byte for byte and runs as they lie, however it is cut', async () => {
    const steps = []
    for await (const step of readListing(listing('a\\xFF&lt;\\x5Cx41'))) steps.push(step)
    expect(steps[0]).toEqual({ volume: { offset: 512, kind: 'ext4', unit: 1024 } })
    expect(steps[1]).toMatchObject({
      file: {
        path: Buffer.from('61ff3c5c783431', 'hex'),
        inode: '14',
        size: 3000,
        metaAllocated: false,
        runs: [
          { at: 1536, length: 1024 },
          { at: null, length: 1024 },
          { at: null, length: 952, inside: true },
        ],
      },
    })
    expect(bytesOf('&amp;lt;').toString()).toBe('&lt;')
  })
})

describe('free space', () => {
  it('without what is taken, and told apart from what is not free', () => {
    const runs = fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 30 })), { maxLength: 12 })
    fc.assert(
      fc.property(runs, runs, (some, taken) => {
        let at = 0
        const extents = some.map(([gap, length]) => {
          at += gap + 1
          const e = { at, length }
          at += length
          return e
        })
        const bits = new Set(extents.flatMap((e) => Array.from({ length: e.length }, (_, i) => e.at + i)))
        for (const [from, length] of taken) for (let i = from; i < from + length; i++) bits.delete(i)
        const left = without(
          extents,
          taken.map(([from, length]) => ({ at: from, length })),
        )
        expect(new Set(left.flatMap((e) => Array.from({ length: e.length }, (_, i) => e.at + i)))).toEqual(bits)
        for (const e of extents) {
          expect(isFree(extents, e.at, e.length)).toBe(true)
          expect(isFree(extents, e.at - 1, 1)).toBe(extents.some((o) => o.at + o.length === e.at))
        }
      }),
    )
  })
})
