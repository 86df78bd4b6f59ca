import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { generateSeizure } from '../../bench/data/generate.ts'
import { commands } from '../../src/cli/commands/index.ts'
import { buildProgram } from '../../src/cli/main.ts'
import { temporaryFolder } from '../support/folder.ts'
import { commandLine, holdfast, started } from './program.ts'

const folder = temporaryFolder('cli')
const exhibit = join(folder, 'seizure', 'exhibit')
const at = (name: string): string => join(folder, name)
const write = (name: string, content: string | Buffer): string => {
  writeFileSync(at(name), content)
  return at(name)
}

beforeAll(async () => {
  await generateSeizure({ size: 'XS', seed: 5, outDir: join(folder, 'seizure') })
}, 600_000)

describe('the command line', () => {
  it('lists every command, each with --json, --case and examples of its own', () => {
    const program = buildProgram()
    expect(program.commands.map((c) => c.name())).toEqual(
      expect.arrayContaining(['acquire', 'run', 'serve', 'verify', 'trace', 'package', 'export', 'status']),
    )
    for (const command of program.commands) {
      const help = command.helpInformation()
      for (const option of ['--json', '--case', '--as'])
        expect([command.name(), help]).toEqual([command.name(), expect.stringContaining(option)])
      const own = commands.find((c) => c.name === command.name())
      expect(own?.examples.length).toBeGreaterThan(0)
      for (const example of own?.examples ?? [])
        expect(example).toMatch(command.name() === 'start' ? /npm start/ : new RegExp(`holdfast ${command.name()}`))
    }
  })

  it('acquires, runs, exports, packages, traces, verifies and says where the case stands', () => {
    const caseDir = at('whole')
    const run = holdfast('run', exhibit, '--case', caseDir, '--exercise', '--json')
    expect(run.err).toBe('')
    const result = JSON.parse(run.out)
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining(['digest', 'content_digest', 'counts', 'findings', 'ledger', 'stages']),
    )
    expect(result.counts).toMatchObject({
      posts: expect.any(Number),
      members: expect.any(Number),
      attachments: expect.any(Number),
    })
    expect(result.ledger.balanced).toBe(true)
    expect(result.stages.every((s: object) => Object.keys(s).join() === 'name,rows,seconds')).toBe(true)
    expect(Object.keys(result.overhead)).toEqual([
      ...['start', 'acquire', 'verify_before', 'between_stages', 'verify_after_and_digest', 'counts', 'stop', 'beside'],
    ])
    for (const part of ['start', 'acquire', 'verify_before', 'stop']) expect(result.overhead[part]).toBeGreaterThan(0)

    const again = JSON.parse(holdfast('run', exhibit, '--case', caseDir, '--json').out)
    expect([again.digest, again.content_digest]).toEqual([result.digest, result.content_digest])

    const exported = holdfast('export', 'forum', '--case', caseDir, '--out', at('export'), '--json')
    expect(exported.code).toBe(0)
    const posts = readFileSync(join(at('export'), 'posts.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((l) => JSON.parse(l))
    expect(posts).toHaveLength(result.counts.posts)
    expect(Object.keys(posts[0])).toEqual(
      expect.arrayContaining([
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
        'provenance',
      ]),
    )

    const { packages } = JSON.parse(holdfast('package', '--case', caseDir, '--out', at('sent'), '--json').out)
    expect(packages.length).toBe(result.counts.packages)
    expect(readdirSync(at('sent')).length).toBe(2 * packages.length)
    const traced = JSON.parse(holdfast('trace', `statement:${packages[0].package}:1`, '--case', caseDir, '--json').out)
    expect(traced.bytes[0].matches).toBe(true)

    const verified = JSON.parse(holdfast('verify', '--store', '--case', caseDir, '--json').out)
    expect(verified).toMatchObject({ ok: true, faults: [] })
    expect(JSON.parse(holdfast('status', '--case', caseDir, '--json').out)).toMatchObject({
      operation: { exercise: true },
      counts: result.counts,
    })
  }, 600_000)

  it('says what an acquisition would take in, without taking anything in', () => {
    const { out, code } = holdfast('acquire', '--plan', exhibit, '--case', at('planned'), '--json')
    expect(code).toBe(0)
    const [plan] = JSON.parse(out).plans
    expect(plan).toMatchObject({ kind: 'folder', files: 2, boards: [], left_out: [] })
    expect(plan.sources).toEqual([{ source: 'mysqldump-sql', role: 'dump', files: 2, size: plan.size }])
    expect(plan.found.map((f: { path: string }) => f.path).sort()).toEqual(readdirSync(exhibit).sort())
    expect(existsSync(at('planned'))).toBe(false)
  })

  it('goes on in the same case after it was stopped by a signal, and says how', async () => {
    const child = started('run', exhibit, '--case', at('stopped'), '--exercise')
    let err = ''
    let stopping = false
    child.stderr?.on('data', (d: Buffer) => {
      err += d.toString()
      // Once: whoever asks a second time is not waited for.
      if (!stopping && err.includes('mirror 1')) stopping = child.kill('SIGINT')
    })
    const code = await new Promise<number | null>((r) => child.once('close', r))
    if (code !== 0) expect(err).toMatch(/go on where it stopped/)
    expect(holdfast('run', '--case', at('stopped'), '--json').code).toBe(0)
  }, 600_000)
})

describe('bad input gives one clear message, and nothing is lost', () => {
  const bad = (args: readonly string[], message: RegExp): void => {
    const { code, err, out } = holdfast(...args)
    expect(code).not.toBe(0)
    expect(err).toMatch(message)
    expect(err.match(/^holdfast: /gm)).toHaveLength(1)
    expect(err).not.toMatch(/^\s+at .*:\d+:\d+/m)
    expect(out.trim()).toBe('')
  }

  it('without a lawful basis', () =>
    bad(['run', exhibit, '--case', at('nobasis')], /no operation is declared.*nothing is acquired/))
  it('with an operation that lacks fields', () =>
    bad(
      ['run', exhibit, '--case', at('nobasis2'), '--operation', write('op.json', '{"name":"Fern"}')],
      /op\.json: .*authority/,
    ))
  it('that is not a dump', () =>
    bad(
      ['run', write('tree.png', Buffer.from('89504e470d0a1a0a', 'hex')), '--case', at('nodump'), '--exercise'],
      /tree\.png: .*is not a dump/,
    ))
  it('that does not exist', () =>
    bad(['run', at('nowhere.sql'), '--case', at('nowhere'), '--exercise'], /nowhere\.sql: does not exist/))
  it('for a folder that is no case', () => bad(['status', '--case', folder], /is not a case folder/))
  it('for an unknown id', () => bad(['trace', 'post:1:1', '--case', at('whole2')], /does not exist/))
  it('for an absurd number', () =>
    bad(
      ['run', exhibit, '--case', at('absurd'), '--exercise', '--batch-rows', '99999999999'],
      /--batch-rows is "99999999999"/,
    ))

  it('keeps the good exhibit beside a bad one, and ends with an error', () => {
    const dump = readdirSync(exhibit).map((n) => join(exhibit, n))[0] ?? ''
    const { code, err, out } = holdfast(
      'run',
      dump,
      write('bad.bin', Buffer.alloc(100, 7)),
      '--case',
      at('mixed'),
      '--exercise',
      '--json',
    )
    expect(code).toBe(1)
    expect(err).toMatch(/bad\.bin/)
    expect(JSON.parse(out.split('\n')[0] ?? '').counts.exhibits).toBe(1)
  }, 600_000)

  it('reads a dump that was cut short up to the cut, with a finding', () => {
    const dump = readFileSync(join(exhibit, readdirSync(exhibit).sort()[0] ?? ''))
    const cut = gzipSync(dump).subarray(0, Math.floor(gzipSync(dump).length * 0.6))
    expect(() => gunzipSync(cut)).toThrow()
    const result = JSON.parse(
      holdfast('run', write('cut.sql.gz', cut), '--case', at('cut'), '--exercise', '--json').out,
    )
    expect(result.ledger).toMatchObject({ balanced: true })
    expect(result.ledger.rows).toBeGreaterThan(10)
    expect(Object.keys(result.findings).join()).toMatch(/gzip|trunc|cut/)
  }, 600_000)

  it('keeps an unknown engine in the mirror, and names its tables', () => {
    const sql = 'CREATE TABLE `wagons` (`n` int);\nINSERT INTO `wagons` VALUES (1),(2),(3);\n'
    const result = JSON.parse(
      holdfast('run', write('wagons.sql', sql), '--case', at('unknown'), '--exercise', '--json').out,
    )
    expect(result.findings['unknown-engine']).toBe(1)
    expect(result.ledger).toMatchObject({ balanced: true, rows: 3 })
  }, 600_000)

  it.skipIf(process.getuid?.() !== 0 || !existsSync('/usr/bin/unshare'))(
    'says that the disk is full, and goes on once it is not (needs root for a small disk of its own)',
    () => {
      const disk = at('small-disk')
      mkdirSync(disk)
      const script = [
        `mount -t tmpfs -o size=56m tmpfs '${disk}'`,
        `${commandLine('run', exhibit, '--case', join(disk, 'case'), '--exercise', '--json')}; echo "first $?"`,
        `mount -o remount,size=600m '${disk}'`,
        `${commandLine('run', exhibit, '--case', join(disk, 'case'), '--exercise', '--json')}; echo "second $?"`,
      ].join('\n')
      const { stdout, stderr } = spawnSync('unshare', ['--mount', 'sh', '-c', script], {
        encoding: 'utf8',
        timeout: 240_000,
      })
      expect(stdout).toMatch(/first 1/)
      expect(stderr).toMatch(/disk is full|No space left/i)
      expect(stdout).toMatch(/second 0/)
    },
    300_000,
  )
})
