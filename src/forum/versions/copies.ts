import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { Batch, StageContext } from '../../db/stage.ts'
import type { Board } from '../catalog.ts'
import { recoded, recodingOf } from '../charset.ts'
import { shimOf } from '../copies.ts'
import type { Derivations, Found, Reader } from '../forum.ts'
import { holdsBytes, readable, type Shim, shimmed } from '../shim.ts'
import { boardsOf } from '../uniting.ts'

/** Which reader of which copy comes next, and after which of its changes. */
export interface CopyState {
  readonly step: number
  readonly after: string
}

/** One reader of posts or messages, over the rows of one copy that differ from the base. */
export interface CopyStep {
  readonly n: number
  readonly shim: Shim
  readonly reader: Reader
  readonly of: 'post' | 'message'
  /** The last moment that the copy and the base state, in seconds. */
  readonly copyAsOf: number | null
  readonly baseAsOf: number | null
}

/** Tables beside that of posts or messages in which software keeps their texts. */
const beside = ['posts_text', 'privmsgs_text', 'text', 'message_text', 'pmtext']

/** What is to be read from the copies of a board. */
export async function copySteps(db: ClientBase, board: Board): Promise<readonly CopyStep[]> {
  const { rows } = await db.query<{
    n: number
    base: boolean
    exhibit: number
    prefix: string
    database: string | null
    asOf: number | null
    changed: boolean
  }>(
    `SELECT c.n, c.base, c.exhibit, c.prefix, c.database, extract(epoch FROM c.as_of)::float8 AS "asOf",
            EXISTS (SELECT FROM forum.change d WHERE d.site = c.site AND d.copy = c.n AND d.kind = 'changed') AS changed
       FROM forum.copy c WHERE c.site = $1 ORDER BY c.n`,
    [board.site],
  )
  const steps: CopyStep[] = []
  // Of several bases the last is that of all exhibits together.
  const baseAsOf = rows.filter((row) => row.base).reduce<number | null>((_, row) => row.asOf, null)
  for (const { n, exhibit, prefix, database, asOf } of rows.filter((row) => row.changed)) {
    const found = (await boardsOf(db, exhibit)).find((b) => b.prefix === prefix && b.database === database)
    if (found === undefined || found.adapter.name !== board.adapter.name) continue
    const plain = shimOf(found)
    const shim = { ...plain, recode: await recodingOf(db, plain) }
    for (const reader of found.adapter.reads)
      if ((reader.entity === 'post' || reader.entity === 'message') && !reader.each && found.tables.has(reader.from))
        steps.push({ n, shim, reader, of: reader.entity, copyAsOf: asOf, baseAsOf })
  }
  return steps
}

const pageRows = 10_000

type Differing = Found & { readonly _change: string; readonly now: string | null; readonly edited: string | null }

/** Texts that posts and messages have in another copy, where they are not those of the base or of a version that is known already. */
export async function* copyBatches(
  { db, unit: site, signal }: StageContext,
  steps: readonly CopyStep[],
  from: CopyState,
): AsyncGenerator<Omit<Batch, 'state'> & { readonly of: CopyState }> {
  for (let step = from.step; step < steps.length; step++) {
    const one = steps[step]!
    if (holdsBytes(one.shim)) await db.query(readable)
    if (one.shim.recode) await db.query(recoded)
    let after = step === from.step ? from.after : ''
    while (true) {
      signal.throwIfAborted()
      const rows = await differing(db, site, one, after)
      if (rows.length === 0) break
      after = rows[rows.length - 1]!._change
      const made = rows.flatMap((row) => versionOf(row, one))
      yield {
        before: [{ text: insert(one.of), values: [site, JSON.stringify(made)] }],
        rows: made.length,
        of: { step, after },
      }
      if (rows.length < pageRows) break
    }
  }
}

