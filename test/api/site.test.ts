import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportSite, type SiteExport, type SiteExported } from '../../src/api/site/export.ts'
import { escaped } from '../../src/api/site/html.ts'
import { textHtml } from '../../src/api/site/text.ts'
import { openWriter } from '../../src/api/site/writer.ts'
import type { Store } from '../../src/db/connect.ts'
import { shownBy } from '../../src/forum/markup/shown.ts'
import { chromiumPath, launch } from '../browser/browser.ts'
import { violations } from '../browser/screens.ts'
import { temporaryFolder } from '../support/folder.ts'
import { smallCase } from './seed.ts'
import { withApp } from './support.ts'

const folder = temporaryFolder('site')
const bytes = Buffer.from(Array.from({ length: 40_000 }, (_, i) => i % 251))

const app = withApp(async (db, caseDir) => {
  await smallCase(db, caseDir)
  mkdirSync(join(caseDir, 'exhibits'), { recursive: true })
  writeFileSync(join(caseDir, 'exhibits', '1'), bytes)
  // A title and a post that would like to be more than text.
  await db.query(`UPDATE forum.topic SET title = '<script>alert(1)</script>../../up' WHERE id = '2'`)
  await db.query(
    `INSERT INTO forum.post_version (site, id, post, message, form, version, text, plain, _file, _offset, _length)
     VALUES (1, 'edit:1', '2', NULL, 'before', 1, 'An earlier post', 'An earlier post', 1, 31000, 40),
            (1, 'edit:2', NULL, '2', 'before', 1, 'An earlier message', 'An earlier message', 1, 32000, 50)`,
  )
  await db.query(
    `UPDATE forum.message SET text = repeat('A long letter. ', 2000) || 'Its last line.', plain = repeat('A long letter. ', 2000) || 'Its last line.' WHERE id = '2'`,
  )
  await db.query(
    `UPDATE forum.post SET text = '[img]http://pictures.example/1.png[/img]<script src="http://a.example/x.js"></script>' WHERE id = '1'`,
  )
})

let store: Store
beforeAll(async () => {
  store = await app.database.openStore()
})
afterAll(() => store?.close())

function write(name: string, more: Partial<SiteExport> = {}): Promise<SiteExported> {
  return exportSite({
    db: store.pool,
    caseDir: app.caseDir,
    outDir: join(folder, name),
    messages: true,
    marking: 'TLP:AMBER+STRICT',
    signal: new AbortController().signal,
    ...more,
  })
}

function filesOf(dir: string): readonly string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name)
    return statSync(path).isDirectory() ? filesOf(path) : [path]
  })
}

