import { writeName } from '../names.ts'
import type { ContainerInput, Entry } from '../unpack/container.ts'
import { bytesOfRuns, extentsOf, isPlain, runsText, sum } from './content.ts'
import { type ErasedNames, erasedNames, type NamedStream } from './erased.ts'
import { freeExtents, isFree } from './free.ts'
import { type Extent, type Image, piecesBelow, placeBelow } from './image.ts'
import type { Volume } from './layout.ts'
import { type Listed, type ListedVolume, type Run, readListing } from './listing.ts'
import type { Origin, Recovery } from './notes.ts'
import { type Resident, residentFiles } from './ntfs.ts'
import { packedByWindows, streamsOf } from './streams.ts'
import { icat, tsk } from './tsk.ts'

type FilesInput = ContainerInput & Required<Pick<ContainerInput, 'note'>>

/** An image as The Sleuth Kit opens it, and the volumes of the layout that it may find in it. */
export interface Source {
  readonly image: Image
  readonly paths: readonly string[]
  readonly find: (offset: number) => Volume | undefined
  /** Where a place of it lies in the exhibit's image. */
  readonly below: (at: number) => number | null
}

/** What is left of a volume when its files were given out. */
export interface Walked {
  readonly volume: Volume
  readonly unit: number
  /** Blocks of the volume that belong to no file, and those of deleted files that were recovered whole. */
  readonly free: readonly Extent[]
  readonly recovered: readonly Extent[]
  readonly counts: Readonly<Record<string, number>>
}

export interface Open {
  /** Named streams of NTFS, and the files whose content lies in one. */
  readonly streams: readonly NamedStream[]
  readonly packed: ReadonlySet<string>
  readonly volume: Volume
  readonly start: number
  readonly listed: ListedVolume
  readonly free: readonly Extent[]
  readonly erased: ErasedNames
  readonly resident: Resident | null
  readonly recovered: Extent[]
  /** Blocks that a deleted file claims, by the block, and the file's address. */
  readonly claims: Map<number, string>
  readonly shared: Set<string>
  readonly counts: Record<string, number>
}

/** The files of all file systems that The Sleuth Kit finds in an image, deleted ones among them; `done` hears of each volume. */
export async function* filesOf(
  source: Source,
  input: FilesInput,
  done: (walked: Walked) => void,
): AsyncGenerator<Entry> {
  let open: Open | null = null
  const close = function* (): Generator<Entry> {
    if (open !== null) {
      yield* streamsOf(source, open, input)
      done(walkedOf(open, input))
    }
    open = null
  }
  for await (const step of readListing(tsk('fiwalk', ['-z', '-G0', '-x', ...source.paths], input))) {
    if ('volume' in step) {
      yield* close()
      open = await openVolume(source, step.volume, input)
    } else if (open !== null) {
      const entry = entryOf(source, open, step.file, input)
      if (entry !== null) yield entry
    }
  }
  yield* close()
}

/** The files of a volume that a reader of our own has listed: places of its runs and its free space are those of the source. */
export async function* filesOfListing(
  source: Source,
  volume: Volume,
  unit: number,
  free: readonly Extent[],
  files: Iterable<Listed>,
  input: FilesInput,
): AsyncGenerator<Entry, Walked> {
  const open: Open = {
    volume,
    start: 0,
    listed: { offset: 0, kind: volume.kind, unit },
    free,
    erased: { next: () => null },
    resident: null,
    streams: [],
    packed: new Set(),
    recovered: [],
    claims: new Map(),
    shared: new Set(),
    counts: {},
  }
  for (const file of files) {
    input.signal.throwIfAborted()
    const entry = entryOf(source, open, file, input)
    if (entry !== null) yield entry
  }
  return walkedOf(open, input)
}

function walkedOf({ volume, listed, start, shared, counts, free, recovered }: Open, input: FilesInput): Walked {
  const inVolume = (e: Extent): Extent => ({ ...e, at: e.at - start })
  if (shared.size > 0) input.note({ kind: 'shared', volume: volume.n, inodes: [...shared] })
  return { volume, unit: listed.unit, free: free.map(inVolume), recovered: recovered.map(inVolume), counts }
}

