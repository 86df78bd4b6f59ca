import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'

/** A workbench opened as a person does: by the one-time address that `serve` prints. */
export interface Workbench {
  readonly page: Page
  /** What went wrong so far: console errors, exceptions, and requests to anything but the server. */
  readonly trouble: string[]
  readonly go: (path: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** How the screen is looked at. */
export interface Look {
  readonly theme?: 'light' | 'dark'
  readonly width?: number
}

/** Waits until nothing is loading; not by a script, which the page's own policy would refuse when it has to be asked twice. */
const settled = (page: Page): Promise<unknown> => page.waitForSelector('.skeletons', { state: 'detached' })

async function closedIn(context: BrowserContext, origin: string, trouble: string[]): Promise<void> {
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url())
    if (url.origin === origin || url.protocol === 'blob:') return route.continue()
    trouble.push(`request to ${url.origin}`)
    return route.abort()
  })
}

/** Opens the address and waits for the first screen. */
export async function openWorkbench(browser: Browser, url: string, look: Look = {}): Promise<Workbench> {
  const width = look.width ?? 1280
  const context = await browser.newContext({
    viewport: { width, height: width > 1500 ? 1080 : 800 },
    colorScheme: look.theme ?? 'light',
    reducedMotion: 'reduce',
  })
  const { origin } = new URL(url)
  const trouble: string[] = []
  await closedIn(context, origin, trouble)
  const page = await context.newPage()
  // A guard against hanging, no measure of speed.
  page.setDefaultTimeout(300_000)
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => trouble.push(`exception: ${error.message}`))
  await page.goto(url)
  await page.waitForSelector('nav.rail')
  const loaded = async () => {
    await page.waitForLoadState('networkidle')
    await settled(page)
  }
  await loaded()
  return {
    page,
    trouble,
    go: async (path) => {
      await page.goto(new URL(path, origin).href)
      await page.waitForSelector('nav.rail')
      await loaded()
    },
    close: () => context.close(),
  }
}

/** Every violation axe finds on the screen as it stands, in words; `rules` limits it to what a theme can change. */
export async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules === undefined ? axe : axe.withRules([...rules])).analyze()
  return violations.flatMap((rule) =>
    rule.nodes
      .slice(0, 3)
      .map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim()}`),
  )
}

/** Nothing is wider than the window, and nothing went wrong on the way. */
export async function expectWhole({ page, trouble }: Workbench): Promise<void> {
  expect(trouble).toEqual([])
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
  expect(overflow).toBeLessThanOrEqual(0)
}

/** The screens of the workbench; `find` walks to the first of its kind where the address depends on the case. */
export interface Screen {
  readonly name: string
  readonly path: string
  /** Follows the first such link from `path`. */
  readonly find?: string
  /** What must be seen there. */
  readonly shows: string
}

export const screens: readonly Screen[] = [
  { name: 'overview', path: '/', shows: '.funnel' },
  { name: 'exhibits', path: '/evidence', shows: '.exhibit .hash' },
  { name: 'custody ledger', path: '/evidence?tab=custody', shows: '.table-scroll tbody tr[data-current]' },
  { name: 'findings', path: '/evidence?tab=findings', shows: '.table-scroll' },
  { name: 'attachments', path: '/evidence?tab=attachments', shows: '.table-scroll tbody tr[data-current]' },
  { name: 'mail', path: '/evidence?tab=mail', shows: '.table-scroll tbody tr[data-current]' },
  { name: 'a message', path: '/evidence/mail/7/1', shows: '.letter .original' },
  { name: 'clocks', path: '/evidence?tab=clocks', shows: '.clocks' },
  { name: 'locked', path: '/evidence?tab=locked', shows: '.table-scroll tbody tr[data-current]' },
  { name: 'keys', path: '/evidence?tab=keys', shows: '.keyring' },
  { name: 'completeness', path: '/evidence?tab=completeness', shows: '.table-scroll tbody tr[data-current]' },
  { name: 'unread tables', path: '/evidence?tab=mapping', shows: '.mapped' },
  { name: 'forum', path: '/forum', shows: '.boards a' },
  { name: 'board', path: '/forum', find: '.boards a', shows: '.topic' },
  { name: 'topic', path: '/forum/1?board=2&topic=2', shows: '.post .author' },
  { name: 'view', path: '/forum/1?board=2&topic=2&as=5&day=2024-06-01', shows: '.view-banner .tag, .view-banner span' },
  { name: 'copies', path: '/forum/1/copies', shows: '.page-body' },
  { name: 'board logs', path: '/forum/1/members/5?tab=log', shows: '.table-scroll' },
  { name: 'visits', path: '/forum/1/members/5?tab=visits', shows: '.table-scroll' },
  { name: 'failed log-ins', path: '/forum/1/members/5?tab=failed', shows: '.table-scroll' },
  { name: 'member', path: '/identity?tab=accounts', find: 'tbody tr[data-current] a', shows: '.facts' },
  { name: 'artefacts', path: '/artefacts', shows: '.table-scroll tbody tr[data-current]' },
  {
    name: 'selector',
    path: '/artefacts',
    find: 'tbody tr[data-current] a',
    shows: '.table-scroll tbody tr[data-current]',
  },
  { name: 'people', path: '/identity', shows: '.table-scroll tbody tr[data-current]' },
  { name: 'links', path: '/identity?tab=links&state=all', shows: '.table-scroll' },
  { name: 'judgements', path: '/identity?tab=judgements', shows: '.table-scroll' },
  { name: 'places', path: '/jurisdiction', shows: '.map' },
  { name: 'queue', path: '/risk', shows: '.queue-detail .reasons' },
  { name: 'scheme', path: '/risk?tab=scheme', shows: '.definition' },
  { name: 'subject', path: '/risk', find: 'tbody tr[data-current] a', shows: '.subject-aside .decision' },
  { name: 'matches', path: '/media?kind=all', shows: '.table-scroll tbody tr[data-current]' },
  { name: 'hash sets', path: '/media?tab=sets', shows: '.hash-sets .card' },
  { name: 'packages', path: '/dissemination', shows: '.table-scroll' },
  { name: 'package', path: '/dissemination', find: 'tbody tr[data-current] a', shows: '.statements .statement' },
  { name: 'outcomes', path: '/outcomes', shows: '.outcome-form' },
  { name: 'access log', path: '/govern', shows: '.table-scroll' },
  { name: 'operation', path: '/govern?tab=operation', shows: '.facts' },
  { name: 'glossary', path: '/govern?tab=glossary', shows: '.glossary dt' },
  { name: 'a wrong address', path: '/nowhere', shows: '.state' },
]

/** Goes to a screen and waits until it shows what it is for. */
export async function visit(bench: Workbench, screen: Screen): Promise<void> {
  await bench.go(screen.path)
  if (screen.find !== undefined) {
    await bench.page.locator(screen.find).first().click()
    await bench.page.waitForLoadState('networkidle')
  }
  await bench.page.locator(screen.shows).first().waitFor()
  await settled(bench.page)
}
