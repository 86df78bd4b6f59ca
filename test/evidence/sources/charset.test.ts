import { describe, expect, it } from 'vitest'
import { charsets, codecOf, decode, guess, utf8 } from '../../../src/evidence/mirror/charset.ts'
import { mysqldumpSql } from '../../../src/evidence/sources/mysqldump-sql.ts'
import { collect } from './collect.ts'

const text = (charset: string, ...bytes: number[]) => {
  const codec = codecOf(charset)
  return codec && Buffer.from(decode(codec, Uint8Array.from(bytes)).bytes).toString()
}
const column = (head: string, raw: readonly number[], table = '') => {
  const sql = Buffer.concat([
    Buffer.from(`${head}CREATE TABLE t (a text)${table};\nINSERT INTO t VALUES ('`),
    Buffer.from(raw),
    Buffer.from("');\n"),
  ])
  const { tables, findings } = collect(mysqldumpSql, sql)
  return [tables.t?.[0]?.values.a, findings.map((f) => f.code).join()]
}

describe('character sets', () => {
  it('are read as MySQL means them', () => {
    expect(text('latin1', 0x80, 0x93, 0xe9, 0x81)).toBe('€“é\x81')
    expect(text('cp1251', 0xcf, 0xf0, 0xe8)).toBe('При')
    expect(text('koi8r', 0xf0, 0xd2, 0xc9)).toBe('При')
    expect(text('greek', 0xc1, 0xe1)).toBe('Αα')
    expect(text('latin2', 0xb1, 0xe6)).toBe('ąć')
    expect(text('latin5', 0xfd)).toBe('ı')
    expect(text('hebrew', 0xe0)).toBe('א')
    expect(text('sjis', 0x83, 0x5c)).toBe('ソ')
    expect(text('gbk', 0xd6, 0xd0)).toBe('中')
    expect(text('big5', 0xa4, 0xa4)).toBe('中')
    expect(text('ucs2', 0x04, 0x1f)).toBe('П')
    expect(codecOf('UTF8MB4')).toBe(utf8)
    expect(codecOf('no such')).toBeNull()
  })

  it('all give UTF-8 without NUL for any byte', () => {
    for (const name of charsets) {
      for (let b = 0; b < 256; b++) {
        const { bytes } = decode(codecOf(name)!, Uint8Array.from([0x41, b, 0x41, 0x41]))
        expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).not.toThrow()
        expect(bytes.includes(0)).toBe(false)
      }
    }
  })

  it('keep what is valid and read the rest as windows-1252', () => {
    const mixed = Uint8Array.from([...Buffer.from('é'), 0xe9, 0x80, ...Buffer.from('🌱'), 0xf0, 0x9f])
    expect(Buffer.from(decode(utf8, mixed).bytes).toString()).toBe('éé€🌱ðŸ')
    expect(decode(utf8, mixed).invalid).toBe(true)
    expect(decode(guess, Buffer.from('é')).bytes).toEqual(Buffer.from('é'))
    expect(Buffer.from(decode(guess, Uint8Array.from([0xe9])).bytes).toString()).toBe('é')
  })

  it('follow what the dump declares', () => {
    const set = (name: string) => `/*!40101 SET NAMES ${name} */;\n`
    expect(column(set('utf8mb4'), [0xc3, 0xa9])).toEqual(['é', ''])
    expect(column(set('utf8'), [0xe9])).toEqual(['é', 'invalid-text'])
    expect(column(set('latin1'), [0xe9])).toEqual(['é', ''])
    expect(column(set("'cp1251'"), [0xcf])).toEqual(['П', ''])
    expect(column('SET CHARACTER SET cp1251;\n', [0xcf])).toEqual(['П', ''])
    expect(column('SET character_set_client = cp1251;\n', [0xcf])).toEqual(['П', ''])
    expect(column(set('binary'), [0xcf], ' DEFAULT CHARSET=cp1251')).toEqual(['П', ''])
    expect(column('', [0xcf], ' DEFAULT CHARSET=cp1251')).toEqual(['П', 'charset-undeclared'])
    expect(column('', [0xc3, 0xa9], ' DEFAULT CHARSET=latin1')).toEqual(['é', ''])
    expect(column('', [0xe9])).toEqual(['é', 'charset-undeclared'])
    expect(column(set('klingon'), [0xe9])).toEqual(['é', 'charset-unknown,charset-undeclared'])
  })

  it('are restored as the dump says', () => {
    const saved =
      '/*!40101 SET NAMES cp1251 */;\n/*!40101 SET @saved_cs_client     = @@character_set_client */;\n/*!40101 SET character_set_client = utf8 */;\n'
    expect(column(saved, [0xcf])[0]).toBe('Ï')
    expect(column(`${saved}/*!40101 SET character_set_client = @saved_cs_client */;\n`, [0xcf])).toEqual(['П', ''])
  })

  it('whose second bytes look like quotes or backslashes do not break the string', () => {
    expect(column('SET NAMES sjis;\n', [0x83, 0x5c, 0x41])).toEqual(['ソA', ''])
    expect(column('SET NAMES gbk;\n', [0x81, 0x5c, 0x41])).toEqual([
      '乗A'.replace('乗', new TextDecoder('gbk').decode(Uint8Array.from([0x81, 0x5c]))),
      '',
    ])
    expect(column('SET NAMES gbk;\n', [0x41, 0x5c, 0x27, 0x41])).toEqual(["A'A", ''])
  })
})
