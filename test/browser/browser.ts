import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where a system's own Chromium is found. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The Chromium to test with, or null where none is installed; CHROMIUM names another. */
export function chromiumPath(): string | null {
  const named = process.env.CHROMIUM
  return (named === undefined ? places : [named]).find((path) => existsSync(path)) ?? null
}

/** Starts it so that it asks nobody for anything. */
export function launch(path: string): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
