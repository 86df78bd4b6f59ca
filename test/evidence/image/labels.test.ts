import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diskImage } from '../../../src/evidence/containers/disk-image.ts'
import { entriesOf, imageInput } from '../../../src/evidence/image/entries.ts'
import type { Image } from '../../../src/evidence/image/image.ts'
import { layoutOf } from '../../../src/evidence/image/layout.ts'
import { openRaw } from '../../../src/evidence/image/raw.ts'
import { findProgram } from '../../../src/evidence/unpack/programs.ts'
import { fat16 } from '../../support/fat.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { apmDisk, bsdDisk } from '../../support/labels.ts'
import { has } from './case.ts'

const folder = temporaryFolder('labels')
const held = (bytes: Buffer): Image => ({
  size: bytes.length,
  paths: null,
  read: (at, length) => bytes.subarray(at, Math.max(at, at + length)),
  close: () => undefined,
})
const text = Buffer.from('gauge=H0\n')
const small = fat16([{ name: 'layout.txt', bytes: text }], 16_640)
const disks = {
  'an Apple partition map': [apmDisk([{ type: 'Apple_HFS', bytes: small }]), 'p2', 'apm', 64 * 512],
  'a slice of FreeBSD': [bsdDisk(small, 0xa5), 'p1a', 'bsd', 79 * 512],
  'a slice of FreeBSD that counts from itself': [bsdDisk(small, 0xa5, 'slice'), 'p1a', 'bsd', 79 * 512],
  'a slice of OpenBSD': [bsdDisk(small, 0xa6), 'p1a', 'bsd', 79 * 512],
  'a label and no table': [bsdDisk(small, null), 'a', 'bsd', 16 * 512],
} as const

/** What comes out of an image, by the end of its path and the digest of its bytes. */
async function read(
  path: string,
): Promise<{ readonly files: ReadonlyMap<string, string>; readonly told: readonly string[] }> {
  const image = openRaw([path])
  const told: string[] = []
  const input = imageInput({
    place: path,
    name: 'disk.img',
    report: ({ detail }) => void told.push(detail),
    signal: new AbortController().signal,
    seconds: 600,
    scratch: folder,
  })
  const files = new Map<string, string>()
  try {
    for await (const entry of entriesOf(image, input)) {
      const hash = createHash('sha256')
      if (entry.content !== null) for await (const piece of entry.content) hash.update(piece)
      // HFS+ keeps letters and their marks apart.
      files.set(entry.path.normalize(), hash.digest('hex'))
    }
  } finally {
    image.close()
  }
  return { files, told }
}
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

it('a file with the letters of a map and no entry for the map itself is no disk', () => {
  const file = Buffer.from(disks['an Apple partition map'][0].subarray(0, 4096))
  file.write('Some_other_thing\0\0\0', 560, 'latin1')
  expect(diskImage.detect(file)).toBe(false)
})

it.each(Object.values(disks).map(([bytes]) => bytes))(
  'a disk that is cut anywhere in its first sectors is told or not, and no error',
  (bytes) => {
    for (let end = 0; end < 70 * 512; end += 7) {
      diskImage.detect(bytes.subarray(0, end))
      layoutOf(held(bytes.subarray(0, end)))
    }
  },
)

describe.each(Object.entries(disks))('a disk with %s', (_, [bytes, label, scheme, at]) => {
  it('is told, and laid out in its partitions', () => {
    expect(diskImage.detect(bytes.subarray(0, 256 * 1024))).toBe(true)
    const { volumes, trouble } = layoutOf(held(bytes))
    expect(volumes).toMatchObject([{ label, scheme, kind: 'fat16', extents: [{ at, length: small.length }] }])
    expect(trouble).toEqual([])
  })
  it('is laid out without failing, whatever its first sectors say', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(70 * 512), fc.nat(255)), { minLength: 1, maxLength: 8 }), (changes) => {
        const spoilt = Buffer.from(bytes)
        for (const [place, byte] of changes) spoilt[place] = byte
        for (const v of layoutOf(held(spoilt)).volumes)
          for (const { at: from, length } of v.extents) {
            expect(from).toBeGreaterThanOrEqual(0)
            expect((from ?? 0) + length).toBeLessThanOrEqual(spoilt.length)
          }
      }),
      { numRuns: 300 },
    )
  })
  it.skipIf(!has('fiwalk'))('gives its files (needs The Sleuth Kit)', async () => {
    mkdirSync(folder, { recursive: true })
    const path = join(folder, `${label}-${at}.img`)
    writeFileSync(path, bytes)
    expect((await read(path)).files.get(`${label}/layout.txt`)).toBe(sha256(text))
  })
})

/** File systems as their own makers write them, where this machine has these. */
const makers: readonly (readonly [string, string, (image: string, tree: string) => readonly string[], string])[] = [
  ['UFS', 'makefs', (image, tree) => ['-t', 'ffs', '-o', 'version=1', '-s', '16m', image, tree], ''],
  ['ISO 9660', 'genisoimage', (image, tree) => ['-quiet', '-R', '-J', '-o', image, tree], ''],
  [
    'ISO 9660 with a view for Macs',
    'xorriso',
    (image, tree) => ['-as', 'mkisofs', '-quiet', '-hfsplus', '-R', '-J', '-o', image, tree],
    '',
  ],
  [
    'HFS+ in an Apple partition map',
    'xorriso',
    (image, tree) => ['-as', 'mkisofs', '-quiet', '-hfsplus', '-R', '-J', '-o', image, tree],
    'p3/',
  ],
]

describe.each(makers)('%s as %s makes it', (name, program, args, prefix) => {
  it.skipIf(findProgram([program]) === null || !has('fiwalk'))(
    'gives its files with their bytes (needs that program and The Sleuth Kit)',
    async () => {
      const tree = join(folder, 'tree')
      const large = Buffer.concat(Array.from({ length: 60_000 }, (_, i) => Buffer.from(`siding ${i}\n`)))
      mkdirSync(join(tree, 'Grüne Wiese', 'deep'), { recursive: true })
      writeFileSync(join(tree, 'Grüne Wiese', 'deep', 'large.txt'), large)
      writeFileSync(join(tree, 'small.txt'), text)
      const image = join(folder, `${name.replaceAll(/\W/g, '-')}.img`)
      execFileSync(findProgram([program])!, args(image, tree), { stdio: 'ignore' })
      if (prefix !== '') {
        // A disk of a Mac is no disc: what would make it one is taken out.
        const bytes = readFileSync(image)
        writeFileSync(image, bytes.fill(0, 32_768, 36_864))
      }
      const { files, told } = await read(image)
      expect(files.get(`${prefix}small.txt`)).toBe(sha256(text))
      expect(files.get(`${prefix}Grüne Wiese/deep/large.txt`)).toBe(sha256(large))
      expect(told.filter((t) => t.includes('what it shows to a Mac')).length).toBe(name.includes('view') ? 1 : 0)
    },
  )
})
