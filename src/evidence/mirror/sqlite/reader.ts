import type { Halt, Limits, PlacedFile, PlacedReader, Sink } from '../source.ts'
import { cellAt, kindOf, pointers } from './cell.ts'
import { type Open, report, type Saved } from './context.ts'
import { readGaps, readOlder, readOrphan } from './deleted.ts'
import { headerOf } from './header.ts'
import { openPages } from './pages.ts'
import { damaged, declare, readCell } from './rows.ts'
import { holdsRows, readSchema, type Stored } from './schema.ts'
import { tell, tellDeleted } from './tell.ts'
import { codecFor } from './values.ts'
import { readWal } from './wal.ts'

/** Pages looked at before others have their turn. */
const breath = 64

/** Opens a reader of a SQLite file and the log beside it, at the beginning or where another one stood. */
export function openSqlite(
  file: PlacedFile,
  [log]: readonly (PlacedFile | null)[],
  sink: Sink,
  limits: Limits,
  state: unknown,
): PlacedReader {
  const fresh: Saved = { offset: 0, job: 0, looking: true, at: 0, flags: [], deleted: 0, told: false }
  const saved = structuredClone((state as Saved | null) ?? fresh)
  const found = headerOf(file)
  if (found === null) return nothing(file, sink, saved)
  const wal = log ? readWal(log, found.header.pageSize) : null
  const pages = openPages(file, wal, found.header)
  const o: Open = { file, sink, limits, pages, wal, schema: readSchema(pages), codec: codecFor(found.header), saved }
  return {
    run: (stopAt) => {
      if (!saved.told) tell(o, found.guessed, log ?? null)
      return run(o, stopAt)
    },
    offset: () => saved.offset,
    state: () => structuredClone(saved),
  }
}

function nothing(file: PlacedFile, sink: Sink, saved: Saved): PlacedReader {
  return {
    run: () => {
      const detail =
        'The file has the name of a SQLite database in it, but neither its header nor its pages can be read'
      if (!saved.told) sink.report({ severity: 'loss', code: 'damaged-database', detail, offset: 0, length: file.size })
      saved.told = true
      return 'end'
    },
    offset: () => saved.offset,
    state: () => structuredClone(saved),
  }
}

function run(o: Open, stopAt: number): Halt {
  const { saved, pages, schema } = o
  for (let n = 0; ; n++) {
    if (saved.offset >= stopAt || (o.sink.crowded() && n > 0)) return 'stop'
    if (n >= breath) return 'input'
    const table = schema.tables[saved.job]
    if (table !== undefined) {
      if (saved.at < table.tree.pages.length) readPage(o, table, table.tree.pages[saved.at]!)
      else finishTable(o, table)
    } else if (saved.job === schema.tables.length) {
      if (!readOrphan(o)) nextJob(saved)
    } else if (saved.job === schema.tables.length + 1) {
      if (!readOlder(o)) nextJob(saved)
    } else {
      if (saved.at === 0 && saved.deleted > 0) tellDeleted(o)
      saved.at = 1
      return 'end'
    }
    saved.offset += pages.header.pageSize
    saved.at++
  }
}

function nextJob(saved: Saved): void {
  saved.job++
  saved.looking = true
  saved.flags = []
  saved.at = -1
}

function finishTable(o: Open, table: Stored): void {
  const { saved } = o
  if (!saved.looking) {
    nextJob(saved)
    return
  }
  if (table.tree.lost > 0) {
    const detail = `${table.tree.lost} pages of ${table.name} are missing or not its own; their rows could not be read in their place`
    report(o, 'loss', 'damaged-table', detail, (table.root - 1) * o.pages.header.pageSize)
  }
  declare(o, table, table.name, saved.flags)
  saved.looking = false
  saved.at = -1
}

function readPage(o: Open, table: Stored, n: number): void {
  const page = o.pages.page(n)
  const usable = o.pages.header.usable
  if (page === null || !holdsRows(kindOf(page), table)) {
    if (o.saved.looking) {
      const detail = `A page of ${table.name} is missing or holds something else; its rows are lost`
      report(o, 'loss', 'damaged-page', detail, page?.offset ?? (n - 1) * o.pages.header.pageSize)
    }
    return
  }
  const { from, count } = pointers(page)
  for (let i = 0; i < count; i++) {
    const at = page.view.getUint16(from + 2 * i)
    const cell = at < from + 2 * count ? null : cellAt(page, at, usable)
    if (cell === null) {
      if (!o.saved.looking) damaged(o, table, page, Math.min(at, usable))
    } else readCell(o, table, page, cell)
  }
  if (o.saved.looking || table.key !== null) return
  readGaps(o, table, page)
}
