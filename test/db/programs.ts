import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach } from 'vitest'
import { processesIn, worksIn } from '../../src/db/embedded/process.ts'
import { packageRoot } from '../../src/db/root.ts'

/** What `program.ts` says. */
export interface Reply {
  readonly ready?: boolean
  readonly rows?: readonly Record<string, unknown>[]
  readonly trouble?: { readonly place: string | null; readonly reason: string; readonly next: string }
}

/** A running `program.ts`. */
export interface Program {
  readonly child: ChildProcess
  readonly ask: (sql: string) => Promise<Reply>
  readonly reply: () => Promise<Reply>
  /** Ends its input, so that it closes the store, and waits for its end. */
  readonly finish: () => Promise<number | null>
  readonly kill: () => Promise<void>
}

/** How `program.ts` is started. */
export interface ProgramOptions {
  readonly uid?: number
  readonly env?: Readonly<Record<string, string>>
  /** A command that runs the one after it, such as `unshare`. */
  readonly before?: readonly string[]
}

/** Starts a program with the store of that case; `reply` gives its first word. */
export function startProgram(caseDir: string, options: ProgramOptions = {}): Program {
  const node = [process.execPath, '--import', 'tsx', join(packageRoot(), 'test', 'db', 'program.ts'), caseDir]
  const [file = '', ...args] = [...(options.before ?? []), ...node]
  const child = spawn(file, args, {
    cwd: packageRoot(),
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  })
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  const end = once(child, 'exit')
  const reply = async (): Promise<Reply> => {
    const line = await lines.next()
    if (line.done) throw new Error('The program ended without an answer.')
    return JSON.parse(line.value)
  }
  return {
    child,
    reply,
    ask: (sql) => {
      child.stdin!.write(`${sql}\n`)
      return reply()
    },
    finish: async () => {
      child.stdin!.end()
      await end
      return child.exitCode
    },
    kill: async () => {
      child.kill('SIGKILL')
      await end
    },
  }
}

const folders: string[] = []

/** A folder for one test; what still runs in it afterwards is ended, and it is removed. */
export function caseFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-db-'))
  chmodSync(folder, mode)
  folders.push(folder)
  const caseDir = join(folder, 'case')
  mkdirSync(caseDir, { mode: 0o700 })
  return caseDir
}

/** Ends servers and removes folders that the tests of a file leave behind. */
export function cleanAfterEach(): void {
  afterEach(() => {
    for (const folder of folders.splice(0)) {
      for (const pid of processesIn(join(folder, 'case', 'db', 'data'))) process.kill(pid, 'SIGKILL')
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  })
}

/** The process id of the server of a case, null when none runs. */
export function serverOf(caseDir: string): number | null {
  const data = join(caseDir, 'db', 'data')
  try {
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n', 1)[0])
    return worksIn(pid, data) ? pid : null
  } catch {
    return null
  }
}

/** Waits until a condition holds; for what other processes do. */
export async function eventually(condition: () => boolean | Promise<boolean>, seconds = 20): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await condition()); ) {
    if (Date.now() > end) throw new Error(`It did not come true within ${seconds} seconds: ${condition}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

export const isRoot = process.getuid?.() === 0
