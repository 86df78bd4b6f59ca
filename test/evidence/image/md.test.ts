import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openStage } from '../../../src/evidence/open.ts'
import { fat16, mbrDisk } from '../../support/fat.ts'
import { lvmVolume } from '../../support/lvm.ts'
import { type MdSays, mdMemberOf } from '../../support/md.ts'
import { has, imageCase } from './case.ts'

const box = imageCase('md')
const text = 'INSERT INTO `trains` VALUES (1);\n'
const volume = (name: string): Buffer => fat16([{ name, bytes: Buffer.from(text) }], 16_640)
const member = (name: string, says: MdSays) => ({ type: 0xfd, bytes: mdMemberOf(volume(name), says) })

async function read(...members: readonly { readonly type: number; readonly bytes: Buffer }[]) {
  const path = box.at('disk.dd')
  writeFileSync(path, mbrDisk(members))
  await box.take(path)
  await box.stages([openStage])
  const { rows: volumes } = await box.database.client.query<{ told: string }>(
    `SELECT concat_ws(' ', label, kind, state) AS told FROM evidence.image_volume ORDER BY n`,
  )
  const files = (await box.rows()).filter((r) => r.state !== null).map((r) => [r.path.slice(9), r.state])
  const findings = (await box.findings()).map((f) => [f.code, f.detail.slice(9)])
  return { volumes: volumes.map((v) => v.told), files, findings }
}

describe.skipIf(!has('fiwalk'))('members of a Linux RAID (needs The Sleuth Kit)', () => {
  it.each([0, 4096])('of which one mirrors another are read once, superblock at %i', async (at) => {
    const twins = [member('a.sql', { level: 1, at }), member('a.sql', { level: 1, at })]
    expect(await read(...twins)).toEqual({
      volumes: ['p1 linux-raid group', 'p2 linux-raid group', 'p1/raid fat16 read'],
      files: [['p1/raid/a.sql', 'live']],
      findings: [['image-mirror', 'p2 holds the same bytes as p1, which it mirrors: it is not read a second time']],
    })
  })

  it('of a mirror are both read where they differ, or one was left behind', async () => {
    const found = await read(member('a.sql', { level: 1 }), member('b.sql', { level: 1 }))
    expect(found.files).toEqual([
      ['p1/raid/a.sql', 'live'],
      ['p2/raid/b.sql', 'live'],
    ])
    expect(found.findings).toEqual([['image-damaged', 'p2 mirrors p1 and holds other bytes: both are read']])
  })

  it('left behind are read as they were', async () => {
    const found = await read(member('a.sql', { level: 1, events: 9 }), member('b.sql', { level: 1, events: 3 }))
    expect(found.files.map(([path]) => path)).toEqual(['p1/raid/a.sql', 'p2/raid/b.sql'])
    expect(found.findings).toEqual([])
  })

  it('with logical volumes give those', async () => {
    const lvm = lvmVolume(volume('a.sql'), [{ from: 1, count: 130 }], 140)
    const found = await read({ type: 0xfd, bytes: mdMemberOf(lvm, { level: 1 }) })
    expect(found.volumes).toEqual(['p1 linux-raid group', 'p1/raid lvm2 group', 'layout/main fat16 read'])
    expect(found.files).toContainEqual(['layout/main/a.sql', 'live'])
  })

  it.each([
    [{ level: 5 }, 'p1 is a member of an array of level 5 on 2 disks, which is not put together'],
    [{ level: 1, features: 2 }, 'p1 is a member of a mirror that is being filled or reshaped'],
  ] as const)('that are no whole array are carved and told: %j', async (says, why) => {
    const { volumes, files, findings } = await read(member('a.sql', says))
    expect(volumes).toEqual(['p1 linux-raid unread'])
    expect(files.map(([path, state]) => [path?.slice(0, 11), state])).toEqual([['p1/$Carved/', 'carved']])
    expect(findings).toEqual([
      ['image-damaged', why],
      ['image-unread', 'p1 holds linux-raid, which is not read; it was only carved'],
    ])
  })
})
