// The main job: install, build, then run the demonstration or the exhibits named, and open the workbench.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, install, root } from './prepare.mjs'
import { forEvidence, installPrograms } from './programs.mjs'

install()
build()
installPrograms(forEvidence, 'Evidence that only they can read is kept and listed, and a finding says so.')
const child = spawn(
  process.execPath,
  [join(root, 'dist', 'src', 'cli', 'main.js'), 'start', ...process.argv.slice(2)],
  { stdio: 'inherit' },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