async function openVolume(source: Source, listed: ListedVolume, input: FilesInput): Promise<Open | null> {
  const volume = source.find(listed.offset)
  if (volume === undefined) return null
  const start = listed.offset
  const empty: ErasedNames = { next: () => null }
  const streams: NamedStream[] | null = listed.kind === 'ntfs' ? [] : null
  const erased = start % 512 === 0 ? await erasedNames(source.paths, start, input, streams) : empty
  return {
    volume,
    start,
    listed,
    free: await freeExtents(source.paths, start, listed.unit, input),
    erased,
    streams: streams ?? [],
    packed: packedByWindows(streams ?? []),
    resident: listed.kind === 'ntfs' ? residentFiles(source.image, start) : null,
    recovered: [],
    claims: new Map(),
    shared: new Set(),
    counts: {},
  }
}

/** A file that is mostly holes of more than this is listed without its content. */
const largestHole = 1 << 30

function entryOf(source: Source, open: Open, file: Listed, input: FilesInput): Entry | null {
  const { volume, counts } = open
  const name = writeName(file.path)
  if (!isWanted(file, name)) {
    // A free record of NTFS without content is nothing; fiwalk does not say of what kind it was.
    const empty = file.type === '-' && file.metaAllocated === false && !file.size
    if (!/^[drvV]/.test(file.type) && !empty) counts.special = (counts.special ?? 0) + 1
    return null
  }
  const path = volume.label === '' ? name : `${volume.label}/${name}`
  const erased = open.erased.next(file.inode, file.path)
  const deleted = file.nameAllocated === false || file.metaAllocated === false || file.orphan || erased !== null
  const reused = file.size === null || (file.metaAllocated === true && erased?.reused !== false)
  const recovery = deleted ? (reused ? 'none' : recoveryOf(open, file)) : null
  const gone = recovery === 'none'
  const size = file.size ?? 0
  const state = deleted ? ('deleted' as const) : ('live' as const)
  const counted = recovery === null ? 'live' : `deleted, ${recovery}`
  counts[counted] = (counts[counted] ?? 0) + 1
  if (recovery === 'whole' || recovery === 'assumed') open.recovered.push(...extentsOf(file.runs))
  const modified = timeOf(file.times.mtime)
  const plain = isPlain(file) || (deleted && !file.compressed && file.runs.every((r) => !r.inside))
  const runs = gone ? [] : cut(file)
  const first = extentsOf(runs)[0]
  const below = runsBelow(source, volume, runs)
  const origin: Origin = {
    volume: volume.n,
    inode: file.inode,
    state,
    recovery,
    times: {
      modified,
      accessed: timeOf(file.times.atime),
      changed: timeOf(file.times.ctime),
      created: timeOf(file.times.crtime),
      deleted: timeOf(file.times.dtime),
    },
    local: /^e?x?fat/.test(open.listed.kind),
    link: file.link,
    at: first === undefined ? null : source.below(first.at),
    runs: plain && below !== null ? runsText(below) : null,
  }
  const base = { path, modifiedAt: modified === null ? null : new Date(modified), size: file.size, origin }
  if (file.type === 'l' || file.link !== null) return { ...base, content: null, closed: 'link' }
  if (gone) return { ...base, content: null, closed: 'deleted' }
  if (file.absent) return { ...base, content: null, closed: 'unsupported' }
  // Its own stream is one hole: what it holds is in another, in a form that is not read.
  if (!deleted && size > 0 && open.packed.has(file.inode ?? '') && sum(extentsOf(runs)) === 0) {
    counts.packed = (counts.packed ?? 0) + 1
    return { ...base, content: null, closed: 'unsupported' }
  }
  if (size - sum(extentsOf(runs)) > largestHole && plain) {
    input.report({
      severity: 'loss',
      code: 'image-sparse',
      detail: `${path} has ${size} bytes, of which ${sum(extentsOf(runs))} are on the disk; it is listed without its content`,
    })
    return { ...base, content: null, closed: 'unsupported' }
  }
  return { ...base, content: contentOf(source, open, { ...file, runs }, plain, input), closed: null }
}

