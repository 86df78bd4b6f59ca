import type { ClientBase } from 'pg'
import { tableColumns } from '../db/columns.ts'
import { encodeRecords } from '../db/encode.ts'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import type { Finding } from '../model/finding.ts'
import { entryTable } from './keep.ts'
import { matchesSql, type Scope, scopes } from './match.ts'

interface Pair {
  readonly scope: Scope
  readonly unit: number
  readonly hashSet: number
  readonly things: number
  readonly state: string
}

interface Resume {
  /** Pairs that are done, and within the next the last thing looked at. */
  readonly done: number
  readonly after: string | null
}

/** Files or attachments compared in one statement. */
const atOnce = 200_000

/**
 * Compares what the case holds with the agency's sets. What was compared before and is the same is left as it is, so that a
 * new set costs its own comparison only.
 */
export const verdicts: Stage = {
  name: 'media.verdicts',
  about: 'Compares every file of the exhibits and every attachment with the hash sets that the agency loaded.',
  scope: 'case',
  version: 1,
  reads: ['evidence.file', 'forum.attachment'],
  writes: ['media.file_match', 'media.attachment_match', 'media.compared'],
  // What is left out here is compared again only where it changed.
  reset: () =>
    ['media.file_match', 'media.attachment_match', 'media.compared'].map((table) => ({
      text: `DELETE FROM ${table} WHERE hash_set IN (SELECT hash_set FROM media.hash_set WHERE removed_at IS NOT NULL)`,
    })),
  inputs: async (db) => {
    const { rows } = await db.query<{ of: string }>(
      `SELECT coalesce(string_agg(hash_set || ' ' || file_sha256, ',' ORDER BY hash_set), '') AS of FROM media.hash_set WHERE removed_at IS NULL`,
    )
    return rows[0]?.of ?? ''
  },
  run: compare,
}

async function* compare(context: StageContext): AsyncGenerator<Batch> {
  const { db } = context
  const resume = (context.resume as Resume | null) ?? { done: 0, after: null }
  const pairs = await pairsOf(db)
  if (pairs.length === 0) return
  const columns = {
    exhibit: await tableColumns(db, 'media.file_match'),
    site: await tableColumns(db, 'media.attachment_match'),
  }
  if (context.resume === null)
    yield { before: gone(pairs), findings: await remarked(db), rows: 0, state: { done: 0, after: null } }
  for (const [i, pair] of pairs.entries()) {
    if (i < resume.done) continue
    let after = i === resume.done ? resume.after : null
    if (after === null && (await isCompared(db, pair))) {
      yield done(i, pairs.length, await matchesOf(db, pair), [])
      continue
    }
    for (let end = false; !end; ) {
      context.signal.throwIfAborted()
      const { rows, last } = await next(db, pair, after, Math.min(atOnce, context.batchRows * 4))
      end = last === null
      const before = after === null ? [forget(pair)] : []
      after = last
      const copies = rows.length === 0 ? [] : [encodeRecords(scopes[pair.scope].into, columns[pair.scope], rows)]
      const batch = done(i, pairs.length, rows.length, before)
      if (end) yield { ...batch, copies, after: [remember(pair)] }
      else yield { ...batch, copies, state: { done: i, after } satisfies Resume }
    }
  }
}

function done(
  i: number,
  of: number,
  rows: number,
  before: readonly { text: string; values?: readonly unknown[] }[],
): Batch {
  return {
    before,
    rows,
    state: { done: i + 1, after: null } satisfies Resume,
    progress: { done: i + 1, total: of, unit: 'steps' },
  }
}

