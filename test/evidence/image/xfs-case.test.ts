import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { stillInImage } from '../../../src/evidence/image/reread.ts'
import { placesOf } from '../../../src/evidence/place.ts'
import { mbrDisk } from '../../support/fat.ts'
import { xfsVolume } from '../../support/xfs.ts'
import { imageCase } from './case.ts'

const box = imageCase('xfs-case')

it('files of XFS are taken into a case with their places, and found there again', async () => {
  const volume = xfsVolume([
    { path: 'attic' },
    { path: 'attic/kept.txt', bytes: Buffer.from('a kept page\n'.repeat(900)), pieces: 2 },
    { path: 'attic/old.sql', bytes: Buffer.from('INSERT INTO `boxes` VALUES (1);\n'.repeat(40)), gone: 'removed' },
  ])
  writeFileSync(box.at('server.dd'), mbrDisk([{ type: 0x83, bytes: volume }]))
  await box.take(box.at('server.dd'))
  await box.stages()
  const rows = (await box.rows()).filter((r) => r.state !== null)
  expect(rows.map((r) => [r.path, r.state, r.recovery])).toEqual([
    ['server.dd!/p1/attic/kept.txt', 'live', null],
    ['server.dd!/p1/attic/old.sql', 'deleted', 'assumed'],
  ])
  for (const { file } of rows) expect(await stillInImage(box.database.client, box.caseDir, file)).toBe(true)
  const [place] = await placesOf(box.database.client, box.caseDir, rows[1]!.file)
  expect(place?.inImage).toMatch(
    /^deleted \(recovered: assumed\), volume p1, xfs, metadata address 69, byte \d+ of the image$/,
  )
  expect((await box.findings()).map((f) => f.code)).toEqual(['image-deleted'])
})
