import type { ClientBase } from 'pg'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import { type Board, entityColumns, openBoard } from './catalog.ts'
import { recoded } from './charset.ts'
import { converter } from './convert.ts'
import { entities, type Reader } from './forum.ts'
import { type Account, type Gather, type Opening, openAccount, openGather } from './gather.ts'
import { ledger, type Tally } from './ledger.ts'
import { joinedTables, type Repeated, repeatedRows, type Seen } from './names.ts'
import { readRows, selected } from './read.ts'
import { holdsBytes, readable } from './shim.ts'

/** Where the next batch begins: a reader, the last row of its table that was read, and what became of all rows so far. */
interface State {
  readonly reader: number
  readonly row: number
  readonly tally: Tally
  /** Rows read of all tables. */
  readonly done: number
  /** The name of that row; null at a table's beginning, and where names are looked up. */
  readonly seen: Seen | null
}

const start: State = { reader: 0, row: 0, tally: {}, done: 0, seen: null }

/** Reads the mirror as members, boards, topics, posts, messages and the rest. */
export const rebuild: Stage = {
  name: 'forum.rebuild',
  about: 'Rebuilds the forum from its tables: members, boards, posts, private messages and everything about them.',
  scope: 'site',
  version: 3,
  reads: ['evidence.mirror_table', 'forum.site'],
  writes: [...entities.map((entity) => `forum.${entity}`), 'forum.completeness'],
  reset: (site) =>
    [...entities, 'completeness'].map((table) => ({
      text: `DELETE FROM forum.${table} WHERE site = $1`,
      values: [site],
    })),
  overlap: true,
  parallel: true,
  run: rebuildSite,
}

async function* rebuildSite(context: StageContext): AsyncIterable<Batch> {
  const from = (context.resume as State | null) ?? start
  const board = await openBoard(context.db, context.unit)
  if (from.reader >= board.adapter.reads.length) return
  const connections: [ClientBase, ClientBase] = [await context.connect(), await context.connect()]
  for (const db of [context.db, ...connections]) await prepare(db, board)
  yield* readAll(context, board, connections, from)
}

async function* readAll(
  context: StageContext,
  board: Board,
  connections: readonly [ClientBase, ClientBase],
  from: State,
): AsyncIterable<Batch> {
  const { db } = context
  const { reads } = board.adapter
  // Questions go over a connection of their own: on the other two, rows may be waiting to be taken.
  const names = await openNames(db, board)
  const gather = openGather(context)
  const total = reads.reduce((sum, reader) => sum + rowsOf(board, reader), 0)
  const batch = (state: State): Batch => ({
    ...gather.take(),
    state,
    progress: { done: state.done, total, unit: 'rows' },
  })
  let { tally, done } = from
  for (let n = from.reader; n < reads.length; n++) {
    const reader = reads[n]!
    if (rowsOf(board, reader) === 0) continue
    const after = n === from.reader ? from.row : 0
    const account = await open(db, board, gather, reader, {
      tally,
      after,
      seen: after > 0 ? from.seen : null,
      // Names that were looked up before the interruption are looked up again.
      repeated: after > 0 && from.seen === null ? await names.of(reader) : names.known(reader),
    })
    for await (const { bytes, starts } of readRows(connections, board, reader, after)) {
      context.signal.throwIfAborted()
      for (const at of starts) {
        if (!account.take(bytes, at)) {
          account.know(await names.of(reader))
          account.take(bytes, at)
        }
        if (!gather.full()) continue
        const row = account.lastRow()
        yield batch({ reader: n, row, tally: account.tally(), done: done + row - after, seen: account.seen() })
      }
    }
    tally = account.tally()
    done += rowsOf(board, reader) - after
  }
  const { statements, findings } = ledger(board, tally)
  for (const finding of findings) gather.findings.add(finding.detail, finding)
  yield { ...batch({ reader: reads.length, row: 0, tally, done: total, seen: null }), after: statements }
}

function rowsOf(board: Board, reader: Reader): number {
  return board.tables.get(reader.from)?.rows ?? 0
}

async function prepare(db: ClientBase, board: Board): Promise<void> {
  await db.query(`SELECT set_config('work_mem', '64MB', false)`)
  if (holdsBytes(board)) await db.query(readable)
  if (board.recode) await db.query(recoded)
}

async function open(db: ClientBase, board: Board, gather: Gather, reader: Reader, opening: Opening): Promise<Account> {
  const columns = await selected(db, board, reader)
  const table = await entityColumns(db, reader.entity)
  return openAccount(gather, reader, (report) => converter(reader, board.site, columns, table, report), opening)
}

/** Which rows repeat a name: looked up for tables that are joined, and for others when a name does not grow. */
async function openNames(db: ClientBase, board: Board) {
  const found = new Map<string, Repeated>()
  const nameOf = (reader: Reader): string => `${reader.from} ${reader.key.join(' ')}`
  const of = async (reader: Reader): Promise<Repeated> => {
    const known = found.get(nameOf(reader)) ?? (await repeatedRows(db, board, reader))
    found.set(nameOf(reader), known)
    return known
  }
  for (const table of joinedTables(board.adapter)) {
    const reader = board.adapter.reads.find((r) => r.from === table && !r.aside && !r.repeats)
    // Joins see the first of the rows that share a name.
    if (reader && rowsOf(board, reader) > 0 && (await of(reader)).size > 0) board.repeated.set(table, reader.key)
  }
  return { of, known: (reader: Reader): Repeated | null => found.get(nameOf(reader)) ?? null }
}
