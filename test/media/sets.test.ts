import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type GivenSet, importSet } from '../../src/media/import.ts'
import { listSets } from '../../src/media/queries.ts'
import { removeSet } from '../../src/media/remove.ts'
import { verdicts } from '../../src/media/stage.ts'
import { at, insert } from '../api/support.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run } from '../support/mirror.ts'

const folder = temporaryFolder('sets')
const database = withDatabase()
const day = new Date('2026-01-02T03:04:05Z')
const rows = async (sql: string) => (await database.client.query(sql)).rows
const of = (name: 'md5' | 'sha1' | 'sha256', text: string): string => createHash(name).update(text).digest('hex')
const all = (text: string) => ({ md5: of('md5', text), sha1: of('sha1', text), sha256: of('sha256', text) })

function load(name: string, text: string | Buffer, more: Partial<GivenSet> = {}) {
  const path = join(folder, `${name.replaceAll(' ', '-')}.txt`)
  writeFileSync(path, text)
  const given: GivenSet = { path, name, kind: 'of-interest', source: 'Unit North', ...more }
  const { signal } = new AbortController()
  return importSet(database.client, given, { by: 'A. Archer', at: day, signal, batchRows: 2 })
}

/** Two exhibits with four files, and a site with three attachments: one with its file, one without, one with nothing. */
async function aCase(): Promise<void> {
  const db = database.client
  const exhibit = (n: number) => ({
    ...{
      exhibit: n,
      number: `G-${n}`,
      description: 'a box',
      custodian: 'A',
      original_path: '/g',
      stored_path: 'g',
      in_place: false,
    },
    ...{ size: 1, ...all(`box ${n}`), acquired_by: 'A', acquired_at: day, tool: 'test', kind: 'folder', files: 2 },
  })
  await insert(db, 'evidence.exhibit', [exhibit(1), exhibit(2)])
  const file = (n: number, of: number, text: string) => ({
    ...{
      file: n,
      exhibit: of,
      path: `garden/${text}.txt`,
      source: 'other',
      stored_path: `x/${n}`,
      stored_size: text.length,
      ...all(text),
    },
  })
  await insert(db, 'evidence.file', [
    file(1, 1, 'rose'),
    file(1001, 1, 'oak'),
    file(2, 2, 'elm'),
    file(1002, 2, 'rose'),
  ])
  await insert(db, 'forum.site', [
    {
      site: 1,
      key: 'garden',
      engine: 'phpbb',
      adapter: 'phpbb31',
      exhibit: 1,
      mirror: 'mirror_1',
      prefix: '',
      title: 'Garden',
    },
  ])
  const upload = (id: string, more: object) => ({
    site: 1,
    id,
    name: `${id}.txt`,
    orphan: false,
    ...more,
    ...at(Number(id)),
  })
  await insert(db, 'forum.attachment', [
    upload('1', { ...all('rose'), path: 'garden/rose.txt', size: 999 }),
    upload('2', { md5: of('md5', 'fern').toUpperCase(), size: 4 }),
    upload('3', {}),
  ])
}

const compare = () => run(database, [verdicts], 1)

