import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { stillInImage } from '../../../src/evidence/image/reread.ts'
import { mirrorStage } from '../../../src/evidence/mirror.ts'
import { openStage } from '../../../src/evidence/open.ts'
import { placesOf } from '../../../src/evidence/place.ts'
import { planAcquisition } from '../../../src/evidence/plan.ts'
import { changedDerived } from '../../../src/evidence/verify.ts'
import { traceToBytes } from '../../../src/trace/bytes.ts'
import { fat16, fatFree, mbrDisk } from '../../support/fat.ts'
import { lvmExtent, lvmVolume } from '../../support/lvm.ts'
import { has, type ImageRow, imageCase } from './case.ts'

const box = imageCase('disks')
const md5 = (bytes: Buffer | string): string => createHash('md5').update(bytes).digest('hex')
const dump = `-- MariaDB dump\nCREATE TABLE \`trains\` (\`id\` int, \`name\` text);\nINSERT INTO \`trains\` VALUES (1,'a green engine');\n`
const letter =
  'From: Wren <wren@post.example>\nTo: Finch <finch@post.example>\nSubject: nest boxes\n\nThe oak has room for two.\n'
const request = (n: number): string =>
  `192.0.2.${n} - - [05/Mar/2024:10:20:${String(n).padStart(2, '0')} +0000] "GET /viewtopic.php?t=${n} HTTP/1.1" 200 512 "-" "Mozilla/5.0"\n`
const noise = (length: number, seed: number): Buffer => {
  const parts: Buffer[] = []
  for (let i = 0; parts.length * 16 < length; i++) parts.push(createHash('md5').update(`${seed} ${i}`).digest())
  return Buffer.concat(parts).subarray(0, length)
}
const files = [
  { name: 'config of the layout.txt', bytes: Buffer.from('gauge=H0\n') },
  { name: 'photo.bin', bytes: noise(30_000, 1) },
  { name: 'old dump.sql', bytes: Buffer.from(dump), deleted: true as const },
  { name: 'last.bin', bytes: noise(5000, 2) },
]
const shown = (rows: readonly ImageRow[], prefix: string) =>
  rows
    .filter((r) => r.path.startsWith(prefix) && r.state !== null)
    .map((r) => [r.path.slice(prefix.length), r.md5, r.state, r.recovery] as const)
const open = async (path: string, stages = [openStage]): Promise<readonly ImageRow[]> => {
  await box.take(path)
  await box.stages(stages)
  return box.rows()
}
const write = (name: string, bytes: Buffer): string => {
  mkdirSync(join(box.at(name), '..'), { recursive: true })
  writeFileSync(box.at(name), bytes)
  return box.at(name)
}
const codes = async (): Promise<readonly string[]> => (await box.findings()).map((f) => f.code)
const expected = [
  ['config of the layout.txt', md5('gauge=H0\n'), 'live', null],
  ['photo.bin', md5(noise(30_000, 1)), 'live', null],
  ['old dump.sql', md5(dump), 'deleted', 'whole'],
  ['last.bin', md5(noise(5000, 2)), 'live', null],
]

