import type { ClientBase } from 'pg'
import type { Batch, Deed, Stage, StageContext, Statement } from '../db/stage.ts'
import type { Finding } from '../model/finding.ts'
import { containers } from './containers/index.ts'
import { findCuts } from './cut.ts'
import { filesBeside, forgetImages, imageTables, insertNotes, insertOrigins } from './image/rows.ts'
import { type Keeper, openKeeper } from './keeper.ts'
import { type Closed, type OpenLimits, openContainer, type UnpackedRow, usualOpenLimits } from './open-container.ts'
import { fromKeys, insertOpened, openedFiles, openedWith, tellOpened } from './opened.ts'
import { absolute, storedPath } from './place.ts'
import { identify } from './recognise.ts'
import { fileNumber } from './record.ts'
import { unreadAs } from './sources/unread.ts'

/** What the checkpoint holds. */
interface State {
  /** `look`: files are told what they are; `cut`: parts of one file are found; `open`: containers are opened. */
  readonly step: 'look' | 'cut' | 'open'
  /** The last file that was done with. */
  readonly file: number
  /** Of the container after it, so many entries are done with. */
  readonly entries: number
  /** Numbers given to files of the exhibit, and bytes unpacked from it. */
  readonly files: number
  readonly bytes: number
  /** Of the container being opened: bytes unpacked from it, entries that stayed closed. */
  readonly own: number
  readonly shut: number
}

/** Tells what every file of an exhibit is, opens what holds other files, and lists all there is. */
export const openStage: Stage = openStageWith(usualOpenLimits)

/** The stage with other limits than the usual ones. */
export function openStageWith(limits: OpenLimits): Stage {
  return {
    name: 'evidence.open',
    about: 'Tells what each file of an exhibit is, and opens archives into files of their own',
    scope: 'exhibit',
    version: 7,
    reads: ['evidence.exhibit', 'evidence.left_out'],
    writes: ['evidence.file', ...imageTables],
    reset: (exhibit) => [
      ...forgetImages(exhibit),
      { text: 'DELETE FROM evidence.file WHERE exhibit = $1 AND parent IS NOT NULL', values: [exhibit] },
    ],
    run: (context) => run(context, limits),
  }
}

async function* run(context: StageContext, limits: OpenLimits): AsyncGenerator<Batch> {
  const { db, unit } = context
  let state = context.resume as State | null
  if (state === null) {
    state = { step: 'look', file: 0, entries: 0, files: await filesHeld(db, unit), bytes: 0, own: 0, shut: 0 }
    yield { findings: await leftOut(db, unit), rows: 0, state }
  }
  while (state.step === 'look') {
    const batch: Batch = await look(context, state)
    state = batch.state as State
    yield batch
  }
  if (state.step === 'cut') {
    state = { ...state, step: 'open' }
    yield { before: await tellCuts(context), rows: 0, state }
  }
  yield* openAfter(context, state, limits)
}

/** Opens all containers after the file that the state names, and those that come out of them. */
async function* openAfter(context: StageContext, from: State, limits: OpenLimits): AsyncGenerator<Batch> {
  let state = from
  let next = await nextContainer(context, state)
  if (next === null) return
  const keeper = openKeeper(context.caseDir)
  try {
    for (; next !== null; next = await nextContainer(context, state))
      for await (const batch of openOne({ ...context, keeper }, next, state, limits)) {
        state = batch.state as State
        yield batch
      }
  } finally {
    await keeper.close()
  }
}

/**
 * Puts what keys brought out of closed files (unlock.opened) among the files of the exhibit and opens what is a container.
 * A stage of its own, so that a key found late costs no second look through the whole exhibit.
 */
export const unlockedStage: Stage = {
  name: 'evidence.unlocked',
  about:
    'Takes the files that keys brought out of closed ones among those of the exhibit, and opens archives among them',
  scope: 'exhibit',
  version: 1,
  reads: ['evidence.file'],
  writes: ['evidence.file', ...imageTables],
  inputs: openedWith,
  reset: (exhibit) => [{ text: `DELETE FROM evidence.file WHERE file IN (${fromKeys})`, values: [exhibit] }],
  run: (context) => takeIn(context, usualOpenLimits),
}

