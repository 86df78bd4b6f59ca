import { type Open, report } from './context.ts'
import { openReading, type Reading, readRecord } from './record.ts'
import { firstRecord, freeRecords, isCompact, userRecords } from './records.ts'
import { isPlausible, putRecord, type State, type Target, targetOf } from './rows.ts'
import { openSeen, type Seen } from './seen.ts'
import type { Page } from './space.ts'
import { type Leaves, leavesOf } from './survey.ts'
import type { StoredTable } from './table.ts'

/** The pages with the rows of one table, to be read one after the other. */
export interface TablePages {
  readonly table: StoredTable
  readonly leaves: Leaves
  /** Gets ready in small steps; false until it is. */
  readonly prepare: () => boolean
  readonly read: (n: number) => void
}

/**
 * Opens the pages of a table, of which those before `from` were read by another reader. A page that was split keeps copies of
 * what was moved: a freed record counts only where no row is the same, so that all rows are looked at first.
 */
export function openPages(o: Open, table: StoredTable, number: number, from: number): TablePages {
  const { survey, space } = o
  const leaves = leavesOf(survey, number)
  const { pages, freed } = leaves
  const live = pages.length - freed
  const r = openReading(table.layout)
  let [rows, garbage] = [0, freed > 0]
  for (const n of pages) {
    rows += survey.rows[n]!
    garbage ||= survey.garbage[n] === 1
  }
  const seen: Seen | null = garbage ? openSeen(rows) : null
  let [looked, again] = [0, 0]
  const keep = (): void => {}
  const targets = new Map<State, Target>()
  const put = (page: Page, state: State): void => {
    const target = targets.get(state) ?? targetOf(o, table, state)
    targets.set(state, target)
    putRecord(o, table, target, page, r)
  }
  return {
    table,
    leaves,
    prepare: () => {
      if (seen === null) return true
      if (looked < live) addRows(seen, r, space.page(pages[looked++]!))
      else if (again < from) {
        const at = again++
        freedIn(table, space.page(pages[at]!), r, seen, at < live, keep)
      } else return true
      return false
    },
    read: (n) => {
      const page = n < pages.length ? space.page(pages[n]!) : null
      if (page === null || !isReadable(o, table, page, n < live)) return
      if (n < live) readRows(o, table, page, r, put)
      if (seen === null) return
      freedIn(table, page, r, seen, n < live, () => {
        o.saved.freed++
        put(page, ' (recovered)')
      })
    },
  }
}

function isReadable(o: Open, table: StoredTable, page: Page, live: boolean): boolean {
  if (isCompact(page) !== (table.layout.redundant === true)) return true
  const detail = `A page of ${table.name} is not of the format that its description states; its rows are not read`
  if (live) report(o, 'loss', 'damaged-page', detail, page.offset, page.bytes.length)
  return false
}

/** Reads the rows of a page, those marked as deleted into a table of their own. */
function readRows(o: Open, table: StoredTable, page: Page, r: Reading, put: (page: Page, state: State) => void): void {
  const high = page.bytes.length - 8
  const { origins, broken } = userRecords(page)
  for (const origin of origins) {
    if (!readRecord(r, page.bytes, origin, firstRecord, high)) {
      report(o, 'loss', 'damaged-row', `A row of ${table.name} cannot be read`, page.offset + origin)
      continue
    }
    if (r.deleted) o.saved.marked++
    put(page, r.deleted ? ' (deleted)' : '')
  }
  const stated = page.view.getUint16(54)
  if (!broken && stated === origins.length) return
  const detail = `A page of ${table.name} says that it has ${stated} rows, and ${origins.length} of them could be followed${broken ? ' before the list of its rows breaks off' : ''}`
  report(o, 'loss', 'damaged-page', detail, page.offset, page.bytes.length)
}

function addRows(seen: Seen, r: Reading, page: Page | null): void {
  if (page === null || isCompact(page) === (r.layout.redundant === true)) return
  const high = page.bytes.length - 8
  for (const origin of userRecords(page).origins)
    if (readRecord(r, page.bytes, origin, firstRecord, high)) seen.add(page.bytes, origin, r.to)
}

/** The freed records of a page that no row is the same as; of a page that is free itself all records. */
function freedIn(
  table: StoredTable,
  page: Page | null,
  r: Reading,
  seen: Seen,
  live: boolean,
  found: () => void,
): void {
  if (page === null || isCompact(page) === (table.layout.redundant === true)) return
  const high = page.bytes.length - 8
  const origins = [...(live ? [] : userRecords(page).origins), ...freeRecords(page)]
  for (const origin of origins) {
    if (!readRecord(r, page.bytes, origin, firstRecord, high) || !isPlausible(table, page, r)) continue
    if (!seen.add(page.bytes, origin, r.to)) found()
  }
}
