import { type MirrorColumn, readRow, rowForm } from '../evidence/mirror.ts'
import type { Run } from './mask.ts'
import type { Origin } from './trace.ts'
import type { Db } from './walk.ts'

/** The row of the mirror that some bytes became, and what can be asked of bytes read again. */
export interface MirrorRow {
  readonly table: string
  readonly row: number
  /** Why the bytes do not say any more what the mirror holds; null when they do. */
  readonly differs: (bytes: Buffer) => string | null
  /** The bytes of values that are secret by their column. */
  readonly secrets: (bytes: Buffer) => readonly Run[]
}

/** Columns that hold secrets in forum software, by what their names say; the values are masked wherever bytes are shown. */
const secretColumn =
  /pass(?:word|wd)?(?:_|$)|^pass|salt$|loginkey|session_id|key_id|actkey|activate_(?:string|key)|token|secret|oauth_state|newpasswd/i

/** Finds the mirror's row at some bytes; null when no table of the exhibit has a row there. */
export async function mirrorRow(db: Db, exhibit: number, at: Origin): Promise<MirrorRow | null> {
  const { rows: tables } = await db.query<{ name: string; columns: readonly MirrorColumn[] }>(
    'SELECT name, columns FROM evidence.mirror_table WHERE exhibit = $1 AND rows > 0 ORDER BY name',
    [exhibit],
  )
  if (tables.length === 0) return null
  const found = await db.query<{ table: number; row: number }>(
    tables
      .map(
        (t, i) =>
          `SELECT ${i} AS "table", _row::float8 AS row FROM ${qualified(exhibit, t.name)} WHERE _offset = $1 AND _file = $2`,
      )
      .join(' UNION ALL '),
    [at.offset, at.file],
  )
  const hit = found.rows[0]
  const table = hit ? tables[hit.table] : undefined
  if (!hit || !table) return null
  const { rows } = await db.query<Record<string, unknown>>(
    `SELECT * FROM ${qualified(exhibit, table.name)} WHERE _row = $1 AND _file = $2 AND _offset = $3`,
    [hit.row, at.file, at.offset],
  )
  const source = await db.query<{ source: string }>('SELECT source FROM evidence.file WHERE file = $1', [at.file])
  const form = rowForm(source.rows[0]?.source ?? '')
  const fields = (bytes: Buffer) => readRow(bytes, form, table.columns, at.offset)
  return {
    table: table.name,
    row: hit.row,
    differs: (bytes) => {
      const read = fields(bytes)
      if (read === null) return `the bytes are no row of table ${table.name} any more`
      const changed = read.find((f) => f.cut !== true && !same(f.value, rows[0]?.[f.column]))
      return changed ? `column ${changed.column} reads otherwise than in the mirror` : null
    },
    secrets: (bytes) =>
      (fields(bytes) ?? [])
        .filter((f) => secretColumn.test(f.column) && f.value !== null && f.value.length > 0)
        .map(({ start, end }) => ({ start, end })),
  }
}

/** What is hidden of the bytes of a configuration file: the value of a secret; of bytes that are no setting, all that is quoted. */
export async function settingSecrets(db: Db, at: Origin): Promise<MirrorRow['secrets']> {
  const { rows } = await db.query<{ secret: boolean }>(
    'SELECT value IS NULL AS secret FROM evidence.setting WHERE _file = $1 AND _offset = $2 AND _length = $3',
    [at.file, at.offset, at.length],
  )
  if (rows[0] !== undefined && !rows[0].secret) return () => []
  return (bytes) => {
    const text = bytes.toString('latin1')
    const from = rows[0] === undefined ? -1 : (/=>?|,/.exec(text)?.index ?? -1)
    if (from >= 0) return [{ start: from + 1, end: bytes.length }]
    return [...text.matchAll(/'[^']*'?|"[^"]*"?/g)].map((m) => ({ start: m.index, end: m.index + m[0].length }))
  }
}

function same(read: string | Uint8Array | null, held: unknown): boolean {
  if (read === null || held === null || held === undefined) return read === null && (held ?? null) === null
  if (typeof read === 'string') return read === held
  return Buffer.isBuffer(held) && held.equals(read)
}

function qualified(exhibit: number, table: string): string {
  return `mirror_${exhibit}."${table.replaceAll('"', '""')}"`
}