async function* takeIn(context: StageContext, limits: OpenLimits): AsyncGenerator<Batch> {
  let state = context.resume as State | null
  if (state === null) {
    const { db, unit } = context
    const { rows } = await db.query<{ n: number; last: number }>(
      // Dumps of data directories have numbers of their own, high above all others.
      `SELECT ((max(file) - $1) / 1000 + 1)::int AS n, max(file) AS last FROM evidence.file f
        WHERE exhibit = $1 AND NOT EXISTS (SELECT FROM evidence.database_dump d WHERE d.file = f.file)`,
      [unit],
    )
    const { n, last } = rows[0] ?? { n: 0, last: 0 }
    const found = await openedFiles(context)
    if (found.length === 0) return
    const taken = found.filter((f) => f.parent !== null)
    const statement = insertOpened(
      unit,
      taken.map((f, i) => ({ ...f, file: fileNumber(unit, n + i) })),
    )
    state = { step: 'open', file: last, entries: 0, files: n + taken.length, bytes: 0, own: 0, shut: 0 }
    yield { before: [statement], findings: found.map(tellOpened), rows: taken.length, state }
  }
  yield* openAfter(context, state, limits)
}

/** Opens one container, a batch for each portion and one at its end. */
async function* openOne(
  context: StageContext & { readonly keeper: Keeper },
  closed: Closed & { readonly source: string; readonly sha256: string },
  from: State,
  limits: OpenLimits,
): AsyncGenerator<Batch> {
  const kind = containers.find((c) => c.name === closed.source)!
  let state = from
  const beside = () => filesBeside(context.db, context.caseDir, closed.file)
  for await (const portion of openContainer(context, kind, closed, { ...from, skip: from.entries }, limits, beside)) {
    const { rows, entries, bytes, own, shut, told } = portion
    const findings = [...portion.findings, ...rows.flatMap(tellUnread)]
    const numbered = rows.map((row, i) => ({ ...row, file: fileNumber(context.unit, state.files + i) }))
    const before = [
      ...(rows.length === 0 ? [] : [insert(context.unit, closed.file, numbered)]),
      ...insertOrigins(context.unit, closed.file, numbered),
      ...insertNotes(context.unit, closed.file, portion.notes),
    ]
    state = { ...state, entries, files: state.files + rows.length, bytes, own, shut }
    if (told === null) {
      yield { before, findings, rows: rows.length, state }
      continue
    }
    const detail = { file: closed.file, sha256: closed.sha256, kind: kind.name, ...told }
    const deed: Deed = { action: 'open', subject: closed.path, detail }
    state = { ...state, file: closed.file, entries: 0, own: 0, shut: 0 }
    yield { before, findings, custody: [deed], rows: rows.length, state }
  }
}

function insert(
  exhibit: number,
  parent: number,
  numbered: readonly (UnpackedRow & { readonly file: number })[],
): Statement {
  return {
    text: `INSERT INTO evidence.file (file, exhibit, parent, path, inner_path, encoding, source, stored_path, stored_size, md5, sha1, sha256, modified_at)
           SELECT f.file, $1::int, $2::int,
                  -- A folder may hold a file whose own path reads like that of a file in an archive.
                  CASE WHEN EXISTS (SELECT FROM evidence.file e WHERE e.exhibit = $1::int AND e.path = f.path) THEN f.path || '~' || f.file ELSE f.path END,
                  f.inner_path, f.encoding, f.source, f.stored_path, f.stored_size, f.md5, f.sha1, f.sha256, f.modified_at
             FROM json_to_recordset($3::json) AS f(file int, path text, inner_path text, encoding text, source text, stored_path text,
                  stored_size bigint, md5 text, sha1 text, sha256 text, modified_at timestamptz)`,
    values: [exhibit, parent, JSON.stringify(numbered.map(({ origin: _, ...row }) => row))],
  }
}

