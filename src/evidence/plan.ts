import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { isFolder } from './acquire.ts'
import { type PlannedDatabase, plannedDatabases } from './databases/planned.ts'
import { otherSegments } from './image/segments.ts'
import type { FileKind } from './kind.ts'
import { roughCount } from './mail/count.ts'
import { mailSources } from './mail/parts.ts'
import { isImage, type PlannedImage, planImage } from './plan-image.ts'
import { identify } from './recognise.ts'
import { isOfForum } from './settings/plain.ts'
import { readSettings, type Setting } from './settings/software.ts'
import { type LeftOut, type Walked, walkFolder } from './walk.ts'

/** What an acquisition of a path would take in, told without taking anything in. */
export interface Plan {
  readonly path: string
  readonly kind: 'file' | 'folder'
  readonly files: number
  readonly size: number
  /** How many files there are of each kind, most telling first. */
  readonly sources: readonly SourceCount[]
  /** What will be read or opened, one by one. */
  readonly found: readonly FoundFile[]
  /** Boards by their configuration files. */
  readonly boards: readonly FoundBoard[]
  /** Messages in mailboxes and by themselves; not exact where a large mailbox was counted in part. Archives are not looked into. */
  readonly mail: { readonly messages: number; readonly exact: boolean }
  /** Disk images, looked into. */
  readonly images: readonly PlannedImage[]
  /** Data directories of database servers, which are opened in servers of its own and read out. */
  readonly databases: readonly PlannedDatabase[]
  readonly left_out: readonly LeftOut[]
}

/** Files of one kind. */
export interface SourceCount {
  readonly source: string
  readonly role: FileKind['role']
  readonly files: number
  readonly size: number
}

/** A file that something here reads. */
export interface FoundFile {
  readonly path: string
  readonly source: string
  readonly role: FileKind['role']
  readonly size: number
}

/** A board that a configuration file speaks of: where its web root is, and which database it used. */
export interface FoundBoard {
  readonly software: string
  readonly root: string
  readonly configuration: string
  readonly database: string | null
  readonly prefix: string | null
  readonly address: string | null
}

/** So many files and notes are listed one by one. */
const listed = 2000
const order: readonly FileKind['role'][] = ['dump', 'container', 'configuration', 'log', 'mail', 'other']

/** Looks at all that lies behind a path, read-only: which files there are, what they are, and what would be done with them. */
export async function planAcquisition(given: string, signal: AbortSignal): Promise<Plan> {
  const path = resolve(given)
  const folder = await isFolder(path)
  const { files, leftOut } = folder ? await walkFolder(path) : { files: await alone(path), leftOut: [] }
  const counts = new Map<string, { source: string; role: FileKind['role']; files: number; size: number }>()
  const found: FoundFile[] = []
  const boards: FoundBoard[] = []
  const images: PlannedImage[] = []
  let mail: Plan['mail'] = { messages: 0, exact: true }
  for (const file of files) {
    signal.throwIfAborted()
    const { source, role } = await identify(file.place, file.path)
    const count = counts.get(source) ?? { source, role, files: 0, size: 0 }
    counts.set(source, { ...count, files: count.files + 1, size: count.size + file.size })
    if (role !== 'other' && found.length < listed) found.push({ path: file.path, source, role, size: file.size })
    if (role === 'mail') mail = added(mail, await messagesIn(file, source))
    if (role === 'configuration') boards.push(...(await boardOf(file, folder)))
    if (isImage(source))
      images.push(await planImage(file.place.toString(), file.path, source, besideOf(file, files), signal))
  }
  const rank = (role: FileKind['role']): number => order.indexOf(role)
  return {
    path,
    kind: folder ? 'folder' : 'file',
    files: files.length,
    size: files.reduce((sum, f) => sum + f.size, 0),
    sources: [...counts.values()].sort((a, b) => rank(a.role) - rank(b.role) || (a.source < b.source ? -1 : 1)),
    found: found.sort((a, b) => rank(a.role) - rank(b.role)),
    boards,
    mail,
    images,
    databases: await plannedDatabases(files),
    left_out: leftOut.slice(0, listed),
  }
}

async function messagesIn({ place, size }: Walked, source: string): Promise<Plan['mail']> {
  const path = place.toString()
  const known = source === mailSources.box && Buffer.from(path).equals(Buffer.from(place))
  return known ? roughCount(path, size) : { messages: 1, exact: source !== mailSources.box }
}

function added(a: Plan['mail'], b: Plan['mail']): Plan['mail'] {
  return { messages: a.messages + b.messages, exact: a.exact && b.exact }
}

/** A file by itself, or with the other segments of the image that it begins. */
async function alone(path: string): Promise<readonly Walked[]> {
  const files: Walked[] = []
  for (const each of [path, ...(await otherSegments(path))]) {
    const { size, mtime } = await stat(each)
    files.push({ path: basename(each), place: Buffer.from(each), size, modifiedAt: mtime })
  }
  return files
}

function besideOf(file: Walked, files: readonly Walked[]) {
  return files
    .filter((f) => dirname(f.path) === dirname(file.path))
    .map((f) => ({ name: basename(f.path), place: f.place.toString() }))
}

/** Folders in which software keeps its configuration file: the web root is above them. */
const inside = /^(?:inc|includes|core|library|src|conf|wcf)$/

async function boardOf(file: Walked, folder: boolean): Promise<readonly FoundBoard[]> {
  const found = readSettings(await readFile(file.place))
  if (found === null || !isOfForum(found.software)) return []
  let root = dirname(file.path)
  while (inside.test(basename(root))) root = dirname(root)
  const value = (meaning: Setting['meaning']): string | null =>
    found.settings.find((s) => s.meaning === meaning && !s.secret)?.value ?? null
  return [
    {
      software: found.software,
      root: folder ? join(root, '.') : '.',
      configuration: file.path,
      database: value('database'),
      prefix: value('prefix'),
      address: value('address'),
    },
  ]
}
