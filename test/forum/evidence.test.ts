import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contentDigest, exportForum } from '../../src/forum/export.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { boards, type EngineBoard } from '../conformance/engine-boards.ts'
import { withDatabase } from '../support/database.ts'
import { run, type SeizedRow, type SeizedTables, seize } from '../support/mirror.ts'

const phpbb = boards.find((b) => b.version === '3.3.10') as EngineBoard
const fluxbb = boards.find((b) => b.adapter === 'fluxbb') as EngineBoard

// The exhibits of these tests hold one board each time, changed: each is read by itself.
const each = forumStages.filter((stage) => stage.name !== 'forum.unite')

function rowsOf(tables: SeizedTables, name: string): readonly SeizedRow[] {
  return tables[name] as readonly SeizedRow[]
}

/** The board with a table changed. */
function changed(
  board: EngineBoard,
  name: string,
  change: (rows: readonly SeizedRow[]) => readonly SeizedRow[],
): SeizedTables {
  return { ...board.tables, [name]: change(rowsOf(board.tables, name)) }
}

describe('trouble in evidence', () => {
  const database = withDatabase()
  const rows = async (sql: string) => (await database.client.query(sql)).rows
  let exhibit = 0
  const rebuild = async (tables: SeizedTables): Promise<number> => {
    exhibit += 1
    await seize(database.client, exhibit, tables)
    await run(database, each)
    return exhibit
  }
  const findings = (code: string) =>
    rows(
      `SELECT severity, rows, _offset IS NOT NULL AS placed FROM evidence.finding WHERE code = '${code}' AND unit = ${exhibit}`,
    )
  const unbalanced = () => rows('SELECT name FROM forum.completeness WHERE rows <> entities + non_entities + findings')

  test('a second row of the same name is left out and counted, wherever it stands', async () => {
    const site = await rebuild(
      changed(phpbb, 'bb_users', (all) => [...all, ...all.map((row) => ({ ...row, username: `${row.username} 2` }))]),
    )
    expect(await findings('duplicate-id')).toEqual(
      Array.from({ length: 5 }, () => ({ severity: 'warning', rows: 1, placed: true })),
    )
    expect(await rows(`SELECT count(*)::int AS n FROM forum.post WHERE site = ${site}`)).toEqual([{ n: 3 }])
    expect(await rows(`SELECT author_name FROM forum.post WHERE site = ${site} AND id = '2'`)).toEqual([
      { author_name: 'Wissel_Wim' },
    ])
    expect(await unbalanced()).toEqual([])
  })

  test('rows without a name are left out and counted', async () => {
    const site = await rebuild(
      changed(phpbb, 'bb_posts', (all) => [
        ...all,
        { ...all[0], post_id: null },
        { ...all[0], post_id: '9'.repeat(2000) },
      ]),
    )
    expect(await findings('no-id')).toEqual([{ severity: 'loss', rows: 1, placed: true }])
    expect(await findings('absurd-id')).toEqual([{ severity: 'loss', rows: 1, placed: true }])
    expect(await rows(`SELECT count(*)::int AS n FROM forum.post WHERE site = ${site}`)).toEqual([{ n: 3 }])
    expect(await unbalanced()).toEqual([])
  })

  test('absurd times and numbers are empty and a finding, and the row stays', async () => {
    const absurd = { post_time: '99999999999', post_edit_time: '-1', post_edit_count: '99999999999999999999' }
    const site = await rebuild(
      changed(phpbb, 'bb_posts', (all) => all.map((row) => (row.post_id === '2' ? { ...row, ...absurd } : row))),
    )
    expect(await findings('absurd-time')).toHaveLength(2)
    expect(await findings('absurd-number')).toHaveLength(1)
    expect(await rows(`SELECT at, edited_at, edit_count FROM forum.post WHERE site = ${site} AND id = '2'`)).toEqual([
      { at: null, edited_at: null, edit_count: null },
    ])
    expect(await unbalanced()).toEqual([])
  })

  test('a missing table and a missing column are findings, and the rest is read', async () => {
    const { bb_users: _, ...tables } = changed(phpbb, 'bb_posts', (all) => all.map(({ poster_ip: _, ...row }) => row))
    const site = await rebuild(tables)
    expect(await findings('missing-table')).toHaveLength(1)
    expect(await findings('missing-column')).toHaveLength(1)
    expect(await rows(`SELECT author, author_name, ip FROM forum.post WHERE site = ${site} AND id = '2'`)).toEqual([
      { author: '4', author_name: null, ip: null },
    ])
  })

  test('tables of a plug-in are counted as unread', async () => {
    await rebuild({ ...phpbb.tables, bb_gallery: [{ post_id: '2', user_id: '3' }], other: [{ a: '1' }] })
    expect(await findings('unread-table')).toHaveLength(2)
    expect(
      await rows(
        `SELECT name, site IS NULL AS stray, findings FROM forum.completeness WHERE findings = 1 AND exhibit = ${exhibit} ORDER BY name`,
      ),
    ).toEqual([
      { name: 'bb_gallery', stray: false, findings: 1 },
      { name: 'other', stray: true, findings: 1 },
    ])
    expect(await unbalanced()).toEqual([])
  })

  test('a database of unknown software is told by its nearest relative', async () => {
    await rebuild({
      mybb_users: [{ uid: '1' }],
      mybb_posts: [{ pid: '1' }],
      mybb_threads: [{ tid: '1' }],
      mybb_datacache: [{ title: 'x' }],
      mybb_privatemessages: [{ pmid: '1' }],
      mybb_usergroups: [{ gid: '1' }],
    })
    const [finding] = await rows(
      `SELECT detail FROM evidence.finding WHERE code = 'unknown-engine' AND unit = ${exhibit}`,
    )
    expect(finding.detail).toMatch(/mybb_datacache.*nearest to mybb18/)
    expect(await unbalanced()).toEqual([])
  })

  test('bytes are read as text', async () => {
    const latin = Buffer.from('Zeg het maar, café', 'latin1')
    const site = await rebuild(
      changed(phpbb, 'bb_posts', (all) =>
        all.map((row, i) => ({ ...row, post_text: i === 0 ? latin : Buffer.from('Gaat: €') })),
      ),
    )
    expect(await rows(`SELECT plain FROM forum.post WHERE site = ${site} ORDER BY id`)).toEqual([
      { plain: 'Zeg het maar, café' },
      { plain: 'Gaat: €' },
      { plain: 'Gaat: €' },
    ])
  })

  test('a name that comes back after a hundred thousand rows is noticed', async () => {
    exhibit += 1
    await seize(database.client, exhibit, phpbb.tables)
    const posts = `mirror_${exhibit}.bb_posts`
    // Long enough that rows are still on their way when the name comes back.
    await database.client.query(
      `INSERT INTO ${posts} (_row, _offset, _file, _length, post_id, poster_id, post_text)
       SELECT n, n * 10, ${exhibit}, 10, CASE n WHEN 60000 THEN '7' ELSE n::text END, '3', repeat('x', 300)
         FROM generate_series(4, 120000) n`,
    )
    await database.client.query(
      `UPDATE evidence.mirror_table SET rows = 120000 WHERE exhibit = ${exhibit} AND name = 'bb_posts'`,
    )
    await run(database, each)
    expect(await findings('duplicate-id')).toHaveLength(1)
    expect(await rows(`SELECT count(*)::int AS n FROM forum.post WHERE site = ${exhibit}`)).toEqual([{ n: 119_999 }])
    expect(await unbalanced()).toEqual([])
  })

  test('two boards in one database are two sites, with keys of their own', async () => {
    await rebuild({ ...phpbb.tables, ...fluxbb.tables })
    const sites = await rows(
      `SELECT site, key, adapter, prefix FROM forum.site WHERE exhibit = ${exhibit} ORDER BY site`,
    )
    expect(sites).toEqual([
      { site: exhibit, key: expect.stringContaining('spoor.example'), adapter: 'fluxbb', prefix: '' },
      { site: 100_000 + exhibit, key: expect.stringContaining('spoor.example'), adapter: 'phpbb31', prefix: 'bb_' },
    ])
    expect(sites[0].key).not.toBe(sites[1].key)
    const counts = await rows(
      `SELECT site, count(*)::int AS n FROM forum.post WHERE site % 100000 = ${exhibit} GROUP BY 1 ORDER BY 1`,
    )
    expect(counts.map((c) => c.n)).toEqual([3, 3])
    expect(await unbalanced()).toEqual([])
  })
})

