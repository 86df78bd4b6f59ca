import { tableColumns } from '../db/columns.ts'
import { encodeRecords } from '../db/encode.ts'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import { configured } from './configured.ts'
import { type AccountRow, accountRows, type PasswordTable, passwordTables } from './places.ts'
import { schemeOf } from './schemes/index.ts'
import { passwordsOf } from './stored.ts'

interface State {
  readonly table: number
  readonly row: number
}

/**
 * Fingerprints the passwords of a site. Which columns hold them is told by their names, whose they are by the row of the
 * mirror that the account was read from, or by its number where the software keeps passwords in a table of their own: this
 * works for any software that the forum room reads.
 */
export const secrets: Stage = {
  name: 'unlock.secrets',
  about: 'Names the scheme of each stored password and takes a fingerprint for comparison; no value is copied.',
  scope: 'site',
  version: 2,
  reads: ['evidence.mirror_table', 'forum.site', 'forum.copy', 'forum.member'],
  writes: ['unlock.secret'],
  overlap: true,
  run: findSecrets,
}

/** The stages of this room. */
export const unlockStages: readonly Stage[] = [configured, secrets]

async function* findSecrets(context: StageContext): AsyncIterable<Batch> {
  const { db, unit: site, batchRows } = context
  const { mirror, engine, tables } = await passwordTables(db, site)
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
      const made = rows.flatMap((row) => secretsOf(site, engine, table, row))
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

function secretsOf(
  site: number,
  engine: string,
  table: PasswordTable,
  row: AccountRow,
): readonly Record<string, unknown>[] {
  return passwordsOf(engine, table, row).map(({ member, n, stored, fingerprint }) => ({
    site,
    member,
    n,
    scheme: stored.form,
    comparable: stored.form !== 'unknown',
    fingerprint,
    method: schemeOf(stored)?.name ?? null,
    _file: row._file,
    _offset: row._offset,
    _length: row._length,
  }))
}