/** How many numbers of the exhibit are taken: in a folder the first is nobody's. */
async function filesHeld(db: ClientBase, exhibit: number): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::int + (SELECT (kind = 'folder')::int FROM evidence.exhibit WHERE exhibit = $1) AS n
       FROM evidence.file WHERE exhibit = $1 AND parent IS NULL`,
    [exhibit],
  )
  return rows[0]?.n ?? 0
}

async function leftOut(db: ClientBase, exhibit: number): Promise<readonly Finding[]> {
  const { rows } = await db.query<{ path: string; reason: string }>(
    'SELECT path, reason FROM evidence.left_out WHERE exhibit = $1 ORDER BY n',
    [exhibit],
  )
  return rows.map(({ path, reason }) => {
    const link = reason.startsWith('is ')
    return {
      severity: link ? 'note' : 'loss',
      code: link ? 'left-out' : 'not-readable',
      detail: `${path} ${reason}`,
      at: null,
    }
  })
}

/** Marks the first parts of files that were cut, to be opened, and the others, to be read with them only. */
async function tellCuts({ db, unit, caseDir }: StageContext): Promise<readonly Statement[]> {
  const { rows } = await db.query<{ file: number; path: string; stored: string }>(
    `SELECT f.file, f.path, ${storedPath} AS stored FROM evidence.file f JOIN evidence.exhibit e USING (exhibit)
      WHERE f.exhibit = $1 AND f.parent IS NULL AND ${storedPath} IS NOT NULL AND f.path ~* '\\.([0-9]{2,5}|[a-z]{2,4})$' ORDER BY f.file`,
    [unit],
  )
  const { firsts, parts } = await findCuts(rows.map((r) => ({ ...r, place: absolute(caseDir, r.stored) })))
  const mark = (source: string, files: readonly number[]): Statement => ({
    text: 'UPDATE evidence.file SET source = $2, encoding = NULL WHERE exhibit = $1 AND file = ANY ($3)',
    values: [unit, source, files],
  })
  return firsts.length === 0 ? [] : [mark('cut-file', firsts), mark('part', parts)]
}

/** Holds rows, and nothing here reads it. */
function tellUnread({ path, source }: { readonly path: string; readonly source: string }): readonly Finding[] {
  const what = unreadAs(source)
  if (what === null) return []
  return [{ severity: 'loss', code: 'unread-database', detail: `${path} is ${what}: it is not read`, at: null }]
}

/** So many files are looked at in one batch. */
const filesAtOnce = 5000

/** What was told when the exhibit was acquired may be told better now. */
async function look({ db, unit, caseDir, signal }: StageContext, state: State): Promise<Batch> {
  const { rows } = await db.query<{
    file: number
    path: string
    stored: string | null
    source: string
    encoding: string | null
  }>(
    `SELECT f.file, f.path, ${storedPath} AS stored, f.source, f.encoding FROM evidence.file f JOIN evidence.exhibit e USING (exhibit)
      WHERE f.exhibit = $1 AND f.parent IS NULL AND f.file > $2 ORDER BY f.file LIMIT $3`,
    [unit, state.file, filesAtOnce],
  )
  const changed: { file: number; source: string; encoding: string | null }[] = []
  const findings: Finding[] = []
  for (const { file, path, stored, source, encoding } of rows) {
    signal.throwIfAborted()
    const now = stored === null ? null : await identify(absolute(caseDir, stored), path)
    if (now !== null) findings.push(...tellUnread({ path, source: now.source }))
    if (now !== null && (now.source !== source || now.encoding !== encoding))
      changed.push({ file, source: now.source, encoding: now.encoding })
  }
  const last = rows.at(-1)
  return {
    before:
      changed.length === 0
        ? []
        : [
            {
              text: `UPDATE evidence.file f SET source = c.source, encoding = c.encoding
                       FROM json_to_recordset($1::json) AS c(file int, source text, encoding text) WHERE f.file = c.file`,
              values: [JSON.stringify(changed)],
            },
          ],
    findings,
    rows: 0,
    state:
      last === undefined
        ? ({ ...state, step: 'cut', file: 0 } satisfies State)
        : ({ ...state, file: last.file } satisfies State),
  }
}

/** The container after the last that was done with. What is unpacked has higher numbers, so that none is passed over. */
async function nextContainer({ db, unit, caseDir }: StageContext, { file }: State) {
  type Row = Closed & { readonly source: string; readonly sha256: string; readonly stored: string }
  const { rows } = await db.query<Row>(
    `WITH RECURSIVE one AS (
       SELECT f.file, f.path, f.parent, f.source, coalesce(f.sha256, e.sha256) AS sha256, ${storedPath} AS stored,
              coalesce(f.stored_size, e.size)::float8 AS size, e.size::float8 AS whole
         FROM evidence.file f JOIN evidence.exhibit e USING (exhibit)
        WHERE f.exhibit = $1 AND f.file > $2 AND f.source = ANY ($3) AND ${storedPath} IS NOT NULL ORDER BY f.file LIMIT 1),
     up AS (SELECT parent FROM one UNION ALL SELECT f.parent FROM evidence.file f JOIN up ON f.file = up.parent)
     SELECT one.*, (SELECT count(parent)::int FROM up) AS depth FROM one`,
    [unit, file, containers.map((c) => c.name)],
  )
  const row = rows[0]
  return row === undefined ? null : { ...row, place: absolute(caseDir, row.stored) }
}
