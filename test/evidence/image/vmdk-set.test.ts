import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { otherSegments } from '../../../src/evidence/image/segments.ts'
import { isOnePlainFile, readSet } from '../../../src/evidence/image/vmdk-set.ts'
import { openStage } from '../../../src/evidence/open.ts'
import { fat16, mbrDisk } from '../../support/fat.ts'
import { has, imageCase } from './case.ts'

const described = (lines: readonly string[], parent = 'ffffffff'): string =>
  [
    '# Disk DescriptorFile',
    'version=1',
    'CID=12345678',
    `parentCID=${parent}`,
    'createType="custom"',
    '',
    ...lines,
    '',
  ].join('\r\n')
const read = (text: string) => readSet(Buffer.from(text))

describe('a description of a disk in several files', () => {
  it('lists its parts, without the folders that it names', () => {
    const set = read(
      described([
        'RW 100 SPARSE "a-s001.vmdk"',
        'RW 8 ZERO',
        'RW 50 FLAT "C:\\vm\\a-f002.vmdk" 16',
        'RW 9 VMFS "../../b"',
      ]),
    )
    expect(set?.parts).toEqual([
      { size: 51_200, form: 'sparse', name: 'a-s001.vmdk', from: 0 },
      { size: 4096, form: 'zero', name: null, from: 0 },
      { size: 25_600, form: 'plain', name: 'a-f002.vmdk', from: 8192 },
      { size: 4608, form: 'plain', name: 'b', from: 0 },
    ])
    expect(set).toMatchObject({ rests: false, unread: [] })
    expect(isOnePlainFile(set!)).toBe(false)
  })

  it('says what it rests on, and what is not read of it', () => {
    expect(read(described(['RW 8 SPARSE "a"'], '7a69b2c1'))?.rests).toBe(true)
    expect(read(described(['RW 8 VMFSRDM "a"']))?.unread).toEqual(['VMFSRDM'])
    expect(isOnePlainFile(read(described(['RW 8 VMFS "a-flat.vmdk"']))!)).toBe(true)
    for (const none of ['', 'RW 8 SPARSE "a"', described([]), described(['RW 999999999999999 FLAT "a" 0'])])
      expect(read(none)).toBeNull()
    expect(read(described(Array.from({ length: 4097 }, () => 'RW 8 ZERO')))).toBeNull()
  })
})

const box = imageCase('vmdk-set')
const md5 = (bytes: Buffer | string): string => createHash('md5').update(bytes).digest('hex')

