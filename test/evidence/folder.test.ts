import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type AcquireOptions, acquire } from '../../src/evidence/acquire.ts'
import { flushLedger, readLedger } from '../../src/evidence/ledger.ts'
import { readManifest } from '../../src/evidence/manifest.ts'
import { readName, writeName } from '../../src/evidence/names.ts'
import { openStage } from '../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { changedExhibits, type RecordedExhibit, verifyCase } from '../../src/evidence/verify.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run } from '../support/mirror.ts'

const folder = temporaryFolder('folder')
const database = withDatabase()
const caseDir = join(folder, 'case')
const box = join(folder, 'box')
const options = (): AcquireOptions => ({
  db: database.client,
  caseDir,
  actor: 'A. Examiner',
  clock: () => new Date('2026-01-02T03:04:05Z'),
  signal: new AbortController().signal,
  tool: 'test',
})
const dump = (n: number): string =>
  `-- MariaDB dump\nCREATE TABLE \`trains\` (\`id\` int);\nINSERT INTO \`trains\` VALUES (${n});\n`
const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')
const odd = Buffer.from('6f646420ff0a6e616d65', 'hex')

describe('names from evidence', () => {
  it('are written on one line and can be turned back into their bytes, whatever they are', () => {
    for (const hex of [
      '',
      '2e2e2f61',
      'c3a9',
      'ff',
      'c3',
      '0a',
      '5c',
      '5c783561',
      'e282ac',
      'efbbbf',
      'eda080',
      'f09f9a82',
      '00',
      'c3a9ff0ae282',
    ])
      for (const text of [writeName(Buffer.from(hex, 'hex'))]) {
        expect(readName(text).toString('hex')).toBe(hex)
        expect(text).not.toMatch(/[\n\0]/)
      }
    expect(writeName(Buffer.from('Zäh/läuft'))).toBe('Zäh/läuft')
    expect(writeName(odd)).toBe('odd \\xff\\x0aname')
  })
})

