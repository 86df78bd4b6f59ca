import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
/** `npm test` builds first and proves the program as it is used; a single test file runs the sources. */
const program =
  process.env.HOLDFAST_TEST_BUILT === '1'
    ? [join(root, 'dist', 'src', 'cli', 'main.js')]
    : ['--import', join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs'), join(root, 'src', 'cli', 'main.ts')]
const environment = { ...process.env, NO_COLOR: '1', HOLDFAST_CASE: '' }

/** What the program did. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the program to its end, without a terminal. */
export function holdfast(...args: readonly string[]): Ended {
  const child = spawnSync(process.execPath, [...program, ...args], {
    encoding: 'utf8',
    env: environment,
    input: '',
    timeout: 600_000,
    maxBuffer: 1 << 26,
  })
  return { code: child.status, out: child.stdout, err: child.stderr }
}

/** Starts the program and leaves it running. */
export function started(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...program, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** How a shell would start the program. */
export const commandLine = (...args: readonly string[]): string =>
  [process.execPath, ...program, ...args].map((a) => `'${a}'`).join(' ')
