import { basename } from 'node:path'
import type { Finding } from '../model/finding.ts'
import type { ImageNote, Origin } from './image/notes.ts'
import type { Keeper, Keeping } from './keeper.ts'
import { bounded } from './names.ts'
import { identifyHead } from './recognise.ts'
import {
  CannotOpen,
  type Container,
  type ContainerInput,
  type ContainerTrouble,
  type Entry,
} from './unpack/container.ts'

/** Sizes beyond which a container is not opened further; what was unpacked until then stays. */
export interface OpenLimits {
  /** Containers within containers. */
  readonly depth: number
  /** Files of one exhibit, unpacked ones included. */
  readonly files: number
  /** A container may unpack to `free` bytes whatever its size, and beyond that to `ratio` times its size. */
  readonly free: number
  readonly ratio: number
  /** The same for all that is unpacked from one exhibit. */
  readonly totalFree: number
  readonly totalRatio: number
  /** How long another program may work on one container. */
  readonly seconds: number
}

/** What holds for an exhibit unless a test says otherwise. */
export const usualOpenLimits: OpenLimits = {
  depth: 8,
  files: 2_000_000,
  free: 256 << 20,
  ratio: 200,
  totalFree: 4 * 2 ** 30,
  totalRatio: 50,
  seconds: 6 * 3600,
}

/** A container that is to be opened. */
export interface Closed {
  readonly file: number
  readonly path: string
  readonly place: string
  readonly size: number
  readonly depth: number
  /** Of the exhibit. */
  readonly whole: number
}

/** A file as it came out of a container: a row of evidence.file without its number. */
export interface UnpackedRow {
  readonly path: string
  readonly inner_path: string
  readonly encoding: 'gzip' | null
  readonly source: string
  readonly stored_path: string | null
  readonly stored_size: number | null
  readonly md5: string | null
  readonly sha1: string | null
  readonly sha256: string | null
  readonly modified_at: string | null
  readonly origin: Origin | null
}

/** What is said of a container in the ledger when it was opened. */
export interface Told {
  readonly entries: number
  readonly bytes: number
  readonly closed: number
}

/** Some entries of a container, as much as goes into one batch. */
export interface Portion {
  readonly rows: readonly UnpackedRow[]
  /** Entries done with. */
  readonly entries: number
  /** Bytes unpacked from the exhibit so far, and from this container; entries that stayed closed. */
  readonly bytes: number
  readonly own: number
  readonly shut: number
  readonly findings: readonly Finding[]
  readonly notes: readonly ImageNote[]
  /** Of the last portion: with it the container is done with, so that what was found behind its last entry is told once. */
  readonly told: Told | null
}

/** Where an opening goes on, and what the exhibit holds so far. */
export interface Progress {
  readonly skip: number
  readonly files: number
  readonly bytes: number
  /** Of the bytes, those of this container; and how many of its entries stayed closed. */
  readonly own: number
  readonly shut: number
}

interface Context {
  readonly caseDir: string
  readonly keeper: Keeper
  readonly batchRows: number
  readonly batchBytes: number
  readonly signal: AbortSignal
}

/** Entries of one portion, so that a long archive can be gone on with. */
const entriesAtOnce = 2000