describe('sets of hashes', () => {
  it('are loaded whole or not at all, and the ledger says so', async () => {
    await aCase()
    await expect(load('Nothing', 'no set at all\n')).rejects.toThrow(/none of the forms/)
    await expect(load('Empty', `md5\n`)).rejects.toThrow(/holds no hash that can be compared/)
    await expect(load('Up', `${of('md5', 'x')}\n`, { name: '../up' })).rejects.toThrow(/is no name/)
    await expect(
      load('Packed', gzipSync(Buffer.from(`${of('md5', 'rose')}\n`.repeat(500))).subarray(0, 30)),
    ).rejects.toThrow(/gzip and damaged/)
    expect(await rows('SELECT * FROM media.hash_set')).toEqual([])
    expect(await rows(`SELECT to_regclass('media.entry_1') AS left`)).toEqual([{ left: null }])

    const text = `sha1,md5,category,size\n${of('sha1', 'rose')},${of('md5', 'rose')},kept by garden unit,4\nbad,,,\n${of('sha1', 'elm')},,seen,\n${of('sha1', 'yew')},${of('md5', 'oak')},seen,3\n`
    const made = await load('Garden', gzipSync(text), { labels: new Map([['seen', 'seen at the show']]) })
    expect(made).toMatchObject({ hashSet: 1, format: 'table', entries: 3, md5s: 2, sha1s: 3, sha256s: 0, remarks: 1 })
    expect(made.firstRemarks).toEqual([{ line: 3, taken: false, why: 'its SHA1 “bad” is not 40 hexadecimal digits' }])
    expect(made.categories).toEqual([
      { code: 'kept by garden unit', label: null, entries: 1 },
      { code: 'seen', label: 'seen at the show', entries: 2 },
    ])
    await expect(load('Garden', text)).rejects.toThrow(/is loaded already/)
    await load('Plants', `${of('md5', 'fern')}\n${of('md5', 'moss')}\n`, { kind: 'known-harmless', category: 'plants' })
    const entries = (await rows('SELECT entry FROM evidence.custody ORDER BY seq')).map((r) => JSON.parse(r.entry))
    expect(entries.map((e) => [e.action, e.subject, e.actor, e.detail.entries])).toEqual([
      ['import-set', 'Garden', 'A. Archer', 3],
      ['import-set', 'Plants', 'A. Archer', 2],
    ])
    expect(entries[0].detail.file_sha256).toBe(createHash('sha256').update(gzipSync(text)).digest('hex'))
  })

  it('are compared to the end, and their remarks told once, when every start dies at its first commit', async () => {
    let starts = 0
    for (let ended = false; !ended && starts < 30; starts++)
      ended = await run(database, [verdicts], 1, 1).then(
        () => true,
        () => false,
      )
    expect(starts).toBeLessThan(30)
    expect(await rows(`SELECT count(*)::int AS n FROM evidence.finding WHERE code = 'hash-set-line'`)).toEqual([
      { n: 1 },
    ])
  })

  it('are compared with every file and attachment, by the strongest hash', async () => {
    await compare()
    expect(
      await rows('SELECT file, hash_set, category, by, differs, line FROM media.file_match ORDER BY file'),
    ).toEqual([
      { file: 1, hash_set: 1, category: 1, by: 'sha1', differs: null, line: 2 },
      { file: 2, hash_set: 1, category: 2, by: 'sha1', differs: null, line: 4 },
      // The MD5 of one file beside the SHA-1 of another: no statement on this file.
      { file: 1001, hash_set: 1, category: 2, by: 'md5', differs: 'sha1', line: 5 },
      { file: 1002, hash_set: 1, category: 1, by: 'sha1', differs: null, line: 2 },
    ])
    expect(
      await rows('SELECT attachment, hash_set, category, by, differs, _offset FROM media.attachment_match ORDER BY 1'),
    ).toEqual([
      { attachment: '1', hash_set: 1, category: 1, by: 'sha1', differs: null, _offset: 100 },
      { attachment: '2', hash_set: 2, category: 1, by: 'md5', differs: null, _offset: 200 },
    ])
    expect(await rows(`SELECT severity, code, detail FROM evidence.finding`)).toEqual([
      {
        severity: 'warning',
        code: 'hash-set-line',
        detail: 'Line 3 of Garden.txt (set Garden): its SHA1 “bad” is not 40 hexadecimal digits.',
      },
    ])
    expect((await listSets(database.client)).map((s) => [s.name, s.files, s.attachments, s.compared])).toEqual([
      ['Garden', 3, 1, true],
      ['Plants', 0, 1, true],
    ])
  })

  it('that are new cost their own comparison only, and give the same as all at once', async () => {
    // What an earlier run said is not made again: a mark in it stays.
    await database.client.query(`UPDATE media.file_match SET line = 77 WHERE file = 1`)
    await load('Trees', `${of('sha256', 'oak')}  oak.txt\n`, { kind: 'reference' })
    expect((await listSets(database.client)).map((s) => s.compared)).toEqual([true, true, false])
    await compare()
    const all = 'SELECT file, hash_set, line FROM media.file_match ORDER BY hash_set, file'
    const after = await rows(all)
    expect(after).toContainEqual({ file: 1, hash_set: 1, line: 77 })
    expect(after).toContainEqual({ file: 1001, hash_set: 3, line: 1 })
    await database.client.query(
      'DELETE FROM media.compared; DELETE FROM evidence.stage_run; DELETE FROM evidence.checkpoint; DELETE FROM evidence.finding',
    )
    await compare()
    expect(await rows(all)).toEqual(after.map((row) => (row.line === 77 ? { ...row, line: 2 } : row)))
  })

  it('are compared again where the evidence changed, and there alone', async () => {
    await database.client.query(`UPDATE media.file_match SET line = 77 WHERE exhibit = 1 AND hash_set = 1`)
    await insert(database.client, 'evidence.exhibit', [
      {
        ...{
          exhibit: 3,
          number: 'G-3',
          description: 'a box',
          custodian: 'A',
          original_path: '/g',
          stored_path: 'g',
          in_place: false,
        },
        ...{ size: 1, ...all('box 3'), acquired_by: 'A', acquired_at: day, tool: 'test', kind: 'folder', files: 1 },
      },
    ])
    await insert(database.client, 'evidence.file', [
      { file: 3, exhibit: 3, path: 'late/elm.txt', source: 'other', stored_path: 'x', stored_size: 3, ...all('elm') },
    ])
    await compare()
    const found = await rows(
      'SELECT exhibit, line FROM media.file_match WHERE hash_set = 1 AND differs IS NULL ORDER BY exhibit, file',
    )
    expect(found).toEqual([
      { exhibit: 1, line: 77 },
      { exhibit: 2, line: 4 },
      { exhibit: 2, line: 2 },
      { exhibit: 3, line: 4 },
    ])
  })

  it('that are removed are taken back by the next run, and stay on record', async () => {
    const who = { by: 'B. Baker', at: day }
    await expect(removeSet(database.client, 'Garden', ' ', who)).rejects.toThrow(/only with a reason/)
    expect(await removeSet(database.client, 'Unknown', 'not ours', who)).toBeNull()
    expect(await removeSet(database.client, 'Garden', 'a newer one came', who)).toBe(1)
    await compare()
    expect(
      await rows(
        'SELECT DISTINCT hash_set FROM media.file_match UNION SELECT DISTINCT hash_set FROM media.attachment_match ORDER BY 1',
      ),
    ).toEqual([{ hash_set: 2 }, { hash_set: 3 }])
    expect(await rows(`SELECT code FROM evidence.finding`)).toEqual([])
    expect((await listSets(database.client, true)).map((s) => [s.name, s.removedBy, s.removedWhy])).toEqual([
      ['Garden', 'B. Baker', 'a newer one came'],
      ['Plants', null, null],
      ['Trees', null, null],
    ])
    const again = await load('Plants', `${of('md5', 'fern')}\n`, { replace: true })
    expect(again.hashSet).toBe(4)
    const last = JSON.parse(
      (await rows('SELECT entry FROM evidence.custody ORDER BY seq DESC LIMIT 1 OFFSET 1'))[0].entry,
    )
    expect(last).toMatchObject({ action: 'remove-set', subject: 'Plants', detail: { why: 'replaced by a newer file' } })
  })
})
