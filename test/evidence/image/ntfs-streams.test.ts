import { createHash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openStage } from '../../../src/evidence/open.ts'
import { has, imageCase } from './case.ts'

const box = imageCase('streams')
const md5 = (bytes: Buffer | string): string => createHash('md5').update(bytes).digest('hex')

it.skipIf(!has('fiwalk', 'mkntfs', 'ntfscp'))(
  'named streams of NTFS are files of their own, small and large ones, and its empty records are nothing',
  async () => {
    const zone = '[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://garden.example/forum.sql\r\n'
    const hidden = Buffer.from(`-- MariaDB dump\n-- ${randomBytes(40_000).toString('hex')}\n`)
    writeFileSync(box.at('plain'), 'peas and beans\n')
    writeFileSync(box.at('zone'), zone)
    writeFileSync(box.at('hidden'), hidden)
    box.sh(`truncate -s 4M disk.dd; mkntfs -q -F -p 0 -H 0 -S 0 disk.dd
      ntfscp disk.dd plain 'Gärten.txt'; ntfscp -N Zone.Identifier disk.dd zone 'Gärten.txt'; ntfscp -N hidden.sql disk.dd hidden 'Gärten.txt'`)
    await box.take(box.at('disk.dd'))
    await box.stages([openStage])
    const rows = (await box.rows()).filter((r) => r.state !== null)
    expect(rows.map((r) => [r.path, r.md5, r.state])).toEqual([
      ['disk.dd!/Gärten.txt', md5('peas and beans\n'), 'live'],
      ['disk.dd!/Gärten.txt:hidden.sql', md5(hidden), 'live'],
      ['disk.dd!/Gärten.txt:Zone.Identifier', md5(zone), 'live'],
    ])
    expect(await box.findings()).toEqual([])
  },
)
