import { setImmediate } from 'node:timers/promises'
import type { Batch, Stage, StageContext, Statement } from '../db/stage.ts'
import type { Finding } from '../model/finding.ts'
import { type Catalogue, openCatalogue } from './mirror/catalogue.ts'
import { type EvidenceFile, filesOf, findParts, partsOf, sourceOf } from './mirror/files.ts'
import type { GzipTrouble } from './mirror/gunzip.ts'
import {
  createSchema,
  createTable,
  type Load,
  mirrorSchema,
  openLoader,
  qualified,
  tablesAtOnce,
} from './mirror/load.ts'
import { pieces } from './mirror/pieces.ts'
import { openPlaced } from './mirror/placed.ts'
import { type Halt, type Limits, type Part, type PlacedSource, usualLimits } from './mirror/source.ts'
import { type Counts, openTally } from './mirror/tally.ts'

export { type Field, type MirrorColumn, type RowForm, readRow, rowForm } from './mirror/read-row.ts'

/** What the mirror's checkpoint holds. */
interface State {
  readonly catalogue: Catalogue
  /** Files read to their end. */
  readonly done: readonly number[]
  /** Of the file being read. */
  readonly reader: unknown
  readonly counts: Counts
  /** Files that one of those named, to be read next. */
  readonly queue: readonly EvidenceFile[]
  /** Tables left to be finished: what comes after the last file. */
  readonly finishing: number | null
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
    parallel: true,
    reset: (exhibit) => [
      { text: `DROP SCHEMA IF EXISTS ${mirrorSchema(exhibit)} CASCADE` },
      { text: 'DELETE FROM evidence.mirror_table WHERE exhibit = $1', values: [exhibit] },
    ],
    run: (context) => run(context, limits),
  }
}

async function* run(context: StageContext, limits: Limits): AsyncGenerator<Batch> {
  const files = await filesOf(context.db, context.unit, context.caseDir)
  let state = (context.resume as State | null) ?? fresh()
  const total = [...files, ...state.queue].reduce((sum, f) => sum + f.stored, 0)
  let schema: readonly Statement[] = context.resume ? [] : createSchema(context.unit)
  let before = 0
  const left = [...files]
  for (let file = state.queue[0] ?? left.shift(); file !== undefined; file = state.queue[0] ?? left.shift()) {
    if (!state.done.includes(file.file)) {
      for await (const { batch, packed } of readFile(context, file, state, limits)) {
        state = batch.state as State
        const progress = { done: Math.min(before + packed, total), total, unit: 'bytes' } as const
        yield { ...batch, prepare: [...schema, ...(batch.prepare ?? [])], progress }
        schema = []
      }
    } else if (state.queue[0] === file) state = { ...state, queue: state.queue.slice(1) }
    before += file.stored
  }
  for (const batch of finish(context.unit, state)) {
    yield { ...batch, prepare: [...schema, ...(batch.prepare ?? [])], progress: { done: total, total, unit: 'bytes' } }
    schema = []
  }
}

