import type { ClientBase } from 'pg'
import { quoteName, tableColumns } from '../db/columns.ts'
import { encodeRecords } from '../db/encode.ts'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import { configured } from './configured.ts'
import { passwordColumns, secretOf } from './unlock.ts'

interface State {
  readonly table: number
  readonly row: number
}

interface Held {
  readonly name: string
  readonly columns: readonly string[]
  readonly salt: string | null
}

/**
 * Fingerprints the passwords of a site. Which columns hold them is told by their names, whose they are by the row of the
 * mirror that the account was read from: this works for any software that the forum room reads.
 */
export const secrets: Stage = {
  name: 'unlock.secrets',
  about: 'Names the scheme of each stored password and takes a fingerprint for comparison; no value is copied.',
  scope: 'site',
  version: 1,
  reads: ['evidence.mirror_table', 'forum.site', 'forum.copy', 'forum.member'],
  writes: ['unlock.secret'],
  overlap: true,
  run: findSecrets,
}

/** The stages of this room. */
export const unlockStages: readonly Stage[] = [configured, secrets]

async function* findSecrets(context: StageContext): AsyncIterable<Batch> {
  const { db, unit: site, batchRows } = context
  const { mirror, tables } = await held(db, site)
  const columns = await tableColumns(db, 'unlock.secret')
  const from = (context.resume as State | null) ?? { table: 0, row: 0 }
  for (let n = from.table; n < tables.length; n++) {
    const table = tables[n]!
    let after = n === from.table ? from.row : 0
    for (;;) {
      context.signal.throwIfAborted()
      const rows = await accountRows(db, site, mirror, table, after, batchRows)
      const last = rows.at(-1)
      if (last === undefined) break
      const made = rows.flatMap((row) => secretsOf(site, table, row))
      after = last._row
      yield {
        copies: [encodeRecords('unlock.secret', columns, made)],
        rows: made.length,
        state: { table: n, row: after } satisfies State,
        progress: { done: n, total: tables.length, unit: 'steps' },
      }
    }
  }
}

/** The mirror of a site and its tables that may hold passwords. */
async function held(db: ClientBase, site: number): Promise<{ mirror: string; tables: readonly Held[] }> {
  const { rows } = await db.query<{
    mirror: string
    name: string
    columns: readonly { column: string; type: string }[]
  }>(
    `SELECT s.mirror, t.name, t.columns FROM forum.site s JOIN evidence.mirror_table t ON t.exhibit = s.exhibit AND t.rows > 0
      WHERE s.site = $1 AND starts_with(t.name, s.prefix)
        AND NOT EXISTS (SELECT FROM forum.copy c WHERE c.site = s.site AND c.exhibit = s.exhibit AND NOT c.base AND length(c.prefix) > length(s.prefix) AND starts_with(t.name, c.prefix))
      ORDER BY t.name COLLATE "C"`,
    [site],
  )
  const tables = rows.flatMap(({ name, columns }) => {
    const found = passwordColumns(columns.filter((c) => c.type === 'text').map((c) => c.column))
    return found.columns.length > 0 ? [{ name, ...found }] : []
  })
  return { mirror: rows[0]?.mirror ?? '', tables }
}

type AccountRow = {
  readonly _row: number
  readonly _file: number
  readonly _offset: number
  readonly _length: number
} & {
  readonly member: string
  readonly salt: string | null
  readonly stored: readonly (string | null)[]
}

/** Rows of a table that accounts were read from, in order. */
async function accountRows(
  db: ClientBase,
  site: number,
  mirror: string,
  table: Held,
  after: number,
  limit: number,
): Promise<readonly AccountRow[]> {
  const stored = table.columns.map((c) => `t.${quoteName(c)}`).join(', ')
  const { rows } = await db.query<AccountRow>(
    `SELECT t._row, t._file, t._offset, t._length, m.id AS member, ${table.salt ? `t.${quoteName(table.salt)}` : 'NULL::text'} AS salt,
            ARRAY[${stored}] AS stored
       FROM ${quoteName(mirror)}.${quoteName(table.name)} t
       JOIN forum.member m ON m.site = $1 AND m.kind = 'member' AND m._file = t._file AND m._offset = t._offset AND m._length = t._length
      WHERE t._row > $2 ORDER BY t._row LIMIT $3`,
    [site, after, limit],
  )
  return rows
}

function secretsOf(site: number, table: Held, row: AccountRow): readonly Record<string, unknown>[] {
  const { member, _file, _offset, _length } = row
  return table.columns
    .flatMap((column, i) => secretOf(column, row.stored[i] ?? null, row.salt) ?? [])
    .map((secret, i) => ({ site, member, n: i + 1, ...secret, _file, _offset, _length }))
}
