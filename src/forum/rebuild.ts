import type { ClientBase } from 'pg'
import { type RowEncoder, rowEncoder } from '../db/encode.ts'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import type { Severity } from '../model/finding.ts'
import { type Board, entityColumns, openBoard } from './catalog.ts'
import { type Converter, converter, type Report } from './convert.ts'
import { openFindings } from './findings.ts'
import { entities, type Reader } from './forum.ts'
import { ledger, type Tally } from './ledger.ts'
import { type Repeated, repeatedRows } from './names.ts'
import { readRows, type Selected, selected } from './read.ts'
import { holdsBytes, readable } from './shim.ts'

/** Where the next batch begins: a reader, the last row of its table that was read, and what became of all rows so far. */
interface State {
  readonly reader: number
  readonly row: number
  readonly tally: Tally
  readonly done: number
}

const start: State = { reader: 0, row: 0, tally: {}, done: 0 }

/** Reads the mirror as members, boards, topics, posts, messages and the rest. */
export const rebuild: Stage = {
  name: 'forum.rebuild',
  about: 'Rebuilds the forum from its tables: members, boards, posts, private messages and everything about them.',
  scope: 'site',
  version: 1,
  reads: ['evidence.mirror_table', 'forum.site'],
  writes: [...entities.map((entity) => `forum.${entity}`), 'forum.completeness'],
  reset: (site) =>
    [...entities, 'completeness'].map((table) => ({
      text: `DELETE FROM forum.${table} WHERE site = $1`,
      values: [site],
    })),
  overlap: true,
  run: rebuildSite,
}

/** One reader, ready to run. */
interface Work {
  readonly reader: Reader
  readonly columns: Selected
  readonly converter: Converter
  readonly repeated: Repeated
}

async function* rebuildSite(context: StageContext): AsyncIterable<Batch> {
  const from = (context.resume as State | null) ?? start
  const board = await openBoard(context.db, context.unit)
  const connections: [ClientBase, ClientBase] = [await context.connect(), await context.connect()]
  for (const db of connections) await prepare(db, board)
  const { reads } = board.adapter
  const rowsOf = (r: Reader): number => board.tables.get(r.from)?.rows ?? 0
  const total = reads.reduce((sum, r) => sum + rowsOf(r), 0)
  const repeated = await allRepeated(connections[0], board)
  const gather = openGather(context)
  let { tally, done } = from
  for (let n = from.reader; n < reads.length; n++) {
    const reader = reads[n]!
    if (rowsOf(reader) === 0) continue
    const after = n === from.reader ? from.row : 0
    const work = await prepareReader(connections[0], board, reader, repeated.get(nameOf(reader)) ?? new Map())
    const account = openAccount(gather, work, tally)
    for await (const rows of readRows(connections, board, reader, work.columns, after)) {
      context.signal.throwIfAborted()
      for (const row of rows) {
        account.take(row)
        if (!gather.full()) continue
        tally = account.tally()
        const read = done + account.lastRow() - after
        yield gather.batch({ reader: n, row: account.lastRow(), tally, done: read }, { done: read, total })
      }
    }
    tally = account.tally()
    done += rowsOf(reader) - after
  }
  const { statements, findings } = ledger(board, tally)
  for (const finding of findings) gather.findings.add(finding.detail, finding)
  const last = gather.batch({ reader: reads.length, row: 0, tally, done: total }, { done: total, total })
  if (from.reader < reads.length || context.resume === null) yield { ...last, after: statements }
}

async function prepare(db: ClientBase, board: Board): Promise<void> {
  await db.query(`SELECT set_config('work_mem', '64MB', false)`)
  if (holdsBytes(board)) await db.query(readable)
}

function nameOf(reader: Reader): string {
  return `${reader.from} ${reader.key.join(' ')}`
}

