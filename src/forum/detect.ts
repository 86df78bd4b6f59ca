import type { ForumAdapter, Tables } from './forum.ts'
import { nameAfter, numberedPrefixes } from './prefix.ts'
import { calledColumn } from './shim.ts'

/** A table of the mirror, as evidence.mirror_table tells of it. */
export interface MirrorTable {
  readonly name: string
  readonly database: string | null
  readonly rows: number
  /** Where it was found, and how it was declared. */
  readonly file?: number
  readonly ddl?: string | null
  /** Names as found and as in the mirror, and the type as it was declared. */
  readonly columns: readonly {
    readonly name: string
    readonly column: string
    readonly type: string
    readonly declared?: string | null
  }[]
}

/** A board found in a mirror: which adapter reads it, and its tables by their name after the prefix. */
export interface Detected {
  readonly adapter: ForumAdapter
  readonly database: string | null
  readonly prefix: string
  readonly tables: ReadonlyMap<string, MirrorTable>
}

/** What a seized database comes nearest to when no adapter reads it. */
export interface Guess {
  readonly name: string
  /** The share of its tables that are there. */
  readonly share: number
}

/**
 * All boards in a mirror, in the order of database and prefix; a free table prefix is whatever stands before the known
 * names. Installations that are told by a number are looked for first: their tables are no other board's.
 */
export function detect(tables: readonly MirrorTable[], adapters: readonly ForumAdapter[]): readonly Detected[] {
  const databases = [...new Set(tables.map((t) => t.database))].sort(byText)
  return databases.flatMap((database) => {
    const all = tables.filter((t) => t.database === database)
    const numbered = numberedBoards(all, adapters, database)
    const taken = new Set(numbered.flatMap((board) => [...board.tables.values()]))
    const own = all.filter((t) => !taken.has(t))
    const prefixes = new Set(adapters.flatMap((a) => own.flatMap((t) => prefixOf(t.name, a))))
    const found = [...prefixes].sort(byText).flatMap((prefix) => {
      const at = new Map(own.filter((t) => t.name.startsWith(prefix)).map((t) => [t.name.slice(prefix.length), t]))
      const adapter = fitting(adapters, at)
      return adapter ? [{ adapter, database, prefix, tables: at }] : []
    })
    return [...found.map((board) => ({ ...board, tables: ownTables(board.prefix, found) })), ...numbered]
  })
}

/** The adapter that fits tables best. */
function fitting(
  adapters: readonly ForumAdapter[],
  tables: ReadonlyMap<string, MirrorTable>,
): ForumAdapter | undefined {
  return adapters
    .map((adapter) => ({ adapter, score: scoreOf(adapter, tables) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)[0]?.adapter
}

/** Boards of software that numbers its installations, other than the first. */
function numberedBoards(
  tables: readonly MirrorTable[],
  adapters: readonly ForumAdapter[],
  database: string | null,
): readonly Detected[] {
  const able = adapters.filter((a) => a.numbered)
  if (able.length === 0) return []
  return [...numberedPrefixes(tables)]
    .sort(([a], [b]) => byText(a, b))
    .flatMap(([prefix, own]) => {
      const at = new Map(own.map((t) => [nameAfter(prefix, t.name) ?? t.name, t]))
      const adapter = fitting(able, at)
      return adapter ? [{ adapter, database, prefix, tables: at }] : []
    })
}

/** A table belongs to the board with the longest prefix: one without a prefix would claim all the others' too. */
function ownTables(
  prefix: string,
  boards: readonly { readonly prefix: string; readonly tables: ReadonlyMap<string, MirrorTable> }[],
): ReadonlyMap<string, MirrorTable> {
  const longer = boards.map((b) => b.prefix).filter((p) => p.length > prefix.length && p.startsWith(prefix))
  const all = boards.find((b) => b.prefix === prefix)?.tables ?? new Map<string, MirrorTable>()
  return new Map([...all].filter(([, table]) => !longer.some((p) => table.name.startsWith(p))))
}

/** Prefixes under which a table would carry one of the adapter's marks. */
function prefixOf(name: string, adapter: ForumAdapter): readonly string[] {
  return [...new Set(adapter.marks.map((mark) => mark.split('.')[0] ?? ''))]
    .filter((suffix) => name.endsWith(suffix))
    .map((suffix) => name.slice(0, name.length - suffix.length))
}

/**
 * How many of the needed columns are there, 0 where this is not the software. A dump may be cut off or hold some tables
 * only, so one mark is enough as long as nothing speaks against it.
 */
function scoreOf(adapter: ForumAdapter, tables: ReadonlyMap<string, MirrorTable>): number {
  if (!adapter.marks.some((mark) => has(tables, mark)) || adapter.lacks.some((mark) => has(tables, mark))) return 0
  const whole = Object.entries(adapter.needs).filter(([table, columns]) =>
    columns.every((c) => has(tables, `${table}.${calledColumn(adapter, table, c)}`)),
  )
  if (adapter.whole && whole.length < Object.keys(adapter.needs).length) return 0
  const columns = Object.entries(adapter.needs).flatMap(([table, all]) =>
    all.filter((c) => has(tables, `${table}.${calledColumn(adapter, table, c)}`)),
  )
  return whole.length === 0 ? 0 : columns.length + adapter.marks.filter((mark) => has(tables, mark)).length
}

function has(tables: ReadonlyMap<string, MirrorTable>, mark: string): boolean {
  const [table = '', column] = mark.split('.')
  const found = tables.get(table)
  if (found === undefined || column === undefined) return found !== undefined
  return found.columns.some((c) => c.name.toLowerCase() === column)
}

/** Tables by which other forum software is known; it is named, not read. Columns are left to whoever writes its adapter. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  'Burning Board 2': ['users', 'threads', 'posts', 'privatemessage', 'privatemessagereceipts', 'groupcombinations'],
  'Invision Power Board 1': [
    'members',
    'posts',
    'topics',
    'messages',
    'forum_tracker',
    'skin_templates',
    'member_extra',
  ],
}

/** The software whose tables a database comes nearest to, ours included; null where nothing is like it. */
export function closest(tables: readonly MirrorTable[], adapters: readonly ForumAdapter[]): Guess | null {
  const known: readonly (readonly [string, readonly string[]])[] = [
    ...adapters.map((a): readonly [string, readonly string[]] => [a.name, namesOf(a.needs)]),
    ...Object.entries(elsewhere),
  ]
  const guesses = known.map(([name, wanted]) => {
    const found = new Map<string, number>()
    for (const table of tables)
      for (const suffix of wanted)
        if (table.name.endsWith(suffix)) {
          const prefix = table.name.slice(0, table.name.length - suffix.length)
          found.set(prefix, (found.get(prefix) ?? 0) + 1)
        }
    return { name, share: [...found.values()].reduce((a, b) => Math.max(a, b), 0) / wanted.length }
  })
  const best = guesses.sort((a, b) => b.share - a.share)[0]
  return best && best.share >= 0.3 ? best : null
}

function namesOf(tables: Tables): readonly string[] {
  return Object.keys(tables)
}

function byText(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0
}
