import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tableDigest } from '../../src/db/digest.ts'
import { acquire } from '../../src/evidence/acquire.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { openStage } from '../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { contentDigest } from '../../src/forum/export.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { traceToBytes } from '../../src/trace/bytes.ts'
import { unlockStages } from '../../src/unlock/stage.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run } from '../support/mirror.ts'

const folder = temporaryFolder('copies')
const database = withDatabase()
const caseDir = join(folder, 'case')
const box = join(folder, 'box')
const rows = async (sql: string) => (await database.client.query(sql)).rows

interface Member {
  readonly id: number
  readonly name: string
  readonly joined: number
  readonly from?: string
}
interface Post {
  readonly id: number
  readonly by: number
  readonly at: number
  readonly text: string
}

/** A board of FluxBB 1.5 in SQL, as small as it can be; `prefix` may be empty. */
function board(title: string, members: readonly Member[], posts: readonly Post[], prefix = ''): string {
  const table = (name: string, columns: string, key: string): string =>
    `CREATE TABLE \`${prefix}${name}\` (${columns
      .split(' ')
      .map((c) => `\`${c}\` ${/^(id|.*_id|posted|registered|num_.*|last_visit|group_id)$/.test(c) ? 'int' : 'text'}`)
      .join(', ')}, PRIMARY KEY (\`${key}\`));\n`
  const insert = (name: string, values: readonly (readonly (string | number)[])[]): string =>
    values.length === 0
      ? ''
      : `INSERT INTO \`${prefix}${name}\` VALUES ${values
          .map((v) => `(${v.map((x) => (typeof x === 'number' ? x : `'${x}'`)).join(',')})`)
          .join(',')};\n`
  // Members of boards with other titles are others: they registered at other times.
  const earlier = [...title].reduce((sum, c) => sum + c.charCodeAt(0), 0) * 1000
  return [
    '-- MariaDB dump\n',
    table('config', 'conf_name conf_value', 'conf_name'),
    insert('config', [
      ['o_cur_version', '1.5.11'],
      ['o_board_title', title],
      ['o_base_url', `http://${title.toLowerCase()}.example`],
    ]),
    table(
      'users',
      'id group_id username password email location registered registration_ip last_visit num_posts',
      'id',
    ),
    insert(
      'users',
      members.map((m) => [
        m.id,
        4,
        m.name,
        'a'.repeat(40),
        `${m.name.toLowerCase()}@mail.example`,
        m.from ?? '',
        m.joined - earlier,
        '192.0.2.7',
        m.joined - earlier + 50,
        1,
      ]),
    ),
    table('topics', 'id poster subject posted first_post_id forum_id num_views', 'id'),
    insert('topics', [[1, 'Ada', 'Ferns', 1_600_000_000, 1, 1, 5]]),
    table('posts', 'id poster poster_id poster_ip message posted topic_id', 'id'),
    insert(
      'posts',
      posts.map((p) => [p.id, members.find((m) => m.id === p.by)?.name ?? 'Ada', p.by, '192.0.2.9', p.text, p.at, 1]),
    ),
    table('forum_subscriptions', 'user_id forum_id', 'user_id'),
    table('topic_subscriptions', 'user_id topic_id', 'user_id'),
    table('bans', 'id username ip email message', 'id'),
  ].join('')
}

const t = 1_600_000_000
const members: readonly Member[] = [
  { id: 2, name: 'Ada', joined: t },
  { id: 3, name: 'Bo', joined: t + 100, from: 'Leiden' },
  { id: 4, name: 'Cleo', joined: t + 200 },
]
const monday: readonly Post[] = [
  { id: 1, by: 2, at: t + 10, text: 'Ferns like shade' },
  { id: 2, by: 3, at: t + 20, text: 'Moss too' },
  { id: 3, by: 4, at: t + 30, text: 'I sell a watering can' },
]
const friday: readonly Post[] = [
  { id: 1, by: 2, at: t + 10, text: 'Ferns like shade' },
  { id: 2, by: 3, at: t + 20, text: 'Moss as well, é' },
  { id: 4, by: 2, at: t + 4000, text: 'A new week' },
  { id: 5, by: 2, at: t + 5000, text: 'Café, naïve, déjà vu' },
]

