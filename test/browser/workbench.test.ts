import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, launch } from './browser.ts'
import { type Mock, startMock } from './mock.ts'
import { expectWhole, openWorkbench, screens, violations, visit, type Workbench } from './screens.ts'
import { walks } from './walks.ts'

/** What can differ between the themes. */
const colourRules = ['color-contrast', 'link-in-text-block']
const root = join(import.meta.dirname, '../../dist/web')
const chromium = chromiumPath()
const missing =
  chromium === null ? 'no Chromium is installed' : existsSync(join(root, 'index.html')) ? null : 'the app is not built'

describe.skipIf(missing !== null)(
  `the workbench over invented answers${missing === null ? '' : ` (${missing})`}`,
  () => {
    let browser: Browser
    let mock: Mock

    beforeAll(async () => {
      browser = await launch(chromium!)
      mock = await startMock(root)
    }, 600_000)

    afterAll(async () => {
      await browser?.close()
      await mock?.close()
    })

    describe.each(['light', 'dark'] as const)('in %s', (theme) => {
      let bench: Workbench
      beforeAll(async () => {
        bench = await openWorkbench(browser, mock.url, { theme })
      }, 600_000)
      afterAll(() => bench?.close())

      test.each(screens)('$name is whole and accessible', { timeout: 600_000 }, async (screen) => {
        await visit(bench, screen)
        expect(await violations(bench.page, theme === 'dark' ? colourRules : undefined)).toEqual([])
        await expectWhole(bench)
      })

      test('the drawer is accessible', { timeout: 600_000 }, async () => {
        await bench.go('/risk')
        await bench.page.locator('.reasons .statement').first().click()
        await bench.page.locator('.drawer .hex').waitFor()
        expect(await violations(bench.page, theme === 'dark' ? colourRules : undefined)).toEqual([])
        await expectWhole(bench)
      })
    })

    test.each(walks)('%s', { timeout: 600_000 }, async (_, walk) => {
      const bench = await openWorkbench(browser, mock.url)
      await walk(bench)
      await bench.close()
    })

    test('without a key nothing is shown but how to get in', { timeout: 600_000 }, async () => {
      const page = await browser.newPage()
      await page.goto(new URL('/risk', mock.url).href)
      await page.locator('[data-state="no-right"]').waitFor()
      expect(await page.locator('nav.rail').count()).toBe(0)
      await page.close()
    })
  },
)
