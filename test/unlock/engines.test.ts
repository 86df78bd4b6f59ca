import { describe, expect, test } from 'vitest'
import { forumStages } from '../../src/forum/stage.ts'
import { unlockStages } from '../../src/unlock/stage.ts'
import { storedPasswords } from '../../src/unlock/stored.ts'
import { storedBoards } from '../conformance/boards/index.ts'
import { boards as classicBoards } from '../conformance/engine-boards.ts'
import { withDatabase } from '../support/database.ts'
import { run, seize } from '../support/mirror.ts'

/** How each board of the conformance suite keeps its accounts' passwords; a version that keeps them otherwise is named. */
const expected: Readonly<Record<string, readonly string[]>> = {
  phpbb20: ['md5'],
  phpbb30: ['phpass'],
  phpbb31: ['bcrypt'],
  fluxbb: ['sha1'],
  punbb12: ['md5', 'sha1'],
  'punbb12 1.4.3': ['punbb'],
  // That of one who waits for approval went through SHA-512 first.
  nodebb: ['bcrypt', 'nodebb'],
  flarum: ['bcrypt'],
  // The column that Discourse had before it salts too, and no salt is beside it here.
  discourse: ['discourse', 'unknown'],
  woltlab3: ['woltlab'],
  // One that a mark alone is left of.
  woltlab4: ['woltlab-bcrypt', 'unknown'],
  vanilla: ['bcrypt', 'md5'],
  invision2: ['invision'],
  invision3: ['invision'],
  invision4: ['bcrypt', 'invision'],
  xenforo1: ['bcrypt', 'xenforo-sha1'],
  xenforo2: ['bcrypt', 'xenforo-sha1'],
  mybb16: ['mybb'],
  mybb18: ['mybb'],
  vbulletin3: ['vbulletin3'],
  vbulletin4: ['vbulletin3'],
  vbulletin5: ['vbulletin3', 'vbulletin5'],
  smf11: ['smf'],
  smf20: ['smf'],
  smf21: ['smf-bcrypt'],
}

const boards = [...classicBoards, ...storedBoards].map(({ adapter, version, tables }) => ({
  adapter,
  version,
  tables,
}))

describe.each(boards)('passwords of $adapter $version', ({ adapter, version, tables }) => {
  const database = withDatabase()

  test('are found wherever the software keeps them, and told by how they are made', async () => {
    await seize(database.client, 1, tables)
    await run(database, [...forumStages, ...unlockStages], 2)
    const { rows } = await database.client.query<{ method: string | null }>(
      'SELECT DISTINCT method FROM unlock.secret ORDER BY method',
    )
    expect(rows.map((r) => r.method ?? 'unknown')).toEqual(expected[`${adapter} ${version}`] ?? expected[adapter])
    // Whoever the forum says has a password has one here, under the number and name that the export knows it by.
    const { rows: without } = await database.client.query(
      `SELECT id FROM forum.member m WHERE password_scheme IS NOT NULL AND kind = 'member'
        AND NOT EXISTS (SELECT FROM unlock.secret s WHERE s.site = m.site AND s.member = m.id)`,
    )
    expect(without).toEqual([])
    const listed = await database.client.query<{ key: string }>(
      `SELECT concat_ws(' ', member, n, fingerprint) AS key FROM unlock.secret WHERE site = 1`,
    )
    const found: string[] = []
    for await (const { member, n, fingerprint } of storedPasswords(database.client, 1))
      found.push(`${member} ${n} ${fingerprint}`)
    expect(found.sort()).toEqual(listed.rows.map((r) => r.key).sort())
  })
})