/** Opens a container portion by portion. The same container gives the same portions, wherever it was interrupted. */
export async function* openContainer(
  { caseDir, keeper, batchRows, batchBytes, signal }: Context,
  kind: Container,
  closed: Closed,
  progress: Progress,
  limits: OpenLimits,
  beside: NonNullable<ContainerInput['beside']>,
): AsyncGenerator<Portion> {
  const troubles = openTroubles(closed)
  const names = openNames()
  let rows: Promise<UnpackedRow>[] = []
  let noted: ImageNote[] = []
  let { files, bytes, own, shut } = progress
  let [seen, cut] = [0, 0]
  const most = (): number =>
    Math.min(
      kind.joins ? Number.POSITIVE_INFINITY : Math.max(limits.free, closed.size * limits.ratio) - own,
      Math.max(limits.totalFree, closed.whole * limits.totalRatio) - bytes,
    )
  const portion = async (last = false): Promise<Portion> => {
    const found = await Promise.all(rows)
    const told = last ? { entries: seen, bytes: own, closed: shut } : null
    rows = []
    cut = 0
    return { rows: found, entries: seen, bytes, own, shut, findings: troubles.take(), notes: noted.splice(0), told }
  }
  if (closed.depth >= limits.depth) {
    troubles.report({
      severity: 'loss',
      code: 'archive-limit',
      detail: `It lies in ${closed.depth} others and is not opened`,
    })
    yield await portion(true)
    return
  }
  const input = {
    place: closed.place,
    name: basename(closed.path),
    report: troubles.report,
    signal,
    seconds: limits.seconds,
    scratch: caseDir,
    file: closed.file,
    beside,
    note: (note: ImageNote): void => void noted.push(note),
  }
  try {
    for await (const entry of kind.open(input)) {
      signal.throwIfAborted()
      const path = names.free(entry.path)
      seen += 1
      if (seen <= progress.skip) {
        troubles.forget()
        noted = []
        continue
      }
      if (files >= limits.files) {
        troubles.report({
          severity: 'loss',
          code: 'archive-limit',
          detail: `The exhibit holds ${files} files; the rest of the archive was not unpacked`,
        })
        break
      }
      if (isOutside(entry.path))
        troubles.report({
          severity: 'note',
          code: 'archive-path',
          detail: `${entry.path} names a place outside the archive; it is listed by that name and lies nowhere else`,
        })
      const kept = entry.content === null ? null : await keeper.keep(entry.content, most(), signal)
      if (kept === null) shut += 1
      if (kept === null && entry.closed === 'encrypted')
        troubles.report({
          severity: 'loss',
          code: 'archive-encrypted',
          detail: `${entry.path} is encrypted; it is listed without its content`,
        })
      const row = rowOf(closed, path, entry, kept)
      row.catch(() => undefined)
      rows.push(row)
      files += 1
      own += kept?.size ?? 0
      bytes += kept?.size ?? 0
      cut += kept?.size ?? 0
      if (kept?.whole === false) {
        troubles.report({
          severity: 'loss',
          code: 'archive-limit',
          detail: `${entry.path} was cut after ${kept.size} bytes: the archive unpacks to more than its size allows; the rest was not unpacked`,
        })
        break
      }
      if (rows.length < Math.min(entriesAtOnce, batchRows) && cut < batchBytes) continue
      yield await portion()
    }
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error
    troubles.report({ severity: 'loss', code: error.code, detail: error.message })
  }
  yield await portion(true)
}

async function rowOf(parent: Closed, name: string, entry: Entry, kept: Keeping | null): Promise<UnpackedRow> {
  const path = bounded(`${parent.path}!/${name}`)
  const origin = entry.origin ?? null
  const base = { path, inner_path: entry.path, modified_at: entry.modifiedAt?.toISOString() ?? null, origin }
  if (kept === null)
    return {
      ...base,
      encoding: null,
      source: entry.closed ?? 'unsupported',
      stored_path: null,
      stored_size: entry.size,
      md5: null,
      sha1: null,
      sha256: null,
    }
  const { encoding, source: told } = identifyHead(kept.head, path)
  const source = told === 'other' ? (entry.source ?? told) : told
  const { md5, sha1, sha256, size, stored } = await kept.settled
  return { ...base, encoding, source, stored_path: stored, stored_size: size, md5, sha1, sha256 }
}

/** Names of which one may stand several times in a container. */
function openNames(): { readonly free: (name: string) => string } {
  const taken = new Set<string>()
  return {
    free: (name) => {
      let own = name
      for (let n = 2; taken.has(own); n++) own = `${name}~${n}`
      taken.add(own)
      return own
    },
  }
}

function isOutside(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:[\\/]/i.test(path) || path.split(/[\\/]/).includes('..')
}

/** So many findings of one container are told one by one. */
const listed = 500

function openTroubles(closed: Closed) {
  let findings: Finding[] = []
  let told = 0
  return {
    report: ({ severity, code, detail }: ContainerTrouble): void => {
      told += 1
      if (told <= listed) findings.push({ severity, code, detail: `${closed.path}: ${detail}`, at: null })
      if (told === listed + 1)
        findings.push({
          severity,
          code,
          detail: `${closed.path}: more was found in it that is not listed one by one`,
          at: null,
        })
    },
    /** What was found on the way to an entry that was done with before. */
    forget: (): void => {
      findings = []
    },
    take: (): readonly Finding[] => {
      const taken = findings
      findings = []
      return taken
    },
  }
}
