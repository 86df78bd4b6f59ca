import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { type AcquireOptions, acquire } from '../../src/evidence/acquire.ts'
import { containers } from '../../src/evidence/containers/index.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { openStage, openStageWith } from '../../src/evidence/open.ts'
import { usualOpenLimits } from '../../src/evidence/open-container.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { findProgram } from '../../src/evidence/unpack/programs.ts'
import { readTar } from '../../src/evidence/unpack/tar-stream.ts'
import { changedDerived } from '../../src/evidence/verify.ts'
import { traceToBytes } from '../../src/trace/bytes.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run } from '../support/mirror.ts'

const folder = temporaryFolder('containers')
const database = withDatabase()
const caseDir = join(folder, 'case')
const at = (...names: string[]): string => join(folder, ...names)
const dump = (n: number): string =>
  `-- MariaDB dump\nCREATE TABLE \`trains\` (\`id\` int, \`name\` text);\nINSERT INTO \`trains\` VALUES (${n},'a green engine');\n`
const options = (): AcquireOptions => ({
  db: database.client,
  caseDir,
  actor: 'A. Examiner',
  clock: () => new Date('2026-01-02T03:04:05Z'),
  signal: new AbortController().signal,
  tool: 'test',
})
const sh = (script: string): void => void execFileSync('sh', ['-ec', script], { cwd: folder, stdio: 'pipe' })
const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

interface Row {
  readonly file: number
  readonly parent: number | null
  readonly path: string
  readonly source: string
  readonly encoding: string | null
  readonly sha256: string | null
  readonly stored_path: string | null
}
const files = async (): Promise<readonly Row[]> =>
  (
    await database.client.query<Row>(
      'SELECT file, parent, path, source, encoding, sha256, stored_path FROM evidence.file ORDER BY file',
    )
  ).rows
const findings = async (): Promise<readonly string[]> =>
  (await database.client.query<{ code: string }>('SELECT code FROM evidence.finding ORDER BY batch, n')).rows.map(
    (r) => r.code,
  )
const all = (stages = [openStage], batchRows = 50_000, stopAfter = Number.POSITIVE_INFINITY) =>
  run(database, stages, batchRows, stopAfter, caseDir)

mkdirSync(at('d', 'sub'), { recursive: true })
writeFileSync(at('d', 'dump.sql'), dump(1))
writeFileSync(at('d', 'sub', 'ΕΛΛ é.txt'), 'a signal box')
writeFileSync(at('d', 'sub', 'b.txt'), 'b'.repeat(70_000))
symlinkSync('/etc/passwd', at('d', 'link'))

const open = async (path: string, stages = [openStage]): Promise<readonly Row[]> => {
  mkdirSync(caseDir, { recursive: true })
  await declareOperation(database.client, exercise, 'A. Examiner', new Date(0))
  await acquire({ path }, options())
  await all(stages)
  return files()
}

afterEach(async () => {
  await database.client.query(`DELETE FROM evidence.finding; DELETE FROM evidence.checkpoint; DELETE FROM evidence.stage_run;
    DELETE FROM evidence.file WHERE parent IS NOT NULL; DELETE FROM evidence.file; DELETE FROM evidence.left_out; DELETE FROM evidence.mirror_table;
    DROP SCHEMA IF EXISTS mirror_1 CASCADE; DELETE FROM evidence.exhibit`)
})

