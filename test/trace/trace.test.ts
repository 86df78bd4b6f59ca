import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readRange, traceToBytes } from '../../src/trace/bytes.ts'
import { mask } from '../../src/trace/mask.ts'
import { traceable, walk } from '../../src/trace/walk.ts'
import { testClock, withFinishedCase } from '../support/case.ts'
import { temporaryFolder } from '../support/folder.ts'

const done = withFinishedCase('XS')
const folder = temporaryFolder('trace')
const trace = (id: string) => traceToBytes(done.open.db, done.caseDir, id, testClock)
const first = async (sql: string): Promise<string> => (await done.open.db.query<{ id: string }>(sql)).rows[0]?.id ?? ''

describe('a trace', () => {
  const samples: readonly (readonly [string, string])[] = [
    [
      'a sighting',
      `SELECT 'sighting:' || site || ':' || place || ':' || place_id || ':' || n AS id FROM artefacts.sighting ORDER BY 1 LIMIT 1`,
    ],
    ['a post', `SELECT 'post:' || site || ':' || id AS id FROM forum.post ORDER BY site, id LIMIT 1`],
    ['a message', `SELECT 'message:' || site || ':' || id AS id FROM forum.message ORDER BY site, id LIMIT 1`],
    [
      'an account',
      `SELECT 'persona:' || site || ':' || id AS id FROM forum.member WHERE kind = 'member' ORDER BY site, id LIMIT 1`,
    ],
    ['a link', 'SELECT link AS id FROM identity.link ORDER BY weight DESC LIMIT 1'],
    ['a term', `SELECT 'term:' || link || ':' || n AS id FROM identity.term ORDER BY weight DESC LIMIT 1`],
    ['a signal', `SELECT 'signal:' || subject || ':' || n AS id FROM jurisdiction.signal ORDER BY weight DESC LIMIT 1`],
    [
      'a factor',
      `SELECT 'factor:' || subject || ':' || factor AS id FROM risk.factor WHERE state = 'present' ORDER BY points DESC LIMIT 1`,
    ],
    [
      'a statement',
      `SELECT 'statement:' || package || ':' || n AS id FROM dissemination.statement ORDER BY package, n LIMIT 1`,
    ],
    ['a subject', 'SELECT subject AS id FROM identity.subject ORDER BY personas DESC LIMIT 1'],
  ]
  it.each(samples)('of %s ends at bytes that match, in a row of the mirror', async (_, sql) => {
    const id = await first(sql)
    expect(id).not.toBe('')
    const found = await trace(id)
    expect(found?.sentence.length).toBeGreaterThan(5)
    expect(found?.bytes.length).toBeGreaterThan(0)
    for (const b of found?.bytes ?? []) {
      expect(b.reason).toBeNull()
      expect(b.matches).toBe(true)
      expect(b.step).toMatch(/^row:\d+:/)
      expect(b.text.startsWith('(') && b.text.endsWith(')')).toBe(true)
    }
    for (const step of found?.steps ?? [])
      if (step.parent !== null) expect(found?.steps.some((s) => s.id === step.parent)).toBe(true)
  })

  it('shows every statement of every package at its bytes', async () => {
    const { rows } = await done.open.db.query<{ id: string }>(
      `SELECT 'statement:' || package || ':' || n AS id FROM dissemination.statement ORDER BY package, n LIMIT 60`,
    )
    expect(rows.length).toBeGreaterThan(10)
    for (const { id } of rows) expect([id, (await trace(id))?.bytes.length]).not.toEqual([id, 0])
  })

  it('masks passwords and session keys in what it shows', async () => {
    const id = await first(
      `SELECT 'persona:' || site || ':' || id AS id FROM forum.member WHERE password_scheme IS NOT NULL ORDER BY site, id LIMIT 1`,
    )
    const found = await trace(id)
    expect(found?.bytes[0]?.masked).toBeGreaterThan(20)
    expect(JSON.stringify(found)).not.toMatch(/\$2y\$|\$H\$|\$argon2/)
  })

  it('says null of what is not there, and of ids of the wrong form', async () => {
    for (const id of ['post:1:999999', 'sighting:x', 'nothing', '', 'term:a', 'factor:', "post:1:' OR 1=1"])
      expect(await trace(id)).toBeNull()
    expect(traceable).toContain('statement')
    expect(await walk(done.open.db, 'persona:999999999:1')).toBeNull()
  })

  it('says that bytes do not match once the exhibit was changed', async () => {
    const id = await first(
      `SELECT 'post:' || site || ':' || id AS id FROM forum.post WHERE site = 1 ORDER BY id LIMIT 1`,
    )
    const at = (await trace(id))?.bytes[0]
    const { rows } = await done.open.db.query('SELECT stored_path FROM evidence.file WHERE file = $1', [at?.file])
    const path = join(done.caseDir, rows[0].stored_path)
    const whole = readFileSync(path)
    chmodSync(path, 0o600)
    const changed = Buffer.from(whole)
    changed[(at?.offset ?? 0) + 3] = 0x39
    writeFileSync(path, changed)
    const after = (await trace(id))?.bytes[0]
    expect(after?.matches).toBe(false)
    expect(after?.reason).toMatch(/SHA-256 is now/)
    writeFileSync(path, whole)
    expect((await trace(id))?.bytes[0]?.matches).toBe(true)
  })
})

describe('reading a range', () => {
  it('gives the same bytes from a plain and from a packed file', async () => {
    const plain = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251))
    writeFileSync(join(folder, 'plain'), plain)
    writeFileSync(join(folder, 'packed'), gzipSync(plain))
    for (const [offset, length] of [
      [0, 10],
      [123_456, 70_000],
      [299_990, 10],
      [299_990, 100],
    ] as const) {
      const expected = plain.subarray(offset, offset + length)
      expect(await readRange(join(folder, 'plain'), null, offset, length)).toEqual(expected)
      expect(await readRange(join(folder, 'packed'), 'gzip', offset, length)).toEqual(expected)
    }
  })
})

describe('masking', () => {
  it('hides what looks like a secret in any table, and nothing else', () => {
    const text = `(1,'wren','$2y$10$abcdefghijklmnopqrstuv','0123456789abcdef0123456789abcdef','58_0673a7477fb77d3b8c3f190fb586f60c')`
    const { bytes, masked } = mask(Buffer.from(text), [{ start: 1, end: 2 }])
    const shown = bytes.toString()
    expect(shown).toMatch(/^\(\*,'wren','\*+','\*{32}','58_0673a7477fb77d3b8c3f190fb586f60c'\)$/)
    expect(masked).toBe(1 + 29 + 32)
  })
})