describe('the same rows', () => {
  const [first, second, third] = [withDatabase(), withDatabase(), withDatabase()]

  test('in another order, in other batches, give the same content digest and the same export', async () => {
    const shuffled = Object.fromEntries(
      Object.entries(phpbb.tables).map(([name, rows]) => [name, Array.isArray(rows) ? [...rows].reverse() : rows]),
    ) as SeizedTables
    await seize(first.client, 1, phpbb.tables)
    await run(first, forumStages)
    await seize(second.client, 3, shuffled)
    await run(second, forumStages, 2)
    const digest = await contentDigest(first.client)
    expect(await contentDigest(second.client)).toBe(digest)
    await seize(
      third.client,
      1,
      changed(phpbb, 'bb_posts', (all) => all.slice(1)),
    )
    await run(third, forumStages)
    expect(await contentDigest(third.client)).not.toBe(digest)

    const folder = mkdtempSync(join(tmpdir(), 'holdfast-export-'))
    try {
      const files = await exportForum(first.client, join(folder, 'a'))
      await exportForum(second.client, join(folder, 'b'))
      expect(files).toMatchObject({ 'members.jsonl': 5, 'posts.jsonl': 3, 'messages.jsonl': 2, 'logins.jsonl': 6 })
      for (const name of Object.keys(files)) {
        const lines = (dir: string) =>
          readFileSync(join(folder, dir, name), 'utf8')
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => JSON.parse(line))
        const bare = (dir: string) => lines(dir).map(({ provenance: _, ...row }) => row)
        expect(bare('b'), name).toEqual(bare('a'))
        for (const line of lines('a'))
          expect(line.provenance, name).toMatchObject({ exhibit: 'HF/1', path: 'dump.sql', length: 10 })
      }
      const [post] = readFileSync(join(folder, 'a', 'posts.jsonl'), 'utf8')
        .split('\n')
        .slice(1, 2)
      expect(Object.keys(JSON.parse(post!)).slice(0, 14)).toEqual([
        'site',
        'id',
        'board',
        'topic',
        'author',
        'author_name',
        'at',
        'ip',
        'subject',
        'text',
        'plain',
        'edited_at',
        'deleted',
        'edited_by',
      ])
      expect(JSON.parse(post!)).toMatchObject({
        site: 'spoor.example',
        id: '2',
        at: '2023-11-14T22:13:30Z',
        deleted: false,
      })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('a run that is interrupted after any batch', () => {
  const [whole, broken] = [withDatabase(), withDatabase()]

  test('ends with the same rows', async () => {
    await seize(whole.client, 1, phpbb.tables)
    await run(whole, forumStages, 3)
    await seize(broken.client, 1, phpbb.tables)
    for (let stops = 1; ; stops++) {
      const done = await run(broken, forumStages, 3, 1).catch((error: Error) => {
        if (error.message !== 'stopped by the test') throw error
      })
      if (done !== undefined) break
      expect(stops).toBeLessThan(200)
    }
    expect(await contentDigest(broken.client)).toBe(await contentDigest(whole.client))
    const ledger = 'SELECT name, rows, entities, non_entities, findings FROM forum.completeness ORDER BY name'
    expect((await broken.client.query(ledger)).rows).toEqual((await whole.client.query(ledger)).rows)
    const checkpoints = `SELECT batch, rows, state FROM evidence.checkpoint WHERE stage = 'forum.rebuild' ORDER BY batch`
    expect((await broken.client.query(checkpoints)).rows).toEqual((await whole.client.query(checkpoints)).rows)
  })
})