describe.skipIf(!has('fiwalk', 'qemu-img'))(
  'a disk of VMware in several files (needs The Sleuth Kit and qemu-img)',
  () => {
    const photo = randomBytes(400_000)
    const raw = mbrDisk([{ type: 0x0e, bytes: fat16([{ name: 'photo.bin', bytes: photo }]) }])
    const cuts = [0, 524_288, 786_432, Math.ceil(raw.length / 512) * 512]
    const disk = Buffer.concat([raw, Buffer.alloc(cuts[3]! - raw.length)])
    const piece = (n: number): Buffer => disk.subarray(cuts[n], cuts[n + 1])
    /** Two parts with tables of blocks, and one between them in the middle of a plain file. */
    const lay = (): void => {
      rmSync(box.at('vm'), { recursive: true, force: true })
      mkdirSync(box.at('vm'))
      for (const [n, name] of [
        [0, 'one'],
        [2, 'three'],
      ] as const) {
        writeFileSync(box.at('vm', 'part.raw'), piece(n))
        box.sh(`cd vm && qemu-img convert -f raw -O vmdk -o subformat=twoGbMaxExtentSparse part.raw ${name}.vmdk`)
        box.sh(`cd vm && rm part.raw ${name}.vmdk`)
      }
      writeFileSync(box.at('vm', 'two.vmdk'), Buffer.concat([Buffer.alloc(1024, 7), piece(1)]))
      const sectors = (n: number): number => piece(n).length / 512
      writeFileSync(
        box.at('vm', 'zz.vmdk'),
        described([
          `RW ${sectors(0)} SPARSE "one-s001.vmdk"`,
          `RW ${sectors(1)} FLAT "/vmfs/elsewhere/TWO.vmdk" 2`,
          `RW ${sectors(2)} SPARSE "three-s001.vmdk"`,
        ]),
      )
    }
    const opened = async () => {
      await box.take(box.at('vm'))
      await box.stages([openStage])
      return box.rows()
    }

    it('is read as the one disk that it is', async () => {
      lay()
      expect(readdirSync(box.at('vm')).sort()).toEqual(['one-s001.vmdk', 'three-s001.vmdk', 'two.vmdk', 'zz.vmdk'])
      expect((await otherSegments(box.at('vm', 'zz.vmdk'))).map((p) => p.split('/').at(-1)).sort()).toEqual([
        ...['one-s001.vmdk', 'three-s001.vmdk', 'two.vmdk'],
      ])
      const rows = await opened()
      expect(rows.filter((r) => !r.path.includes('!/')).map((r) => [r.path, r.source])).toEqual([
        ['one-s001.vmdk', 'image-segment'],
        ['three-s001.vmdk', 'image-segment'],
        ['two.vmdk', 'image-segment'],
        ['zz.vmdk', 'vmdk-set'],
      ])
      expect(rows.find((r) => r.path === 'zz.vmdk!/p1/photo.bin')?.md5).toBe(md5(photo))
      expect(await box.findings()).toEqual([])
    })

    it('is told where no file can be so long, or where it rests on another disk; its parts are then read by themselves', async () => {
      for (const text of [
        described(['RW 99999999999 SPARSE "none.vmdk"', 'RW 8 SPARSE "one-s001.vmdk"']),
        described(['RW 1024 SPARSE "one-s001.vmdk"'], '7a69b2c1'),
      ]) {
        lay()
        writeFileSync(box.at('vm', 'zz.vmdk'), text)
        const rows = await opened()
        expect((await box.findings()).map((f) => f.code)).toContain('image-unread')
        expect(rows.find((r) => r.path === 'zz.vmdk')).toBeDefined()
        await box.database.client.query(`DELETE FROM evidence.finding; DELETE FROM evidence.checkpoint; DELETE FROM evidence.stage_run;
        DELETE FROM evidence.file WHERE parent IS NOT NULL; DELETE FROM evidence.file; DELETE FROM evidence.exhibit`)
      }
    })

    it('follows no name that a part has in it', async () => {
      lay()
      // A file of the host that would be read as a whole disk, were the name followed.
      writeFileSync(box.at('elsewhere.raw'), disk)
      const inner = described([`RW ${disk.length / 512} FLAT "${box.at('elsewhere.raw')}" 0`])
      const part = Buffer.alloc(1 << 16)
      part.write('KDMV', 0, 'latin1')
      part.writeUInt32LE(1, 4)
      part.writeUInt32LE(3, 8)
      part.writeBigUInt64LE(1n, 28)
      part.writeBigUInt64LE(20n, 36)
      part.write(inner.replace('custom', 'monolithicFlat'), 512, 'latin1')
      writeFileSync(box.at('vm', 'alone.vmdk'), part)
      const rows = await opened()
      expect(rows.filter((r) => r.path.startsWith('alone.vmdk!'))).toEqual([])
      expect((await box.findings()).filter((f) => f.code === 'image-unread').map((f) => f.detail)).toEqual([
        expect.stringContaining('Its description names another file'),
      ])
    })

    it('says which part is missing, and gives what the others hold', async () => {
      lay()
      rmSync(box.at('vm', 'three-s001.vmdk'))
      const rows = await opened()
      expect((await box.findings()).map((f) => f.code)).toEqual(['image-segment'])
      expect(rows.find((r) => r.path === 'zz.vmdk!/p1/photo.bin')).toBeDefined()
    })
  },
)