const take = async (files: Readonly<Record<string, string | Buffer>>, number: number): Promise<void> => {
  const path = `${box}-${number}`
  mkdirSync(path, { recursive: true })
  mkdirSync(caseDir, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  await declareOperation(database.client, exercise, 'A. Examiner', new Date(0))
  const { signal } = new AbortController()
  await acquire({ path }, { db: database.client, caseDir, actor: 'A', clock: () => new Date(0), signal, tool: 'test' })
}
const stages = [openStage, mirrorStage, ...forumStages, ...unlockStages]
const all = (batchRows = 50_000, stopAfter = Number.POSITIVE_INFINITY) =>
  run(database, stages, batchRows, stopAfter, caseDir)
const balanced = async () =>
  expect(
    await rows(
      `SELECT c.name FROM forum.completeness c FULL JOIN evidence.mirror_table m USING (exhibit, name)
        WHERE c.rows IS DISTINCT FROM m.rows OR c.rows <> c.entities + c.non_entities + c.findings`,
    ),
  ).toEqual([])

describe.each(['', 'gf_'])('dumps of one board on different days, tables beginning with "%s"', (prefix) => {
  const exhibit = prefix === '' ? 1 : 2
  const site = exhibit

  it('are one site: what only the earlier holds is added, and what changed is listed', async () => {
    const title = prefix === '' ? 'Ferns' : 'Mosses'
    await take(
      {
        'friday.sql': board(
          title,
          members.map((m) => (m.id === 3 ? { ...m, from: 'Delft' } : m)),
          friday,
          prefix,
        ),
        'monday.sql': board(title, members, monday, prefix),
      },
      exhibit,
    )
    await all(2)
    expect(await rows(`SELECT site, key, prefix FROM forum.site WHERE exhibit = ${exhibit}`)).toEqual([
      { site, key: `${title.toLowerCase()}.example`, prefix },
    ])
    expect(await rows(`SELECT id, text FROM forum.post WHERE site = ${site} ORDER BY id`)).toEqual([
      { id: '1', text: 'Ferns like shade' },
      { id: '2', text: 'Moss as well, é' },
      { id: '3', text: 'I sell a watering can' },
      { id: '4', text: 'A new week' },
      { id: '5', text: 'Café, naïve, déjà vu' },
    ])
    expect(
      await rows(
        `SELECT copy, "table", id, entity, kind, columns FROM forum.change WHERE site = ${site} ORDER BY "table", id`,
      ),
    ).toEqual([
      { copy: 2, table: 'posts', id: '2', entity: 'post', kind: 'changed', columns: ['message'] },
      { copy: 2, table: 'posts', id: '3', entity: 'post', kind: 'added', columns: [] },
      { copy: 2, table: 'users', id: '3', entity: 'member', kind: 'changed', columns: ['location'] },
    ])
    expect(await rows(`SELECT count(*)::int AS n FROM forum.member WHERE site = ${site}`)).toEqual([{ n: 3 }])
    expect(await rows(`SELECT count(*)::int AS n FROM unlock.secret WHERE site = ${site}`)).toEqual([{ n: 3 }])
    await balanced()
  })

  it('what a post said in the earlier is a version of it, with its bytes there', async () => {
    const versions = await rows(
      `SELECT id, post, version, form, copy, text, author, extract(epoch FROM since)::int AS since, extract(epoch FROM until)::int AS until, shown
         FROM forum.post_version WHERE site = ${site}`,
    )
    expect(versions).toEqual([
      {
        ...{ id: expect.stringMatching(/^copy:post:2:[0-9a-f]{16}$/), post: '2', version: 1, form: 'copy', copy: 2 },
        ...{ text: 'Moss too', author: '3', since: t + 20, until: t + 5000, shown: false },
      },
    ])
    const trace = await traceToBytes(database.client, caseDir, `version:${site}:${versions[0].id}`, () => new Date(0))
    expect(trace?.bytes[0]).toMatchObject({
      matches: true,
      path: 'monday.sql',
      text: expect.stringContaining('Moss too'),
    })
  })

  it('an added row is traced to the copy that held it', async () => {
    const trace = await traceToBytes(database.client, caseDir, `post:${site}:3`, () => new Date(0))
    expect(trace?.bytes[0]).toMatchObject({
      matches: true,
      path: 'monday.sql',
      text: expect.stringContaining('watering can'),
    })
  })
})

describe('a change', () => {
  it('is traced to the row it speaks of', async () => {
    const trace = await traceToBytes(database.client, caseDir, 'change:1:2:posts:2', () => new Date(0))
    expect(trace?.sentence).toBe('Row 2 of table posts on ferns.example, otherwise in copy 2: message')
    expect(trace?.bytes[0]).toMatchObject({
      matches: true,
      path: 'friday.sql',
      text: expect.stringContaining('Moss as well'),
    })
  })
})

describe('copies', () => {
  it('of which the later lacks rows list them as deleted; those with lost characters are no changes', async () => {
    const garbled = friday.map((p) => ({ ...p, text: Buffer.from(p.text).toString('latin1') }))
    const more = [...monday, ...[6, 7, 8].map((id) => ({ id, by: 2, at: t + 40, text: `Seed ${id}` }))]
    await take(
      {
        'a.sql': board('Seeds', members, more),
        'b.sql': board('Seeds', members, friday),
        'c.sql': board('Seeds', members, garbled),
      },
      3,
    )
    await all()
    const change = await rows(
      `SELECT copy, id, kind FROM forum.change WHERE site = 3 AND "table" = 'posts' ORDER BY copy, kind, id`,
    )
    expect(change).toEqual([
      { copy: 2, id: '4', kind: 'added' },
      { copy: 2, id: '5', kind: 'added' },
      { copy: 2, id: '2', kind: 'changed' },
      ...['3', '6', '7', '8'].map((id) => ({ copy: 2, id, kind: 'deleted' })),
      { copy: 3, id: '2', kind: 'changed' },
      ...['3', '6', '7', '8'].map((id) => ({ copy: 3, id, kind: 'deleted' })),
    ])
    expect(await rows('SELECT n, garbled::int AS garbled FROM forum.copy WHERE site = 3 ORDER BY n')).toEqual([
      { n: 1, garbled: 0 },
      { n: 2, garbled: 0 },
      { n: 3, garbled: 1 },
    ])
    await balanced()
  })

  it('are not boards of the same software with other members', async () => {
    const others = members.map((m) => ({ ...m, joined: m.joined + 7 }))
    await take({ 'x.sql': board('Oaks', members, monday), 'y.sql': board('Elms', others, friday, 'elm_') }, 4)
    await all()
    expect(await rows('SELECT key FROM forum.site WHERE exhibit = 4 ORDER BY site')).toEqual([
      { key: 'oaks.example' },
      { key: 'elms.example' },
    ])
    expect(await rows('SELECT * FROM forum.copy WHERE exhibit = 4')).toEqual([])
  })

  it('in two exhibits are one site too, read from the fullest under the number it had', async () => {
    const changed = friday.map((p) => (p.id === 1 ? { ...p, text: 'Oaks like light' } : p))
    await take({ 'again.sql': board('Oaks', members, changed) }, 6)
    await all()
    expect(await rows(`SELECT site, exhibit, mirror FROM forum.site WHERE key LIKE 'oaks.example%'`)).toEqual([
      { site: 4, exhibit: 5, mirror: 'mirror_5' },
    ])
    expect(await rows(`SELECT id, text FROM forum.post WHERE site = 4 AND id IN ('1', '3') ORDER BY id`)).toEqual([
      { id: '1', text: 'Oaks like light' },
      { id: '3', text: 'I sell a watering can' },
    ])
    expect(
      await rows('SELECT exhibit, base, united, added::int AS added FROM forum.copy WHERE site = 4 ORDER BY n'),
    ).toEqual([
      { exhibit: 5, base: true, united: true, added: 0 },
      { exhibit: 4, base: false, united: true, added: 1 },
    ])
    expect(
      await rows(
        `SELECT id, kind, _file % 1000 AS exhibit FROM forum.change WHERE site = 4 AND "table" = 'posts' ORDER BY id`,
      ),
    ).toEqual([
      { id: '1', kind: 'changed', exhibit: 5 },
      { id: '2', kind: 'changed', exhibit: 5 },
      { id: '3', kind: 'added', exhibit: 4 },
    ])
    expect(await rows('SELECT * FROM forum.post WHERE site = 5')).toEqual([])
    await balanced()
  })

  it('in a third exhibit join them, and only their site is rebuilt', async () => {
    const started = async () =>
      rows(`SELECT unit FROM evidence.stage_run WHERE stage = 'forum.rebuild' AND done ORDER BY unit`)
    const before = await started()
    await database.client.query(`UPDATE evidence.stage_run SET started_at = 'epoch' WHERE stage = 'forum.rebuild'`)
    await take({ 'late.sql': board('Oaks', members, [...friday, { id: 9, by: 3, at: t + 9000, text: 'Acorns' }]) }, 8)
    await all()
    expect(await started()).toEqual(before)
    expect(
      await rows(`SELECT unit FROM evidence.stage_run WHERE stage = 'forum.rebuild' AND started_at > 'epoch'`),
    ).toEqual([{ unit: 4 }])
    expect(await rows(`SELECT site, exhibit FROM forum.site WHERE key LIKE 'oaks.example%'`)).toEqual([
      { site: 4, exhibit: 6 },
    ])
    expect(await rows('SELECT id FROM forum.post WHERE site = 4 ORDER BY id')).toHaveLength(6)
    await balanced()
  })

  it('complete each other where one was cut off before its accounts', async () => {
    const whole = board('Pines', members, monday.slice(0, 2))
    const cut = board('Pines', members, [...friday, ...monday.slice(2)]).replace(
      /CREATE TABLE `users`[^;]*;\nINSERT INTO `users`[^;]*;\n/,
      '',
    )
    await take({ 'cut.sql': cut, 'whole.sql': whole }, 7)
    await all()
    expect(await rows('SELECT id FROM forum.post WHERE site = 7 ORDER BY id')).toHaveLength(5)
    expect(await rows('SELECT name FROM forum.member WHERE site = 7 ORDER BY id')).toEqual([
      { name: 'Ada' },
      { name: 'Bo' },
      { name: 'Cleo' },
    ])
    await balanced()
  })

  it('are told apart and together where an exhibit holds several boards in several copies', async () => {
    const of = (name: string, text: string): string =>
      `-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB\n-- Host: localhost    Database: ${name}\n${text}`
    await take(
      {
        'a.sql': of('larch', board('Larches', members, friday)),
        'b.sql': of('willow', board('Willows', members, friday)),
        'c.sql': of('larch', board('Larches', members, monday)),
        'd.sql': of('willow', board('Willows', members, monday)),
        'e.sql': of('backup', board('Willows', members, monday)),
      },
      9,
    )
    await all()
    expect(
      await rows(`SELECT s.key, count(*)::int AS copies, sum(c.added)::int AS added FROM forum.site s JOIN forum.copy c USING (site)
                   WHERE s.exhibit = 8 GROUP BY 1 ORDER BY 1`),
    ).toEqual([
      { key: 'larches.example', copies: 2, added: 1 },
      { key: 'willows.example', copies: 3, added: 1 },
    ])
    expect(await rows(`SELECT name FROM evidence.mirror_table WHERE exhibit = 8 AND name LIKE '%~%'`)).toEqual([])
    await balanced()
  })

  it('give the same result wherever the work was interrupted, and when it is done again', async () => {
    const tables = [
      'forum.site',
      'forum.site_part',
      'forum.copy',
      'forum.change',
      'forum.post',
      'forum.member',
      'forum.completeness',
      'evidence.mirror_table',
    ]
    const digests = async () => {
      const found: unknown[] = []
      for (const name of tables) found.push(await tableDigest(database.client, name))
      return found
    }
    const before = await digests()
    for (let n = 1; n < 12; n += 2) {
      await database.client.query(
        `UPDATE evidence.stage_run SET fingerprint = 'other' WHERE stage = 'forum.recognise' AND unit IN (1, 4, 5, 7)`,
      )
      await database.client.query(`UPDATE evidence.stage_run SET fingerprint = 'other' WHERE stage = 'forum.rebuild'`)
      await expect(all(50_000, n)).rejects.toThrow(/stopped by the test/)
      await all()
      expect(await digests()).toEqual(before)
    }
  }, 600_000)

  it('in another script are compared by their letters', async () => {
    const post = (text: string): readonly Post[] => [{ id: 1, by: 2, at: t + 10, text }]
    const { rows: last } = await database.client.query('SELECT max(exhibit)::int AS n FROM evidence.exhibit')
    await take(
      {
        'a.sql': board('Roses', members, post('Розыé любят солнце')),
        'b.sql': board('Roses', members, post('Розыé любят росу')),
        'c.sql': board(
          'Roses',
          members,
          post(
            Buffer.from('Розыé любят солнце')
              .toString('latin1')
              .replace(/[\x80-\x9f]/g, '?'),
          ),
        ),
        // A client of Latin-1: letters that it has are left, one question mark stands for each other.
        'd.sql': board('Roses', members, post('????é ????? ??????')),
      },
      last[0].n + 1,
    )
    await all()
    expect(
      await rows(
        `SELECT c.copy, c.kind FROM forum.change c JOIN forum.site s USING (site) WHERE s.key = 'roses.example'`,
      ),
    ).toEqual([{ copy: 2, kind: 'changed' }])
    const versions = await rows(
      `SELECT v.text FROM forum.post_version v JOIN forum.site s USING (site) WHERE s.key = 'roses.example'`,
    )
    expect(versions).toEqual([{ text: 'Розыé любят росу' }])
    // What only another copy says is no content of the board.
    const before = [await contentDigest(database.client), await tableDigest(database.client, 'forum.post_version')]
    await database.client.query('DELETE FROM forum.post_version WHERE copy IS NOT NULL')
    expect(await contentDigest(database.client)).toBe(before[0])
    expect(await tableDigest(database.client, 'forum.post_version')).not.toEqual(before[1])
  })
})

describe('dumps that hold as much as each other', () => {
  it('of which one was deleted are read from the one that was in use', async () => {
    const { rows: last } = await database.client.query('SELECT max(exhibit)::int AS n FROM evidence.exhibit')
    const exhibit = last[0].n + 1
    const same = [{ id: 1, by: 2, at: t + 10, text: 'Ivy climbs' }]
    await take({ 'a.sql': board('Ivy', members, same), 'b.sql': `${board('Ivy', members, same)}\n` }, exhibit)
    await run(database, [openStage, mirrorStage], 50_000, Number.POSITIVE_INFINITY, caseDir)
    await database.client.query(
      `INSERT INTO evidence.image_file (file, exhibit, image, volume, state, recovery, local_times)
       SELECT file, exhibit, file, 1, CASE WHEN path LIKE '%a.sql' THEN 'deleted' ELSE 'live' END, 'whole', false
         FROM evidence.file WHERE exhibit = $1`,
      [exhibit],
    )
    await all()
    expect(
      await rows(
        `SELECT f.path, c.base FROM forum.copy c JOIN forum.site s USING (site) JOIN evidence.file f USING (file)
          WHERE s.key = 'ivy.example' ORDER BY c.n`,
      ),
    ).toEqual([
      { path: expect.stringMatching(/b\.sql$/), base: true },
      { path: expect.stringMatching(/a\.sql$/), base: false },
    ])
  })

  it('are read from the newest, then from the data directory that the board ran on', async () => {
    const { rows: last } = await database.client.query('SELECT max(exhibit)::int AS n FROM evidence.exhibit')
    const exhibit = last[0].n + 1
    const of = (at: number, text: string): string => board('Juniper', members, [{ id: 1, by: 2, at, text }])
    await take(
      {
        'a.sql': of(t + 10, 'Junipers ripen'),
        'b.sql': of(t + 90, 'Junipers ripen early'),
        'c.sql': `${of(t + 90, 'Junipers ripen early')}\n`,
      },
      exhibit,
    )
    await run(database, [openStage, mirrorStage], 50_000, Number.POSITIVE_INFINITY, caseDir)
    await database.client.query(
      `INSERT INTO evidence.database_dump (exhibit, file, directory, database, path, sha256, tables, unread)
       SELECT exhibit, file, file, 'juniper', path, sha256, 7, 0 FROM evidence.file WHERE exhibit = $1 AND path LIKE '%c.sql'`,
      [exhibit],
    )
    await all()
    expect(
      await rows(
        `SELECT right(f.path, 5) AS path, c.base, extract(epoch FROM c.as_of)::int - ${t} AS as_of
           FROM forum.copy c JOIN forum.site s USING (site) JOIN evidence.file f USING (file) WHERE s.key = 'juniper.example' ORDER BY c.n`,
      ),
    ).toEqual([
      { path: 'c.sql', base: true, as_of: 90 },
      { path: 'b.sql', base: false, as_of: 90 },
      { path: 'a.sql', base: false, as_of: 10 },
    ])
  })
})
