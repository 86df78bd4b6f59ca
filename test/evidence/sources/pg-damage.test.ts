import { describe, expect, it } from 'vitest'
import type { Limits } from '../../../src/evidence/mirror/source.ts'
import { pgDump } from '../../../src/evidence/sources/pg-dump.ts'
import { type Collected, collect } from './collect.ts'

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const ddl = (name: string, second = 'text') =>
  `--\n-- Name: ${name}; Type: TABLE; Schema: public; Owner: -\n--\n\nCREATE TABLE public.${name} (\n    id integer NOT NULL,\n    t ${second}\n);\n\n\n`
const data = (name: string, from: number, to: number, text = (n: number) => `Rose ${n}, a red one`) =>
  `--\n-- Data for Name: ${name}; Type: TABLE DATA; Schema: public; Owner: -\n--\n\nCOPY public.${name} (id, t) FROM stdin;\n${range(
    from,
    to,
  )
    .map((n) => `${n}\t${text(n)}\n`)
    .join('')}\\.\n\n\n`
const begin = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\n"
const end = '--\n-- PostgreSQL database dump complete\n--\n\n'
const day = (n: number) => `2020-01-${String((n % 28) + 1).padStart(2, '0')} 10:00:00`

const read = (text: string | Buffer, limits?: Limits): Collected => {
  const bytes = Buffer.from(text as string)
  const whole = collect(pgDump, bytes, bytes.length, limits)
  expect(collect(pgDump, bytes, 61, limits)).toEqual(whole)
  return whole
}
const ids = (c: Collected, name = 'a') => (c.tables[name] ?? []).map((r) => Number(r.values.id))
const losses = (c: Collected) => c.findings.filter((f) => f.severity === 'loss').map((f) => f.code)
/** Overwrites the bytes from the first `from` to before the next `to`. */
const over = (text: string, from: string, to: string, byte: number) => {
  const bytes = Buffer.from(text)
  const start = bytes.indexOf(from)
  return bytes.fill(byte, start, bytes.indexOf(to, start + from.length))
}

