import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { openCase } from '../../../src/case.ts'
import { packageRoot } from '../../../src/db/root.ts'
import { acquire } from '../../../src/evidence/acquire.ts'
import { declareOperation, exercise } from '../../../src/evidence/operation.ts'
import { changedDerived } from '../../../src/evidence/verify.ts'
import { runCase } from '../../../src/run.ts'
import { testClock } from '../../support/case.ts'
import { has, imageCase } from './case.ts'

const disk = resolve(packageRoot(), '..', 'shared', 'evidence', 'disk')
const ready = existsSync(join(disk, 'usb.E01')) && has('fiwalk')

describe.skipIf(!ready)(
  'the stick of ../shared/evidence, with deleted files (needs that folder and The Sleuth Kit)',
  () => {
    const box = imageCase('usb')
    const live: (readonly [path: string, md5: string])[] = []
    const deleted: (readonly [path: string, md5: string])[] = []
    beforeAll(() => {
      for (const line of readFileSync(join(disk, 'usb.live.md5'), 'utf8').trim().split('\n')) {
        const [md5 = '', path = ''] = line.split('  ./')
        live.push([path, md5])
      }
      for (const line of readFileSync(join(disk, 'usb.deleted.tsv'), 'utf8').trim().split('\n')) {
        const [md5 = '', , path = ''] = line.split('\t')
        deleted.push([path, md5])
      }
      writeFileSync(box.at('usb.dd'), gunzipSync(readFileSync(join(disk, 'usb.dd.gz'))))
    })

    test.each([
      ['as an E01 alone', () => join(disk, 'usb.E01'), ['usb.E01']],
      ['as a raw image alone', () => box.at('usb.dd'), ['usb.dd']],
      ['as a folder of both', () => disk, ['usb.E01', 'usb.dd.gz!/usb.dd']],
    ] as const)('%s gives every file of its truth by name and hash, deleted ones marked', async (_, path, images) => {
      const before = createHash('sha256')
        .update(readFileSync(join(disk, 'usb.E01')))
        .digest('hex')
      await box.take(path())
      await box.stages()
      const rows = await box.rows()
      for (const image of images) {
        const own = rows.filter((r) => r.path.startsWith(`${image}!/p1/`) && r.state !== null)
        const of = (state: string) =>
          own.filter((r) => r.state === state).map((r) => [r.path.slice(image.length + 5), r.md5] as const)
        expect(new Set(of('live')), image).toEqual(new Set(live))
        expect(new Set(of('deleted')), image).toEqual(new Set(deleted))
        for (const row of own.filter((r) => r.state === 'deleted')) expect(['whole', 'assumed']).toContain(row.recovery)
      }
      expect(await changedDerived(box.caseDir)).toEqual([])
      expect(
        createHash('sha256')
          .update(readFileSync(join(disk, 'usb.E01')))
          .digest('hex'),
      ).toBe(before)
    })

    test('gives the board that is on it with its deleted copy, and the one that only a deleted dump holds', async () => {
      const open = await openCase(box.at('whole'), { create: true })
      try {
        await declareOperation(open.db, exercise, 'A. Examiner', testClock())
        const common = { actor: 'A. Examiner', clock: testClock, signal: new AbortController().signal }
        await acquire({ path: join(disk, 'usb.E01') }, { ...common, db: open.db, caseDir: open.caseDir, tool: 'test' })
        const result = await runCase(open, common)
        expect(result.counts).toMatchObject({ exhibits: 1, sites: 2 })
        expect(result.ledger.balanced).toBe(true)
        const { rows: sites } = await open.db.query<{ engine: string }>('SELECT engine FROM forum.site ORDER BY engine')
        expect(sites.map((s) => s.engine)).toEqual([expect.stringMatching(/^phpbb/), expect.stringMatching(/^smf/)])
        const { rows } = await open.db.query<{ path: string; state: string }>(
          `SELECT f.path, i.state FROM forum.copy c JOIN evidence.file f USING (file) JOIN evidence.image_file i USING (file) ORDER BY i.state DESC`,
        )
        expect(rows.map((r) => [r.path.replace(/^.*\//, ''), r.state])).toEqual([
          ['phpbb_db_20240320.sql.gz', 'live'],
          ['phpbb_oud.sql.gz', 'deleted'],
        ])
      } finally {
        await open.close()
      }
    }, 600_000)

    test('has what was written down when it was taken, and its hash agrees', async () => {
      await box.take(join(disk, 'usb.E01'))
      await box.stages()
      const { rows } = await box.database.client.query('SELECT * FROM evidence.image')
      expect(rows[0]).toMatchObject({
        format: 'ewf',
        case_number: 'FIXTURE-001',
        evidence_number: 'ITEM-2',
        examiner: 'fixture builder',
        notes: 'synthetic',
        description: 'Fixture: backup stick',
        system: 'Linux',
        stored_md5: 'd546f0318959fa250fb1cf1986a1af15',
        computed_md5: 'd546f0318959fa250fb1cf1986a1af15',
      })
    })
  },
)