function fresh(): State {
  return { catalogue: openCatalogue(), done: [], reader: null, counts: {}, queue: [], finishing: null }
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
  const source = sourceOf(file.source)
  if (source !== undefined && 'openAt' in source) return yield* readPlaced(context, file, source, state, limits)
  const catalogue = structuredClone(state.catalogue)
  const counts: Counts = { ...state.counts }
  const tally = openTally(file.file, counts)
  const { sink, take } = openLoader(context.unit, file.file, catalogue, tally.add, file.home)
  const open = source?.open ?? partsOf(file.source)
  if (open === undefined) throw new Error(`nothing reads files of ${file.source}`)
  const reader = open(sink, limits, state.reader ?? file.begin)
  if (state.reader === null && file.missing) {
    const { from, to } = file.missing
    const named = from === to ? `Part ${from} of this dump is` : `Parts ${from} to ${to} of this dump are`
    const detail = `${named} not there: the rows in them are missing. All parts belong into one exhibit: their folder`
    tally.add({ severity: 'loss', code: 'part-missing', detail, offset: 0, length: 0 })
  }
  const packing: GzipTrouble[] = []
  let stopAt = reader.offset() + context.batchBytes
  let packed = 0
  // Trouble with the packing is told in the batch that reaches it, wherever the pieces were cut.
  const cut = (next: (state: State) => State, size: number | null): FileBatch => {
    while (packing[0] && (size !== null || packing[0].at < reader.offset())) {
      const { code, detail, at } = packing.shift()!
      tally.add({ severity: code === 'gzip-checksum' ? 'warning' : 'loss', code, detail, offset: at, length: 0 })
    }
    const batch = batchOf(
      take(),
      next({ ...state, catalogue }),
      tally.take(),
      size === null ? [] : [readTo(file, size)],
    )
    return { batch, packed }
  }
  const on = (s: State): State => ({ ...s, reader: reader.state(), counts })
  let halt: Halt = 'input'
  for await (const piece of pieces(file.path, file.encoding, reader.offset(), (t) => packing.push(t))) {
    context.signal.throwIfAborted()
    packed = piece.packed
    reader.feed(piece.bytes)
    for (halt = reader.run(stopAt); halt === 'stop'; halt = reader.run(stopAt)) {
      yield cut(on, null)
      stopAt = reader.offset() + context.batchBytes
    }
    // A list of contents ends before the rows that follow it in the same file.
    if (halt === 'end') break
  }
  const size = halt === 'end' && file.encoding === null ? file.stored : null
  reader.finish()
  for (halt = reader.run(stopAt); halt === 'stop'; halt = reader.run(stopAt)) {
    yield cut(on, null)
    stopAt = reader.offset() + context.batchBytes
  }
  packed = file.stored
  const named = source?.parts === undefined ? [] : ((reader.state() as { readonly parts: readonly Part[] }).parts ?? [])
  const parts =
    named.length === 0 ? null : await findParts(context.db, context.unit, context.caseDir, file, source!, named)
  for (const trouble of parts?.missing ?? []) tally.add(trouble)
  yield cut((s) => readOut(s, file, parts?.files ?? []), size ?? reader.offset())
}

/** The state when a file has been read: those it named come next. */
function readOut(state: State, { file }: EvidenceFile, named: readonly EvidenceFile[]): State {
  const queue = [...named, ...state.queue.filter((q) => q.file !== file)]
  return { catalogue: state.catalogue, done: [...state.done, file], reader: null, counts: {}, queue, finishing: null }
}

/** How much there was to read in a file, and what it was read as. */
function readTo({ file, source }: Pick<EvidenceFile, 'file' | 'source'>, size: number): Statement {
  return {
    text: 'UPDATE evidence.file SET size = $2, source = $3 WHERE file = $1',
    values: [file, size, source],
  }
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
  const { sink, take } = openLoader(context.unit, file.file, catalogue, tally.add, file.home)
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
      const next = done
        ? readOut({ ...state, catalogue, done: [...state.done, ...numbersOf(file.companions)] }, file, [])
        : { ...state, catalogue, reader: reader.state(), counts }
      const sized = [own, ...beside].flatMap((one, i) => {
        const read = i === 0 ? file : file.companions[i - 1]
        return one && read ? [readTo(read, one.size)] : []
      })
      const batch = batchOf(take(), next, tally.take(), done ? sized : [])
      yield { batch, packed: done ? file.stored : Math.min(reader.offset(), file.stored) }
      if (done) return
      stopAt = reader.offset() + context.batchBytes
    }
  } finally {
    for (const one of [own, ...beside]) one?.close()
  }
}

function numbersOf(companions: EvidenceFile['companions']): readonly number[] {
  return companions.flatMap((c) => (c === null ? [] : [c.file]))
}

function batchOf(load: Load, state: State, findings: readonly Finding[], more: readonly Statement[]): Batch {
  const { prepare, copies, after, rows } = load
  return { prepare, copies, after: [...after, ...more], rows, findings, state: structuredClone(state) }
}

/** Makes the tables that had no rows, then indexes and statistics: a batch for each large table. */
function* finish(exhibit: number, state: State): Generator<Batch> {
  const catalogue = structuredClone(state.catalogue)
  const steps: (() => Pick<Batch, 'prepare' | 'after'>)[] = []
  const empty = catalogue.tables.filter((t) => t.name !== '' && t.mirror === null)
  for (let i = 0; i < empty.length; i += tablesAtOnce) {
    const some = empty.slice(i, i + tablesAtOnce)
    steps.push(() => ({ prepare: some.flatMap((t) => createTable(exhibit, catalogue, t)) }))
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
