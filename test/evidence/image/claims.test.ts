import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openEwf } from '../../../src/evidence/image/ewf.ts'
import { blocksOf } from '../../../src/evidence/image/free.ts'
import { type Image, mapped } from '../../../src/evidence/image/image.ts'
import { layoutOf } from '../../../src/evidence/image/layout.ts'
import { ewfSegments } from '../../support/ewf.ts'
import { fat16, mbrDisk } from '../../support/fat.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { lvmExtent, lvmVolume } from '../../support/lvm.ts'

const folder = temporaryFolder('claims')
const stick = mbrDisk([{ type: 0x0e, bytes: fat16([{ name: 'roses.txt', bytes: Buffer.from('roses') }], 640) }])
const held = (bytes: Buffer): Image => ({
  size: bytes.length,
  paths: null,
  read: (at, length) => bytes.subarray(at, at + length),
  close: () => undefined,
})

function opened(bytes: Buffer) {
  const place = `${folder}/stick.E01`
  writeFileSync(place, bytes)
  const image = openEwf([place])
  image.close()
  return image
}

/** Where the body of a section of Expert Witness form begins. */
const bodyOf = (bytes: Buffer, type: string): number => bytes.indexOf(Buffer.from(`${type}\0`)) + 76

test('an image is no larger than the chunks that are listed, whatever it states', () => {
  const [whole] = ewfSegments(stick)
  expect(opened(whole!)).toMatchObject({ size: stick.length, trouble: [] })
  const claimed = Buffer.from(whole!)
  claimed.writeBigUInt64LE(2n ** 40n, bodyOf(claimed, 'volume') + 16)
  const image = opened(claimed)
  expect(image.size).toBe(Math.ceil(stick.length / 32_768) * 32_768)
  expect(image.trouble.join()).toMatch(/that it states are in no list of its chunks/)
  const listed = Buffer.from(whole!)
  listed.writeUInt32LE(0xffffffff, bodyOf(listed, 'table'))
  expect(opened(listed).size).toBe(stick.length)
  expect(opened(listed).trouble.join()).toMatch(/a list of 4294967295 chunks has room for/)
})

test('the second list of chunks is read where the first is not there', () => {
  const [whole] = ewfSegments(stick)
  const bytes = Buffer.from(whole!)
  bytes.write('tabxx', bytes.indexOf(Buffer.from('table\0')), 'latin1')
  const place = `${folder}/second.E01`
  writeFileSync(place, bytes)
  const image = openEwf([place])
  expect(image.read(0, stick.length).equals(stick)).toBe(true)
  image.close()
})

test.each([
  ['extent_count = 2', 'extent_count = 9007199254', /lie behind the end of the image|more of it is missing/],
  ['extent_count = 2', 'extent_count = 99999999999999999999', /is not put together/],
  ['pe_start = 2048', 'pe_start = -99999', /lie behind the end of the image/],
  ['"pv0", 1', '"pv0", x', /no number/],
  ['pe_start = 2048', 'pe_start = 0.001', /no number/],
])('a logical volume of which %s became %s stays as small as its disk, and that is told', (from, to, why) => {
  const content = Buffer.alloc(2 * lvmExtent, 'garden ')
  const disk = mbrDisk([{ type: 0x8e, bytes: lvmVolume(content, [{ from: 1, count: 2 }], 4) }])
  const text = disk.toString('latin1')
  const area = 1024 * 512 + 4096
  const ring = (1 << 20) - 4096
  const own = (text.slice(area + ring - 300, area + ring) + text.slice(area + 512, area + 4096)).replace(/\0.*$/s, '')
  expect(own).toContain(from)
  const changed = Buffer.from(own.replace(from, to), 'latin1')
  disk.fill(0, area + 512, area + 4096)
  disk.writeBigUInt64LE(512n, area + 40)
  disk.writeBigUInt64LE(BigInt(changed.length), area + 48)
  changed.copy(disk, area + 512)
  const { volumes, trouble } = layoutOf(held(disk))
  expect(trouble.join()).toMatch(why)
  for (const { extents, size } of volumes) {
    expect(Number.isSafeInteger(size)).toBe(true)
    expect(size).toBeLessThanOrEqual(disk.length * 65)
    for (const { at, length } of extents)
      if (at !== null) expect(at >= 0 && at + length <= disk.length, `${at}+${length}`).toBe(true)
  }
})

test('a partition that goes on behind the end is told, in either kind of table', () => {
  expect(layoutOf(held(stick.subarray(0, stick.length - 400_000))).trouble).toEqual([
    expect.stringMatching(/^Partition p1 ends \d+ bytes after the end of the image$/),
  ])
})

test('what nobody wrote to is known, and left out block by block', () => {
  const view = mapped({ ...held(Buffer.alloc(40_000)), holes: [{ at: 5000, length: 20_000 }] }, [
    { at: 4500, length: 30_000 },
  ])
  expect(view.holes).toEqual([{ at: 500, length: 20_000 }])
  expect(blocksOf(view.holes ?? [])).toEqual([{ at: 4096, length: 16_384 }])
  const parts = [
    { at: null, length: 10 },
    { at: 5, length: 20 },
    { at: null, length: 7 },
  ]
  expect(mapped(held(Buffer.alloc(100)), parts).holes).toEqual([
    { at: 0, length: 10 },
    { at: 30, length: 7 },
  ])
})
