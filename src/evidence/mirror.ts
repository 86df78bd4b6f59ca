import { setImmediate } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import type { Batch, Stage, StageContext, Statement } from '../db/stage.ts'
import type { Finding } from '../model/finding.ts'
import { type Catalogue, openCatalogue } from './mirror/catalogue.ts'
import type { GzipTrouble } from './mirror/gunzip.ts'
import { createTable, type Load, mirrorSchema, openLoader, qualified, tablesAtOnce } from './mirror/load.ts'
import { pieces } from './mirror/pieces.ts'
import { openPlaced } from './mirror/placed.ts'
import { type Limits, type PlacedSource, usualLimits } from './mirror/source.ts'
import { type Counts, openTally } from './mirror/tally.ts'
import { absolute, storedPath } from './place.ts'
import { sources } from './sources/index.ts'

export { type Field, type MirrorColumn, type RowForm, readRow, rowForm } from './mirror/read-row.ts'

/** What the mirror's checkpoint holds. */
interface State {
  readonly catalogue: Catalogue
  /** Files read to their end. */
  readonly done: readonly number[]
  /** Of the file being read. */
  readonly reader: unknown
  readonly counts: Counts
  /** Tables left to be finished: what comes after the last file. */
  readonly finishing: number | null
}

interface EvidenceFile {
  readonly file: number
  readonly encoding: 'gzip' | null
  readonly source: string
  readonly path: string
  /** Bytes as stored. */
  readonly stored: number
  /** Files that belong to it, as its source lists them. */
  readonly companions: readonly ({ readonly file: number; readonly place: string } | null)[]
}

/** From how many rows a table gets an index on its row numbers and offsets. */
const largeTable = 10_000

/** Loads the dumps of an exhibit faithfully into `mirror_<exhibit>`: all tables, all columns, each row with its bytes. */
export const mirrorStage: Stage = mirrorStageWith(usualLimits)

/** The mirror stage with other limits than the usual ones. */
export function mirrorStageWith(limits: Limits): Stage {
  return {
    name: 'mirror',
    about: 'Loads seized databases faithfully: every table, every column as found, each row with its bytes',
    scope: 'exhibit',
    version: 1,
    reads: ['evidence.exhibit', 'evidence.file'],
    writes: ['evidence.mirror_table'],
    overlap: true,
    reset: (exhibit) => [
      { text: `DROP SCHEMA IF EXISTS ${mirrorSchema(exhibit)} CASCADE` },
      { text: 'DELETE FROM evidence.mirror_table WHERE exhibit = $1', values: [exhibit] },
    ],
    run: (context) => run(context, limits),
  }
}

async function* run(context: StageContext, limits: Limits): AsyncGenerator<Batch> {
  const files = await filesOf(context.db, context.unit, context.caseDir)
  const total = files.reduce((sum, f) => sum + f.stored, 0)
  let state = (context.resume as State | null) ?? fresh()
  let schema: Statement[] = context.resume ? [] : [{ text: `CREATE SCHEMA ${mirrorSchema(context.unit)}` }]
  let before = 0
  for (const file of files) {
    if (!state.done.includes(file.file)) {
      for await (const { batch, packed } of readFile(context, file, state, limits)) {
        state = batch.state as State
        const progress = { done: before + packed, total, unit: 'bytes' } as const
        yield { ...batch, before: [...schema, ...(batch.before ?? [])], progress }
        schema = []
      }
    }
    before += file.stored
  }
  for (const batch of finish(context.unit, state)) {
    yield { ...batch, before: [...schema, ...(batch.before ?? [])], progress: { done: total, total, unit: 'bytes' } }
    schema = []
  }
}

function fresh(): State {
  return { catalogue: openCatalogue(), done: [], reader: null, counts: {}, finishing: null }
}

async function filesOf(db: ClientBase, exhibit: number, caseDir: string): Promise<readonly EvidenceFile[]> {
  const suffixes = sources.flatMap((s) => ('companions' in s ? s.companions : []))
  const { rows } = await db.query<
    Pick<EvidenceFile, 'file' | 'encoding' | 'source' | 'stored'> & { readonly name: string; readonly place: string }
  >(
    `SELECT f.file, f.encoding, f.source, f.path AS name, coalesce(f.stored_size, e.size)::float8 AS stored, ${storedPath} AS place
       FROM evidence.file f JOIN evidence.exhibit e USING (exhibit)
      WHERE f.exhibit = $1 AND (f.source = ANY ($2) OR f.path LIKE ANY ($3)) AND ${storedPath} IS NOT NULL ORDER BY f.file`,
    [exhibit, sources.map((s) => s.name), suffixes.map((s) => `%${s}`)],
  )
  const byName = new Map(rows.map((row) => [row.name, { file: row.file, place: absolute(caseDir, row.place) }]))
  return rows.flatMap(({ name, place, ...row }) => {
    const source = sources.find((s) => s.name === row.source)
    if (source === undefined) return []
    const beside = 'companions' in source ? source.companions : []
    return [{ ...row, path: absolute(caseDir, place), companions: beside.map((c) => byName.get(name + c) ?? null) }]
  })
}

interface FileBatch {
  readonly batch: Batch
  readonly packed: number
}