/** In more pieces a volume is striped, and so would be the runs of each of its files. */
const mostPieces = 1000

/** Runs as they lie in the exhibit's image: those of a logical volume may be cut by what it is put together from. */
function runsBelow(source: Source, volume: Volume, runs: readonly Run[]): readonly Run[] | null {
  if (volume.extents.length > mostPieces) return null
  return runs.flatMap((r): readonly Run[] =>
    r.at === null
      ? [r]
      : volume.extents.length === 1
        ? [{ ...r, at: source.below(r.at) }]
        : piecesBelow(volume.extents, { at: r.at, length: r.length }),
  )
}

/** Runs to the end of the file: its last block may go on. */
function cut({ runs, size }: Listed): Listed['runs'] {
  const out: Listed['runs'][number][] = []
  let left = size ?? 0
  for (const run of runs) {
    if (left <= 0) break
    out.push(run.length <= left ? run : { ...run, length: left })
    left -= run.length
  }
  return out
}

async function* contentOf(
  source: Source,
  open: Open,
  file: Listed,
  plain: boolean,
  input: FilesInput,
): AsyncGenerator<Uint8Array> {
  const size = file.size ?? 0
  if (size === 0) return
  if (plain) return yield* bytesOfRuns(source.image, file.runs, size)
  const inode = file.inode ?? ''
  const own = open.resident?.(Number(inode)) ?? null
  if (own !== null && own.length === size) return yield own
  yield* await icat(source.paths, open.start, inode, input)
}

/** Files, links, and what a deleted name that lost its kind may have been; not what the file system itself consists of. */
function isWanted({ type, size, runs }: Listed, name: string): boolean {
  if (type === 'l') return true
  if (type === '-' || type === '') return size !== null && size > 0 && runs.length > 0
  if (type !== 'r' || / \(Volume Label Entry\)$/.test(name)) return false
  return !/^\$(?:MFT|MFTMirr|LogFile|Volume|AttrDef|Bitmap|Boot|BadClus|Secure|UpCase|Extend\/.*|FAT[12]|MBR|ALLOC_BITMAP|UPCASE_TABLE|ExtentsFile|CatalogFile|BadBlockFile|AllocationFile|StartupFile|AttributesFile)$/.test(
    name,
  )
}

/** Of so many blocks it is known which deleted file claims them. */
const mostClaims = 2_000_000

function recoveryOf(open: Open, file: Listed): Recovery {
  const { listed, free, claims, shared } = open
  const extents = extentsOf(cut(file))
  const size = file.size ?? 0
  // The Linux kernel empties the metadata of a file that it deletes from ext3 and ext4.
  if (sum(file.runs) === 0 && (size > 0 || listed.kind.startsWith('ext'))) return 'none'
  const inode = file.inode ?? ''
  let common = false
  for (const { at, length } of extents)
    for (let block = at - (at % listed.unit); block < at + length && claims.size < mostClaims; block += listed.unit) {
      const other = claims.get(block)
      if (other === undefined) claims.set(block, inode)
      else if (other !== inode) {
        common = true
        shared.add(other)
      }
    }
  if (file.runs.some((r) => r.inside)) return 'whole'
  if (file.held) return sum(file.runs) < size ? 'partial' : 'whole'
  if (!extents.every(({ at, length }) => isFree(free, at, length))) return 'overwritten'
  if (sum(file.runs) < size) return 'partial'
  if (common) return 'shared'
  return file.unmeasured || (/fat/.test(listed.kind) && sum(extents) > listed.unit) ? 'assumed' : 'whole'
}

/** A time as the listing writes it, as an instant; what has no zone is written as if it were UTC. */
function timeOf(text: string | null): string | null {
  if (text === null) return null
  const time = new Date(/Z$|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`)
  const ms = time.getTime()
  return ms > Date.UTC(1600, 0, 1) && ms < Date.UTC(9999, 11, 31) ? time.toISOString() : null
}

/** Where the places of a volume lie in the image that it is put together from. */
export function belowOf(volume: Volume): Source['below'] {
  return (at) => placeBelow(volume.extents, at)
}
