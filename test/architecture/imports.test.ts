import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const src = join(root, 'src')

const files = (dir: string): readonly string[] =>
  readdirSync(dir).flatMap((name) => {
    const path = join(dir, name)
    return statSync(path).isDirectory() ? files(path) : /\.tsx?$/.test(name) ? [path] : []
  })

const sources = files(src)
const rooms = [
  'evidence',
  'unlock',
  'forum',
  'artefacts',
  'identity',
  'jurisdiction',
  'media',
  'risk',
  'links',
  'dissemination',
  'outcomes',
  'govern',
]
const shelves = [
  'evidence/containers',
  'evidence/sources',
  'unlock/forms',
  'unlock/openers',
  'unlock/schemes',
  'forum/access',
  'forum/engines',
  'artefacts/kinds',
  'identity/comparisons',
  'jurisdiction/signals',
  'media/formats',
  'risk/factors',
  'dissemination/exporters',
]
const place = (path: string): string => relative(src, path)
const topOf = (path: string): string => place(path).split('/')[0] ?? ''

interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

/** Every import as written; a relative one resolved to a path below src, another by its name. */
const imports: readonly Import[] = sources.flatMap((path) =>
  [
    ...readFileSync(path, 'utf8').matchAll(
      /^(?:import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/gm,
    ),
  ].map((m) => {
    const target = m[2] ?? m[3] ?? m[4] ?? ''
    return {
      from: path,
      to: target.startsWith('.') ? resolve(dirname(path), target) : target,
      typeOnly: m[1] !== undefined,
    }
  }),
)
const said = (list: readonly Import[]): readonly string[] =>
  list.map((i) => `${place(i.from)} → ${i.to.startsWith('/') ? place(i.to) : i.to}`)

describe('import rules', () => {
  it('finds the sources it is about', () => {
    expect(sources.length).toBeGreaterThan(50)
    expect(imports.length).toBeGreaterThan(100)
  })

  it('rooms never import rooms', () => {
    expect(
      said(
        imports.filter(
          (i) =>
            rooms.includes(topOf(i.from)) &&
            i.to.startsWith(src) &&
            rooms.includes(topOf(i.to)) &&
            topOf(i.to) !== topOf(i.from),
        ),
      ),
    ).toEqual([])
  })

  it('things on a shelf never import each other; only the index sees them all', () => {
    const shelfOf = (path: string): string | undefined => shelves.find((s) => dirname(place(path)) === s)
    expect(
      said(
        imports.filter(
          (i) => shelfOf(i.from) !== undefined && !i.from.endsWith('/index.ts') && shelfOf(i.to) === shelfOf(i.from),
        ),
      ),
    ).toEqual([])
  })

  it('the model imports nothing but itself', () => {
    expect(
      said(imports.filter((i) => topOf(i.from) === 'model' && !(i.to.startsWith(src) && topOf(i.to) === 'model'))),
    ).toEqual([])
  })

  it('nothing imports the command line or the API but themselves and the commands', () => {
    expect(
      said(imports.filter((i) => i.to.startsWith(src) && topOf(i.to) === 'cli' && topOf(i.from) !== 'cli')),
    ).toEqual([])
    expect(
      said(
        imports.filter((i) => i.to.startsWith(src) && topOf(i.to) === 'api' && !['api', 'cli'].includes(topOf(i.from))),
      ),
    ).toEqual([])
    expect(said(imports.filter((i) => i.to.startsWith(join(root, 'web'))))).toEqual([])
  })

  it('the store and the model do not know the rooms', () => {
    expect(
      said(
        imports.filter((i) => topOf(i.from) === 'db' && i.to.startsWith(src) && !['db', 'model'].includes(topOf(i.to))),
      ),
    ).toEqual([])
  })

  it('artefact kinds, comparisons and risk factors are pure', () => {
    const pure = ['artefacts/kinds/', 'identity/comparisons/', 'risk/factors/']
    const shelf = imports.filter((i) => pure.some((p) => place(i.from).startsWith(p)))
    expect(said(shelf.filter((i) => /^node:(?!crypto)|^pg|^fastify/.test(i.to)))).toEqual([])
    const impure = sources.filter(
      (f) =>
        pure.some((p) => place(f).startsWith(p)) &&
        /Date\.now|Math\.random|new Date\(\)|process\./.test(readFileSync(f, 'utf8')),
    )
    expect(impure.map(place)).toEqual([])
  })

  it('no file imports itself through others', () => {
    const to = new Map(
      sources.map((f) => [
        f,
        imports.filter((i) => i.from === f && !i.typeOnly && i.to.startsWith(src)).map((i) => i.to),
      ]),
    )
    const state = new Map<string, 'open' | 'done'>()
    const circles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'done') return
      if (state.get(file) === 'open') return void circles.push([...path, file].map(place).join(' → '))
      state.set(file, 'open')
      for (const next of to.get(file) ?? []) visit(next, [...path, file])
      state.set(file, 'done')
    }
    for (const file of sources) visit(file, [])
    expect(circles).toEqual([])
  })
})

describe('the sources', () => {
  it('stay readable: no file over 300 lines', () => {
    const long = [...sources, ...files(join(root, 'web'))].filter(
      (f) => !f.includes('node_modules') && readFileSync(f, 'utf8').split('\n').length > 301,
    )
    expect(long.map((f) => relative(root, f))).toEqual([])
  })

  it('never reach the network: no client library, no address of another host', () => {
    const outside = imports.filter((i) =>
      /^(?:node:)?(?:https?|dgram|tls|dns|http2)$|^undici|^axios|^node-fetch/.test(i.to),
    )
    expect(said(outside)).toEqual([])
    expect(sources.filter((f) => /\bfetch\(/.test(readFileSync(f, 'utf8'))).map(place)).toEqual([])
  })
})