async function differing(
  db: ClientBase,
  site: number,
  { n, shim, reader, of }: CopyStep,
  after: string,
): Promise<readonly Differing[]> {
  const { rows } = await db.query<Differing>(
    `SELECT x.*, c.id AS _change, c.copy_file AS _at_file, c.copy_offset::float8 AS _at_offset, c.copy_length AS _at_length, p.text AS now,
            extract(epoch FROM p.edited_at)::float8 AS edited
       FROM (SELECT * FROM forum.change WHERE site = $1 AND copy = $2 AND kind = 'changed' AND ("table" = $3 OR "table" = ANY ($4)) AND id > $5) c
       JOIN (${shimmed(shim, reader.sql)}) x ON CASE WHEN c."table" = $3 THEN x._file = c.copy_file AND x._offset = c.copy_offset ELSE x.id = c.id END
       JOIN forum.${of} p ON p.site = $1 AND p.id = x.id
      ORDER BY c.id LIMIT ${pageRows}`,
    [site, n, reader.from, beside.filter((name) => name !== reader.from && reader.sql.includes(name)), after],
  )
  return rows
}

/** Signs that characters were lost: UTF-8 read as Latin-1, or nothing beyond ASCII left. */
const garbled = /[\u00c2\u00c3\u00ce\u00cf\u00d0\u00d1][\u0080-\u00bf\u201a-\u203a\u20ac\u2122]|\ufffd/
const beyond = /[^ -~\s]/
const lossy = (text: string): boolean => garbled.test(text) || !beyond.test(text)
const bare = (text: string): string => text.replace(/[^ -~]|[?]/g, '')
/** A server writes a question mark for each character that its client's set has not: more of them, fewer characters. */
const traded = (a: string, b: string): boolean => {
  const [asked, kept] = [/[^?]/g, /[ -~\s]/g].map((other) => a.replace(other, '').length - b.replace(other, '').length)
  return asked! * kept! < 0
}

function versionOf(row: Differing, { n, of, reader, copyAsOf, baseAsOf }: CopyStep): readonly object[] {
  const told = derived(row, reader.derive ?? {})
  const [text, now] = [String(told.text ?? ''), row.now ?? '']
  if (text === now || (bare(text) === bare(now) && (lossy(text) || lossy(now) || traded(text, now)))) return []
  const since = seconds(told.edited_at) ?? seconds(told.at)
  const edited = row.edited === null ? null : Number(row.edited)
  const later = copyAsOf !== null && baseAsOf !== null && baseAsOf > copyAsOf ? baseAsOf : null
  const until = edited !== null && since !== null && edited > since ? edited : later
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return [
    {
      id: `copy:${of}:${row.id}:${digest}`,
      of: row.id,
      copy: n,
      // Without a moment at which it ended nothing tells on which days the text stood.
      since: until === null && (baseAsOf === null || copyAsOf === null || copyAsOf <= baseAsOf) ? null : since,
      until,
      author: told.edited_by ?? (seconds(told.edited_at) === null ? (told.author ?? null) : null),
      ...{ subject: told.subject || null, text, plain: told.plain ?? text },
      ...{ file: row._at_file, offset: row._at_offset, length: row._at_length },
    },
  ]
}

/** What a row's columns are once what SQL cannot say is said. */
function derived(row: Found, derive: Derivations): Readonly<Record<string, string | null>> {
  const told: Record<string, string | null> = { ...row }
  for (const [name, { from, hint, by }] of Object.entries(derive)) {
    const value = row[from ?? name]
    if (value === null || value === undefined || value === '') continue
    const made = by(value, { hint: hint === undefined ? null : (row[hint] ?? null), find: () => undefined })
    told[name] = made === null || typeof made === 'string' ? made : made.join(' ')
  }
  return told
}

function seconds(value: string | null | undefined): number | null {
  const number = /^\d{6,10}$/.test(value ?? '') ? Number(value) : 0
  return number > 0 && number < 4_102_444_800 ? number : null
}

const insert = (of: 'post' | 'message'): string => `
  INSERT INTO forum.post_version (site, id, ${of}, form, copy, since, until, author, subject, text, plain, _file, _offset, _length)
  SELECT $1, r.id, r."of", 'copy', r.copy, to_timestamp(r.since), to_timestamp(r.until), r.author, r.subject, r.text, r.plain, r.file, r."offset", r.length
    FROM json_to_recordset($2::json) AS r(id text, "of" text, copy int, since float8, until float8, author text, subject text, text text, plain text, file int, "offset" bigint, length int)
   WHERE NOT EXISTS (SELECT FROM forum.post_version v WHERE v.site = $1 AND v.${of} = r."of" AND v.text = r.text)
  ON CONFLICT (site, id) DO NOTHING`
