import { expect } from 'vitest'
import { expectWhole, type Workbench } from './screens.ts'

/** What a person does with the keyboard alone, on any case that has a subject. */

/** Overview, queue, subject, a statement, its bytes: without a mouse, and the bytes in at most two steps. */
export async function fromOverviewToBytes(bench: Workbench): Promise<void> {
  const { page } = bench
  await bench.go('/')
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.locator('tbody tr[data-current="true"]').waitFor()
  await page.keyboard.press('j')
  expect(await page.evaluate('document.activeElement?.tagName')).toBe('TR')
  await page.keyboard.press('Enter')
  await page.locator('.subject-aside .decision').waitFor()
  const statement = page.locator('.subject-main .statement').first()
  await statement.focus()
  // One key opens the drawer, and the bytes are in it.
  await page.keyboard.press('w')
  await page.locator('.drawer .hex').waitFor()
  expect(await page.locator('.drawer .verdict').getAttribute('data-matches')).toBe('true')
  expect(await page.locator('.drawer .hex').innerText()).toMatch(/^[0-9a-f]{8} {2}(?:[0-9a-f]{2}|\*\*) /)
  expect(await page.locator('.drawer .facts').innerText()).toContain('SHA-256')
  expect(await page.evaluate('document.activeElement?.id')).toBe('drawer-title')
  await page.keyboard.press('Escape')
  expect(await page.locator('.drawer').count()).toBe(0)
  expect(await page.evaluate('document.activeElement?.dataset.trace')).toBe(await statement.getAttribute('data-trace'))
  await expectWhole(bench)
}

/** A link to a statement opens the same drawer at a colleague's, and back closes what was opened. */
export async function addressesHold(bench: Workbench): Promise<void> {
  const { page } = bench
  await bench.go('/risk?undecided=yes')
  await page.locator('.reasons .statement').first().click()
  await page.locator('.drawer .hex').waitFor()
  const address = page.url()
  expect(address).toContain('why=')
  await page.goBack()
  await page.locator('.drawer').waitFor({ state: 'detached' })
  expect(page.url()).toContain('undecided=yes')
  await bench.go(address)
  await page.locator('.drawer .hex').waitFor()
  await expectWhole(bench)
}

/** The queue is worked by keys: down, up, decide; a decision without a reason cannot be recorded. */
export async function queueByKeys(bench: Workbench): Promise<void> {
  const { page } = bench
  await bench.go('/risk')
  await page.locator('tbody tr[data-current="true"]').waitFor()
  const current = () => page.locator('tbody tr[data-current="true"]').getAttribute('aria-rowindex')
  await page.keyboard.press('j')
  expect(await current()).toBe('2')
  await page.keyboard.press('j')
  expect(await current()).toBe('3')
  await page.keyboard.press('k')
  expect(await current()).toBe('2')
  await page.keyboard.press('d')
  expect(await page.evaluate("document.activeElement?.getAttribute('aria-label')")).toBe('Reason')
  await page.keyboard.type('jjj')
  expect(await current()).toBe('2')
  expect(await page.locator('.decision button[type=submit]').isDisabled()).toBe(true)
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  expect(Number(await current())).toBeGreaterThan(2)
  await expectWhole(bench)
}

/** `?` names the keys of the screen, and Escape leaves them. */
export async function helpNamesKeys(bench: Workbench): Promise<void> {
  const { page } = bench
  await bench.go('/risk')
  await page.keyboard.press('?')
  const help = page.locator('dialog.help')
  await help.waitFor()
  expect(await help.innerText()).toContain('Decide on the subject')
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'detached' })
  await expectWhole(bench)
}

/** The three forms of a text stand at one place, and evidence is never drawn. */
export async function threeFormsOfAPost(bench: Workbench): Promise<void> {
  const { page } = bench
  await bench.go('/forum')
  await page.locator('.boards a').first().waitFor()
  for (const board of await page.locator('.boards a').all()) {
    await board.click()
    await page.waitForLoadState('networkidle')
    if ((await page.locator('.topic').count()) > 0) break
  }
  await page.locator('.topic').first().click()
  await page.locator('.post').first().waitFor()
  await page.keyboard.press('f')
  await page.locator('.post .original, .post .folded').first().waitFor()
  await page.keyboard.press('f')
  await page.locator('.post .hex, .post .folded').first().waitFor()
  expect(page.url()).toContain('form=bytes')
  expect(await page.locator('.page img, .page video, .page iframe, .page object').count()).toBe(0)
  await expectWhole(bench)
}

/** A view is chosen in the address, said in a banner, kept while one reads on, and left by one key. */
export async function viewAsMember(bench: Workbench): Promise<void> {
  const { page } = bench
  await bench.go('/forum/1?as=5&day=2024-06-01')
  await page.locator('.view-banner').waitFor()
  await page.locator('.boards a').first().click()
  await page.waitForLoadState('networkidle')
  expect(page.url()).toContain('as=5')
  expect(await page.locator('.view-banner').count()).toBe(1)
  await page.keyboard.press('x')
  await page.locator('.view-banner').waitFor({ state: 'detached' })
  expect(page.url()).not.toContain('as=')
  await expectWhole(bench)
}

/** The text as stored is one key away, and the same key leads back. */
export async function originalAndBack(bench: Workbench): Promise<void> {
  const { page } = bench
  await bench.go('/forum/1?topic=2')
  await page.locator('.post .reading').first().waitFor()
  await page.keyboard.press('t')
  await page.locator('.post .original').first().waitFor()
  await page.keyboard.press('t')
  await page.locator('.post .reading').first().waitFor()
  expect(await page.locator('.reading a[href^="http"], .reading img, .reading iframe').count()).toBe(0)
  await expectWhole(bench)
}

/** The clock turns to the machine's own time and says its offset. */
export async function clockTurns(bench: Workbench): Promise<void> {
  const { page } = bench
  await bench.go('/evidence')
  expect(await page.locator('time').first().innerText()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/)
  await page.locator('.clock').click()
  expect(await page.locator('time').first().innerText()).toMatch(/[+−]\d\d:\d\d$/)
  await page.locator('.clock').click()
  await expectWhole(bench)
}

/** Every walk, by what it proves. */
export const walks: readonly (readonly [proves: string, walk: (bench: Workbench) => Promise<void>])[] = [
  ['from the overview to bytes by keyboard alone', fromOverviewToBytes],
  ['an address opens the same place, and back closes it', addressesHold],
  ['the queue is worked by keys', queueByKeys],
  ['? names the keys', helpNamesKeys],
  ['decoded, original and bytes are forms of one place', threeFormsOfAPost],
  ['a view is kept while one reads, and left by a key', viewAsMember],
  ['the text as stored is one key away', originalAndBack],
  ['the clock turns between UTC and local', clockTurns],
]
