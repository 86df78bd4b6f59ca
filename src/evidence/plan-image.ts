import { containers } from './containers/index.ts'
import { type PlannedDatabase, plannedDatabases } from './databases/planned.ts'
import type { NotedVolume } from './image/notes.ts'
import type { FileKind } from './kind.ts'
import { listable } from './plan-listed.ts'
import { identifyHead } from './recognise.ts'
import { isOfForum } from './settings/plain.ts'
import { readSettings } from './settings/software.ts'
import { CannotOpen, type ContainerInput } from './unpack/container.ts'

/** A disk image as a plan shows it: what it is made of, and what is in its file systems. */
export interface PlannedImage {
  readonly path: string
  readonly source: string
  readonly volumes: readonly Pick<NotedVolume, 'label' | 'scheme' | 'kind' | 'state' | 'at' | 'size'>[]
  readonly files: number
  readonly deleted: number
  readonly sources: readonly { readonly source: string; readonly role: FileKind['role']; readonly files: number }[]
  /** What something here reads, by its path in the image, most telling first; of packed files only so many. */
  readonly found: readonly {
    readonly path: string
    readonly source: string
    readonly role: FileKind['role']
    readonly size: number
    readonly state: string
  }[]
  /** How many files that something here reads are not listed in `found`. */
  readonly unlisted: number
  /** Data directories of database servers, by how their files lie. */
  readonly databases: readonly PlannedDatabase[]
  /** Paths of configuration files that name forum software. */
  readonly boards: readonly { readonly software: string; readonly configuration: string }[]
  readonly trouble: readonly string[]
}

const imageSources = new Set(['disk-image', 'e01', 'qcow2', 'vmdk', 'vmdk-set', 'vhd', 'vhdx', 'vdi'])

/** True for what a plan looks into. */
export function isImage(source: string): boolean {
  return imageSources.has(source)
}

/** What lies in an image has no place of its own until it is taken in; the server's version is not looked up there. */
const nowhere = Buffer.from('/nonexistent')
const headBytes = 256 << 10

/** Looks into a disk image without taking anything in: its volumes, and the beginning of each file. Free space is not carved. */
export async function planImage(
  place: string,
  path: string,
  source: string,
  beside: readonly { readonly name: string; readonly place: string }[],
  signal: AbortSignal,
): Promise<PlannedImage> {
  const volumes: NotedVolume[] = []
  const trouble: string[] = []
  const counts = new Map<string, { source: string; role: FileKind['role']; files: number }>()
  const found: PlannedImage['found'][number][] = []
  const boards: { software: string; configuration: string }[] = []
  const live: { path: string; place: Buffer; size: number }[] = []
  let [files, deleted] = [0, 0]
  const kind = containers.find((c) => c.name === source)
  const input: ContainerInput = {
    place,
    name: path.split('/').at(-1) ?? path,
    report: ({ detail }) => void trouble.push(detail),
    signal,
    seconds: 3600,
    file: process.pid,
    beside: async () => beside.map((b, i) => ({ ...b, file: i })),
    // The stated hashes are compared when it is taken in.
    glance: true,
    note: (note) => {
      if (note.kind === 'volume') volumes.push(note.volume)
    },
  }
  try {
    for await (const entry of kind?.open(input) ?? []) {
      const state = entry.origin?.state ?? 'live'
      if (state === 'carved') break
      if (state === 'deleted') deleted += 1
      else if (state === 'live') {
        files += 1
        live.push({ path: entry.path, place: nowhere, size: entry.size ?? 0 })
      }
      const head = await headOf(entry.content)
      const told =
        head === null ? { source: entry.closed ?? 'other', role: 'other' as const } : identifyHead(head, entry.path)
      const count = counts.get(told.source) ?? { source: told.source, role: told.role, files: 0 }
      counts.set(told.source, { ...count, files: count.files + 1 })
      if (told.role !== 'other')
        found.push({ path: entry.path, source: told.source, role: told.role, size: entry.size ?? 0, state })
      const settings = told.role === 'configuration' && head !== null ? readSettings(head) : null
      if (settings !== null && isOfForum(settings.software))
        boards.push({ software: settings.software, configuration: entry.path })
    }
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error
    trouble.push(error.message)
  }
  const { shown, unlisted } = listable(found)
  return {
    path,
    source,
    volumes,
    files,
    deleted,
    sources: [...counts.values()].sort((a, b) => (a.source < b.source ? -1 : 1)),
    found: shown,
    unlisted,
    databases: await plannedDatabases(live),
    boards,
    trouble,
  }
}

async function headOf(content: AsyncIterable<Uint8Array> | null): Promise<Buffer | null> {
  if (content === null) return null
  const parts: Buffer[] = []
  let size = 0
  for await (const piece of content) {
    parts.push(Buffer.from(piece.subarray(0, headBytes - size)))
    size += piece.length
    if (size >= headBytes) break
  }
  return Buffer.concat(parts)
}
