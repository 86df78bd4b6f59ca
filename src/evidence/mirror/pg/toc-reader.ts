import type { Limits, Part, Reader, Sink } from '../source.ts'
import { decodeName } from '../sql/names.ts'
import { openWindow } from '../window.ts'
import { type Archive, type ArchiveEntry, isArchive, readArchive } from './archive.ts'
import { beginning, type Cursor, report, reportOnce } from './cursor.ts'
import { parseCopy } from './header.ts'
import { handle } from './statements.ts'
import { beginTarget } from './target.ts'

/** Longer lists are damage. */
const longestList = 512 << 20

/** What a list says of tables, and of how text is written; anything else is no row. */
const read =
  /^(?:ENCODING|STDSTRINGS|SEARCHPATH|TABLE|FOREIGN TABLE|VIEW|MATERIALIZED VIEW|FUNCTION|PROCEDURE|TRIGGER)$/

interface Saved {
  readonly offset: number
  readonly done: boolean
  readonly parts: readonly Part[]
}

/**
 * Opens a reader of the list of contents of a dump in one of pg_dump's archive formats. The list declares the tables;
 * their rows lie in files of their own, which are read after it.
 */
export function openTocReader(sink: Sink, limits: Limits, state: unknown): Reader {
  let saved = (state as Saved | null) ?? { offset: 0, done: false, parts: [] }
  let [bytes, size, tried, final] = [Buffer.alloc(64 << 10), 0, 0, false]
  const run = () => {
    if (saved.done) return 'end'
    if (!final && size < Math.max(1 << 16, tried * 2)) return 'input'
    const archive = readArchive(bytes.subarray(0, size))
    tried = size
    if (!final && size < longestList && (archive === null || archive.problem === 'truncated')) return 'input'
    const c: Cursor = { w: openWindow(0), sink, limits, at: beginning(), plan: null, header: null }
    saved = { offset: archive?.end ?? size, done: true, parts: archive === null ? [] : takeIn(c, archive, size) }
    if (archive === null) {
      const detail = 'The file has the name of a dump of PostgreSQL in it, but its beginning cannot be read'
      report(c, 'loss', 'archive-damaged', detail, 0, size)
    }
    return 'end'
  }
  return {
    feed: (piece) => {
      if (saved.done) return
      if (size + piece.length > bytes.length) {
        const larger = Buffer.alloc((size + piece.length) * 2)
        bytes.copy(larger, 0, 0, size)
        bytes = larger
      }
      bytes.set(piece, size)
      size += piece.length
    },
    finish: () => {
      final = true
    },
    run,
    offset: () => saved.offset,
    state: () => structuredClone(saved),
  }
}

/** Declares the tables of a list, and says where the rows of each lie. */
function takeIn(c: Cursor, archive: Archive, size: number): Part[] {
  const { head, entries, end, problem } = archive
  c.at.database = head.database === null ? null : decodeName(head.database) || null
  for (const e of entries) if (read.test(e.kind)) define(c, e)
  let objects = 0
  const parts = entries.flatMap((e): Part[] => {
    if (/^BLOB(?:S| METADATA)?$/.test(e.kind)) objects++
    if (e.kind !== 'TABLE DATA') return []
    const name = head.format === 'custom' ? `${e.id}.dat` : e.file
    const lost = head.format === 'custom' ? true : e.file !== ''
    return lost ? [{ name, of: decodeName(e.tag), from: e.at, length: e.end - e.at, state: rowsOf(c, e) }] : []
  })
  if (objects > 0) {
    const detail = 'The dump holds large objects: each is a file of its own, not a row'
    reportOnce(c, 'note', 'large-object', detail, 0, 0)
  }
  if (problem !== null) {
    const detail = `The list of contents is ${problem} after ${entries.length} entries; tables it names later are read without their declarations, if at all`
    report(c, 'loss', problem === 'truncated' ? 'truncated' : 'archive-damaged', detail, end, size)
  }
  return parts
}

function define(c: Cursor, e: ArchiveEntry): void {
  if (e.definition.length > c.limits.statement) {
    report(
      c,
      'loss',
      'damaged-statement',
      `The declaration of ${decodeName(e.tag)} is too long to be read`,
      e.at,
      e.end,
    )
    return
  }
  // Old dumps leave the schema to the search path that is set before each statement.
  if (/TABLE/.test(e.kind)) c.at.schema = schemaOf(e)
  handle(c, e.definition.trimStart(), e.at, e.end, false)
}

/** Where the reader of a table's rows begins: among lines of COPY text, or before the INSERTs that stand for them. */
function rowsOf(c: Cursor, e: ArchiveEntry): unknown {
  c.at.schema = schemaOf(e)
  c.at.mode = 'statements'
  const header = /^COPY\s/i.test(e.copy.trimStart()) ? parseCopy(e.copy.trim()) : 'other'
  const target = header === 'other' ? null : beginTarget(c, { ...header, end: 0 }, 0)
  const at = { ...c.at, mode: target === null ? 'statements' : 'copy', target, told: [], unfinished: [], partial: [] }
  return structuredClone({ offset: 0, at })
}

function schemaOf(e: ArchiveEntry): string {
  return decodeName(e.namespace) || 'public'
}

/** True for the list of a dump in the directory or tar format. */
export function isToc(first: Uint8Array): boolean {
  return isArchive(first, false)
}
