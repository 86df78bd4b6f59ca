import { describe, expect, it } from 'vitest'
import { forumStages } from '../../../src/forum/stage.ts'
import { nodebbBoard } from '../../conformance/boards/nodebb.ts'
import { withDatabase } from '../../support/database.ts'
import { run, type SeizedRow, seize } from '../../support/mirror.ts'

const t = 1_700_000_000

describe('a history of edits', () => {
  const database = withDatabase()
  const rows = async (sql: string) => (await database.client.query(sql)).rows

  it('is undone post by post, whatever the size of a batch, and what does not fit is a finding', async () => {
    const hashes = nodebbBoard.tables.legacy_hash as readonly SeizedRow[]
    const edit = (at: number, patch: string, extra: object = {}) => ({
      _key: `diff:1.${(t + at) * 1000}`,
      data: JSON.stringify({ uid: 3, pid: 1, patch, ...extra }),
    })
    const more = [
      edit(
        50,
        '@@ -1,1 +1,1 @@\n-Zeg het **maar**\n\\ No newline at end of file\n+Zeg het\n\\ No newline at end of file\n',
      ),
      edit(30, '@@ -1,1 +1,1 @@\n-Iets anders\n+Nooit\n'),
      edit(40, '@@ -1,1 +1,2 @@\n Zeg het\n\\ No newline at end of file\n', { title: 'Oude titel' }),
    ]
    await seize(database.client, 1, { ...nodebbBoard.tables, legacy_hash: [...hashes, ...more] })
    await run(database, forumStages, 1)
    expect(
      await rows(
        `SELECT version, since IS NULL AS unknown, extract(epoch FROM until)::int AS until, text, subject FROM forum.post_version WHERE post = '1' ORDER BY version`,
      ),
    ).toEqual([
      { version: 1, unknown: false, until: t + 30, text: null, subject: null },
      { version: 2, unknown: false, until: t + 40, text: 'Zeg het', subject: 'Oude titel' },
      { version: 3, unknown: false, until: t + 50, text: 'Zeg het', subject: null },
    ])
    expect(
      await rows(`SELECT code, _offset IS NOT NULL AS placed FROM evidence.finding WHERE code = 'edit-not-undone'`),
    ).toEqual([{ code: 'edit-not-undone', placed: true }])
  })

  it('is the same when it is worked out again', async () => {
    const all = 'SELECT to_jsonb(v) AS v FROM forum.post_version v ORDER BY id'
    const before = await rows(all)
    await database.client.query(`UPDATE evidence.stage_run SET fingerprint = 'old' WHERE stage = 'forum.versions'`)
    await run(database, forumStages, 2)
    expect(await rows(all)).toEqual(before)
  })
})
