#!/usr/bin/env node
// The program as installed; in a working copy that was never built, it is built first.
import { existsSync } from 'node:fs'

const main = new URL('../dist/src/cli/main.js', import.meta.url)
if (!existsSync(main)) {
  const { build, install } = await import('../scripts/prepare.mjs')
  install()
  build()
}
await import(main.href)
