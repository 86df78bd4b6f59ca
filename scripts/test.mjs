// Everything that must hold, in one command: what it needs is installed first, then types, style and every test.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build, install, root } from './prepare.mjs'
import { forEvidence, forTests, installPrograms } from './programs.mjs'

const only = process.argv.slice(2)
install()
build()
installPrograms([...forEvidence, ...forTests], 'Tests that need them are skipped, and say so.')
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