describe('a folder', () => {
  it('is one exhibit: all its files, hashed and copied, with a manifest that anybody can check', async () => {
    mkdirSync(join(box, 'www', 'files'), { recursive: true })
    mkdirSync(caseDir, { recursive: true })
    writeFileSync(join(box, 'dump.sql'), dump(1))
    writeFileSync(join(box, 'www', 'files', '2_ab'), 'a picture of a signal box')
    writeFileSync(join(box, 'www', 'again'), 'a picture of a signal box')
    writeFileSync(join(box, 'www', 'empty'), '')
    writeFileSync(Buffer.concat([Buffer.from(join(box, 'www/')), odd]), 'x')
    symlinkSync('/etc/passwd', join(box, 'www', 'link.sql'))
    await declareOperation(database.client, exercise, 'A. Examiner', new Date(0))
    const got = await acquire({ path: box, number: 'NL-7', description: 'The server' }, options())
    const manifest = readFileSync(join(caseDir, 'exhibits/1/manifest.txt'))
    expect(got).toMatchObject({
      exhibit: 1,
      number: 'NL-7',
      kind: 'folder',
      files: 5,
      fresh: true,
      sha256: sha256(manifest),
    })
    const lines = readManifest(manifest.toString()) ?? []
    expect(lines.map((l) => l.path)).toEqual([
      'dump.sql',
      'www/again',
      'www/empty',
      'www/files/2_ab',
      'www/odd \\xff\\x0aname',
    ])
    for (const line of lines) {
      const bytes = readFileSync(Buffer.concat([Buffer.from(`${box}/`), readName(line.path)]))
      expect([line.sha256, line.size]).toEqual([sha256(bytes), bytes.length])
      expect(readFileSync(join(caseDir, 'exhibits/1', line.sha256.slice(0, 2), line.sha256))).toEqual(bytes)
    }
    const { rows } = await database.client.query(
      'SELECT file, path, source, md5, size, stored_size::int AS stored FROM evidence.file ORDER BY file',
    )
    expect(rows.map((r) => [r.file, r.source, r.stored])).toEqual([
      [1001, 'mysqldump-sql', dump(1).length],
      [2001, 'other', 25],
      [3001, 'empty', 0],
      [4001, 'other', 25],
      [5001, 'other', 1],
    ])
    expect(rows[1]?.md5).toBe(createHash('md5').update('a picture of a signal box').digest('hex'))
    await flushLedger(database.client, caseDir)
    expect((await readLedger(caseDir)).entries.at(-1)).toMatchObject({
      action: 'acquire',
      subject: 'NL-7',
      detail: {
        kind: 'folder',
        files: 5,
        left_out: 1,
        sha256: sha256(manifest),
        manifest_path: 'exhibits/1/manifest.txt',
      },
    })
  })

  it('notes links and never follows them', async () => {
    await run(database, [openStage], 50_000, Number.POSITIVE_INFINITY, caseDir)
    const { rows } = await database.client.query('SELECT severity, code, detail FROM evidence.finding')
    expect(rows).toEqual([
      { severity: 'note', code: 'left-out', detail: 'www/link.sql is a link to /etc/passwd; links are not followed' },
    ])
  })

  it('is known again, under any name, and is another when a file is added', async () => {
    expect(await acquire({ path: box }, options())).toMatchObject({ exhibit: 1, fresh: false })
    const grown = join(folder, 'grown')
    mkdirSync(grown)
    for (const name of ['a.sql', 'b.sql']) writeFileSync(join(grown, name), dump(name.charCodeAt(0)))
    writeFileSync(Buffer.concat([Buffer.from(`${grown}/`), odd]), 'odd')
    expect(await acquire({ path: grown, inPlace: true }, options())).toMatchObject({
      exhibit: 2,
      fresh: true,
      files: 3,
    })
    const { rows } = await database.client.query(
      'SELECT stored_path FROM evidence.file WHERE exhibit = 2 ORDER BY file',
    )
    // A name that could not be opened again by what is recorded of it: the file is copied all the same.
    const copy = join('exhibits/2', sha256('odd').slice(0, 2), sha256('odd'))
    expect(rows.map((r) => r.stored_path)).toEqual([join(grown, 'a.sql'), join(grown, 'b.sql'), copy])
    expect(readFileSync(join(caseDir, copy), 'utf8')).toBe('odd')
  })

  it('that holds the case itself leaves the case out', async () => {
    const path = join(folder, 'around')
    mkdirSync(join(path, 'deep', 'case', 'exhibits'), { recursive: true })
    writeFileSync(join(path, 'deep', 'case', 'custody.jsonl'), 'x')
    writeFileSync(join(path, 'deep', 'casebook'), 'y')
    const inner = { ...options(), caseDir: join(path, 'deep', 'case') }
    expect(await acquire({ path, number: 'A' }, inner)).toMatchObject({
      files: 1,
      sha256: sha256(`${sha256('y')} 1 deep/casebook\n`),
    })
    expect(await acquire({ path }, inner)).toMatchObject({ number: 'A', fresh: false })
    await database.client.query(
      `DELETE FROM evidence.left_out WHERE exhibit = 3; DELETE FROM evidence.file WHERE exhibit = 3; DELETE FROM evidence.exhibit WHERE exhibit = 3`,
    )
  })

  it('of which a file cannot be read keeps the others, and says so', async () => {
    const path = join(folder, 'failing')
    mkdirSync(path)
    for (let i = 0; i < 10; i++) writeFileSync(join(path, `f${i}`), `file ${i}`)
    // As a failing disk does: the file is listed, and gone when it is read.
    const onBytes = (): void => rmSync(join(path, 'f9'), { force: true })
    expect(await acquire({ path }, { ...options(), onBytes })).toMatchObject({ exhibit: 3, files: 9, fresh: true })
    const { rows } = await database.client.query('SELECT path, reason FROM evidence.left_out WHERE exhibit = 3')
    expect(rows).toEqual([{ path: 'f9', reason: 'cannot be read: ENOENT' }])
    await database.client.query(
      `DELETE FROM evidence.left_out WHERE exhibit = 3; DELETE FROM evidence.file WHERE exhibit = 3; DELETE FROM evidence.exhibit WHERE exhibit = 3`,
    )
  })

  it('must agree with a stated hash, which is that of its manifest', async () => {
    const path = join(folder, 'stated')
    mkdirSync(path)
    writeFileSync(join(path, 'a'), 'a')
    await expect(acquire({ path, stated: { sha256: '0'.repeat(64) } }, options())).rejects.toThrow(/was stated/)
    const own = sha256(`${sha256('a')} 1 a\n`)
    expect(await acquire({ path, stated: { sha256: own } }, options())).toMatchObject({ sha256: own, fresh: true })
  })

  it('without a file that can be read is refused, and so is what does not exist', async () => {
    mkdirSync(join(folder, 'nothing', 'inside'), { recursive: true })
    await expect(acquire({ path: join(folder, 'nothing') }, options())).rejects.toThrow(/holds no file/)
    await expect(acquire({ path: join(folder, 'nowhere') }, options())).rejects.toThrow(/does not exist/)
  })

  it('is verified file by file: the changed, the missing and the added one are named', async () => {
    await flushLedger(database.client, caseDir)
    expect((await verifyCase(caseDir)).faults).toEqual([])
    const [first, second] = [sha256(dump(1)), sha256('x')]
    const at = (hash: string): string => join(caseDir, 'exhibits/1', hash.slice(0, 2), hash)
    chmodSync(at(first), 0o644)
    writeFileSync(at(first), dump(2))
    rmSync(at(second))
    writeFileSync(join(caseDir, 'exhibits/1/extra'), 'x')
    writeFileSync(join(folder, 'grown', 'c.sql'), dump(3))
    writeFileSync(join(folder, 'grown', 'b.sql'), dump(3))
    const { faults, files } = await verifyCase(caseDir)
    expect(faults.map((f) => [f.place.replace(/.*\): /, ''), f.what.slice(0, 12)])).toEqual([
      ['dump.sql', 'was changed:'],
      ['www/odd \\xff\\x0aname', 'is not there'],
      ['extra', 'was added'],
      ['b.sql', 'was changed:'],
      ['c.sql', 'was added'],
    ])
    expect(files.map((f) => f.state)).toEqual(['changed', 'changed', 'as recorded'])
    const { rows } = await database.client.query<RecordedExhibit>('SELECT * FROM evidence.exhibit ORDER BY exhibit')
    expect(await changedExhibits(caseDir, rows)).toHaveLength(5)
    chmodSync(join(caseDir, 'exhibits/1/manifest.txt'), 0o644)
    writeFileSync(join(caseDir, 'exhibits/1/manifest.txt'), `${first} 1 dump.sql\n`)
    expect((await verifyCase(caseDir)).faults[0]?.what).toMatch(/manifest was changed/)
  })
})
