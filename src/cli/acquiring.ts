import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type Acquired, acquire, isFolder } from '../evidence/acquire.ts'
import { EvidenceError } from '../evidence/evidence.ts'
import { type CommonOptions, clock, type Session } from './command.ts'
import { explain, type Told } from './errors.ts'

/** What an examiner states about items on the command line. */
export interface AcquireFlags {
  readonly number?: string
  readonly description?: string
  readonly custodian?: string
  readonly md5?: string
  readonly sha1?: string
  readonly sha256?: string
  readonly inPlace?: boolean
}

/** Adds the flags of an acquisition. */
export function acquireFlags(command: Command): Command {
  return command
    .option('--number <text>', 'the exhibit number (for one PATH); HF-001, HF-002 … otherwise')
    .option('--description <text>', 'what the item is')
    .option('--custodian <text>', 'who holds the item')
    .option('--md5 <hex>', 'MD5 stated with the item')
    .option('--sha1 <hex>', 'SHA-1 stated with the item')
    .option('--sha256 <hex>', 'SHA-256 stated with the item')
    .option('--in-place', 'read the item where it lies instead of copying it into the case')
}

/** What a folder holds that was not copied, and why. */
export interface Skipped {
  readonly path: string
  readonly reason: string
}

/** What came of acquiring several paths: each good one is kept, each bad one has its reason. */
export interface AcquiredAll {
  readonly acquired: readonly Acquired[]
  readonly skipped: readonly Skipped[]
  readonly refused: readonly Told[]
}

/** Acquires what is new behind the paths; one bad item does not keep the others out. */
export async function acquireAll(
  session: Session,
  paths: readonly string[],
  flags: AcquireFlags & CommonOptions,
): Promise<AcquiredAll> {
  const { open, view, signal } = session
  const items = [...new Set(paths.map((p) => resolve(p)))]
  // Before anything is copied: a path that cannot be read at all is a slip of the hand.
  for (const path of items) await isFolder(path)
  const stated = flags.md5 ?? flags.sha1 ?? flags.sha256 ?? flags.number
  if (stated && items.length !== 1)
    throw new EvidenceError(
      paths.join(' '),
      `${items.length} items were named, and a number or hash was stated for one`,
      'Acquire items with stated data one at a time.',
    )
  const acquired: Acquired[] = []
  const refused: Told[] = []
  for (const path of items) {
    const started = performance.now()
    try {
      const result = await acquire(
        {
          path,
          ...pick(flags, ['number', 'description', 'custodian', 'inPlace']),
          stated: pick(flags, ['md5', 'sha1', 'sha256']),
        },
        {
          db: open.db,
          caseDir: open.caseDir,
          actor: flags.as,
          clock,
          signal,
          tool: await toolName(),
          onBytes: (_, done, total) => view.update('acquire', path, done, total, 'bytes'),
        },
      )
      acquired.push(result)
      view.finish(
        'acquire',
        '',
        result.size,
        (performance.now() - started) / 1000,
        `${result.number} ${path}${result.kind === 'folder' ? `, ${result.files} files` : ''}${result.fresh ? '' : ', already held'}`,
        'bytes',
      )
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof EvidenceError)) throw error
      refused.push(explain(error))
    }
  }
  await open.flush()
  return { acquired, skipped: await leftOutOf(session, acquired), refused }
}

async function leftOutOf({ open }: Session, acquired: readonly Acquired[]): Promise<readonly Skipped[]> {
  const { rows } = await open.db.query<Skipped>(
    'SELECT path, reason FROM evidence.left_out WHERE exhibit = ANY ($1) ORDER BY exhibit, n LIMIT 1000',
    [acquired.map((a) => a.exhibit)],
  )
  return rows
}

/** Fails at the end when an item was refused, with every reason. */
export function failOnRefusal(refused: readonly Told[]): void {
  const [first, ...rest] = refused
  if (first)
    throw Object.assign(new Error(first.reason), {
      ...first,
      next: [first.next, ...rest.map((r) => `${r.place}: ${r.reason}`)].filter(Boolean).join('\n  '),
    })
}

async function toolName(): Promise<string> {
  const { version } = JSON.parse(
    await readFile(
      new URL(import.meta.url.includes('/dist/') ? '../../../package.json' : '../../package.json', import.meta.url),
      'utf8',
    ),
  )
  return `Holdfast ${version}`
}

function pick<T extends object, K extends keyof T>(
  from: T,
  names: readonly K[],
): { readonly [P in K]?: NonNullable<T[P]> } {
  return Object.fromEntries(names.filter((n) => from[n] !== undefined).map((n) => [n, from[n]])) as {
    readonly [P in K]?: NonNullable<T[P]>
  }
}
