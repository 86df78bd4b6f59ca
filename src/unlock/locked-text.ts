import type { ClientBase } from 'pg'
import { quoteName } from '../db/columns.ts'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import { passwordScheme } from '../model/password.ts'
import { blocksIn, bytesOf } from './armour.ts'
import { envelopeOf } from './envelopes.ts'
import { pgpSign } from './pgp-packets.ts'
import { pgpFound } from './pgp-words.ts'
import { thingOf } from './thing.ts'
import { liesUnder } from './under.ts'

interface State {
  readonly step: number
  readonly n: number
}

/** A row of unlock.locked_text without site and number. */
interface LockedText {
  readonly thing: string
  readonly kind: string
  readonly form: string
  readonly entity: string
  readonly id: string
  readonly place: string
  readonly why: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly opener: string | null
  readonly _file: number
  readonly _offset: string
  readonly _length: number
}

/** Lists what is closed inside the rows of a forum. */
export const lockedText: Stage = {
  name: 'unlock.locked_text',
  about: 'Lists what is closed inside a forum: encrypted blocks in texts, encrypted columns, boards behind a password',
  scope: 'site',
  version: 2,
  reads: [
    'evidence.mirror_table',
    'forum.site',
    'forum.board',
    'forum.board_access',
    'forum.grp',
    'forum.grp_member',
    'forum.post',
    'forum.message',
    'forum.member',
    'forum.profile_field',
    'forum.draft',
    'forum.post_version',
  ],
  writes: ['unlock.locked_text'],
  run: list,
}

/** Where members write texts, as SQL for id, text and what names the place. */
const texts = [
  ['post', 'SELECT id, plain AS text, _file, _offset, _length FROM forum.post WHERE site = $1'],
  ['message', 'SELECT id, plain AS text, _file, _offset, _length FROM forum.message WHERE site = $1'],
  ['draft', 'SELECT id, text, _file, _offset, _length FROM forum.draft WHERE site = $1'],
  [
    'version',
    'SELECT id, plain AS text, _file, _offset, _length FROM forum.post_version WHERE site = $1 AND NOT shown',
  ],
  [
    'signature',
    'SELECT id, coalesce(signature_plain, signature) AS text, _file, _offset, _length FROM forum.member WHERE site = $1',
  ],
  [
    'profile field',
    `SELECT member || ':' || field AS id, value AS text, _file, _offset, _length FROM forum.profile_field WHERE site = $1`,
  ],
] as const

const steps: readonly ((context: StageContext) => Promise<readonly LockedText[]>)[] = [
  boardsOf,
  hiddenOf,
  ...texts.map(
    ([entity, sql]) =>
      (context: StageContext) =>
        blocksOfTexts(context, entity, sql),
  ),
  columnsOf,
]

async function* list(context: StageContext): AsyncGenerator<Batch> {
  let state = (context.resume as State | null) ?? { step: 0, n: 0 }
  for (; state.step < steps.length; ) {
    context.signal.throwIfAborted()
    const found = await steps[state.step]!(context)
    const rows = found.map((row, i) => ({ ...row, n: state.n + i + 1 }))
    state = { step: state.step + 1, n: state.n + rows.length }
    yield {
      before: rows.length === 0 ? [] : [{ text: insertSql, values: [context.unit, JSON.stringify(rows)] }],
      rows: rows.length,
      state,
      progress: { done: state.step, total: steps.length, unit: 'steps' },
    }
  }
}

const insertSql = `INSERT INTO unlock.locked_text (site, n, thing, kind, form, entity, id, place, why, detail, opener, _file, _offset, _length)
  SELECT $1, l.n, l.thing, l.kind, l.form, l.entity, l.id, l.place, l.why, l.detail, l.opener, l._file, l._offset, l._length
    FROM json_to_recordset($2::json) AS l(n int, thing text, kind text, form text, entity text, id text, place text, why text, detail jsonb, opener text,
         _file int, _offset bigint, _length int)`

