import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { failed } from './opener.ts'

/** The first of some programs that this machine has, as a path; null where it has none. */
export function findProgram(names: readonly string[]): string | null {
  for (const name of names)
    for (const folder of (process.env.PATH ?? '').split(delimiter))
      if (folder !== '' && existsSync(join(folder, name))) return join(folder, name)
  return null
}

/**
 * What a program writes that asks for a passphrase. It runs in a session of its own, so that it can ask no terminal, and is
 * ended with the caller. What it says of trouble is told by kind only: its words might repeat what it was given.
 */
export async function* outputOf(
  program: string,
  args: readonly string[],
  answer: string,
  signal: AbortSignal,
  seconds: number,
): AsyncGenerator<Uint8Array> {
  const env = { LC_ALL: 'C.UTF-8', TZ: 'UTC', PATH: '' }
  const child = spawn(program, [...args], { stdio: ['pipe', 'pipe', 'pipe'], signal, env, detached: true })
  let [said, over] = ['', false]
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => resolve(code))
    child.once('error', () => resolve(null))
  })
  const clock = setTimeout(() => {
    over = true
    child.kill('SIGKILL')
  }, seconds * 1000)
  clock.unref()
  child.stderr.on('data', (d: Buffer) => {
    if (said.length < 4000) said += d.toString('latin1')
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(answer)
  try {
    for await (const piece of child.stdout) yield piece as Uint8Array
    const code = await ended
    signal.throwIfAborted()
    if (over) throw failed('limit', `it took more than ${seconds} seconds and was ended`)
    if (code === 0) return
    if (/wrong password|cannot open encrypted/i.test(said)) throw failed('wrong-key', 'the program refuses it')
    throw failed('damaged', `the program ended with status ${code}`)
  } finally {
    clearTimeout(clock)
    child.kill('SIGKILL')
  }
}