describe.skipIf(!has('fiwalk'))('a disk image (needs The Sleuth Kit)', () => {
  it('with a partition gives its files, a deleted one marked, each with its place in the image', async () => {
    const bytes = mbrDisk([{ type: 0x0e, bytes: fat16(files) }])
    const rows = await open(write('stick.dd', bytes), [openStage, mirrorStage])
    expect(shown(rows, 'stick.dd!/p1/')).toEqual(expected)
    for (const row of rows.filter((r) => r.runs !== null)) {
      const parts = row.runs!.split(' ').map((run) => run.split('+').map(Number) as [number, number])
      expect(md5(Buffer.concat(parts.map(([at, length]) => bytes.subarray(at, at + length))))).toBe(row.md5)
      expect(row.at).toBe(parts[0]?.[0])
    }
    expect(await codes()).toEqual(['image-deleted'])
    expect(await changedDerived(box.caseDir)).toEqual([])
    const { rows: times } = await box.database.client.query(
      `SELECT modified_at, local_times FROM evidence.image_file WHERE state = 'deleted'`,
    )
    expect(times).toEqual([{ modified_at: '2024-03-05T10:20:30Z', local_times: true }])
    const { rows: volumes } = await box.database.client.query(
      'SELECT label, scheme, kind, state, at::int AS at, type FROM evidence.image_volume',
    )
    expect(volumes).toEqual([{ label: 'p1', scheme: 'mbr', kind: 'fat16', state: 'read', at: 524_288, type: '0x0e' }])
    const { rows: mirrored } = await box.database.client.query(
      'SELECT name, rows::int AS rows FROM evidence.mirror_table',
    )
    expect(mirrored).toEqual([{ name: 'trains', rows: 1 }])
  })

  it('is looked into by a plan, without taking anything in', async () => {
    const path = write('plan.dd', mbrDisk([{ type: 0x0e, bytes: fat16(files) }]))
    const plan = await planAcquisition(path, new AbortController().signal)
    expect(plan.images).toMatchObject([
      {
        path: 'plan.dd',
        source: 'disk-image',
        files: 3,
        deleted: 1,
        volumes: [{ label: 'p1', kind: 'fat16', state: 'read', at: 524_288 }],
        found: [{ path: 'p1/old dump.sql', source: 'mysqldump-sql', role: 'dump', state: 'deleted' }],
      },
    ])
    expect(await box.rows()).toEqual([])
  })

  it('tells where a row of a deleted dump in it comes from', async () => {
    await open(write('trace.dd', mbrDisk([{ type: 0x0e, bytes: fat16(files) }])), [openStage, mirrorStage])
    const { rows } = await box.database.client.query<{ file: number }>(
      `SELECT file FROM evidence.image_file WHERE state = 'deleted'`,
    )
    const places = await placesOf(box.database.client, box.caseDir, rows[0]!.file)
    expect(places[0]?.inImage).toBe(
      'deleted (recovered: whole), volume p1, fat16, metadata address 9, byte 606720 of the image',
    )
    expect(places[1]?.inImage).toBeNull()
    expect(await stillInImage(box.database.client, box.caseDir, rows[0]!.file)).toBe(true)
    const image = places[1]?.stored ?? ''
    const bytes = readFileSync(image)
    bytes[606_725]! ^= 1
    chmodSync(image, 0o600)
    writeFileSync(image, bytes)
    expect(await stillInImage(box.database.client, box.caseDir, rows[0]!.file)).toBe(false)
    await box.database.client.query(
      `INSERT INTO evidence.finding (stage, unit, batch, n, severity, code, detail, _file, _offset, _length) VALUES ('test', 0, 0, 0, 'note', 'x', 'x', $1, 0, 9)`,
      [rows[0]!.file],
    )
    const trace = await traceToBytes(box.database.client, box.caseDir, 'finding:test:0:0:0', () => new Date(0))
    expect(trace?.steps.map((s) => s.sentence).join('\n')).toMatch(/deleted \(recovered: whole\), volume p1/)
    expect(trace?.bytes[0]?.matches).toBe(false)
  })

  it('without a partition table is one file system, whose paths begin at its root', async () => {
    expect(shown(await open(write('bare.img', fat16(files))), 'bare.img!/')).toEqual(expected)
  })

  it('in segments is joined, by its folder and by its first segment', async () => {
    const bytes = mbrDisk([{ type: 0x0e, bytes: fat16(files) }])
    for (const [i, name] of ['s.001', 's.002', 's.003'].entries())
      write(`split/${name}`, bytes.subarray(i * 4_000_000, i === 2 ? bytes.length : (i + 1) * 4_000_000))
    for (const path of [box.at('split'), box.at('split', 's.001')]) {
      const rows = await open(path)
      expect(shown(rows, 's.001!/p1/')).toEqual(expected)
      expect(rows.filter((r) => r.source === 'image-segment').map((r) => r.path)).toEqual(['s.002', 's.003'])
      await box.database.client.query(
        'DELETE FROM evidence.stage_run; DELETE FROM evidence.checkpoint; DELETE FROM evidence.finding',
      )
      await box.database.client.query(
        'DELETE FROM evidence.file; DELETE FROM evidence.left_out; DELETE FROM evidence.exhibit',
      )
    }
  })

  it('of which a segment is missing is read as far as it is joined, and says so', async () => {
    const bytes = mbrDisk([{ type: 0x0e, bytes: fat16(files) }])
    write('gap/s.aa', bytes.subarray(0, 4_000_000))
    write('gap/s.ac', bytes.subarray(8_000_000))
    const rows = await open(box.at('gap'))
    expect(shown(rows, 's.aa!/p1/').slice(0, 4)).toEqual(expected)
    expect(await codes()).toContain('image-segment')
  })

  it('with a closed volume lists it with its place, and reads the others', async () => {
    const luks = Buffer.alloc(1 << 20)
    luks.write('LUKS\xba\xbe', 'latin1')
    luks.writeUInt16BE(2, 6)
    const bytes = mbrDisk([
      { type: 0x0e, bytes: fat16(files) },
      { type: 0x83, bytes: luks },
    ])
    const rows = await open(write('two.dd', bytes))
    expect(shown(rows, 'two.dd!/p1/')).toEqual(expected)
    const closed = rows.find((r) => r.source === 'luks')
    expect(closed).toMatchObject({
      path: 'two.dd!/p2',
      state: 'closed',
      md5: null,
      runs: `${bytes.indexOf('LUKS')}+1048576`,
    })
    expect(await codes()).toContain('image-encrypted')
  })

  it('with logical volumes gives their files, each with its place in the image', async () => {
    const content = Buffer.alloc(160 * lvmExtent)
    fat16(files).copy(content)
    const segments = [
      { from: 20, count: 2 },
      { from: 40, count: 158 },
    ]
    const bytes = mbrDisk([{ type: 0x8e, bytes: lvmVolume(content, segments, 200) }])
    const rows = await open(write('lvm.dd', bytes))
    expect(shown(rows, 'lvm.dd!/layout/main/')).toEqual(expected)
    const small = rows.find((r) => r.path.endsWith('config of the layout.txt'))
    expect(bytes.toString('latin1', small?.at ?? 0, (small?.at ?? 0) + 9)).toBe('gauge=H0\n')
    expect(readdirSync(join(box.caseDir, 'scratch'))).toEqual([])
  })

  it('gives pieces of its free space by what they begin with, and none of what was recovered whole', async () => {
    const disk = fat16(files)
    const free = fatFree(files)
    const sql = Buffer.from(`${dump}INSERT INTO \`trains\` VALUES (2,'a red engine');\n`)
    const log = Buffer.from([1, 2, 3, 4, 5].map(request).join(''))
    const packed = gzipSync(Buffer.from(noise(20_000, 3).toString('hex')))
    const page = noise(16_384, 4)
    page.writeUInt16BE(17_855, 24)
    page.writeUInt32BE(77, 20)
    page.writeUInt32BE(77, 16_380)
    const sqlite = Buffer.alloc(8192, 7)
    sqlite.write('SQLite format 3\0', 'latin1')
    sqlite.writeUInt16BE(4096, 16)
    sqlite.writeUInt32BE(2, 28)
    const pieces = [
      ['sql', sql],
      ['eml', Buffer.from(letter)],
      ['log', log],
      ['gz', packed],
      ['innodb', Buffer.concat([page, page])],
      ['sqlite', sqlite],
      ['txt', Buffer.from('Notes on the branch line, found where no file is any more.\n')],
    ] as const
    const wanted: (readonly [string, string])[] = []
    let at = free + 65_536
    for (const [kind, bytes] of pieces) {
      disk.set(bytes, at)
      wanted.push([`${String(at + 524_288).padStart(14, '0')}.${kind}`, md5(bytes)])
      at += Math.ceil(bytes.length / 4096) * 4096 + 4096
    }
    const rows = await open(write('free.dd', mbrDisk([{ type: 0x0e, bytes: disk }])), [openStage, mirrorStage])
    const carved = rows.filter((r) => r.state === 'carved')
    expect(carved.map((r) => [r.path.replace('free.dd!/p1/$Carved/', ''), r.md5])).toEqual(wanted)
    expect(carved.map((r) => r.source)).toEqual([
      'mysqldump-sql',
      'mail',
      'web-log',
      'gzip',
      'carved-innodb',
      expect.stringMatching(/sqlite/),
      'carved-text',
    ])
  })

  it('is gone on with where it was stopped, and ends with the same rows', async () => {
    const many = Array.from({ length: 40 }, (_, i) => ({
      name: `file ${i}.txt`,
      bytes: Buffer.from(`engine shed ${i}\n`.repeat(i + 1)),
      ...(i % 5 === 0 ? { deleted: true as const } : {}),
    }))
    const path = write('many.dd', mbrDisk([{ type: 0x0e, bytes: fat16(many) }]))
    await box.take(path)
    await box.stages([openStage], 7)
    const [whole, told] = [await box.rows(), await box.findings()]
    for (const batches of [1, 2, 3]) {
      await box.database.client.query(
        'DELETE FROM evidence.stage_run; DELETE FROM evidence.checkpoint; DELETE FROM evidence.finding',
      )
      for (let n = 0; ; n++) {
        const stopped = await box.stages([openStage], 7, batches).then(
          () => false,
          () => true,
        )
        if (!stopped || n > 60) break
      }
      expect(await box.rows()).toEqual(whole)
      expect(await box.findings()).toEqual(told)
    }
    expect(whole.length).toBeGreaterThan(40)
    const { rows } = await box.database.client.query(
      'SELECT (SELECT count(*)::int FROM evidence.image_volume) AS v, (SELECT count(*)::int FROM evidence.image) AS i',
    )
    expect(rows).toEqual([{ v: 1, i: 1 }])
  })

  it.skipIf(!has('qemu-img'))('of a virtual machine is read like the disk in it (needs qemu-img)', async () => {
    write('vm.raw', mbrDisk([{ type: 0x0e, bytes: fat16(files) }]))
    rmSync(box.at('vm'), { recursive: true, force: true })
    mkdirSync(box.at('vm'))
    const forms = [
      ['qcow2', 'qcow2'],
      ['vmdk', 'vmdk'],
      ['vpc', 'vhd'],
      ['vhdx', 'vhdx'],
      ['vdi', 'vdi'],
    ]
    for (const [format, ending] of forms) box.sh(`qemu-img convert -f raw -O ${format} vm.raw vm/disk.${ending}`)
    const rows = await open(box.at('vm'))
    for (const [, ending] of forms) {
      expect(rows.find((r) => r.path === `disk.${ending}`)?.source).toBe(ending)
      expect(shown(rows, `disk.${ending}!/p1/`), ending).toEqual(expected)
    }
  })

  it.skipIf(!has('ewfacquire'))(
    'in Expert Witness form and segments is verified and read (needs ewfacquire)',
    async () => {
      const bytes = mbrDisk([
        { type: 0x0e, bytes: fat16([...files, { name: 'wide.bin', bytes: randomBytes(4_000_000) }]) },
      ])
      write('ewf/source.raw', bytes)
      box.sh(
        'cd ewf && ewfacquire -u -c deflate:none -S 1048576 -t disk -C C-7 -E E-9 -e "B. Examiner" -D "a stick" -N "a note" -d sha1 -l log source.raw > /dev/null && rm source.raw log',
      )
      const rows = await open(box.at('ewf', 'disk.E01'))
      expect(rows.filter((r) => r.source === 'image-segment').length).toBeGreaterThan(2)
      expect(shown(rows, 'disk.E01!/p1/').slice(0, 4)).toEqual(expected)
      const { rows: images } = await box.database.client.query('SELECT * FROM evidence.image')
      expect(images[0]).toMatchObject({
        case_number: 'C-7',
        evidence_number: 'E-9',
        examiner: 'B. Examiner',
        notes: 'a note',
      })
      expect(images[0].computed_md5).toBe(md5(bytes))
      expect(images[0].stored_md5).toBe(md5(bytes))
      expect(images[0].stored_sha1).toBe(createHash('sha1').update(bytes).digest('hex'))
      expect(await codes()).toEqual(['image-deleted'])
    },
  )

  it.skipIf(!has('mkfs.ext4', 'debugfs'))(
    'of ext4 gives raw names, links, holes, and deleted files as far as they are whole (needs e2fsprogs)',
    async () => {
      rmSync(box.at('tree'), { recursive: true, force: true })
      mkdirSync(box.at('tree', 'var', 'log'), { recursive: true })
      writeFileSync(
        Buffer.concat([Buffer.from(`${box.at('tree')}/n`), Buffer.from([0xff]), Buffer.from('\\ me')]),
        'odd name',
      )
      writeFileSync(box.at('tree', 'var', 'log', 'a.log'), [1, 2, 3].map(request).join(''))
      writeFileSync(box.at('tree', 'gone.sql'), dump)
      box.sh('ln -sf /etc/passwd tree/link && truncate -s 3000000 tree/hole && printf end >> tree/hole')
      box.sh(
        'rm -f e.img && truncate -s 16M e.img && mkfs.ext4 -q -d tree e.img && debugfs -w -R "rm gone.sql" e.img 2> /dev/null',
      )
      const rows = shown(await open(box.at('e.img')), 'e.img!/')
      const of = (name: string) => rows.find((r) => r[0] === name)
      expect(of('n\\xff\\x5c me')?.[1]).toBe(md5('odd name'))
      expect(of('var/log/a.log')?.[1]).toBe(md5([1, 2, 3].map(request).join('')))
      expect(of('hole')?.[1]).toBe(md5(readFileSync(box.at('tree', 'hole'))))
      expect(of('link')).toEqual(['link', null, 'live', null])
      expect(of('gone.sql')).toEqual(['gone.sql', md5(dump), 'deleted', 'whole'])
      const { rows: links } = await box.database.client.query(
        'SELECT link FROM evidence.image_file WHERE link IS NOT NULL',
      )
      expect(links).toEqual([{ link: '/etc/passwd' }])
    },
  )

  it.skipIf(!has('mkntfs', 'ntfscp'))(
    'of NTFS gives files in their records and beside them (needs ntfs-3g)',
    async () => {
      write('small.txt', Buffer.from('a short note'))
      write('big.bin', noise(700_000, 5))
      box.sh(
        'rm -f n.img && truncate -s 12M n.img && mkntfs -q -F n.img 2> /dev/null && ntfscp -q n.img small.txt small.txt && ntfscp -q n.img big.bin big.bin',
      )
      const rows = shown(await open(box.at('n.img')), 'n.img!/')
      expect(rows.find((r) => r[0] === 'small.txt')?.[1]).toBe(md5('a short note'))
      expect(rows.find((r) => r[0] === 'big.bin')?.[1]).toBe(md5(noise(700_000, 5)))
    },
  )

  it.skipIf(!has('genisoimage'))('of a disc gives its files (needs genisoimage)', async () => {
    mkdirSync(box.at('disc'), { recursive: true })
    writeFileSync(box.at('disc', 'reading list.txt'), 'timetables')
    box.sh('genisoimage -quiet -R -o disc.iso disc')
    const rows = shown(await open(box.at('disc.iso')), 'disc.iso!/')
    expect(rows.map((r) => r[1])).toContain(md5('timetables'))
  })
})