/** What a reader gives of a container, as one comparable list. */
const inner = (rows: readonly Row[]): readonly (readonly [string, string | null])[] =>
  rows.filter((r) => r.parent !== null).map((r) => [r.path.replace(/^.*!\//, ''), r.sha256] as const)
const expected = [
  ['d/dump.sql', sha256(dump(1))],
  ['d/sub/b.txt', sha256('b'.repeat(70_000))],
  ['d/sub/ΕΛΛ é.txt', sha256('a signal box')],
]
const sorted = (list: readonly (readonly [string, string | null])[]) => [...list].sort((a, b) => (a[0] < b[0] ? -1 : 1))

describe('a container', () => {
  const made: readonly (readonly [name: string, script: string, program: string])[] = [
    ['box.tar', 'tar cf box.tar d', 'tar'],
    ['gnu.tar', `tar --format=gnu -cf gnu.tar d`, 'tar'],
    ['pax.tar', `tar --format=pax -cf pax.tar d`, 'tar'],
    ['old.tar', `tar --format=v7 -cf old.tar d`, 'tar'],
    ['box.tar.gz', 'tar czf box.tar.gz d', 'tar'],
    ['box.tgz', 'tar czf box.tgz d', 'tar'],
    ['box.tar.xz', 'tar cf - d | xz > box.tar.xz', 'xz'],
    ['box.tar.bz2', 'tar cf - d | bzip2 > box.tar.bz2', 'bzip2'],
    ['box.tar.zst', 'tar cf - d | zstd -q > box.tar.zst', 'zstd'],
    ['box.zip', 'zip -qry box.zip d', 'zip'],
    ['stored.zip', 'zip -0qry stored.zip d', 'zip'],
    ['stream.zip', 'zip -qr -fd stream.zip d -x d/link', 'zip'],
    ['box.7z', '"$(command -v 7zz || command -v 7z)" a -snl box.7z d > /dev/null', '7z'],
  ]
  const there = (program: string): boolean => findProgram(program === '7z' ? ['7zz', '7z'] : [program]) !== null
  const possible = made.filter(([, , program]) => there(program))
  for (const [name, , program] of made.filter((m) => !possible.includes(m)))
    it.skip(`${name} needs the program ${program} to be made`, () => undefined)
  it.each(possible)('%s gives every file in it, with its hash, and follows no link', async (name, script) => {
    sh(script)
    const rows = await open(at(name))
    expect(sorted(inner(rows))).toEqual(sorted(expected as [string, string][]))
    for (const row of rows.filter((r) => r.parent !== null)) {
      const stored = join(caseDir, row.stored_path ?? '')
      expect(sha256(readFileSync(stored))).toBe(row.sha256)
      expect(statSync(stored).mode & 0o222).toBe(0)
    }
    expect(rows.find((r) => r.path.endsWith('dump.sql'))?.source).toBe('mysqldump-sql')
    expect(await findings()).toEqual(script.includes('-x d/link') ? [] : ['archive-link'])
    expect(await changedDerived(caseDir)).toEqual([])
  })

  it('within others is opened too, and a row of a dump in it is traced to the exhibit', async () => {
    sh(
      'rm -rf n && mkdir n && (cd d && zip -qr ../n/inner.zip dump.sql) && gzip -c d/dump.sql > n/one.sql.gz && tar czf n.tar.gz n',
    )
    const rows = await open(at('n.tar.gz'), [openStage, mirrorStage])
    expect(rows.map((r) => [r.path, r.source, r.encoding])).toEqual([
      ['n.tar.gz', 'gzip', null],
      ...(rows[1]?.path.endsWith('zip')
        ? [
            ['n.tar.gz!/n/inner.zip', 'zip', null],
            ['n.tar.gz!/n/one.sql.gz', 'mysqldump-sql', 'gzip'],
          ]
        : [
            ['n.tar.gz!/n/one.sql.gz', 'mysqldump-sql', 'gzip'],
            ['n.tar.gz!/n/inner.zip', 'zip', null],
          ]),
      ['n.tar.gz!/n/inner.zip!/dump.sql', 'mysqldump-sql', null],
    ])
    const last = rows.at(-1)!
    const { rows: tables } = await database.client.query(`SELECT name, file FROM evidence.mirror_table ORDER BY file`)
    expect(tables.map((t) => t.file)).toEqual(rows.filter((r) => r.source === 'mysqldump-sql').map((r) => r.file))
    await database.client.query(
      `INSERT INTO evidence.finding (stage, unit, batch, n, severity, code, detail, _file, _offset, _length)
       SELECT 'test', 0, 0, 0, 'note', 'a-row', 'A row.', _file, _offset, _length FROM mirror_1."${tables.find((t) => t.file === last.file).name}"`,
    )
    const trace = await traceToBytes(database.client, caseDir, 'finding:test:0:0:0', () => new Date(0))
    expect(trace?.bytes[0]).toMatchObject({
      matches: true,
      reason: null,
      path: last.path,
      text: "(1,'a green engine')",
    })
    expect(trace?.steps.filter((s) => s.kind === 'file').map((s) => s.sentence)).toEqual([
      `File dump.sql (SHA-256 ${sha256(dump(1))}), unpacked from n.tar.gz!/n/inner.zip`,
      expect.stringMatching(/^File n\/inner\.zip .*, unpacked from n\.tar\.gz$/),
      expect.stringMatching(/^File n\.tar\.gz \(SHA-256 [0-9a-f]{64}\) of exhibit HF-001$/),
    ])
  })

  it('gives the same rows wherever the opening was interrupted', async () => {
    sh('tar cf again.tar d && zip -qry again.zip again.tar d')
    const whole = await open(at('again.zip'))
    const told = await findings()
    await database.client.query(
      'DELETE FROM evidence.finding; DELETE FROM evidence.checkpoint; DELETE FROM evidence.stage_run',
    )
    await database.client.query('DELETE FROM evidence.file WHERE parent IS NOT NULL')
    await all([openStage], 1)
    const { rows } = await database.client.query('SELECT count(*)::int AS n FROM evidence.checkpoint')
    const digest = await files()
    expect(digest).toEqual(whole)
    for (let n = 1; n < rows[0].n; n += 1) {
      await database.client.query(
        'DELETE FROM evidence.finding; DELETE FROM evidence.checkpoint; DELETE FROM evidence.stage_run',
      )
      await database.client.query('DELETE FROM evidence.file WHERE parent IS NOT NULL')
      await expect(all([openStage], 1, n)).rejects.toThrow(/stopped by the test/)
      await all([openStage], 1)
      expect(await files()).toEqual(whole)
      expect([...(await findings())].sort()).toEqual([...told].sort())
    }
  })
})

describe('a container that would do harm', () => {
  it('unpacks no further than its size allows', async () => {
    writeFileSync(at('bomb.gz'), gzipSync(Buffer.alloc(40 << 20)))
    const limits = { ...usualOpenLimits, free: 1 << 20, ratio: 2 }
    const small = openStageWith(limits)
    await expect(open(at('bomb.gz'))).rejects.toThrow(/gzip archive that does not hold/)
    mkdirSync(at('bombs'), { recursive: true })
    writeFileSync(at('bombs', 'bomb.gz'), gzipSync(Buffer.alloc(40 << 20)))
    const rows = await open(at('bombs'), [small])
    expect(statSync(join(caseDir, rows.at(-1)?.stored_path ?? '')).size).toBe(1 << 20)
    expect(await findings()).toEqual(['archive-limit'])
  })

  it('may not unpack without end in many small steps, nor hold files without number, nor lie in others without end', async () => {
    sh(
      'rm -rf deep && mkdir deep && cp d/dump.sql deep/0 && cd deep && for i in 1 2 3 4 5; do tar cf $i $((i-1)); done && rm 0 1 2 3 4',
    )
    const rows = await open(at('deep'), [openStageWith({ ...usualOpenLimits, depth: 3 })])
    expect(rows).toHaveLength(4)
    expect(await findings()).toEqual(['archive-limit'])
  })

  it('stops at so many files', async () => {
    sh('tar cf many.tar d')
    const rows = await open(at('many.tar'), [openStageWith({ ...usualOpenLimits, files: 3 })])
    expect(rows).toHaveLength(3)
    expect(await findings()).toContain('archive-limit')
  })

  it('names places outside itself to no effect', async () => {
    const block = Buffer.alloc(512)
    block.write('../../../escape.sh')
    block.write('0000644\0', 100)
    block.write('00000000003\0', 124)
    block.write('00000000000\0', 136)
    block.write('ustar\x0000', 257, 'latin1')
    block.write('        ', 148)
    block.write(
      `${block
        .reduce((a, b) => a + b, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    )
    writeFileSync(at('escape.tar'), Buffer.concat([block, Buffer.from('abc'), Buffer.alloc(509 + 1024)]))
    const rows = await open(at('escape.tar'))
    expect(rows[1]).toMatchObject({ path: 'escape.tar!/../../../escape.sh', sha256: sha256('abc') })
    expect(await findings()).toEqual(['archive-path'])
    expect(existsSync(join(folder, '..', 'escape.sh'))).toBe(false)
  })

  it('takes names of any length, and names that look like those in an archive', async () => {
    const long = Array.from(
      { length: 20 },
      (_, i) => `${i}${createHash('sha512').update(String(i)).digest('hex')}`,
    ).join('/')
    sh(
      `rm -rf odd && mkdir -p 'odd/x.tar!/d' 'long/${long}' && echo other > 'odd/x.tar!/d/dump.sql' && cp d/dump.sql 'long/${long}/dump.sql' && tar cf odd/x.tar d long`,
    )
    const rows = await open(at('odd'))
    expect(rows.map((r) => r.path.slice(0, 24))).toContain('x.tar!/d/dump.sql')
    expect(rows.filter((r) => /^x\.tar!\/d\/dump\.sql(~\d+)?$/.test(r.path))).toHaveLength(2)
    const far = rows.find((r) => r.path.startsWith('x.tar!/long/'))
    expect(far?.path.length).toBeLessThan(700)
    const { rows: inner } = await database.client.query('SELECT inner_path FROM evidence.file WHERE file = $1', [
      far?.file,
    ])
    expect(inner[0].inner_path).toBe(`long/${long}/dump.sql`)
  })

  it('lists what is encrypted, without its content', async () => {
    sh('rm -f closed.zip && zip -qr -P secret closed.zip d/dump.sql && zip -q closed.zip d/sub/b.txt')
    const rows = await open(at('closed.zip'))
    expect(rows.slice(1).map((r) => [r.path, r.source, r.sha256])).toEqual([
      ['closed.zip!/d/dump.sql', 'encrypted', null],
      ['closed.zip!/d/sub/b.txt', 'other', sha256('b'.repeat(70_000))],
    ])
    expect(await findings()).toEqual(['archive-encrypted'])
  })

  it.skipIf(findProgram(['7zz', '7z']) === null)('lists what is encrypted in a 7z archive (needs 7-Zip)', async () => {
    const seven = findProgram(['7zz', '7z'])
    sh(
      `rm -f half.7z whole.7z && ${seven} a -psecret half.7z d/dump.sql >/dev/null && ${seven} a half.7z d/sub/b.txt >/dev/null && ${seven} a -psecret -mhe=on whole.7z d >/dev/null`,
    )
    const rows = await open(at('half.7z'))
    expect(rows.slice(1).map((r) => [r.path, r.source, r.sha256])).toEqual([
      ['half.7z!/d/dump.sql', 'encrypted', null],
      ['half.7z!/d/sub/b.txt', 'other', sha256('b'.repeat(70_000))],
    ])
    expect(await findings()).toEqual(['archive-encrypted'])
  })

  it('needs a program: without it the container stays closed, and says what would open it', async () => {
    writeFileSync(at('x.7z'), Buffer.from('377abcaf271c0004000000000000000000000000000000000000000000000000', 'hex'))
    const path = process.env.PATH
    process.env.PATH = ''
    try {
      await open(at('x.7z'))
    } finally {
      process.env.PATH = path
    }
    const { rows } = await database.client.query('SELECT code, detail FROM evidence.finding')
    expect(rows).toEqual([
      {
        code: 'archive-no-program',
        detail: expect.stringMatching(/^x\.7z: A 7z archive can be opened only with 7-Zip/),
      },
    ])
  })
})

describe('a damaged container', () => {
  const read = async (
    bytes: Buffer,
    name: string,
  ): Promise<{ readonly names: readonly string[]; readonly codes: readonly string[] }> => {
    const path = at(`damaged-${name}`)
    writeFileSync(path, bytes)
    const kind = containers.find((c) => c.detect(bytes))
    const [names, codes]: [string[], string[]] = [[], []]
    if (!kind) return { names, codes }
    const input = {
      place: path,
      name,
      report: (t: { code: string }) => void codes.push(t.code),
      signal: new AbortController().signal,
      seconds: 20,
    }
    for await (const entry of kind.open(input)) {
      const hash = createHash('sha256')
      for await (const piece of entry.content ?? []) hash.update(piece)
      names.push(`${entry.path} ${hash.digest('hex')}`)
    }
    return { names, codes }
  }

  it.each(['tar', 'zip', 'tar.gz'])('%s, cut anywhere, gives what lies before the cut and says so', async (form) => {
    sh(form === 'zip' ? 'zip -qry cut.zip d' : form === 'tar' ? 'tar cf cut.tar d' : 'tar czf cut.tar.gz d')
    const bytes = readFileSync(at(`cut.${form}`))
    const { names: whole } = await read(bytes, 'whole')
    const contentEnd = form === 'tar' ? bytes.length - 1024 : bytes.length
    for (let cut = 1024; cut < contentEnd; cut += form === 'tar' ? 4096 : 37) {
      const { names, codes } = await read(bytes.subarray(0, cut), 'cut')
      // Without its directory a zip archive does not say what is a link.
      const links = form === 'zip' ? 1 : 0
      expect(names.length).toBeLessThanOrEqual(whole.length + links)
      const good = names.filter((n) => whole.includes(n))
      expect(names.length - good.length, `cut at ${cut}`).toBeLessThanOrEqual(1 + links)
      if (names.length !== good.length || form === 'zip') expect(codes.length, `cut at ${cut}`).toBeGreaterThan(0)
    }
  })

  it('tar goes on after bytes that are no entry', async () => {
    sh('tar cf odd.tar d')
    const bytes = readFileSync(at('odd.tar'))
    const { names: whole } = await read(bytes, 'whole')
    const broken = Buffer.concat([bytes.subarray(0, 512), Buffer.alloc(1024, 7), bytes.subarray(512)])
    const { names, codes } = await read(broken, 'broken')
    expect(names).toEqual(whole)
    expect(codes).toContain('archive-damaged')
  })

  it('of any bytes gives findings, never an exception', async () => {
    sh('tar cf fuzz.tar d && zip -qry fuzz.zip d && gzip -c fuzz.tar > fuzz.tar.gz')
    const seeds = ['fuzz.tar', 'fuzz.zip', 'fuzz.tar.gz'].map((n) => readFileSync(at(n)))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (seed, edits) => {
          const bytes = Buffer.from(seed)
          for (const [where, value] of edits) bytes[where % Math.min(bytes.length, 4096)] = value
          await read(bytes, 'fuzz')
        },
      ),
      { numRuns: 150 },
    )
    const none = async function* () {
      yield Buffer.from('no tar at all')
    }
    for await (const _ of readTar(none(), () => undefined)) throw new Error('there is none')
  })
})
