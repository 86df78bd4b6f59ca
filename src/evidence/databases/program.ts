import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { type Command, oneLine } from '../../db/embedded/run.ts'

export { type Command, oneLine }

/** How a program ended, and what it said. */
export interface Outcome {
  readonly ok: boolean
  readonly out: Buffer
  readonly said: string
}

/** Nothing of who runs this program reaches a program that works on evidence. */
const environment = { LC_ALL: 'C.UTF-8', TZ: 'UTC', PATH: '/usr/bin:/bin:/usr/sbin:/sbin', HOME: '/nonexistent' }

/** Runs a program to its end, for answers that fit into memory. */
export function outcomeOf({ file, args, ...place }: Command, seconds: number, signal?: AbortSignal): Promise<Outcome> {
  return new Promise((done) => {
    execFile(
      file,
      [...args],
      {
        ...place,
        env: environment,
        timeout: seconds * 1000,
        killSignal: 'SIGKILL',
        maxBuffer: 64 << 20,
        encoding: 'buffer',
        ...(signal ? { signal } : {}),
      },
      (error, out, err) => {
        const said = oneLine(err.toString('utf8')) || (error ? error.message : '')
        done({ ok: error === null, out, said })
      },
    )
  })
}

/** A program whose output is taken as it comes. */
export type Spawned = ChildProcessByStdio<null, Readable, Readable>

/** Starts a program; its output has to be taken. */
export function start({ file, args, ...place }: Command): Spawned {
  return spawn(file, [...args], { ...place, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Waits until a program has ended; null where it was killed or could not be started. */
export function endOf(child: Spawned): Promise<number | null> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done(child.exitCode)
    child.once('close', (code) => done(code))
    child.once('error', () => done(null))
  })
}
