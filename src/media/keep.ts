import type { ClientBase } from 'pg'
import { tableColumns } from '../db/columns.ts'
import { copyIn } from '../db/copy.ts'
import { rowEncoder } from '../db/encode.ts'
import type { SetSink } from './media.ts'

/** Remarks that are kept; the rest is counted. */
const mostRemarks = 1000
/** Categories of one set: a column with more values is no category. */
const mostCategories = 10_000

/** Where the entries of a set are stored: a table of its own, loaded without indexes, then made a partition. */
export function entryTable(hashSet: number): string {
  return `media.entry_${hashSet}`
}

type Told = readonly { readonly code: string; readonly label: string | null; readonly entries: number }[]

/** A set while it is being stored. */
export interface Keeping {
  readonly hashSet: number
  readonly sink: SetSink
  readonly counts: { entries: number; md5: number; sha1: number; sha256: number; remarks: number }
  readonly remarks: readonly { readonly line: number; readonly taken: boolean; readonly why: string }[]
  readonly scheme: string | null
  readonly categories: (labels: ReadonlyMap<string, string>) => Told
  /** Stores what is still here. */
  readonly stored: () => Promise<void>
  /** Builds the indexes and writes categories and remarks; the set's own row is there by then. */
  readonly finish: (labels: ReadonlyMap<string, string>) => Promise<void>
}

/** Begins to store a set, in the transaction of the caller. */
export async function keepSet(db: ClientBase, usual: string | null, batchRows: number): Promise<Keeping> {
  // Numbers are never given twice: those of removed sets are still here.
  const { rows } = await db.query<{ next: number }>('SELECT coalesce(max(hash_set), 0) + 1 AS next FROM media.hash_set')
  const hashSet = rows[0]!.next
  const table = entryTable(hashSet)
  await db.query(
    `CREATE TABLE ${table} (LIKE media.entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS, CONSTRAINT one_set CHECK (hash_set = ${hashSet})) WITH (autovacuum_enabled = false)`,
  )
  const encoder = rowEncoder(table, await tableColumns(db, table))
  const counts = { entries: 0, md5: 0, sha1: 0, sha256: 0, remarks: 0 }
  const remarks: { line: number; taken: boolean; why: string }[] = []
  const codes = new Map<string, { readonly category: number; entries: number }>()
  let scheme: string | null = null
  const remark = (line: number, why: string, taken = false): void => {
    counts.remarks += 1
    if (remarks.length < mostRemarks) remarks.push({ line, taken, why: why.replaceAll('\0', '␀').slice(0, 500) })
  }
  const categoryOf = (code: string | null, line: number): number => {
    const own = (code ?? usual)?.replaceAll('\0', '␀') ?? null
    if (own === null) return 0
    const known = codes.get(own)
    if (known !== undefined) {
      known.entries += 1
      return known.category
    }
    if (codes.size >= mostCategories) {
      remark(line, `its category was left out: the set has more than ${mostCategories}`, true)
      return 0
    }
    const category = codes.size + 1
    codes.set(own, { category, entries: 1 })
    return category
  }
  const send = async (): Promise<void> => void (encoder.rows() > 0 && (await copyIn(db, encoder.take())))
  const told = (labels: ReadonlyMap<string, string>): Told =>
    [...codes].map(([code, { entries }]) => ({ code, label: labels.get(code) ?? null, entries }))
  const sink: SetSink = {
    entry({ line, hashes, size, code }) {
      const { md5, sha1, sha256 } = hashes
      encoder.add([hashSet, line, md5, sha1, sha256, size, categoryOf(code, line)])
      counts.entries += 1
      if (md5) counts.md5 += 1
      if (sha1) counts.sha1 += 1
      if (sha256) counts.sha256 += 1
    },
    remark,
    scheme: (name) => {
      scheme ??= name
    },
    drained: () => (encoder.rows() >= batchRows ? send() : Promise.resolve()),
  }
  return {
    ...{ hashSet, sink, counts, remarks, categories: told, stored: send },
    get scheme() {
      return scheme
    },
    async finish(labels) {
      for (const name of ['md5', 'sha1', 'sha256'] as const)
        if (counts[name] > 0) await db.query(`CREATE INDEX ON ${table} (${name}) WHERE ${name} IS NOT NULL`)
      await db.query(`ALTER TABLE media.entry ATTACH PARTITION ${table} FOR VALUES IN (${hashSet})`)
      await db.query(`ALTER TABLE ${table} DROP CONSTRAINT one_set`)
      await db.query(`ANALYZE ${table}`)
      await db.query(
        `INSERT INTO media.category SELECT $1, c.category, c.code, c.label, c.entries
           FROM json_to_recordset($2::json) AS c(category int, code text, label text, entries bigint)`,
        [hashSet, JSON.stringify(told(labels).map((each, i) => ({ ...each, category: i + 1 })))],
      )
      await db.query(
        `INSERT INTO media.remark SELECT $1, r.n, r.line, r.taken, r.why
           FROM json_to_recordset($2::json) AS r(n int, line bigint, taken boolean, why text)`,
        [hashSet, JSON.stringify(remarks.map((each, i) => ({ ...each, n: i + 1 })))],
      )
    },
  }
}
