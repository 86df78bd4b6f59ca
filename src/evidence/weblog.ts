import { isAbsolute, join } from 'node:path'
import type { ClientBase } from 'pg'
import type { Batch, Stage, StageContext, Statement } from '../db/stage.ts'
import type { GzipTrouble } from './mirror/gunzip.ts'
import { pieces } from './mirror/pieces.ts'
import { type Counts, openTally } from './mirror/tally.ts'
import { type AgentState, type Agents, openAgents } from './weblog/agents.ts'
import { type Declaration, declarationOf, declarations } from './weblog/declarations.ts'
import { detectWebLog, openFormat, type WebLogFormat, webLogSource } from './weblog/detect.ts'
import { createRequests, finishRequests, knownAgents, logRow, requestTable, resetLogs } from './weblog/load.ts'
import { type LogReader, type LogState, noCounts, openLogReader } from './weblog/reader.ts'
import { openRows } from './weblog/rows.ts'

/** What the checkpoint holds. */
interface State {
  /** Files read to their end. */
  readonly done: readonly number[]
  readonly format: WebLogFormat | null
  /** Of the file being read, null at its beginning. */
  readonly log: LogState | null
  readonly counts: Counts
  readonly agents: AgentState
  readonly finished: boolean
}

interface LogFile {
  readonly file: number
  readonly name: string
  readonly encoding: 'gzip' | null
  readonly path: string
  readonly stored: number
}

const start: State = { done: [], format: null, log: null, counts: {}, agents: { next: 1, from: 1 }, finished: false }

/** Longer lines are reported and passed over: no server takes a request line and headers of this size. */
const usualLimit = 64 << 10

/** Reads web-server logs into tables, each line with its bytes. */
export const webLogStage: Stage = webLogStageWith(usualLimit)

/** The stage with another limit for a line than the usual one. */
export function webLogStageWith(limit: number): Stage {
  return {
    name: 'weblog',
    about:
      'Reads web-server logs (Apache, nginx, IIS; access and error): every line with its time in UTC and its bytes',
    scope: 'exhibit',
    version: 1,
    reads: ['evidence.exhibit', 'evidence.file'],
    writes: ['evidence.web_log', 'evidence.web_request', 'evidence.web_agent', 'evidence.web_error'],
    overlap: true,
    parallel: true,
    reset: resetLogs,
    inputs: async (db) => JSON.stringify(await declarations(db)),
    run: (context) => run(context, limit),
  }
}

async function* run(context: StageContext, limit: number): AsyncGenerator<Batch> {
  const { db, unit } = context
  const files = await logsOf(db, unit, context.caseDir)
  if (files.length === 0) return
  const declared = await declarations(db)
  const total = files.reduce((sum, f) => sum + f.stored, 0)
  let state = (context.resume as State | null) ?? start
  if (state.finished) return
  let before: Statement[] = context.resume ? [] : [createRequests(unit)]
  const known = context.resume ? await knownAgents(db, unit, state.agents.from) : []
  const agents = openAgents(unit, state.agents, known)
  let passed = 0
  for (const file of files) {
    if (!state.done.includes(file.file)) {
      for await (const { batch, packed } of readLog(context, file, declared, state, agents, limit)) {
        state = batch.state as State
        yield { ...batch, before, progress: { done: passed + packed, total, unit: 'bytes' } }
        before = []
      }
    }
    passed += file.stored
  }
  const progress = { done: total, total, unit: 'bytes' } as const
  yield { after: finishRequests(unit), rows: 0, state: { ...state, finished: true }, progress }
}

async function logsOf(db: ClientBase, exhibit: number, caseDir: string): Promise<readonly LogFile[]> {
  const { rows } = await db.query<LogFile & { readonly stored_path: string }>(
    `SELECT f.file, f.path AS name, f.encoding, coalesce(f.stored_size, e.size)::float8 AS stored,
            CASE WHEN f.parent IS NULL AND e.kind = 'file' THEN coalesce(f.stored_path, e.stored_path) ELSE f.stored_path END AS stored_path
       FROM evidence.file f JOIN evidence.exhibit e USING (exhibit) WHERE f.exhibit = $1 AND f.source = $2 ORDER BY f.file`,
    [exhibit, webLogSource],
  )
  return rows
    .filter((r) => r.stored_path !== null)
    .map((r) => ({ ...r, path: isAbsolute(r.stored_path) ? r.stored_path : join(caseDir, r.stored_path) }))
}

