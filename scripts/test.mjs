// Everything that must hold, in one command: what it needs is installed first, then types, style and every test.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, root, run } from './prepare.mjs'

const only = process.argv.slice(2)
install()
build()
installSystemPackages()
const node = (script, ...args) =>
  spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit' }).status ??
  1
if (only.length === 0) {
  for (const [what, ...args] of [
    ['typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'],
    ['typescript/bin/tsc', '-p', 'web/tsconfig.json', '--noEmit'],
    ['@biomejs/biome/bin/biome', 'check', '.'],
  ]) {
    const status = node(what, ...args)
    if (status !== 0) process.exit(status)
  }
}
process.env.HOLDFAST_TEST_BUILT = '1'
process.exit(node('vitest/vitest.mjs', 'run', ...only))

/** Chromium for the browser tests and poppler for the PDF tests, through the system's package manager where it may. */
function installSystemPackages() {
  const wanted = [
    ['chromium', ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']],
    ['poppler-utils', ['/usr/bin/pdftotext']],
  ]
    .filter(([, paths]) => !paths.some(existsSync))
    .map(([name]) => name)
  if (wanted.length === 0) return
  const asRoot = process.getuid?.() === 0
  if (!existsSync('/usr/bin/apt-get') || !asRoot) {
    console.error(`Not installed: ${wanted.join(', ')}. Tests that need them are skipped, and say so.`)
    return
  }
  console.error(`Installing ${wanted.join(', ')} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update', '-qq'], { env })
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], { env })
}
