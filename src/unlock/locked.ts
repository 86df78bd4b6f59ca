import { isAbsolute, join } from 'node:path'
import type { ClientBase } from 'pg'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import type { Finding } from '../model/finding.ts'
import type { Found } from './form.ts'
import { forms, lastForms } from './forms/index.ts'
import { type Peek, peekAt } from './peek.ts'
import { thingOf } from './thing.ts'

interface State {
  /** The last file that was looked at, and how many things were listed. */
  readonly file: number
  readonly n: number
}

/** Lists what is closed among the files of an exhibit, and the keys that lie there. */
export const locked: Stage = {
  name: 'unlock.locked',
  about: 'Lists what is closed among the files of an exhibit: archives, documents, containers, messages, keys',
  scope: 'exhibit',
  version: 1,
  reads: ['evidence.file', 'evidence.image_volume', 'evidence.image_file'],
  writes: ['unlock.locked'],
  run: list,
}

/** So many files are looked at in one batch. */
const filesAtOnce = 2000
/** Read by rooms of their own: what is closed in them is found in the rows they hold. */
const readElsewhere = ['mysqldump-sql', 'mysqldump-xml', 'pg-dump', 'web-log', 'empty']

async function* list(context: StageContext): AsyncGenerator<Batch> {
  let state = (context.resume as State | null) ?? { file: 0, n: 0 }
  const total = await lastFile(context.db, context.unit)
  for (;;) {
    const files = await nextFiles(context.db, context.unit, state.file)
    const last = files.at(-1)
    if (last === undefined) return
    const rows: (Found & {
      readonly n: number
      readonly thing: string
      readonly file: number
      readonly path: string
    })[] = []
    for (const file of files) {
      context.signal.throwIfAborted()
      const seen = await lookAt(file, context.caseDir)
      rows.push(
        ...(await volumesOf(context.db, file, seen)).map((v, i) => ({ ...v, n: state.n + rows.length + i + 1 })),
      )
      for (const found of seen) {
        const thing = thingOf('file', file.sha256, found.form, found.offset)
        rows.push({ ...found, n: state.n + rows.length + 1, thing, file: file.file, path: file.path })
      }
    }
    const opened = await openedAmong(
      context.db,
      rows.map((r) => r.thing),
    )
    state = { file: last.file, n: state.n + rows.length }
    yield {
      before: rows.length === 0 ? [] : [{ text: insertSql, values: [context.unit, JSON.stringify(rows)] }],
      findings: rows.flatMap((row) => (opened.has(row.thing) ? [] : told(row))),
      rows: rows.length,
      state,
      progress: { done: last.file, total, unit: 'steps' },
    }
  }
}

const insertSql = `INSERT INTO unlock.locked (exhibit, n, thing, kind, form, certainty, path, why, detail, opener, _file, _offset, _length)
  SELECT $1, l.n, l.thing, l.kind, l.form, l.certainty, l.path, l.why, l.detail, l.opener, l.file, l."offset", l.length
    FROM json_to_recordset($2::json) AS l(n int, thing text, kind text, form text, certainty text, path text, why text, detail jsonb, opener text,
         file int, "offset" bigint, length bigint)`

/** Archives are told by evidence.open entry by entry; what only may be closed, and keys, take nothing away. */
function told(row: Found & { readonly path: string; readonly file: number }): readonly Finding[] {
  if (row.kind === 'archive' || row.kind === 'key' || row.certainty === 'possible') return []
  const at = { file: row.file, offset: row.offset, length: Math.min(row.length, 0x7fffffff) }
  return [{ severity: 'loss', code: 'closed', detail: `${row.path} is closed: ${row.why}`, at }]
}

interface LookedAt {
  readonly file: number
  readonly path: string
  readonly source: string
  readonly sha256: string
  readonly stored: string
  readonly closed: number
}

async function nextFiles(db: ClientBase, exhibit: number, after: number): Promise<readonly LookedAt[]> {
  const { rows } = await db.query<LookedAt>(
    `SELECT f.file, f.path, f.source, coalesce(f.sha256, e.sha256) AS sha256,
            coalesce(f.stored_path, CASE WHEN e.kind = 'file' AND f.parent IS NULL THEN e.stored_path END) AS stored,
            (SELECT count(*)::int FROM evidence.file c WHERE c.parent = f.file AND c.source = 'encrypted') AS closed
       FROM evidence.file f JOIN evidence.exhibit e USING (exhibit)
      WHERE f.exhibit = $1 AND f.file > $2 AND f.encoding IS NULL AND NOT f.source = ANY ($3)
        AND (f.stored_path IS NOT NULL OR e.kind = 'file' AND f.parent IS NULL)
      ORDER BY f.file LIMIT $4`,
    [exhibit, after, readElsewhere, filesAtOnce],
  )
  return rows
}

/** Volumes that disk images list as closed and that cannot be seen in the bytes of the file itself: of E01, split and virtual disks. */
async function volumesOf(db: ClientBase, image: LookedAt, seen: readonly Found[]) {
  const { rows } = await db.query<{ file: number; path: string; n: number; kind: string; size: number }>(
    `SELECT c.file, c.path, v.n, v.kind, v.size::float8 AS size FROM evidence.image_volume v
       JOIN evidence.image_file i ON i.image = v.image AND i.volume = v.n AND i.state = 'closed' JOIN evidence.file c ON c.file = i.file
      WHERE v.image = $1 AND v.state = 'closed' AND NOT coalesce(v.at, -1)::float8 = ANY ($2::float8[]) ORDER BY v.n`,
    [image.file, seen.map((s) => s.offset)],
  )
  return rows.map(({ file, path, n, kind, size }) => ({
    ...({
      kind: 'container',
      form: kind,
      certainty: 'certain',
      detail: { volume: n },
      offset: 0,
      length: size,
    } as const),
    ...{ file, path, thing: thingOf('volume', image.sha256, n) },
    why: `the volume begins with the signature of ${kind === 'luks' ? 'LUKS' : 'BitLocker'}`,
    opener: kind === 'luks' && readInPlace.includes(image.source) ? 'luks' : null,
  }))
}

/** Forms of disk images whose bytes are read at any place. */
const readInPlace = ['e01', 'disk-image']

async function lastFile(db: ClientBase, exhibit: number): Promise<number> {
  const { rows } = await db.query<{ last: number }>(
    'SELECT coalesce(max(file), 0) AS last FROM evidence.file WHERE exhibit = $1',
    [exhibit],
  )
  return rows[0]?.last ?? 0
}

async function openedAmong(db: ClientBase, things: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ thing: string }>(
    'SELECT DISTINCT thing FROM unlock.opened WHERE thing = ANY ($1)',
    [things],
  )
  return new Set(rows.map((r) => r.thing))
}

async function lookAt(file: LookedAt, caseDir: string): Promise<readonly Found[]> {
  const place = isAbsolute(file.stored) ? file.stored : join(caseDir, file.stored)
  return peekAt({ place, path: file.path, source: file.source, closedEntries: file.closed }, recogniseClosed)
}

/** What is closed in a file: every form that recognises it; those that rest on randomness only where no other does. */
export async function recogniseClosed(peek: Peek): Promise<readonly Found[]> {
  const found: Found[] = []
  for (const form of forms) if (form.suspect(peek)) found.push(...(await form.look(peek)))
  if (found.length > 0) return found
  for (const form of lastForms) if (form.suspect(peek)) found.push(...(await form.look(peek)))
  return found
}
