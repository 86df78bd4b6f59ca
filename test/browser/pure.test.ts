import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Trace } from '../../src/api/contract.ts'
import { cutAt, hitsIn, shownLines } from '../../web/components/drawer/hits.ts'
import { type Column, filtered, sorted } from '../../web/components/table/columns.ts'
import { csv, csvCell } from '../../web/text/csv.ts'
import { bytes, duration, instant, percent, shortHash, words } from '../../web/text/format.ts'

function linesOf(content: Uint8Array, from = 0) {
  return Array.from({ length: Math.ceil(content.length / 16) }, (_, i) => {
    const part = Buffer.from(content.subarray(i * 16, i * 16 + 16))
    const hex = part.toString('hex').replace(/../g, '$& ').trim()
    return { offset: from + i * 16, hex, text: part.toString('latin1') }
  })
}

describe('what is exported', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+44', "'+44"],
    ['-x', "'-x"],
    ['@cmd', "'@cmd"],
    ['\tx', "'\tx"],
    ['a,b', '"a,b"'],
    ['say "so"', '"say ""so"""'],
    ['=a,"b"', '"\'=a,""b"""'],
    ['plain', 'plain'],
    [-5, '-5'],
    [null, ''],
  ])('%j is written as %j', (value, cell) => expect(csvCell(value)).toBe(cell))

  test('no text begins a cell as a formula', () => {
    fc.assert(fc.property(fc.string(), (text) => !/^"?[=+\-@]/.test(csvCell(text))))
  })

  test('rows end as RFC 4180 asks', () => expect(csv(['a'], [['b'], [null]])).toBe('a\r\nb\r\n\r\n'))
})

describe('what is pointed at in bytes', () => {
  test('a value is marked wherever it stands, across line ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ maxLength: 70 }), (before, after) => {
        const content = Buffer.concat([before, Buffer.from('sam@railway.example'), after])
        const all = shownLines(linesOf(content), ['SAM@railway.example']).flatMap((line) => line.bytes)
        expect(all).toHaveLength(content.length)
        expect(all.slice(before.length, before.length + 19).every((byte) => byte.hit)).toBe(true)
      }),
    )
  })

  test('a masked byte is never marked', () => {
    const lines = [{ offset: 0, hex: '** ** 61 62', text: '██ab' }]
    expect(shownLines(lines, ['ab'])[0]?.bytes.map((byte) => byte.hit)).toEqual([false, false, true, true])
  })

  test('cutting a text loses nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }), (text, hits) => {
        expect(cutAt(text, hits).join('')).toBe(text)
      }),
    )
  })

  const trace: Trace = {
    id: 'term:1',
    sentence: 'both give the e-mail address sam@railway.example',
    truncated: false,
    bytes: [],
    steps: [
      { id: 't', parent: null, kind: 'term', sentence: 'both give the e-mail address sam@railway.example' },
      { id: 's', parent: 't', kind: 'sighting', sentence: 'handle jabber:sam, wrote, account “Sam”, post 1' },
      { id: 'r', parent: 's', kind: 'row', sentence: 'Row 1 of table posts' },
    ],
  }
  test('what was asked for goes before what the chain names', () => {
    expect(hitsIn('a sam b 203.0.113.7', '203.0.113.7', trace, 'r')).toEqual(['203.0.113.7'])
    expect(hitsIn('a sam b', '203.0.113.7', trace, 'r')).toEqual(['sam'])
    expect(hitsIn('nothing of it', '', trace, 'r')).toEqual([])
  })
})

describe('tables', () => {
  const columns: readonly Column<{ readonly n: number | null; readonly s: string }>[] = [
    { key: 'n', label: 'n', width: 10, value: (row) => row.n },
    { key: 's', label: 's', width: 10, value: (row) => row.s, order: (row) => row.s.length },
  ]
  const rows = [
    { n: 2, s: 'ccc' },
    { n: null, s: 'a' },
    { n: 1, s: 'bb' },
  ]
  test('what is not known comes last in both directions', () => {
    expect(sorted(rows, columns, 'n').map((row) => row.n)).toEqual([1, 2, null])
    expect(sorted(rows, columns, '-n').map((row) => row.n)).toEqual([2, 1, null])
    expect(sorted(rows, columns, '')).toBe(rows)
  })
  test('a column may be ordered by something else than it shows', () => {
    expect(sorted(rows, columns, '-s').map((row) => row.s)).toEqual(['ccc', 'bb', 'a'])
  })
  test('every word of the filter has to stand in the row', () => {
    expect(filtered(rows, columns, 'B 1')).toEqual([rows[2]])
    expect(filtered(rows, columns, 'b 2')).toEqual([])
  })
})

describe('how things are said', () => {
  test('times are ISO with seconds and their offset', () => {
    expect(instant('2024-03-01T12:00:00.250Z', false)).toBe('2024-03-01 12:00:00Z')
    expect(instant('2024-03-01T12:00:00Z', true)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+−]\d\d:\d\d$/)
    expect(instant(null, false)).toBe('—')
    expect(instant('no time', false)).toBe('no time')
  })
  test('figures', () => {
    expect(percent(0.001)).toBe('<1 %')
    expect(percent(0.9999)).toBe('>99 %')
    expect(bytes(812)).toBe('812 B')
    expect(bytes(183_204)).toBe('183 kB')
    expect(duration(188.2)).toBe('3 min 08 s')
    expect(shortHash('0123456789abcdef0123')).toBe('012345…ef0123')
    expect(words('same-ip')).toBe('Same IP')
  })
})
