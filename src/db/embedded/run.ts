import { type ChildProcess, execFile, spawn } from 'node:child_process'

/** A program to run, where, and as whom (as oneself when not given). */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly uid?: number
  readonly gid?: number
}

/** How a program ended. */
export interface Outcome {
  readonly ok: boolean
  /** What it said. */
  readonly said: string
}

/** PostgreSQL's programs read settings from PG… variables and speak the user's language; both would surprise us. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|LD_|TZ$)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

/** Runs a program to its end. */
export function run({ file, args, ...place }: Command): Promise<Outcome> {
  return new Promise((done) => {
    const options = { ...place, env: plainEnvironment(), timeout: 300_000, maxBuffer: 1 << 22 }
    execFile(file, args, options, (error, stdout, stderr) => {
      done({ ok: error === null, said: `${stderr}${stdout}`.trim() || (error?.message ?? '') })
    })
  })
}

/**
 * Starts a program that outlives this one; its output goes to the open file `log`. It gets a session of its own, so
 * that Ctrl-C in the terminal reaches only the program, which then stops it.
 */
export function start({ file, args, ...place }: Command, log: number): ChildProcess {
  const child = spawn(file, args, { ...place, env: plainEnvironment(), detached: true, stdio: ['ignore', log, log] })
  child.unref()
  return child
}

/** The first lines of what a program said, as one. */
export function oneLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter(Boolean).slice(0, 4).join('; ').slice(0, 600)
}
