import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { bytesOf, kept, keyOf, linesOf, plainOf } from '../../src/unlock/exchange/potfile.ts'
import { spellings } from '../../src/unlock/exchange/reuse.ts'
import { strengthOf } from '../../src/unlock/exchange/strength.ts'
import { storedOf } from '../../src/unlock/hashes.ts'
import { schemeOf } from '../../src/unlock/schemes/index.ts'
import { temporaryFolder } from '../support/folder.ts'
import { hashCases, passphrase } from './hash-cases.ts'

const folder = temporaryFolder('potfile')
const hex = (text: string | Uint8Array): string => Buffer.from(text).toString('hex')
const read = async (content: string | Uint8Array): Promise<(string | null)[]> => {
  const path = join(folder, 'lines')
  writeFileSync(path, content)
  const lines: (string | null)[] = []
  for await (const line of linesOf(path)) lines.push(line)
  return lines
}

/** Lines as hashcat would be given them, of every scheme that it knows. */
const handed = hashCases.flatMap(({ scheme, passphrase: own = passphrase, ...from }) => {
  const stored = storedOf(from)
  const found = schemeOf(stored)
  const line = found?.hashcat?.line(stored) ?? null
  // The same hash under another dialect is one line of one file.
  return line === null ? [] : [{ ...found!.hashcat!, scheme, stored, found: found!, line, own }]
})

describe('lines of results', () => {
  test.each(handed)('are taken apart against the hash: $scheme $line', async ({ found, stored, line, own }) => {
    const plain = /^[\x20-\x7e]*$/.test(own) ? own : `$HEX[${hex(own)}]`
    const result = Buffer.from(`${line}:${plain}`).toString('latin1')
    expect(keyOf(result)).toBe(keyOf(line))
    const plains = plainOf(result, line)
    expect(plains?.map((p) => hex(p))[0]).toBe(hex(own))
    expect(await found.check(plains![0]!, stored)).toBe(true)
    expect(plainOf(`${'0'.repeat(32)}:x`, line)).toBeNull()
  })

  it('keep colons of salts and plains, bytes in hexadecimal, and salts that hashcat writes so', () => {
    const line = `${'ab'.repeat(16)}:s:t`
    expect(plainOf(`${line}:one:two:`, line)?.map(String)).toEqual(['one:two:'])
    expect(plainOf(`${line.toUpperCase().replace('S:T', 's:t')}:x`, line)?.map(String)).toEqual(['x'])
    expect(plainOf(`${'ab'.repeat(16)}:$HEX[${hex('s:t')}]:x`, line)?.map(String)).toEqual(['x'])
    expect(plainOf(`${line}:$HEX[00ff]`, line)?.map((p) => hex(p))).toEqual(['00ff', hex('$HEX[00ff]')])
    expect(plainOf(`${line}:`, line)?.map(String)).toEqual([''])
    expect(plainOf(line, line)).toBeNull()
  })

  it('come one by one however the file ends; one that is too long is told and passed over', async () => {
    expect(await read('a:b\r\nc:d\n\ne:f')).toEqual(['a:b', 'c:d', '', 'e:f'])
    expect(await read('')).toEqual([])
    expect(await read(`a:b\n${'x'.repeat(200_000)}\nc:d\n${'y'.repeat(200_000)}`)).toEqual(['a:b', null, 'c:d', null])
  })

  it('are never too strange', async () => {
    const known = handed.map((h) => h.line)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        for (const line of await read(bytes))
          if (line !== null)
            for (const hash of known.slice(0, 3)) expect(() => [keyOf(line), plainOf(line, hash)]).not.toThrow()
      }),
      { numRuns: 200 },
    )
  })

  it('are kept so that the same bytes come out of the vault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(hex(bytesOf(kept(bytes)))).toBe(hex(bytes))
      }),
    )
    for (const text of ['Rüben 12', '$HEX[00]', 'plain', '', '$HEX[zz]'])
      expect(hex(bytesOf(kept(Buffer.from(text))))).toBe(hex(text))
  })
})

describe('a passphrase', () => {
  test.each([
    ['Password1!', 'common'],
    ['1234567890', 'common'],
    ['aaaaaaaaaaaaaaaa', 'common'],
    ['tulip7', 'weak'],
    ['Beetroot12', 'fair'],
    ['Rhubarb & Tomato 7', 'strong'],
  ])('like %s is %s', (text, strength) => {
    expect(strengthOf(text)).toBe(strength)
  })

  it('is tried as other boards would have taken it', () => {
    expect(spellings(Buffer.from('plain')).map(hex)).toEqual([hex('plain')])
    expect(spellings(Buffer.from('Rübe')).map(hex)).toEqual([hex('Rübe'), '52fc6265'])
    expect(spellings(Buffer.from('52fc6265', 'hex')).map(hex)).toEqual(['52fc6265', hex('Rübe')])
  })
})

const version = spawnSync('hashcat', ['--version'], { encoding: 'utf8' })
const modes = [...new Set(handed.filter((h) => h.since === undefined).map((h) => h.mode))]

describe.skipIf(version.status !== 0)('hashcat itself (skipped where it is not installed)', () => {
  const home = join(folder, 'hashcat')
  mkdirSync(home)
  const run = (...args: readonly string[]): string =>
    spawnSync('hashcat', args, {
      encoding: 'utf8',
      env: { ...process.env, HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home },
      timeout: 60_000,
    }).stdout

  test.each(modes)('takes the lines of mode %i, and finds its own results for them', (mode) => {
    // To hashcat the kinds of bcrypt are one: of hashes that differ in nothing else it keeps one.
    const apart = handed.filter((h) => h.mode === mode).map((h) => [h.line.replace(/^\$2[abxy]\$/, ''), h] as const)
    const lines = [...new Map(apart).values()].map((h) => [h.line, h.own] as const)
    const [hashes, pot] = [join(home, `${mode}.hashes`), join(home, `${mode}.pot`)]
    writeFileSync(hashes, lines.map(([line]) => `${line}\n`).join(''))
    writeFileSync(pot, '')
    const args = ['-m', String(mode), hashes, '--potfile-path', pot]
    const sorted = (text: string): readonly string[] =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .sort()
    expect(sorted(run(...args, '--left'))).toEqual(lines.map(([line]) => line).sort())
    writeFileSync(pot, lines.map(([line, own]) => `${line}:${own}\n`).join(''))
    expect(sorted(run(...args, '--left'))).toEqual([])
    for (const shown of sorted(run(...args, '--show')))
      expect(lines.some(([line, own]) => plainOf(shown, line)?.some((p) => String(p) === own))).toBe(true)
    expect(sorted(run(...args, '--show')).length).toBe(lines.length)
  })
})