/** Which rows share their names, for every table; the tables among them are joined by their first rows only. */
async function allRepeated(db: ClientBase, board: Board): Promise<ReadonlyMap<string, Repeated>> {
  const found = new Map<string, Repeated>()
  for (const reader of board.adapter.reads) {
    if ((board.tables.get(reader.from)?.rows ?? 0) === 0 || found.has(nameOf(reader))) continue
    found.set(nameOf(reader), await repeatedRows(db, board, reader))
  }
  for (const reader of board.adapter.reads)
    if (!reader.repeats && found.get(nameOf(reader))?.size) board.repeated.set(reader.from, reader.key)
  return found
}

async function prepareReader(db: ClientBase, board: Board, reader: Reader, repeated: Repeated): Promise<Work> {
  const columns = await selected(db, board, reader)
  const table = await entityColumns(db, reader.entity)
  return { reader, columns, converter: converter(reader, board.site, columns.names, table), repeated }
}

/** Rows gathered for the next batch, of whatever entities. */
function openGather({ batchRows, batchBytes }: StageContext) {
  const encoders = new Map<string, RowEncoder>()
  const findings = openFindings()
  let read = 0
  let written = 0
  let bytes = 0
  return {
    findings,
    encoder: (table: string, columns: Converter['columns']): RowEncoder => {
      const key = `${table} ${columns.map((c) => c.name).join(' ')}`
      const known = encoders.get(key) ?? rowEncoder(table, columns)
      encoders.set(key, known)
      return known
    },
    count: (rows: number, size: number): void => {
      read += 1
      written += rows
      bytes += size
    },
    full: (): boolean => read >= batchRows || bytes >= batchBytes,
    batch: (state: State, progress: { readonly done: number; readonly total: number }): Batch => {
      const copies = [...encoders.values()].filter((e) => e.rows() > 0).map((e) => e.take())
      const batch: Batch = {
        copies,
        findings: findings.take(),
        rows: written,
        state,
        progress: { ...progress, unit: 'rows' },
      }
      read = 0
      written = 0
      bytes = 0
      return batch
    },
  }
}

const severities: Readonly<Record<string, Severity>> = {
  'no-id': 'loss',
  'absurd-id': 'loss',
  'duplicate-id': 'warning',
}

/** Takes the rows of one reader in, and keeps account of what became of them. */
function openAccount(gather: ReturnType<typeof openGather>, work: Work, before: Tally) {
  const { reader, repeated } = work
  const { columns, convert } = work.converter
  const encoder = gather.encoder(`forum.${reader.entity}`, columns)
  let [entitiesRead, empty, left] = before[reader.from] ?? [0, 0, 0]
  let last = -1
  let current: readonly unknown[] = []
  const report: Report = (code, detail, kept) => {
    const [, file, offset, length] = current as readonly number[]
    gather.findings.add(`${code} ${reader.from} ${detail.slice(0, 20)}`, {
      severity: severities[code] ?? 'warning',
      code,
      detail: `${reader.from}: ${detail}`,
      at: { file: file!, offset: offset!, length: length! },
      rows: kept || reader.aside ? 0 : 1,
    })
  }
  const take = (row: readonly unknown[]): void => {
    current = row
    const at = row[0] as number
    // A join with a damaged table can give a row twice; the first is as good as the second.
    if (at === last) return
    last = at
    const again = repeated.get(at) ?? 1
    if (again > 1 && !reader.repeats) {
      if (!reader.aside) report('duplicate-id', 'A second row of the same name was left out.', false)
      left += 1
      gather.count(0, 0)
      return
    }
    const made = convert(row, again, report)
    if (made === null) left += 1
    else if (made.length === 0) empty += 1
    else entitiesRead += 1
    const size = encoder.bytes()
    for (const values of made ?? []) encoder.add(values)
    gather.count(made?.length ?? 0, encoder.bytes() - size)
  }
  const tally = (): Tally => (reader.aside ? before : { ...before, [reader.from]: [entitiesRead, empty, left] })
  return { take, tally, lastRow: () => last }
}
