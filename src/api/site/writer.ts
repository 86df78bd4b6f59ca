import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Writes the files of an export and remembers their hashes; what an interrupted export wrote is not written again. */
export interface Writer {
  readonly write: (path: string, text: string) => void
  /** Does a part of the export unless it was done before; files written inside belong to it. */
  readonly part: (name: string, work: () => Promise<void>) => Promise<void>
  /** Writes the list of all files and ends the export. */
  readonly finish: () => { readonly files: number; readonly bytes: number; readonly manifest: string }
  readonly resumed: boolean
}

const progressFile = '.unfinished'
/** The list of files, as sha256sum(1) writes and checks it. */
export const manifestFile = 'SHA256SUMS'

/**
 * Opens a folder for an export. `key` says of what: a folder with an unfinished export of the same is gone on with; one with
 * anything else is refused, so that nothing is mixed.
 */
export function openWriter(dir: string, key: string): Writer {
  mkdirSync(dir, { recursive: true })
  const progress = join(dir, progressFile)
  const done = new Map<string, string>()
  const parts = new Set<string>()
  const unfinished = existsSync(progress) ? readFileSync(progress, 'utf8').split('\n') : []
  const resumed = unfinished[0] === key
  if (!resumed) {
    const there = readdirSync(dir)
    const ours = existsSync(progress) || existsSync(join(dir, manifestFile))
    if (there.length > 0 && !ours) throw new Error(`${dir} holds other files; name an empty or a new folder with --out`)
    // An export of another state of the case, or of another day, is replaced as a whole.
    for (const name of there)
      if (/^(?:site-\d+|index\.html|manifest\.json|SHA256SUMS|\.unfinished)$/.test(name))
        rmSync(join(dir, name), { recursive: true })
    writeFileSync(progress, `${key}\n`)
  } else readProgress(dir, unfinished.slice(1), done, parts)
  let pending: string[] = []
  const write = (path: string, text: string): void => {
    const full = join(dir, path)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, text)
    const sha256 = createHash('sha256').update(text).digest('hex')
    done.set(path, sha256)
    pending.push(`${sha256}  ${path}`)
  }
  return {
    resumed,
    write,
    part: async (name, work) => {
      if (parts.has(name)) return
      pending = []
      await work()
      appendFileSync(progress, `${[...pending, `= ${name}`].join('\n')}\n`)
      parts.add(name)
    },
    finish: () => {
      const lines = [...done].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([path, sha256]) => `${sha256}  ${path}\n`)
      const text = lines.join('')
      writeFileSync(join(dir, manifestFile), text)
      rmSync(progress)
      const bytes = [...done.keys()].reduce((sum, path) => sum + readFileSync(join(dir, path)).length, 0)
      return { files: done.size, bytes, manifest: createHash('sha256').update(text).digest('hex') }
    },
  }
}

/** Takes over the parts whose files are all there as they were written. */
function readProgress(dir: string, lines: readonly string[], done: Map<string, string>, parts: Set<string>): void {
  let own: (readonly [path: string, sha256: string])[] = []
  for (const line of lines) {
    const file = /^([0-9a-f]{64}) {2}(.+)$/.exec(line)
    if (file !== null) own.push([file[2]!, file[1]!])
    const part = /^= (.+)$/.exec(line)
    if (part === null) continue
    const whole = own.every(([path, sha256]) => {
      const full = join(dir, path)
      return existsSync(full) && createHash('sha256').update(readFileSync(full)).digest('hex') === sha256
    })
    if (whole) {
      for (const [path, sha256] of own) done.set(path, sha256)
      parts.add(part[1]!)
    }
    own = []
  }
}