interface Place {
  readonly id: string
  readonly _file: number
  readonly _offset: string
  readonly _length: number
}

/** More encrypted texts than these of one kind are not listed one by one. */
const mostTexts = 200_000

async function blocksOfTexts({ db, unit }: StageContext, entity: string, sql: string): Promise<readonly LockedText[]> {
  const { rows } = await db.query<Place & { text: string }>(
    `SELECT * FROM (${sql}) t WHERE text LIKE '%-----BEGIN PGP %' ORDER BY id COLLATE "C" LIMIT ${mostTexts}`,
    [unit],
  )
  return rows.flatMap(({ text, id, _file, _offset, _length }) =>
    [...blocksIn(text)].flatMap((block): readonly LockedText[] => {
      if (block.label !== 'PGP MESSAGE' && block.label !== 'PGP PRIVATE KEY BLOCK') return []
      const bytes = bytesOf(block.text)
      const sign = pgpSign(bytes)
      if (sign === null) return []
      const { kind, form, why, detail, opener } = pgpFound(sign, block.offset, block.text.length)
      const thing = thingOf('text', bytes.toString('base64'))
      const place = {
        entity,
        id,
        place: `${entity} ${id}, from character ${block.offset + 1}`,
        _file,
        _offset,
        _length,
      }
      return [{ thing, kind, form, why, detail: { ...detail, at: block.offset }, opener, ...place }]
    }),
  )
}

/** Boards that ask for a password; of what the board's row holds only the scheme is told. */
async function boardsOf({ db, unit }: StageContext): Promise<readonly LockedText[]> {
  const { rows } = await db.query<Place & { name: string }>(
    'SELECT id, name, _file, _offset, _length FROM forum.board WHERE site = $1 AND has_password ORDER BY id COLLATE "C"',
    [unit],
  )
  if (rows.length === 0) return []
  const schemes = await boardSchemes(db, unit)
  return rows.map(({ id, name, _file, _offset, _length }) => {
    const scheme = schemes.get(`${_file} ${_offset} ${_length}`) ?? 'unknown'
    const why = `the board "${name}" asked for a password (scheme: ${scheme}); its posts are in the evidence all the same`
    const place = { entity: 'board', id, place: `board ${id}`, _file, _offset, _length }
    return {
      thing: thingOf('board', unit, id),
      kind: 'board',
      form: 'board-password',
      why,
      detail: { scheme, open: true },
      opener: null,
      ...place,
    }
  })
}

/** Boards that the largest group of accounts could not see: an ordinary member did not know of them. */
async function hiddenOf({ db, unit }: StageContext): Promise<readonly LockedText[]> {
  const { rows } = await db.query<Place & { name: string; usual: string; seen: string | null }>(
    `WITH usual AS (
       SELECT m.grp, coalesce(g.name, m.grp) AS name FROM (SELECT grp FROM forum.grp_member WHERE site = $1 AND NOT pending GROUP BY grp ORDER BY count(*) DESC, grp COLLATE "C" LIMIT 1) m
         LEFT JOIN forum.grp g ON g.site = $1 AND g.id = m.grp)
     SELECT b.id, b.name, u.name AS usual, b._file, b._offset, b._length,
            (SELECT string_agg(DISTINCT coalesce(g.name, a.grp), ', ' ORDER BY coalesce(g.name, a.grp)) FROM forum.board_access a LEFT JOIN forum.grp g ON g.site = a.site AND g.id = a.grp
              WHERE a.site = $1 AND a.board = b.id AND a.grp IS NOT NULL AND a.sees = 'yes') AS seen
       FROM forum.board b CROSS JOIN usual u
      WHERE b.site = $1 AND EXISTS (SELECT FROM forum.board_access a WHERE a.site = $1 AND a.board = b.id)
        AND NOT EXISTS (SELECT FROM forum.board_access a WHERE a.site = $1 AND a.board = b.id AND a.sees = 'yes' AND a.member IS NULL AND (a.grp IS NULL OR a.grp = u.grp))
      ORDER BY b.id COLLATE "C"`,
    [unit],
  )
  return rows.map(({ id, name, usual, seen, _file, _offset, _length }) => {
    const who = seen === null ? 'no group' : `only ${seen}`
    const why = `the board "${name}" was out of sight of the group ${usual}: ${who} saw it; its posts are in the evidence all the same`
    const place = { entity: 'board', id, place: `board ${id}`, _file, _offset, _length }
    const thing = thingOf('hidden board', unit, id)
    return { thing, kind: 'board', form: 'hidden-board', why, detail: { seen, open: true }, opener: null, ...place }
  })
}

