// Brings the working copy to where it can run: installed, built, and only when something changed. Node built-ins only,
// because this runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Holdfast needs Node.js 20.19 or later; this is ${process.versions.node}.`)
  process.exit(1)
}

/** Runs a command, quiet unless it fails. */
export function run(command, args, { quiet = true, env = process.env } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    maxBuffer: 1 << 28,
  })
  if (result.error || result.status !== 0) {
    if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
    console.error(
      `${command} ${args.join(' ')} failed${result.error ? `: ${result.error.message}` : ` with exit code ${result.status}`}.`,
    )
    process.exit(1)
  }
}

function hashOf(paths) {
  const hash = createHash('sha256')
  const visit = (path) => {
    if (!existsSync(path)) return
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name))
    else hash.update(path).update('\0').update(readFileSync(path))
  }
  for (const path of paths) visit(join(root, path))
  return hash.digest('hex')
}

/** Does `work` when the inputs changed since it was last done. */
function onChange(name, inputs, outputs, say, work) {
  const stamp = join(root, 'node_modules', '.holdfast', name)
  const now = hashOf(inputs)
  if (outputs.every((o) => existsSync(join(root, o))) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now)
    return
  console.error(say)
  const started = Date.now()
  work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, now)
  console.error(`  done in ${((Date.now() - started) / 1000).toFixed(0)} s`)
}

export function install() {
  onChange(
    'installed',
    ['package.json', 'package-lock.json'],
    ['node_modules/typescript', 'node_modules/pg'],
    'Installing packages …',
    () => run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error']),
  )
}

export function build() {
  onChange(
    'server',
    ['src', 'bench', 'tsconfig.json', 'tsconfig.build.json'],
    ['dist/src/cli/main.js'],
    'Building the program …',
    () => {
      rmSync(join(root, 'dist', 'src'), { recursive: true, force: true })
      run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'])
    },
  )
  if (existsSync(join(root, 'web', 'vite.config.ts')))
    onChange(
      'web',
      ['web', 'src/api/contract.ts', 'src/api/contract', 'src/model'],
      ['dist/web/index.html'],
      'Building the workbench …',
      () =>
        run(process.execPath, [
          join('node_modules', 'vite', 'bin', 'vite.js'),
          'build',
          '--config',
          'web/vite.config.ts',
        ]),
    )
}
