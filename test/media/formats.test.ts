import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldsOf, headerOf } from '../../src/media/columns.ts'
import { formats } from '../../src/media/formats/index.ts'
import { openRecords } from '../../src/media/json.ts'
import { readLabels } from '../../src/media/labels.ts'
import type { Entry } from '../../src/media/media.ts'
import { expectLinear } from '../support/linear.ts'

const of = (name: 'md5' | 'sha1' | 'sha256', text: string): string => createHash(name).update(text).digest('hex')
const [md5, sha1, sha256] = [of('md5', 'rose'), of('sha1', 'rose'), of('sha256', 'rose')]

/** Reads a set in pieces of so many bytes. */
async function read(given: string | Buffer, piece = 1 << 20) {
  const bytes = Buffer.from(given)
  const format = formats.find((each) => each.detect(bytes.subarray(0, 65536)))
  const entries: (Record<string, unknown> & { line: number })[] = []
  const remarks: [number, string, boolean][] = []
  let scheme: string | null = null
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
  await format?.read(pieces(), {
    entry: ({ line, hashes, size, code }: Entry) => {
      const hex = Object.entries(hashes).map(([name, hash]) => [name, hash.toString('hex')])
      entries.push({
        line,
        ...Object.fromEntries(hex),
        ...(size === null ? {} : { size }),
        ...(code === null ? {} : { code }),
      })
    },
    remark: (line, why, taken = false) => remarks.push([line, why, taken]),
    scheme: (name) => {
      scheme ??= name
    },
    drained: async () => undefined,
  })
  return { format: format?.name ?? null, entries, remarks, scheme }
}

describe('a list of hashes', () => {
  it('is read whatever stands beside the hashes', async () => {
    const text = [
      '# kept by the garden unit',
      md5,
      `${sha1.toUpperCase()}  rose.txt`,
      `${sha256} *rose with spaces.txt`,
      `\\${md5}  a name\\nof two lines`,
      `MD5 (rose.txt) = ${md5}`,
      `"${sha1}";"rose"`,
      '',
      'no hash at all',
      `${md5}00`,
      'd41d8cd98f00b204e9800998ecf8427e  nothing.txt',
      '00000000000000000000000000000000',
    ].join('\n')
    const { format, entries, remarks } = await read(text)
    expect(format).toBe('list')
    expect(entries).toEqual([
      { line: 2, md5 },
      { line: 3, sha1 },
      { line: 4, sha256 },
      { line: 5, md5 },
      { line: 6, md5 },
      { line: 7, sha1 },
    ])
    expect(remarks).toEqual([
      [9, '“no” is no MD5, SHA-1 or SHA-256', false],
      [10, expect.stringContaining('is no MD5'), false],
      [11, 'its hash is that of an empty file, which every case has', false],
      [12, 'its hash is a placeholder', false],
    ])
  })

  it('has the same lines with every line end, character set and piece', async () => {
    const lines = ['# Gärten', md5, `${sha1} Ähre`, 'oops', sha256]
    const expected = await read(lines.join('\n'))
    expect(expected.entries.map((e) => e.line)).toEqual([2, 3, 5])
    const forms: readonly Buffer[] = [
      Buffer.from(lines.join('\r\n')),
      Buffer.from(`${lines.join('\r')}\r`),
      Buffer.from(`\ufeff${lines.join('\n')}\n`),
      Buffer.from(`\ufeff${lines.join('\r\n')}`, 'utf16le'),
    ]
    for (const form of forms)
      for (const piece of [3, 7, 64, 10_000])
        expect(await read(form, piece), `${form.length} in ${piece}`).toEqual({ ...expected, format: 'list' })
  })
})

describe('a table of hashes', () => {
  it('is read by the names of its columns, in any order', async () => {
    const text = `Name;File Size;SHA-1;Category;MD5 hash\n"rose; red";9;${sha1};kept by garden unit;${md5}\n"a ""name""";;;2;${md5.toUpperCase()}\n`
    expect(await read(text)).toEqual({
      format: 'table',
      entries: [
        { line: 2, md5, sha1, size: 9, code: 'kept by garden unit' },
        { line: 3, md5, code: '2' },
      ],
      remarks: [],
      scheme: null,
    })
  })

  it('keeps what is whole of a line that is damaged, and says the rest', async () => {
    const text = `md5,sha256\n${md5},${sha256.slice(1)}\n,\nxyz,\n${md5},-\n`
    const { entries, remarks } = await read(text)
    expect(entries).toEqual([
      { line: 2, md5 },
      { line: 5, md5 },
    ])
    expect(remarks).toEqual([
      [2, expect.stringMatching(/^its SHA256 “[0-9a-f]{63}” is not 64 hexadecimal digits$/), true],
      [3, 'it has no hash', false],
      [4, 'its MD5 “xyz” is not 32 hexadecimal digits', false],
    ])
  })

  it('is read in the forms of hashdeep, ICSE’s baseline and the NSRL', async () => {
    const hashdeep = `%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## Invoked from: /garden\n4,${md5},${sha256},/garden/rose, red\n`
    expect((await read(hashdeep)).entries).toEqual([{ line: 4, md5, sha256, size: 4 }])
    const baseline = `MD5;SHA1;PhotoDNA;Image ID;Is distributed(Y|N);Media Type(Image|Video);Baseline(Yes|No)\n${md5};${sha1};;12;Y;Image;Yes\n`
    expect((await read(baseline)).entries).toEqual([{ line: 2, md5, sha1, code: 'Baseline Yes' }])
    const first = `"SHA-1","FileName","FileSize","ProductCode","OpSystemCode","MD4","MD5","CRC32","SpecialCode"\n"${sha1.toUpperCase()}","rose, red.txt",4,12,"WIN","","${md5.toUpperCase()}","AABBCCDD",""\n`
    expect(await read(first)).toMatchObject({ format: 'nsrl-rds', entries: [{ line: 2, md5, sha1, size: 4 }] })
    const second = `"SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode"\n"${sha1}","${md5}","AABBCCDD","rose","4",12,"WIN","M"\n`
    expect(await read(second)).toMatchObject({
      format: 'nsrl-rds',
      entries: [{ line: 2, md5, sha1, size: 4, code: 'SpecialCode M' }],
      remarks: [],
    })
  })
})