async function boardSchemes(db: ClientBase, site: number): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const { mirror, name, columns } of await tablesOf(db, site)) {
    const own = columns.filter((c) => c.type === 'text' && /pass/i.test(c.column)).map((c) => c.column)
    if (own.length === 0) continue
    const { rows } = await db.query<Place & { stored: (string | null)[] }>(
      `SELECT t._file, t._offset, t._length, ARRAY[${own.map((c) => `t.${quoteName(c)}`).join(', ')}] AS stored
         FROM ${quoteName(mirror)}.${quoteName(name)} t
         JOIN forum.board b ON b.site = $1 AND b.has_password AND b._file = t._file AND b._offset = t._offset AND b._length = t._length`,
      [site],
    )
    for (const { _file, _offset, _length, stored } of rows) {
      const value = stored.find((v) => v !== null && v !== '') ?? null
      const scheme = value === null ? null : passwordScheme(value, null)
      if (scheme !== null)
        found.set(`${_file} ${_offset} ${_length}`, scheme === 'unknown' ? 'in the clear or unknown' : scheme)
    }
  }
  return found
}

/** Rows of a table that are looked at, the first ones. */
const sampled = 200

async function columnsOf({ db, unit, signal }: StageContext): Promise<readonly LockedText[]> {
  const found: LockedText[] = []
  for (const { mirror, name, columns } of await tablesOf(db, unit)) {
    signal.throwIfAborted()
    const own = columns.filter((c) => c.type === 'text').map((c) => c.column)
    if (own.length === 0) continue
    const { rows } = await db.query<Place & { values: (string | null)[] }>(
      `SELECT _file, _offset, _length, ARRAY[${own.map((c) => `left(${quoteName(c)}, 4096)`).join(', ')}] AS values
         FROM ${quoteName(mirror)}.${quoteName(name)} WHERE _row <= ${sampled} ORDER BY _row`,
    )
    for (const [i, column] of own.entries()) {
      const values = rows.map((r) => r.values[i] ?? null)
      const envelope = envelopeOf(values)
      const first = rows.find((r) => (r.values[i] ?? '') !== '')
      if (envelope === null || first === undefined) continue
      const filled = values.filter((v) => v !== null && v !== '').length
      const why = `${filled} of the first ${rows.length} values look like ${envelope.about}`
      const place = { entity: 'column', id: `${name}.${column}`, place: `column ${column} of table ${name}` }
      const { _file, _offset, _length } = first
      const thing = thingOf('column', unit, name, column)
      found.push({
        thing,
        kind: 'column',
        form: envelope.name,
        why,
        detail: { sampled: rows.length, filled },
        opener: null,
        ...place,
        _file,
        _offset,
        _length,
      })
    }
  }
  return found
}

async function tablesOf(db: ClientBase, site: number) {
  const { rows } = await db.query<{
    mirror: string
    name: string
    columns: readonly { readonly column: string; readonly type: string }[]
  }>(
    `SELECT s.mirror, t.name, t.columns FROM forum.site s JOIN evidence.mirror_table t ON t.exhibit = s.exhibit AND t.rows > 0
      WHERE s.site = $1 AND ${liesUnder('t.name', 's.prefix')} ORDER BY t.name COLLATE "C"`,
    [site],
  )
  return rows
}
