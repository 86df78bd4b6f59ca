import type { Column, ColumnType } from '../../db/columns.ts'
import { encodeRecords } from '../../db/encode.ts'
import type { Batch, Stage, StageContext } from '../../db/stage.ts'
import { type Concern, concernsOf } from './concern.ts'
import { type After, alikeMessages, lettersAfter, openBoardMail, type PlacedLetter } from './read.ts'

/** Where the next batch begins, and how many rows there are already. */
interface State {
  readonly after: After
  readonly rows: number
}

const types: Readonly<Record<string, ColumnType>> = {
  ...{ site: 'int4', mail: 'int4', exhibit: 'int4', file: 'int4', n: 'int4', member: 'text', direction: 'text' },
  ...{ by_board: 'bool', notice: 'text', address: 'text', ip: 'text', relation: 'text', at: 'timestamptz' },
  ...{ why: 'text', because: 'text[]', _file: 'int4', _offset: 'int8', _length: 'int4' },
}
const columns: readonly Column[] = Object.entries(types).map(([name, type]) => ({ name, type }))

/** Messages are read so many at a time: each may hold a long text. */
const lettersAtOnce = 1000

/** Which messages concern which members of a board. */
export const boardMail: Stage = {
  name: 'forum.mail',
  about: 'Joins mail to members: what the board sent them and of what it told them, and what they wrote themselves.',
  scope: 'site',
  version: 1,
  reads: [
    ...['mail_message', 'mail_address', 'mail_hop'].map((t) => `evidence.${t}`),
    ...['site', 'member', 'profile_field', 'action', 'post', 'message'].map((t) => `forum.${t}`),
  ],
  writes: ['forum.mail'],
  // Mailboxes may come with another exhibit than the database.
  inputs: async (db) => {
    const { rows } = await db.query<{ of: string }>(
      `SELECT coalesce(string_agg(file || ' ' || messages || ' ' || partial, ',' ORDER BY file), '') AS of FROM evidence.mail_store`,
    )
    return rows[0]?.of ?? ''
  },
  run,
}

async function* run(context: StageContext): AsyncGenerator<Batch> {
  const { db, unit: site } = context
  const board = await openBoardMail(db, site)
  if (board === null) return
  const alike = await alikeMessages(db)
  let state = (context.resume as State | null) ?? { after: [0, 0, 0], rows: 0 }
  for (;;) {
    context.signal.throwIfAborted()
    const letters = await lettersAfter(db, board, alike, state.after, Math.min(context.batchRows, lettersAtOnce))
    const last = letters.at(-1)
    if (last === undefined) return
    const found = letters.flatMap((letter) => concernsOf(board, letter).map((concern) => ({ letter, concern })))
    const there = await existing(
      context,
      found.map((f) => f.concern),
    )
    const rows = found.map(({ letter, concern }, i) => rowOf(site, state.rows + i + 1, letter, concern, there))
    state = { after: [last.exhibit, last.file, last.n], rows: state.rows + rows.length }
    yield { copies: [encodeRecords('forum.mail', columns, rows)].filter((c) => c.rows > 0), rows: rows.length, state }
  }
}

function rowOf(site: number, mail: number, letter: PlacedLetter, concern: Concern, there: ReadonlySet<string>) {
  const { cause, byBoard, ...rest } = concern
  const id = cause === null ? null : `${cause.kind}:${site}:${cause.id}`
  return {
    ...rest,
    ...{ site, mail, by_board: byBoard, because: id !== null && there.has(id) ? [id] : [] },
    ...{ exhibit: letter.exhibit, file: letter.file, n: letter.n, at: letter.at },
    ...{ _file: letter.file, _offset: letter.offset, _length: letter.length },
  }
}

/** Of what notices name, what the board has. */
async function existing({ db, unit }: StageContext, concerns: readonly Concern[]): Promise<ReadonlySet<string>> {
  const ids = (kind: string) => [...new Set(concerns.flatMap(({ cause }) => (cause?.kind === kind ? [cause.id] : [])))]
  const { rows } = await db.query<{ id: string }>(
    `SELECT 'post:' || site || ':' || id AS id FROM forum.post WHERE site = $1 AND id = ANY ($2)
     UNION ALL SELECT 'message:' || site || ':' || id FROM forum.message WHERE site = $1 AND id = ANY ($3)
     UNION ALL SELECT 'topic:' || site || ':' || id FROM forum.topic WHERE site = $1 AND id = ANY ($4)`,
    [unit, ids('post'), ids('message'), ids('topic')],
  )
  return new Set(rows.map((r) => r.id))
}
