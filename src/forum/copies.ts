import type { ClientBase } from 'pg'
import type { Detected, MirrorTable } from './detect.ts'
import type { Reader } from './forum.ts'
import { selected } from './read.ts'
import { holdsBytes, readable, type Shim, shimmed } from './shim.ts'

/** A board and the exhibit whose mirror holds it. */
export interface Held extends Detected {
  readonly exhibit: number
}

/** Boards that are copies of each other, the fullest first: from it the board is rebuilt. */
export type Copies = readonly [Held, ...Held[]]

/** A board of a mirror as SELECTs see it. */
export function shimOf(board: Held): Shim {
  return { ...board, mirror: `mirror_${board.exhibit}`, repeated: new Map() }
}

/** The share of accounts (or posts) of the smaller board that both must have to be copies of one board. */
const enough = 0.5

/**
 * Boards put together that are copies of each other: read by the same adapter, and holding the same accounts (number and
 * time of registration; posts where accounts are missing). Boards of the same software share an installer's accounts at
 * most, and not when they were made.
 */
export async function groupCopies(db: ClientBase, boards: readonly Held[]): Promise<readonly Copies[]> {
  const groups: [Held, ...Held[]][] = []
  for (const board of boards) {
    let home: [Held, ...Held[]] | undefined
    for (const group of groups) if (await sameBoard(db, shimOf(group[0]), shimOf(board))) home = group
    if (home) home.push(board)
    else groups.push([board])
  }
  const ordered: Copies[] = []
  for (const group of groups) ordered.push(await fullestFirst(db, group))
  return ordered
}

/** What names an account or a post beyond doubt, whatever became of its text. */
const identity = { member: ['id', 'joined_at', 'email'], post: ['id', 'at', 'author', 'ip'] } as const

/** True for two boards, of one mirror or of two, that hold the same accounts. */
export async function sameBoard(db: ClientBase, left: Shim, right: Shim): Promise<boolean> {
  if (left.adapter.name !== right.adapter.name) return false
  for (const entity of ['member', 'post'] as const) {
    const reader = left.adapter.reads.find((r) => r.entity === entity && !r.aside)
    if (!reader || rowsOf(left, reader) === 0 || rowsOf(right, reader) === 0) continue
    for (const shim of [left, right]) if (holdsBytes(shim)) await db.query(readable)
    const known = new Set((await selected(db, left, reader)).map((c) => c.name))
    const names = identity[entity].filter((n) => known.has(n))
    if (names.length < 2) continue
    const list = (shim: Shim): string =>
      `SELECT DISTINCT ${names.join(', ')} FROM (${shimmed(shim, reader.sql)}) x WHERE ${names[1]} IS NOT NULL AND ${names[1]} NOT IN ('', '0')`
    const equal = names.map((n) => `coalesce(a.${n}, '') = coalesce(b.${n}, '')`).join(' AND ')
    const { rows } = await db.query<{ a: number; b: number; both: number }>(
      `WITH a AS MATERIALIZED (${list(left)}), b AS MATERIALIZED (${list(right)})
       SELECT (SELECT count(*)::float8 FROM a) AS a, (SELECT count(*)::float8 FROM b) AS b,
              (SELECT count(*)::float8 FROM a JOIN b ON ${equal}) AS both`,
    )
    const found = rows[0]
    if (found && Math.min(found.a, found.b) > 0) return found.both >= enough * Math.min(found.a, found.b)
  }
  return false
}

/** Entities that make a board full; sessions and logs come and go. */
const content = new Set(['member', 'board', 'topic', 'post', 'message', 'attachment'])

/** Copies of a board in the order of what they hold. */
export async function fullestFirst(db: ClientBase, group: Copies): Promise<Copies> {
  if (group.length === 1) return group
  const ranked: {
    readonly board: Held
    readonly content: number
    readonly garbled: number
    readonly all: number
    readonly doubtful: number
    readonly deleted: number
    readonly newest: number
    readonly running: number
  }[] = []
  const doubtful = await filesOf(db, `state = 'carved' OR recovery IN ('shared', 'overwritten', 'partial')`)
  const deleted = await filesOf(db, `state <> 'live'`)
  const running = await filesOfDirectories(db)
  for (const board of group) {
    const read = board.adapter.reads.filter((r) => !r.aside)
    ranked.push({
      board,
      content: sum(read.filter((r) => content.has(r.entity)).map((r) => rowsOf(board, r))),
      garbled: await garbledNames(db, shimOf(board)),
      all: sum([...board.tables.values()].map((t) => t.rows)),
      doubtful: Number(from(board, doubtful)),
      deleted: Number(from(board, deleted)),
      newest: (await asOf(db, shimOf(board))) ?? 0,
      running: Number(from(board, running)),
    })
  }
  // A copy in which characters were lost is the base only when it holds more, a doubtful one only among its like. Of those
  // that hold as much, the newest says how the board stood last; a data directory is what the board ran on, a dump a copy of it.
  const order = ranked.sort(
    (a, b) =>
      a.doubtful - b.doubtful ||
      b.content - a.content ||
      a.garbled - b.garbled ||
      a.deleted - b.deleted ||
      b.newest - a.newest ||
      b.running - a.running ||
      b.all - a.all ||
      firstFile(a.board) - firstFile(b.board),
  )
  const [first, ...rest] = order.map((r) => r.board)
  return [first ?? group[0], ...rest]
}

