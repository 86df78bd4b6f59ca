import { spawn } from 'node:child_process'
import { createReadStream, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Readable } from 'node:stream'
import { CannotOpen, type ContainerInput } from './container.ts'

/** The first of some programs that this machine has, as a path; null where it has none. */
export function findProgram(names: readonly string[]): string | null {
  for (const name of names)
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      if (folder !== '' && existsSync(join(folder, name))) return join(folder, name)
    }
  return null
}

/**
 * What a program writes; the file is given to it, read-only, on its standard input, or by its arguments. It is ended when
 * the caller stops taking bytes, when the time is over, or when the program of the caller is stopped.
 */
export async function* outputOf(
  program: string,
  args: readonly string[],
  {
    place,
    report,
    signal,
    seconds,
  }: Pick<ContainerInput, 'report' | 'signal' | 'seconds'> & {
    readonly place: ContainerInput['place'] | null
  },
): AsyncGenerator<Uint8Array> {
  const env = { LC_ALL: 'C.UTF-8', TZ: 'UTC', PATH: '' }
  const child = spawn(program, [...args], { stdio: ['pipe', 'pipe', 'pipe'], signal, env })
  const source = place === null ? Readable.from([]) : createReadStream(place, { highWaterMark: 256 << 10 })
  let said = ''
  let over = false
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
    if (said.length < 2000) said += d.toString('latin1')
  })
  child.stdin.on('error', () => source.destroy())
  source.on('error', () => child.stdin.end())
  source.pipe(child.stdin)
  try {
    for await (const piece of child.stdout) yield piece as Uint8Array
    const code = await ended
    signal.throwIfAborted()
    if (over)
      report({
        severity: 'loss',
        code: 'archive-limit',
        detail: `Unpacking took more than ${seconds} seconds and was ended`,
      })
    else if (code !== 0) {
      const words = said.replaceAll(/\s+/g, ' ').trim()
      report({
        severity: 'loss',
        code: 'archive-damaged',
        detail: `The file could not be unpacked to its end: ${words || `status ${code}`}`,
      })
    }
  } finally {
    clearTimeout(clock)
    source.destroy()
    child.kill('SIGKILL')
  }
}

/** A refusal that says which program would be needed. */
export function needs(what: string, packages: string): CannotOpen {
  return new CannotOpen('archive-no-program', `${what} can be opened only with ${packages}, which this machine has not`)
}