describe('a document of VICS', () => {
  const media = (n: number, more: object = {}) => ({
    MediaID: n,
    Category: 2,
    MD5: md5,
    SHA1: sha1,
    MediaSize: 4,
    ...more,
  })

  it('is read in both versions of OData, as a set and as a case, in pieces of any size', async () => {
    const value = [
      media(1, { Miniature: 'aGVsbG8=', MediaFiles: [{ MD5: of('md5', 'other'), FileName: 'a "rose" } ] {.txt' }] }),
      media(2, {
        Category: '5',
        MediaSize: '17',
        SHA1: null,
        AlternativeHashes: [{ HashName: 'SHA-256', HashValue: sha256 }],
      }),
    ]
    const expected = [
      { line: 1, md5, sha1, size: 4, code: '2' },
      { line: 2, md5, sha256, size: 17, code: '5' },
    ]
    const old = { 'odata.metadata': 'http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media', value }
    const set = {
      '@odata.context': 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media',
      value,
    }
    const inCase = {
      '@odata.context': 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Cases',
      value: [
        { CaseID: 'x', CaseMetadata: [{ PropertyName: 'MD5', PropertyValue: md5 }], Media: value, TotalMediaFiles: 9 },
      ],
    }
    for (const piece of [1, 5, 300, 100_000]) {
      expect(await read(`\ufeff${JSON.stringify(old, null, 2)}`, piece)).toEqual({
        format: 'vics',
        entries: expected,
        remarks: [],
        scheme: 'VICS 1.3',
      })
      expect(await read(JSON.stringify(set), piece)).toMatchObject({ entries: expected, scheme: 'VICS 2.0, US' })
      expect(await read(JSON.stringify(inCase), piece)).toEqual({
        format: 'vics',
        entries: expected,
        remarks: [],
        scheme: 'VICS 2.0',
      })
    }
  })

  it('gives remarks for records without a hash that can be compared, and for a document that breaks off', async () => {
    const text = JSON.stringify({
      value: [media(1), media(2, { MD5: null, SHA1: '', PhotoDNA: 'AAAA' }), media(3, { MD5: 'zz' })],
    })
    const { entries, remarks } = await read(text.slice(0, -2))
    expect(entries.map((e) => e.line)).toEqual([1, 3])
    expect(remarks).toEqual([
      [2, 'it has no hash but PhotoDNA, which is not compared', false],
      [3, 'its MD5 “zz” is not 32 hexadecimal digits', true],
      [4, 'the document breaks off', false],
    ])
    expect((await read(`${text.slice(0, text.indexOf(',"MD5"'))}]]}`)).remarks).toEqual([
      [1, 'the document cannot be read further: its brackets do not match', false],
    ])
  })

  it('passes over a record that is too large, and reads the next', async () => {
    const text = JSON.stringify({ value: [media(1, { Comments: 'x'.repeat(5_000_000) }), media(2)] })
    const { entries, remarks } = await read(text, 65_536)
    expect(entries.map((e) => e.line)).toEqual([2])
    expect(remarks).toEqual([[1, 'the record is larger than 4 MB', false]])
  })
})

describe('any bytes', () => {
  it('are read or not, and never end the program', async () => {
    const seeds = [`${md5}\n`, `md5,name\n${md5},x\n`, JSON.stringify({ value: [{ MD5: md5 }] })]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 20 }),
        fc.nat(200),
        async (seed, changes, cut) => {
          const bytes = Buffer.from(seed.repeat(3))
          for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte
          await read(bytes.subarray(0, bytes.length - (cut % bytes.length)), 1 + (cut % 50))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('take time in proportion to their length', () => {
    const silent = { said: () => undefined, record: () => undefined, tooLarge: () => undefined }
    const works: readonly ((n: number) => void)[] = [
      (n) => void fieldsOf(`"${'""'.repeat(n)}`, ',', 10),
      (n) => void fieldsOf(`"a"${' '.repeat(n)},`.repeat(3), ',', 10),
      (n) => void headerOf(`${'md5 '.repeat(n)},`),
      (n) => openRecords(new Set(['value']), silent).push(Buffer.from(`{"value":[{"a":"${'\\"'.repeat(n)}`)),
      (n) => formats.forEach((each) => void each.detect(Buffer.from(`MD5 (${'('.repeat(n)}\n${' '.repeat(n)}${md5}`))),
    ]
    for (const work of works) expectLinear(400_000, work)
  })
})

describe('a table of codes and labels', () => {
  it('is read with any of the usual separators', () => {
    const expected = new Map([
      ['1', 'kept by garden unit'],
      ['2', 'seen at the show'],
    ])
    for (const text of [
      'Code;Label\n1;kept by garden unit\n2;"seen at the show"\n',
      '1\tkept by garden unit\r\n2\tseen at the show',
      '# ours\n1=kept by garden unit\n2=seen at the show\n',
    ])
      expect(readLabels(Buffer.from(text), 'codes.csv')).toEqual(expected)
    expect(() => readLabels(Buffer.from('only words\n'), 'codes.csv')).toThrow(/no code and label/)
  })
})