/** True for a board of which a table lies in one of these files. */
const from = (board: Held, files: ReadonlySet<number>): boolean =>
  [...board.tables.values()].some((t) => t.file !== undefined && files.has(t.file))

/** Files of disk images of which this holds (columns of evidence.image_file), and what was unpacked from them. */
async function filesOf(db: ClientBase, holds: string): Promise<ReadonlySet<number>> {
  const { rows } = await db.query<{ file: number }>(
    `WITH RECURSIVE f AS (
       SELECT file FROM evidence.image_file WHERE ${holds}
       UNION SELECT c.file FROM evidence.file c JOIN f ON c.parent = f.file) SELECT file FROM f`,
  )
  return new Set(rows.map((r) => r.file))
}

/** Files into which the databases of data directories were read. */
async function filesOfDirectories(db: ClientBase): Promise<ReadonlySet<number>> {
  const { rows } = await db.query<{ file: number }>('SELECT file FROM evidence.database_dump')
  return new Set(rows.map((r) => r.file))
}

/** Posts in which characters look lost: UTF-8 that was read as Latin-1, question marks in a row. */
async function garbledNames(db: ClientBase, shim: Shim): Promise<number> {
  const reader = shim.adapter.reads.find((r) => r.entity === 'post' && !r.aside)
  if (!reader) return 0
  const known = new Set((await selected(db, shim, reader)).map((c) => c.name))
  const text = ['text', '_text', 'plain', 'subject'].find((n) => known.has(n))
  if (text === undefined) return 0
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::float8 AS n FROM (${shimmed(shim, reader.sql)}) x WHERE ${text} ~ '[\u00c2\u00c3\u00ce\u00cf\u00d0\u00d1][\u0080-\u00bf\u201a-\u203a\u20ac\u2122]|[?]{4}|\ufffd'`,
  )
  return rows[0]?.n ?? 0
}

/** A time of day that is written out; the zone of a board is the same in its copies. */
const written = '^[12][0-9]{3}-[01][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-5][0-9]:[0-5][0-9]'

/** The last time a copy states, in seconds since 1970; null where its times are neither such numbers nor written out. */
export async function asOf(db: ClientBase, shim: Shim): Promise<number | null> {
  let last: number | null = null
  for (const reader of shim.adapter.reads) {
    if (!['post', 'message', 'member'].includes(reader.entity) || reader.aside || !shim.tables.has(reader.from))
      continue
    if (holdsBytes(shim)) await db.query(readable)
    const known = new Set((await selected(db, shim, reader)).map((c) => c.name))
    for (const name of ['at', 'last_seen_at', 'joined_at'].filter((n) => known.has(n))) {
      const { rows } = await db.query<{ last: number | null; ms: number | null; text: string | null }>(
        `SELECT max(CASE WHEN ${name} ~ '^[0-9]{9,10}$' THEN ${name}::bigint END)::float8 AS last,
                max(CASE WHEN ${name} ~ '^[0-9]{12,13}$' THEN ${name}::bigint END)::float8 AS ms,
                max(substring(${name} FROM '${written}') COLLATE "C") AS text FROM (${shimmed(shim, reader.sql)}) x`,
      )
      const { ms, text, ...plain } = rows[0] ?? { last: null, ms: null, text: null }
      const stated = [plain.last, ms && ms / 1000, text && Date.parse(`${text.replace(' ', 'T')}Z`) / 1000]
      for (const time of stated) if (time && time > (last ?? 0)) last = time
    }
  }
  return last
}

/** The tables of several copies as one board: what is missing in one may be there in another. */
export function together(copies: Copies): ReadonlyMap<string, MirrorTable> {
  return new Map([...copies].reverse().flatMap((c) => [...c.tables]))
}

/** The lowest number of a file that a board was read from. */
export function firstFile(board: Detected): number {
  return [...board.tables.values()].reduce((least, t) => Math.min(least, t.file ?? least), 2 ** 31 - 1)
}

function rowsOf(board: Pick<Shim, 'tables'>, reader: Reader): number {
  return board.tables.get(reader.from)?.rows ?? 0
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