describe('a board as static pages', () => {
  test('every page is whole by itself: a policy that forbids everything, the stamp, and no address that leads out', async () => {
    const done = await write('whole')
    const pages = filesOf(join(folder, 'whole')).filter((path) => path.endsWith('.html'))
    expect(pages.length).toBe(done.files)
    for (const path of pages) {
      const text = readFileSync(path, 'utf8')
      expect(text).toContain(
        `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'sha256-`,
      )
      expect(text).toContain('EXERCISE')
      expect(text).toContain('TLP:AMBER+STRICT')
      expect(text).not.toMatch(/<(?:script|img|iframe|object|embed|link|form|base|video|audio)\b/i)
      expect(text).not.toMatch(/\s(?:src|style|on\w+)=/i)
      for (const [, href] of text.matchAll(/href="([^"]*)"/g))
        expect(href).toMatch(/^(?:\.\.\/)*[a-z0-9/-]+\.html(?:#p\d+)?$/)
    }
  })

  test('every link leads to a page that is there', () => {
    for (const path of filesOf(join(folder, 'whole')).filter((each) => each.endsWith('.html')))
      for (const [, href = ''] of readFileSync(path, 'utf8').matchAll(/href="([^"]*)"/g))
        expect([path, href, existsSync(join(path, '..', href.split('#')[0]!))]).toEqual([path, href, true])
  })

  test('each post says its bytes and their hash', () => {
    const posts = filesOf(join(folder, 'whole', 'site-1', 'topics'))
      .map((path) => readFileSync(path, 'utf8'))
      .join('')
    const lines = [
      ...posts.matchAll(/Post (\d+): exhibit (\S+), dump\.sql, offset (\d+), (\d+) bytes, SHA-256 ([0-9a-f]{64})/g),
    ]
    expect(lines.length).toBeGreaterThan(5)
    for (const [, id, , offset, length, sha256] of lines) {
      const own = bytes.subarray(Number(offset), Number(offset) + Number(length))
      expect([id, sha256]).toEqual([id, createHash('sha256').update(own).digest('hex')])
    }
  })

  test('earlier versions of posts and messages are there, with their own bytes', () => {
    for (const [room, said, offset, length] of [
      ['topics', 'An earlier post', 31_000, 40],
      ['messages', 'An earlier message', 32_000, 50],
    ] as const) {
      const pages = filesOf(join(folder, 'whole', 'site-1', room)).map((path) => readFileSync(path, 'utf8'))
      const page = pages.find((text) => text.includes(said)) ?? ''
      const sha256 = createHash('sha256')
        .update(bytes.subarray(offset, offset + length))
        .digest('hex')
      expect(page).toContain(`dump.sql, offset ${offset}, ${length} bytes, SHA-256 ${sha256}`)
    }
  })

  test('a private message longer than a list carries is there to its end', () => {
    const pages = filesOf(join(folder, 'whole', 'site-1', 'messages')).map((path) => readFileSync(path, 'utf8'))
    expect(pages.some((text) => text.includes('Its last line.'))).toBe(true)
  })

  test('the list of files names each with its hash', () => {
    const lines = readFileSync(join(folder, 'whole', 'SHA256SUMS'), 'utf8')
      .trim()
      .split('\n')
    expect(lines.length).toBe(filesOf(join(folder, 'whole')).length - 1)
    for (const line of lines) {
      const [sha256, path] = line.split('  ')
      expect(
        createHash('sha256')
          .update(readFileSync(join(folder, 'whole', path!)))
          .digest('hex'),
      ).toBe(sha256)
    }
  })

  test('the same case gives the same bytes, also after a stop at any place', async () => {
    const first = readFileSync(join(folder, 'whole', 'SHA256SUMS'), 'utf8')
    for (const stopAt of [1, 4, 9]) {
      const abort = new AbortController()
      const stopped = write(`stopped-${stopAt}`, {
        signal: abort.signal,
        onStep: (done) => {
          if (done >= stopAt) abort.abort(new Error('stopped by the test'))
        },
      })
      await expect(stopped).rejects.toThrow('stopped by the test')
      expect(existsSync(join(folder, `stopped-${stopAt}`, 'SHA256SUMS'))).toBe(false)
      expect((await write(`stopped-${stopAt}`)).resumed).toBe(true)
      expect(readFileSync(join(folder, `stopped-${stopAt}`, 'SHA256SUMS'), 'utf8')).toBe(first)
    }
  })

  test('private messages are there only when they are asked for', async () => {
    await write('public', { messages: false })
    expect(existsSync(join(folder, 'public', 'site-1', 'messages'))).toBe(false)
    expect(existsSync(join(folder, 'whole', 'site-1', 'messages'))).toBe(true)
    expect(readFileSync(join(folder, 'public', 'index.html'), 'utf8')).toContain('Private messages are not included')
  })

  test('as of a day, each page says so and what came later is not there', async () => {
    const { rows } = await store.pool.query<{ day: string; early: number }>(
      `SELECT to_char(min(at), 'YYYY-MM-DD') AS day, (count(*) FILTER (WHERE at < date_trunc('day', (SELECT min(at) FROM forum.post)) + interval '1 day'))::int AS early FROM forum.post WHERE topic IS NOT NULL`,
    )
    const { day, early } = rows[0]!
    await write('early', { asOf: day })
    const topics = filesOf(join(folder, 'early', 'site-1', 'topics')).filter((path) => /\d{6}-/.test(path))
    const text = topics.map((path) => readFileSync(path, 'utf8')).join('')
    expect([...text.matchAll(/<article /g)].length).toBeLessThanOrEqual(early)
    for (const path of topics) expect(readFileSync(path, 'utf8')).toContain(`as of the end of ${day}`)
  })

  test('a folder with other files is refused', async () => {
    mkdirSync(join(folder, 'other'))
    writeFileSync(join(folder, 'other', 'letter.txt'), 'mine')
    await expect(write('other')).rejects.toThrow('holds other files')
    expect(readFileSync(join(folder, 'other', 'letter.txt'), 'utf8')).toBe('mine')
  })
})

describe('what is written', () => {
  test('a part whose file was changed is written again', async () => {
    const dir = join(folder, 'parts')
    let times = 0
    const make = async (): Promise<void> => {
      const writer = openWriter(dir, 'key')
      await writer.part('one', async () => {
        times += 1
        writer.write('site-1/a.html', 'a')
      })
    }
    await make()
    await make()
    expect(times).toBe(1)
    writeFileSync(join(dir, 'site-1', 'a.html'), 'b')
    await make()
    expect(times).toBe(2)
  })

  test('no text of any markup becomes more than the elements we write', () => {
    const allowed =
      /^(?:div|strong|em|u|s|sub|sup|code|pre|span|a|blockquote|ul|ol|li|table|tr|td|details|summary|p|hr)$/
    const part = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '[b]',
      '[/b]',
      '[img]',
      'javascript:',
      '<script>',
      '[url=x" onload="a]',
      'a',
      '\n',
      '](',
      '**',
      '\u0000',
    )
    fc.assert(
      fc.property(
        fc.array(part),
        fc.constantFrom('phpbb', 'smf', 'invision', 'discourse', 'vanilla', 'mybb'),
        (parts, engine) => {
          const { html } = textHtml(shownBy(engine)(parts.join('')), () => null)
          for (const [, name = '', rest = ''] of html.matchAll(/<\/?([a-z0-9]+)([^>]*)>/gi)) {
            expect(name).toMatch(allowed)
            expect(rest).toMatch(/^(?: (?:class|title)="[^"<>]*")*$/)
          }
        },
      ),
    )
    expect(escaped(`<a href="x" title='y'>&`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;')
  })
})

const chromium = chromiumPath()
describe.skipIf(chromium === null)(
  `opened from a disc${chromium === null ? ' (no Chromium is installed)' : ''}`,
  () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await launch(chromium!)
    }, 600_000)
    afterAll(() => browser?.close())

    test('no page asks for anything, each is styled and accessible', { timeout: 600_000 }, async () => {
      // axe runs as a script, which the pages themselves forbid.
      const context = await browser.newContext({ bypassCSP: true })
      const strict = await browser.newContext()
      const page = await context.newPage()
      const looked = await strict.newPage()
      const trouble: string[] = []
      looked.on('console', (message) => trouble.push(message.text()))
      looked.on('request', (request) => {
        if (!request.url().startsWith('file:') || !request.isNavigationRequest()) trouble.push(request.url())
      })
      const dir = join(folder, 'whole')
      for (const path of [
        'index.html',
        'site-1/index.html',
        'site-1/topics/000002-1.html',
        'site-1/members/000001.html',
        'site-1/members/index-1.html',
        'site-1/boards/000002-1.html',
      ]) {
        await looked.goto(`file://${join(dir, path)}`)
        expect(await looked.evaluate('getComputedStyle(document.querySelector(".marking")).backgroundColor')).toBe(
          'rgb(0, 0, 0)',
        )
        await page.goto(`file://${join(dir, path)}`)
        expect([path, await violations(page)]).toEqual([path, []])
      }
      expect(trouble).toEqual([])
    })
  },
)