interface FileBatch {
  readonly batch: Batch
  readonly packed: number
}

/** Reads one log from where `state` stands, a batch for each `batchBytes` of its content. */
async function* readLog(
  context: StageContext,
  file: LogFile,
  declared: readonly Declaration[],
  state: State,
  agents: Agents,
  limit: number,
): AsyncGenerator<FileBatch> {
  const { unit, batchBytes } = context
  const from = state.log ?? { offset: 0, counts: noCounts, format: null }
  const counts: Counts = { ...state.counts }
  const tally = openTally(file.file, counts)
  const rows = openRows(unit, file.file, agents)
  const packing: GzipTrouble[] = []
  let format = state.format
  let declaration: string | null = null
  let reader: LogReader | null = null
  let packed = 0
  let stopAt = from.offset + batchBytes
  let at = from
  const cut = (done: boolean): FileBatch => {
    const before = at.counts
    at = reader?.state() ?? at
    while (packing[0] && (done || packing[0].at < at.offset)) {
      const { code, detail, at: offset } = packing.shift()!
      tally.add({ severity: code === 'gzip-checksum' ? 'warning' : 'loss', code, detail, offset, length: 0 })
    }
    const told = format ?? 'other'
    if (done) for (const t of remarks(file, told, declaration, at, reader !== null)) tally.add(t)
    const end = [
      logRow(unit, file.file, told, declaration, at.counts),
      ...(reader
        ? [{ text: 'UPDATE evidence.file SET size = $2 WHERE file = $1', values: [file.file, at.offset] }]
        : []),
    ]
    const next: State = done
      ? {
          done: [...state.done, file.file],
          format: null,
          log: null,
          counts: {},
          agents: agents.state(),
          finished: false,
        }
      : { ...state, format, log: at, counts, agents: agents.state() }
    const read = at.counts.requests + at.counts.errors - before.requests - before.errors
    const copies = [...rows.take(requestTable(unit)), agents.take()].filter((c) => c.rows > 0)
    const batch: Batch = {
      copies,
      after: done ? end : [],
      findings: tally.take(),
      rows: read,
      state: structuredClone(next),
    }
    return { batch, packed }
  }
  for await (const piece of pieces(file.path, file.encoding, from.offset, (t) => packing.push(t))) {
    context.signal.throwIfAborted()
    packed = piece.packed
    if (!reader) {
      format ??= detectWebLog(piece.bytes, file.name)?.format ?? 'other'
      declaration = declarationOf(declared, file.name, format === 'other')
      const lines = openFormat(format, declaration, from.format)
      if (!lines) break
      reader = openLogReader(lines, rows, tally.add, from, limit)
    }
    reader.feed(piece.bytes)
    while (reader.run(stopAt) === 'stop') {
      yield cut(false)
      stopAt = at.offset + batchBytes
    }
  }
  reader?.finish()
  packed = file.stored
  yield cut(true)
}

/** What is said once of a whole log. */
function remarks(file: LogFile, format: WebLogFormat, declaration: string | null, at: LogState, read: boolean) {
  const whole = { offset: 0, length: 0 }
  const { zoneless, requests, errors } = at.counts
  const next = "Declare it with 'holdfast log-format', as the server's configuration has it."
  if (!read && file.stored > 0)
    return [
      {
        ...whole,
        severity: 'loss' as const,
        code: 'weblog-format-unknown',
        detail: `${file.name} is a web server's log in a format of its own. ${next}`,
      },
    ]
  if (zoneless === 0) return []
  const detail = `${zoneless} of ${requests + errors} times in ${file.name} (${declaration ? 'as declared' : format}) have no time zone; they are kept as if they were UTC.`
  return [{ ...whole, severity: 'note' as const, code: 'weblog-no-zone', detail }]
}
