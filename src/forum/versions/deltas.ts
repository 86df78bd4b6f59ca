import type { QueryResult } from 'pg'
import type { Batch, StageContext } from '../../db/stage.ts'
import type { Finding } from '../../model/finding.ts'
import type { Board } from '../catalog.ts'
import { type Kept, undone } from './undo.ts'

/** The last post (or message) whose edits were undone. */
export interface DeltaState {
  readonly column: 'post' | 'message'
  readonly after: string
}

interface Row extends Kept {
  readonly id: string
  readonly key: string
  readonly now: string | null
  readonly _file: number
  readonly _offset: number
  readonly _length: number
}

/** Edits read at a time; of one post with more than these the oldest stay as they are stored. */
const most = 2000

/** Undoes edits that are kept as what they changed, post by post, the latest first. */
export async function* deltaBatches(
  { db, unit: site, signal }: StageContext,
  board: Board,
  from: DeltaState,
): AsyncGenerator<Omit<Batch, 'state'> & { readonly of: DeltaState }> {
  const columns = from.column === 'post' ? (['post', 'message'] as const) : (['message'] as const)
  for (const column of columns) {
    let after: string | null = column === from.column ? from.after : ''
    while (after !== null) {
      signal.throwIfAborted()
      const { rows }: QueryResult<Row> = await db.query<Row>(
        `SELECT v.id, v.${column} AS key, v.form, v.stored, p.text AS now, v._file, v._offset::float8 AS _offset, v._length
           FROM forum.post_version v LEFT JOIN forum.${column} p ON p.site = v.site AND p.id = v.${column}
          WHERE v.site = $1 AND v.${column} > $2 AND v.form IN ('patch', 'changes')
          ORDER BY v.${column}, v.until DESC NULLS LAST, length(v.id) DESC, v.id DESC LIMIT ${most + 1}`,
        [site, after],
      )
      if (rows.length === 0) break
      const last: string = rows[rows.length - 1]!.key
      // The last post may go on behind the page, unless nothing else is on it.
      const whole: readonly Row[] = rows.length <= most ? rows : rows.filter((row) => row.key !== last)
      const taken: readonly Row[] = whole.length > 0 ? whole : rows.slice(0, most)
      const done: string = taken[taken.length - 1]!.key
      yield { ...batchOf(site, board, taken), of: { column, after: done } }
      after = rows.length <= most ? null : done
    }
  }
}

function batchOf(site: number, board: Board, rows: readonly Row[]): Omit<Batch, 'state'> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(row.key, [...(groups.get(row.key) ?? []), row])
  const findings: Finding[] = []
  const made = [...groups.values()].flatMap((edits) => {
    const before = undone(edits[0]!.now, edits)
    return edits.map((edit, i) => {
      const { text, subject, fits } = before[i]!
      if (!fits) findings.push(misfit(edit))
      return { id: edit.id, text, plain: text === null ? null : board.adapter.markup(text, null), subject }
    })
  })
  const text = `UPDATE forum.post_version v SET text = r.text, plain = r.plain, subject = coalesce(v.subject, r.subject)
      FROM json_to_recordset($2::json) AS r(id text, text text, plain text, subject text) WHERE v.site = $1 AND v.id = r.id`
  return { before: [{ text, values: [site, JSON.stringify(made).replaceAll('\\u0000', '\u2400')] }], findings, rows: 0 }
}

function misfit({ id, key, _file, _offset, _length }: Row): Finding {
  return {
    severity: 'warning',
    code: 'edit-not-undone',
    detail: `What edit ${id.slice(0, 80)} of ${key.slice(0, 80)} changed could not be taken back; it is kept as stored, and texts before it are known only where a later row states them whole.`,
    at: { file: _file, offset: _offset, length: _length },
    rows: 0,
  }
}