/** Reads one file from where `state` stands, a batch for each `batchBytes` of its content. */
async function* readFile(
  context: StageContext,
  file: EvidenceFile,
  state: State,
  limits: Limits,
): AsyncGenerator<FileBatch> {
  const catalogue = structuredClone(state.catalogue)
  const counts: Counts = { ...state.counts }
  const tally = openTally(file.file, counts)
  const { sink, take } = openLoader(context.unit, file.file, catalogue, tally.add)
  const source = sources.find((s) => s.name === file.source)!
  if ('openAt' in source) return yield* readPlaced(context, file, source, state, limits)
  const reader = source.open(sink, limits, state.reader)
  const packing: GzipTrouble[] = []
  let stopAt = reader.offset() + context.batchBytes
  let packed = 0
  // Trouble with the packing is told in the batch that reaches it, wherever the pieces were cut.
  const cut = (done: boolean): FileBatch => {
    while (packing[0] && (done || packing[0].at < reader.offset())) {
      const { code, detail, at } = packing.shift()!
      tally.add({ severity: code === 'gzip-checksum' ? 'warning' : 'loss', code, detail, offset: at, length: 0 })
    }
    const load = take()
    const next: State = done
      ? { catalogue, done: [...state.done, file.file], reader: null, counts: {}, finishing: null }
      : { ...state, catalogue, reader: reader.state(), counts }
    const size = { text: 'UPDATE evidence.file SET size = $2 WHERE file = $1', values: [file.file, reader.offset()] }
    return { batch: batchOf(load, next, tally.take(), done ? [size] : []), packed }
  }
  for await (const piece of pieces(file.path, file.encoding, reader.offset(), (t) => packing.push(t))) {
    context.signal.throwIfAborted()
    packed = piece.packed
    reader.feed(piece.bytes)
    while (reader.run(stopAt) === 'stop') {
      yield cut(false)
      stopAt = reader.offset() + context.batchBytes
    }
  }
  reader.finish()
  while (reader.run(stopAt) === 'stop') {
    yield cut(false)
    stopAt = reader.offset() + context.batchBytes
  }
  packed = file.stored
  yield cut(true)
}

/** Reads a file at the places where its rows lie, a batch for each `batchBytes` of work. */
async function* readPlaced(
  context: StageContext,
  file: EvidenceFile,
  source: PlacedSource,
  state: State,
  limits: Limits,
): AsyncGenerator<FileBatch> {
  const catalogue = structuredClone(state.catalogue)
  const counts: Counts = { ...state.counts }
  const tally = openTally(file.file, counts)
  const { sink, take } = openLoader(context.unit, file.file, catalogue, tally.add)
  const own = openPlaced(file.file, file.path)
  const beside = file.companions.map((c) => c && openPlaced(c.file, c.place))
  try {
    const reader = source.openAt(own, beside, sink, limits, state.reader)
    let stopAt = reader.offset() + context.batchBytes
    for (;;) {
      const halt = reader.run(stopAt)
      context.signal.throwIfAborted()
      if (halt === 'input') {
        await setImmediate()
        continue
      }
      const done = halt === 'end'
      const next: State = done
        ? { catalogue, done: [...state.done, file.file], reader: null, counts: {}, finishing: null }
        : { ...state, catalogue, reader: reader.state(), counts }
      const size = { text: 'UPDATE evidence.file SET size = $2 WHERE file = $1', values: [file.file, own.size] }
      const batch = batchOf(take(), next, tally.take(), done ? [size] : [])
      yield { batch, packed: done ? file.stored : Math.min(reader.offset(), file.stored) }
      if (done) return
      stopAt = reader.offset() + context.batchBytes
    }
  } finally {
    for (const one of [own, ...beside]) one?.close()
  }
}

function batchOf(load: Load, state: State, findings: readonly Finding[], more: readonly Statement[]): Batch {
  const { before, copies, after, rows } = load
  return { before, copies, after: [...after, ...more], rows, findings, state: structuredClone(state) }
}

/** Makes the tables that had no rows, then indexes and statistics: a batch for each large table. */
function* finish(exhibit: number, state: State): Generator<Batch> {
  const catalogue = structuredClone(state.catalogue)
  const steps: (() => Pick<Batch, 'before' | 'after'>)[] = []
  const empty = catalogue.tables.filter((t) => t.name !== '' && t.mirror === null)
  for (let i = 0; i < empty.length; i += tablesAtOnce) {
    const some = empty.slice(i, i + tablesAtOnce)
    steps.push(() => ({ before: some.flatMap((t) => createTable(exhibit, catalogue, t)) }))
  }
  const full = catalogue.tables.filter((t) => t.rows > 0 && t.mirror !== null)
  const small = full.filter((t) => t.rows < largeTable).map((t) => qualified(exhibit, t.mirror!))
  for (const t of full.filter((f) => f.rows >= largeTable)) {
    const table = qualified(exhibit, t.mirror!)
    steps.push(() => ({
      after: [{ text: `CREATE INDEX ON ${table} USING brin (_row, _offset)` }, ...statistics([table])],
    }))
  }
  for (let i = 0; i < small.length; i += tablesAtOnce) {
    steps.push(() => ({ after: statistics(small.slice(i, i + tablesAtOnce)) }))
  }
  for (const [i, step] of steps.entries()) {
    if (i < (state.finishing ?? 0)) continue
    const done = step()
    yield { ...done, rows: 0, state: structuredClone({ ...state, catalogue, finishing: i + 1 }) }
  }
}

/** Statistics from a small sample: for whole-table reads and joins on keys the sizes matter, not the histograms. */
function statistics(tables: readonly string[]): Statement[] {
  return [{ text: 'SET LOCAL default_statistics_target = 10' }, { text: `ANALYZE ${tables.join(', ')}` }]
}