describe('damaged dumps of PostgreSQL', () => {
  const one = begin + ddl('a') + data('a', 1, 40) + end
  const two = begin + ddl('a') + ddl('b') + data('a', 1, 40) + data('b', 1, 9) + end
  const typed =
    begin + ddl('a') + ddl('b', 'timestamp without time zone') + data('a', 1, 40) + data('b', 1, 9, day) + end

  it('are read whole when whole', () => {
    const got = read(two)
    expect([ids(got), ids(got, 'b'), got.findings]).toEqual([range(1, 40), range(1, 9), []])
  })

  it('keep every row before a cut at any byte, and say that they are cut', () => {
    const all = Object.values(read(two).tables).flat()
    for (let cut = two.indexOf('1\tRose'); cut < two.length - end.length; cut += 7) {
      const got = collect(pgDump, Buffer.from(two.slice(0, cut)))
      expect(Object.values(got.tables).flat()).toEqual(all.filter((r) => r.offset + r.length <= cut))
      expect(got.findings.map((f) => f.code).join()).toMatch(/truncated|not-completed/)
    }
  })

  it('lose one row to a lost tab and two to a lost line break', () => {
    expect(ids(read(one.replace('7\tRose', '7 Rose')))).toEqual(range(1, 40).filter((n) => n !== 7))
    const joined = read(one.replace('\n8\tRose', ' 8\tRose'))
    expect(ids(joined)).toEqual(range(1, 40).filter((n) => n !== 7 && n !== 8))
    expect(losses(joined)).toEqual(['column-count'])
  })

  it('lose the rows under a zeroed block, and no more', () => {
    const got = read(over(one, 'Rose 7,', 'Rose 12', 0))
    expect(ids(got)).toEqual([...range(1, 6), ...range(13, 40)])
    expect(losses(got)).toEqual(['zeroed-block'])
    expect(got.findings[0]).toMatchObject({
      offset: one.indexOf('7\tRose'),
      length: one.indexOf('13\tRose') - one.indexOf('7\tRose'),
    })
  })

  it('lose the rows under a block of rubbish', () => {
    const bytes = over(one, 'Rose 7,', 'Rose 12', 0)
    for (const [i, b] of bytes.entries()) if (b === 0) bytes[i] = i % 16 === 0 ? 0x09 : (i * 73 + 41) & 0xff
    const got = read(bytes)
    expect(ids(got)).toEqual([...range(1, 6), ...range(13, 40)])
    expect(new Set(losses(got))).toEqual(new Set(['column-count']))
  })

  it('do not give rows behind a lost boundary to the table before it', () => {
    // Rows of b look like rows of a: none behind the block can be told apart.
    const like = read(over(two, '38\tRose', '4\tRose', 0))
    expect([ids(like), ids(like, 'b')]).toEqual([range(1, 37), []])
    // Where the types differ, rows of b are still not taken for those of a.
    const other = read(over(typed, '38\tRose', '4\t2020', 0))
    expect([ids(other), ids(other, 'b')]).toEqual([range(1, 37), []])
  })

  it('go on with the rows of the table whose types they fit', () => {
    const got = read(over(typed, 'Rose 7,', 'Rose 12', 0))
    expect([ids(got), ids(got, 'b')]).toEqual([[...range(1, 6), ...range(13, 40)], range(1, 9)])
    expect(got.findings[0]?.detail).toContain('goes on with rows of a')
  })

  it('see the next table where the end of the rows was cut out', () => {
    const from = two.indexOf('\\.\n')
    for (const to of [two.indexOf('COPY public.b'), two.indexOf('-- Data for Name: b'), from + 3]) {
      const got = read(two.slice(0, from) + two.slice(to))
      expect([ids(got), ids(got, 'b')]).toEqual([range(1, 40), range(1, 9)])
      expect(losses(got).length).toBeGreaterThan(0)
    }
  })

  it('lose the rows of a COPY whose own line is damaged, and not those of the next', () => {
    const got = read(over(two, 'COPY public.a', '3\tRose', 0x7e))
    expect([ids(got), ids(got, 'b')]).toEqual([[], range(1, 9)])
    expect(losses(got)).toEqual(['unreadable'])
  })

  it('do not let a damaged CREATE TABLE or an open quote swallow the rows', () => {
    for (const broken of [two.replace('t text\n);', "t text DEFAULT 'x\n);"), two.replace('t text\n);', 't text\n')]) {
      const got = read(broken)
      expect([ids(got), ids(got, 'b')]).toEqual([range(1, 40), range(1, 9)])
      expect(losses(got)).toContain('damaged-statement')
    }
  })

  it('keep what stands before and after a row that is too long', () => {
    const got = read(one.replace('Rose 7,', 'x'.repeat(5000)), { row: 1000, statement: 4096 })
    expect(ids(got)).toEqual(range(1, 40).filter((n) => n !== 7))
    expect(losses(got)).toEqual(['row-too-large'])
  })

  const insert = (n: number) => `INSERT INTO public.a VALUES (${n}, 'Rose ${n}, it''s\nred');\n`
  it('lose one INSERT to a lost quote', () => {
    const sql = begin + ddl('a') + range(1, 20).map(insert).join('') + end
    expect(ids(read(sql))).toEqual(range(1, 20))
    const got = read(sql.replace("'Rose 7,", 'Rose 7,'))
    expect(ids(got).filter((n) => n !== 8)).toEqual(range(1, 20).filter((n) => n !== 7 && n !== 8))
    expect(losses(got).length).toBeGreaterThan(0)
  })

  it('never take text for rows: a post that looks like a dump stays one value', () => {
    const post = 'x\\n\\\\.\\nCOPY public.a (id, t) FROM stdin;\\n99\\tno row\\n'
    const got = read(begin + ddl('a') + data('a', 1, 9, (n) => (n === 5 ? post : 'x')) + end)
    expect([ids(got), got.findings]).toEqual([range(1, 9), []])
    expect(got.tables.a?.[4]?.values.t).toBe('x\n\\.\nCOPY public.a (id, t) FROM stdin;\n99\tno row\n')
  })
})
