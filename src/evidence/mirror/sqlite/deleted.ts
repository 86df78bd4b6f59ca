import { findTable } from '../catalogue.ts'
import { carveGaps, carvePage } from './carve.ts'
import { cellAt, kindOf, payloadOf, tableLeaf } from './cell.ts'
import type { Open } from './context.ts'
import type { Page } from './pages.ts'
import type { Serial } from './record.ts'
import { fitness, type Remnant } from './remnant.ts'
import { putRemnant } from './rows.ts'
import type { Stored } from './schema.ts'
import { findRow } from './tree.ts'

/** Reads the deleted records that stand between the cells of a page of a table. */
export function readGaps(o: Open, table: Stored, page: Page): void {
  const live = findTable(o.sink.catalogue, o.sink.file, null, table.name)
  const match = (list: readonly Serial[], payload: Uint8Array): Stored | null => fits(o, table, list, payload)
  for (const { remnant } of carveGaps(page, o.pages.header.usable, table, match))
    if (!isThere(o, table, remnant)) putRemnant(o, table, live, page, remnant)
}

/** One page that no table reaches: free ones keep what they held. False when there is none any more. */
export function readOrphan(o: Open): boolean {
  const { saved, pages, schema } = o
  let n = saved.at + 1
  while (n <= pages.count && schema.owners[n] !== 0) n++
  if (n > pages.count) return false
  saved.at = n - 1
  const page = pages.page(n)
  if (page !== null && kindOf(page) === tableLeaf) carveAll(o, page, null)
  return true
}

/** One version of a page that the log or the file holds and that a newer one stands for. */
export function readOlder(o: Open): boolean {
  const { saved, pages, schema, wal } = o
  const own = [...(wal?.pages.keys() ?? [])].map((page) => ({
    page,
    logged: false,
    at: (page - 1) * pages.header.pageSize,
  }))
  const versions = [...own, ...(wal?.older ?? []).map((v) => ({ page: v.page, logged: true, at: v.offset }))]
  const version = versions[saved.at]
  if (version === undefined) return false
  const page = pages.version(version.page, version.logged, version.at)
  const owner = schema.tables[(schema.owners[version.page] ?? 0) - 1] ?? null
  if (page !== null && kindOf(page) === tableLeaf && version.page !== 1) carveAll(o, page, owner)
  return true
}

function carveAll(o: Open, page: Page, owner: Stored | null): void {
  const { schema, pages, sink } = o
  const utf8 = o.codec.kind === 'utf8'
  const among = owner === null ? schema.tables : [owner]
  const match = (list: readonly Serial[], payload: Uint8Array): Stored | null => {
    let found: Stored | null = null
    let most = 1
    for (const table of among) {
      if (table.order.length !== list.length) continue
      const score = fitness(table, list, payload, utf8)
      if (score > most) [found, most] = [table, score]
    }
    return found
  }
  for (const { table, remnant } of carvePage(page, pages.header.usable, match)) {
    if (isThere(o, table, remnant)) continue
    putRemnant(o, table, findTable(sink.catalogue, sink.file, null, table.name), page, remnant)
  }
}

function fits(o: Open, table: Stored, list: readonly Serial[], payload: Uint8Array): Stored | null {
  const needed = Math.min(2, table.order.length)
  return fitness(table, list, payload, o.codec.kind === 'utf8') >= needed ? table : null
}

/** True when the table still has the row as the remnant says it: a copy that moved pages left behind. */
function isThere(o: Open, table: Stored, { rowid, payload }: Remnant): boolean {
  const found = rowid === null ? null : findRow(o.pages, table.root, rowid)
  const cell = found === null ? null : cellAt(found.page, found.at, o.pages.header.usable)
  if (found === null || cell === null || cell.rowid !== rowid || cell.size !== payload.length) return false
  return (
    Buffer.compare(
      payloadOf(o.pages, found.page, cell, () => true),
      payload,
    ) === 0
  )
}
