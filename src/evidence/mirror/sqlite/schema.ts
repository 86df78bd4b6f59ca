import { cellAt, indexInterior, indexLeaf, kindOf, payloadOf, pointers, tableLeaf } from './cell.ts'
import { parseTable, type SqliteTable } from './create.ts'
import type { Page, Pages } from './pages.ts'
import { type Serial, serials, valueIn } from './record.ts'
import { type Tree, walkTree } from './tree.ts'

/** A table of the schema with the pages of its rows. */
export interface Stored extends SqliteTable {
  readonly name: string
  readonly sql: string
  readonly root: number
  readonly tree: Tree
  /** For each value of a record the column it stands for. */
  readonly order: readonly number[]
}

/** What a database says it holds. */
export interface Schema {
  readonly tables: readonly Stored[]
  /** Views, triggers and tables that another module keeps: type and name. */
  readonly others: readonly string[]
  /** Tables whose text or pages cannot be read. */
  readonly unread: readonly string[]
  /** Which table a page belongs to, counted from 1; 0 for no table's. */
  readonly owners: Uint16Array
  /** Pages of the schema itself that could not be read. */
  readonly lost: number
}

/** One value after the other of a record in UTF-8, numbers as text. */
export type Record = readonly (string | Uint8Array | null)[]

/** Owner of the pages of sqlite_schema itself. */
const schemaOwner = 0xffff
/** So many tables are looked for; more are no schema of a forum but damage. */
const mostTables = 60_000

/** Reads sqlite_schema, whose root is page 1, and lists the pages of every table (section 2.6). */
export function readSchema(pages: Pages): Schema {
  const owners = new Uint16Array(pages.count + 1)
  const claim = (owner: number) => (page: number) => {
    if (owners[page] !== 0) return false
    owners[page] = owner
    return true
  }
  const tree = walkTree(pages, 1, claim(schemaOwner))
  const tables: Stored[] = []
  const others: string[] = []
  const unread: string[] = []
  for (const n of tree.pages) {
    const page = pages.page(n)
    for (const row of page === null ? [] : recordsOf(pages, page)) {
      const [type, name, , root, sql] = row.map((v) => (v instanceof Uint8Array ? textOf(pages, v) : v))
      if (type === 'view' || type === 'trigger') others.push(`${type} ${name}`)
      if (type !== 'table' || typeof name !== 'string' || typeof sql !== 'string') continue
      const at = Number(root)
      if (at === 0) {
        others.push(`virtual table ${name}`)
        continue
      }
      const parsed = parseTable(sql)
      if (parsed === null || tables.length >= mostTables || !(at >= 1 && at <= pages.count)) {
        unread.push(name)
        continue
      }
      const order = parsed.key ?? [...parsed.columns.keys()].filter((i) => !parsed.columns[i]!.virtual)
      tables.push({ ...parsed, name, sql, root: at, order, tree: walkTree(pages, at, claim(tables.length + 1)) })
    }
  }
  return { tables, others, unread, owners, lost: tree.lost }
}

function* recordsOf(pages: Pages, page: Page): Generator<Record> {
  if (kindOf(page) !== tableLeaf) return
  const { from, count } = pointers(page)
  for (let i = 0; i < count; i++) {
    const cell = cellAt(page, page.view.getUint16(from + 2 * i), pages.header.usable)
    if (cell === null || cell.size > 16 << 20) continue
    const payload = payloadOf(pages, page, cell, () => true)
    const list = payload.length < cell.size ? null : serials(payload, cell.size)
    if (list !== null) yield list.map((s: Serial) => valueIn(payload, s))
  }
}

function textOf(pages: Pages, raw: Uint8Array): string {
  const { charset } = pages.header
  const label = charset === 'utf8' ? 'utf-8' : charset === 'utf16le' ? 'utf-16le' : 'utf-16be'
  return new TextDecoder(label).decode(raw)
}

/** True for the kinds of pages that hold records of a table of this form. */
export function holdsRows(kind: number, table: SqliteTable): boolean {
  return table.key === null ? kind === tableLeaf : kind === indexLeaf || kind === indexInterior
}
