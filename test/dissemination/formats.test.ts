import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate, evaluationMeaning, handlingMeaning } from '../../src/dissemination/codes.ts'
import { jsonExporter } from '../../src/dissemination/exporters/json.ts'
import { pdfExporter } from '../../src/dissemination/exporters/pdf.ts'
import { fontCoverage, printable } from '../../src/dissemination/glyphs.ts'
import { temporaryFolder } from '../support/folder.ts'
import { samplePackage } from './package.ts'

const folder = temporaryFolder('formats')

describe('a package as JSON', () => {
  it('reads back as the package', async () => {
    for await (const bytes of jsonExporter.write(samplePackage))
      expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject(JSON.parse(JSON.stringify(samplePackage)))
  })
})

describe('a package as PDF', () => {
  it('declares PDF/A-2b', async () => {
    for await (const bytes of pdfExporter.write(samplePackage)) {
      const text = Buffer.from(bytes).toString('latin1')
      expect(text).toMatch(/<pdfaid:part>2</)
      expect(text).toMatch(/<pdfaid:conformance>B</)
    }
  })

  it.skipIf(!existsSync('/usr/bin/pdftotext'))(
    'shows names as data, not as markup, and what has no glyph as its code (needs pdftotext)',
    async () => {
      const path = join(folder, 'p.pdf')
      for await (const bytes of pdfExporter.write(samplePackage)) writeFileSync(path, bytes)
      const text = spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).stdout
      expect(text).toContain('‹U+1F98A› ‹U+6F22› “#let x = 1” Ω')
      expect(text).toContain('Trains #1 *bold* $x$ \\ <b>')
      expect(text).toContain('EXERCISE')
      expect(text).toContain('SAFEGUARDING')
      expect(text).toContain('persona:1:7: HF-001, forum.sql, 10 + 20')
    },
  )
})

describe('printable text', () => {
  const covers = fontCoverage(
    readFileSync(
      createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
    ),
  )
  it('knows what the font covers', () => {
    for (const char of 'AzéŁЖΩ“€') expect(covers(char.codePointAt(0) ?? 0)).toBe(true)
    for (const char of '漢🦊') expect(covers(char.codePointAt(0) ?? 0)).toBe(false)
  })
  it('holds nothing the font lacks, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        [...printable(text, covers)].every((c) => c === '\n' || covers(c.codePointAt(0) ?? 0)),
      ),
    )
  })
})

describe('codes', () => {
  it('are explained or refused, never guessed', () => {
    expect(handlingMeaning('H1+H2')).toHaveLength(2)
    for (const wrong of ['H4', 'H1+H1', '', 'h1']) expect(handlingMeaning(wrong)).toBeNull()
    expect(evaluationMeaning('A3')).toHaveLength(2)
    for (const wrong of ['E1', 'A5', 'A', '']) expect(evaluationMeaning(wrong)).toBeNull()
  })
  it('a machine never grades better than corroborated', () => {
    expect(evaluate(['sighting:1:post:1:0', 'sighting:1:post:2:0'])).toBe('A3')
    expect(evaluate(['sighting:1:post:1:0', 'sighting:1:post:1:0'])).toBe('A4')
  })
})
