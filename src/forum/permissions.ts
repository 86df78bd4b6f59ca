import type { ClientBase } from 'pg'
import { quoteName } from '../db/columns.ts'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import { accessReaders } from './access/index.ts'
import { type Board, openBoard } from './catalog.ts'
import type { Access, BoardOf, MirrorRow } from './rights.ts'
import { calledColumn, readable } from './shim.ts'

/** More rows than any board's permissions have; what comes after is not read, and a finding says so. */
const most = 500_000

/** Works out who could see, read and write in which board, from the permissions as they stood at the seizure. */
export const permissions: Stage = {
  name: 'forum.permissions',
  about: 'Works out which groups and accounts could see, read and write in each board.',
  scope: 'site',
  version: 2,
  reads: ['evidence.mirror_table', 'forum.site', 'forum.board'],
  writes: ['forum.board_access'],
  run,
}

async function* run(context: StageContext): AsyncGenerator<Batch> {
  const { db, unit: site, batchRows } = context
  const board = await openBoard(db, site)
  const reader = accessReaders.find((each) => each.adapters.includes(board.adapter.name))
  if (reader === undefined) return
  const boards = await boardsOf(db, site)
  await db.query(readable)
  const found = new Map<string, readonly MirrorRow[]>()
  for (const [table, columns] of Object.entries(reader.tables))
    found.set(table, await rowsOf(db, board, table, columns, reader.where?.[table]))
  const all = reader.read({ rows: (table) => found.get(table) ?? [], boards })
  const known = new Set(boards.map((each) => each.id))
  const rights = all.filter((each) => known.has(each.board))
  const cut = [...found].find(([, rows]) => rows.length === most)
  const from = (context.resume as number | null) ?? 0
  for (let at = from; at < rights.length; at += batchRows) {
    context.signal.throwIfAborted()
    const some = rights.slice(at, at + batchRows)
    yield {
      before: [insert(site, at, some)],
      findings:
        at > 0 || cut === undefined
          ? []
          : [
              {
                severity: 'warning',
                code: 'permissions-cut',
                detail: `${cut[0]} has more than ${most} rows; permissions were worked out from the first ${most}`,
                at: null,
              },
            ],
      rows: some.length,
      state: at + some.length,
      progress: { done: at + some.length, total: rights.length, unit: 'rows' },
    }
  }
}

function insert(site: number, from: number, rights: readonly Access[]) {
  const rows = rights.map(({ at, ...rest }, i) => ({
    n: from + i + 1,
    ...rest,
    file: at._file,
    offset: at._offset,
    length: at._length,
  }))
  return {
    text: `INSERT INTO forum.board_access (site, n, board, grp, member, sees, reads, posts, how, _file, _offset, _length)
      SELECT $1, r.n, r.board, r.grp, r.member, r.sees, r.reads, r.posts, r.how, r.file, r."offset", r.length
        FROM json_to_recordset($2::json) AS r(n int, board text, grp text, member text, sees text, reads text, posts text,
          how text, file int, "offset" bigint, length int)`,
    values: [site, JSON.stringify(rows)],
  }
}

async function boardsOf(db: ClientBase, site: number): Promise<readonly BoardOf[]> {
  const { rows } = await db.query<BoardOf>(
    'SELECT id, parent FROM forum.board WHERE site = $1 ORDER BY position, length(id), id',
    [site],
  )
  return rows
}

/** The rows of a table with the columns that are there, as text. */
async function rowsOf(
  db: ClientBase,
  board: Board,
  name: string,
  columns: readonly string[],
  where: string | undefined,
): Promise<readonly MirrorRow[]> {
  const table = board.tables.get(name)
  if (table === undefined) return []
  const wanted = columns.map((column) => {
    const found = table.columns.find((c) => c.name.toLowerCase() === calledColumn(board.adapter, name, column))
    if (found === undefined) return `NULL::text AS ${quoteName(column)}`
    const value = quoteName(found.column)
    return `${found.type === 'bytea' ? `pg_temp.readable(${value})` : value} AS ${quoteName(column)}`
  })
  const { rows } = await db.query<MirrorRow>(
    `SELECT r.* FROM (SELECT _file, _offset::float8 AS _offset, _length, ${wanted.join(', ')}, _row AS _nth
       FROM ${quoteName(board.mirror)}.${quoteName(table.name)}) r ${where === undefined ? '' : `WHERE ${where}`} ORDER BY _nth LIMIT ${most}`,
  )
  return rows
}