/** Everything that is to be compared: each exhibit and each site with each set. */
async function pairsOf(db: ClientBase): Promise<readonly Pair[]> {
  const { rows: sets } = await db.query<{ hash_set: number }>(
    'SELECT hash_set FROM media.hash_set WHERE removed_at IS NULL ORDER BY hash_set',
  )
  if (sets.length === 0) return []
  const pairs: Pair[] = []
  for (const scope of ['exhibit', 'site'] as const) {
    const { rows } = await db.query<{ unit: number; things: number; state: string }>(scopes[scope].units)
    for (const unit of rows) for (const { hash_set: hashSet } of sets) pairs.push({ scope, hashSet, ...unit })
  }
  return pairs
}

async function isCompared(db: ClientBase, { scope, unit, hashSet, things, state }: Pair): Promise<boolean> {
  const { rows } = await db.query(
    'SELECT FROM media.compared WHERE scope = $1 AND unit = $2 AND hash_set = $3 AND things = $4 AND state = $5',
    [scope, unit, hashSet, things, state],
  )
  return rows.length > 0
}

async function matchesOf(db: ClientBase, { scope, unit, hashSet }: Pair): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${scopes[scope].into} WHERE ${scope} = $1 AND hash_set = $2`,
    [unit, hashSet],
  )
  return rows[0]?.n ?? 0
}

/** The matches of the next things, and the last of these; null where there are no more. */
async function next(db: ClientBase, { scope, unit, hashSet }: Pair, after: string | null, limit: number) {
  const { rows: ends } = await db.query<{ last: string | null; n: number }>(scopes[scope].slice, [unit, after, limit])
  const { last = null, n = 0 } = ends[0] ?? {}
  if (last === null) return { rows: [], last: null }
  const { rows } = await db.query<Readonly<Record<string, unknown>>>(matchesSql(scope, entryTable(hashSet)), [
    unit,
    after,
    last,
  ])
  const named = rows.map((row) => ({ ...row, [scope]: unit, hash_set: hashSet }))
  return { rows: named, last: n < limit ? null : last }
}

function forget({ scope, unit, hashSet }: Pair) {
  return { text: `DELETE FROM ${scopes[scope].into} WHERE ${scope} = $1 AND hash_set = $2`, values: [unit, hashSet] }
}

function remember({ scope, unit, hashSet, things, state }: Pair) {
  return {
    text: `INSERT INTO media.compared (scope, unit, hash_set, things, state) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (scope, unit, hash_set) DO UPDATE SET things = $4, state = $5`,
    values: [scope, unit, hashSet, things, state],
  }
}

/** Takes away what was said of exhibits and sites that are there no more. */
function gone(pairs: readonly Pair[]) {
  return (['exhibit', 'site'] as const).flatMap((scope) => {
    const units = [...new Set(pairs.filter((pair) => pair.scope === scope).map((pair) => pair.unit))]
    return [
      { text: `DELETE FROM ${scopes[scope].into} WHERE NOT ${scope} = ANY ($1)`, values: [units] },
      { text: 'DELETE FROM media.compared WHERE scope = $1 AND NOT unit = ANY ($2)', values: [scope, units] },
    ]
  })
}

/** Lines of the sets that could not be read as they should be. */
async function remarked(db: ClientBase): Promise<readonly Finding[]> {
  const { rows } = await db.query<{
    name: string
    file_name: string
    line: number
    taken: boolean
    why: string
    more: number
  }>(
    `SELECT s.name, s.file_name, r.line, r.taken, r.why,
            CASE WHEN r.n = max(r.n) OVER (PARTITION BY r.hash_set) THEN s.remarks - r.n ELSE 0 END AS more
       FROM media.remark r JOIN media.hash_set s USING (hash_set) WHERE s.removed_at IS NULL ORDER BY r.hash_set, r.n`,
  )
  return rows.map(({ name, file_name: file, line, taken, why, more }) => ({
    severity: taken ? 'note' : 'warning',
    code: 'hash-set-line',
    detail: `Line ${line} of ${file} (set ${name}): ${why}${taken ? '; the rest of it was taken' : ''}${more > 0 ? `; ${more} more lines are not listed` : ''}.`,
    at: null,
  }))
}
