import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatabaseRead, TableRead, Told } from '../told.ts'
import { type Dumped, dumpTable, dumpTables, quoted } from './dump.ts'
import type { Session } from './session.ts'

/** So many tables are written by one program: the length of a command line is bounded. */
const tablesAtOnce = 300

/** Raised where a database cannot be read in one go. */
class NotWhole extends Error {}

/**
 * Reads a database out as one dump; `keep` takes its bytes. Where something in it is damaged its tables are read one by one:
 * in the order of their keys, else as they lie, repaired in the copy (MyISAM, Aria) or at higher levels of recovery (InnoDB).
 * Of each table the fullest reading counts.
 */
export async function readDatabase<T>(
  session: Session,
  database: string,
  tables: readonly string[],
  told: Told,
  keep: (bytes: AsyncGenerator<Uint8Array>) => Promise<T>,
): Promise<{ readonly kept: T; readonly read: DatabaseRead }> {
  try {
    const kept = await keep(inOneGo(session, database, tables))
    return { kept, read: { name: database, tables: tables.map((name) => ({ name, state: 'whole' })) } }
  } catch (error) {
    if (!(error instanceof NotWhole)) throw error
  }
  const results = await oneByOne(session, database, tables, told)
  const kept = await keep(together(database, results))
  for (const { to } of results) if (to !== null) await rm(to, { force: true })
  return { kept, read: { name: database, tables: results.map(({ name, state }) => ({ name, state })) } }
}

function heading(database: string): Buffer {
  return Buffer.from(`USE ${quoted(database)};\n`)
}

async function* inOneGo(
  { server, programs, limits, signal }: Session,
  database: string,
  tables: readonly string[],
): AsyncGenerator<Uint8Array> {
  yield heading(database)
  for (let from = 0; from < tables.length; from += tablesAtOnce) {
    const some = tables.slice(from, from + tablesAtOnce)
    const { bytes, outcome } = dumpTables(server(), programs, database, some, true, limits.tableSeconds, signal)
    yield* bytes
    signal.throwIfAborted()
    if (!(await outcome).ok) throw new NotWhole()
  }
}

interface Result extends TableRead {
  /** Where its dump lies, null where nothing could be had. */
  readonly to: string | null
}

interface Best extends Dumped {
  readonly to: string | null
  readonly repaired: boolean
  readonly level: number
}

async function oneByOne(session: Session, database: string, tables: readonly string[], told: Told): Promise<Result[]> {
  const { signal, level: base } = session
  const best = new Map<string, Best>()
  if (!session.server().running()) await session.restart(base)
  for (const [i, name] of tables.entries()) best.set(name, await attempt(session, database, name, `${i}`, base, null))
  const failing = (): string[] => tables.filter((name) => !best.get(name)!.ok)
  for (const level of [1, 3, 5, 6].filter((l) => l > base)) {
    signal.throwIfAborted()
    if (failing().length === 0 || !(await session.restart(level))) continue
    for (const name of failing())
      best.set(name, await attempt(session, database, name, `${tables.indexOf(name)}`, level, best.get(name)!))
  }
  if (!session.server().running() || failing().length > 0) await session.restart(base)
  const results: Result[] = []
  for (const name of tables) {
    const { ok, to, said, repaired, level } = best.get(name)!
    const table = `table ${database}.${name}`
    if (ok && repaired)
      told.report('warning', 'database-repaired', `${table} was damaged and was repaired in the copy (${said})`)
    if (ok && level > base)
      told.report(
        'warning',
        'database-recovery',
        `${table} could be read only with innodb_force_recovery=${level}; pages that are damaged were passed over`,
      )
    const part = ok ? level > base || repaired : to !== null && (await holds(to, 'INSERT INTO'))
    const what = part ? 'could be read only in part' : 'could not be read'
    if (!ok) told.report('loss', 'database-table', `${table} ${what}: ${said}`)
    results.push({ name, state: part ? 'part' : ok ? 'whole' : 'none', to })
  }
  return results
}

/** Reads one table in the ways there are at this level; the fullest reading so far is kept. */
async function attempt(
  session: Session,
  database: string,
  name: string,
  key: string,
  level: number,
  before: Best | null,
): Promise<Best> {
  const { programs, limits, signal, place } = session
  const stem = join(place.folder, `table-${key}`)
  let best = before
  const tryOnce = async (ordered: boolean, repaired: boolean): Promise<boolean> => {
    if (!session.server().running() && !(await session.restart(level))) return false
    const to = `${stem}.new`
    const done = await dumpTable(session.server(), programs, database, name, ordered, limits.tableSeconds, to, signal)
    const whole = done.ok || (await holds(to, 'CREATE TABLE'))
    if (best === null || done.ok || (whole && done.bytes > best.bytes)) {
      if (whole) await rename(to, `${stem}.sql`)
      const said = done.ok ? (best?.said ?? '') : done.said
      best = { ...done, to: whole ? `${stem}.sql` : (best?.to ?? null), repaired, level, said }
    }
    await rm(to, { force: true })
    return done.ok
  }
  const none: Best = { ok: false, said: 'the server does not stay up', bytes: 0, to: null, repaired: false, level }
  if (await tryOnce(true, false)) return best ?? none
  if (await tryOnce(false, false)) return best ?? none
  for (const how of ['EXTENDED', 'USE_FRM']) {
    if (!session.server().running() || !(await canRepair(session, database, name))) break
    await session
      .server()
      .query(`REPAIR NO_WRITE_TO_BINLOG TABLE ${quoted(database)}.${quoted(name)} ${how}`, limits.tableSeconds)
    if (await tryOnce(true, true)) break
  }
  return best ?? none
}

/** REPAIR TABLE is known to MyISAM, Aria and CSV; asked of the file's own header, not of a table that may not open. */
async function canRepair(session: Session, database: string, name: string): Promise<boolean> {
  const { out } = await session
    .server()
    .query(
      `SHOW TABLE STATUS FROM ${quoted(database)} WHERE Name = '${name.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`,
      600,
    )
  const [, engine = ''] = out.toString('utf8').split('\t')
  return engine !== 'InnoDB'
}

/** Whether a dump got as far as some words, which its program writes at one go. */
async function holds(path: string, words: string): Promise<boolean> {
  for await (const piece of createReadStream(path)) if ((piece as Buffer).includes(words)) return true
  return false
}

/** The dumps of single tables as one; one that broke off in its rows is closed as a statement. */
async function* together(database: string, results: readonly Result[]): AsyncGenerator<Uint8Array> {
  yield heading(database)
  for (const { to } of results) {
    if (to === null) continue
    yield* createReadStream(to) as AsyncIterable<Uint8Array>
    const file = await open(to, 'r')
    try {
      const size = (await file.stat()).size
      const tail = Buffer.alloc(Math.min(size, 4))
      await file.read(tail, 0, tail.length, Math.max(0, size - tail.length))
      const text = tail.toString('latin1').trimEnd()
      yield Buffer.from(text.endsWith(')') ? ';\n' : '\n')
    } finally {
      await file.close()
    }
  }
}
