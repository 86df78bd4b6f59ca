import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../src/db/root.ts'
import { mirrorStage } from '../../../src/evidence/mirror.ts'
import { contentDigest } from '../../../src/forum/export.ts'
import { forumStages } from '../../../src/forum/stage.ts'
import { freshDatabase } from '../../support/database.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { holdDump, run } from '../../support/mirror.ts'
import { mariadbIsHere } from './garden.ts'
import { findingSql, readFolder } from './read.ts'

const evidence = resolve(packageRoot(), '..', 'shared', 'evidence')
const folder = temporaryFolder('seizure')

describe.skipIf(!mariadbIsHere || !existsSync(join(evidence, 'README.md')))(
  'a data directory as real software left it (needs ../shared/evidence beside the repository, and MariaDB)',
  () => {
    it.each(['phpbb', 'fluxbb'])(
      'of %s says what the dump of the same day says',
      async (engine) => {
        const db = join(evidence, engine, 'db')
        const dump = await freshDatabase()
        await holdDump(dump.client, 1, join(db, `${engine}_db.default.sql`))
        await run(dump, [mirrorStage, ...forumStages])
        const directory = await readFolder(folder, join(db, 'datadir.tar.gz'), Number.POSITIVE_INFINITY, forumStages)
        expect(await contentDigest(directory.db)).toBe(await contentDigest(dump.client))
        const counts = 'SELECT name, rows::int AS rows FROM evidence.mirror_table ORDER BY name COLLATE "C"'
        expect(await directory.rows(counts)).toEqual((await dump.client.query(counts)).rows)
        const findings = await directory.rows(findingSql)
        expect(new Set(findings.map((f) => f.severity))).toEqual(new Set(['note']))
        // The server's tablespace was shared with other boards, whose names it still holds.
        expect(findings.filter((f) => f.code === 'database-remnant').length).toBeGreaterThan(0)
        await dump.drop()
        await directory.drop()
      },
      240_000,
    )
  },
)
