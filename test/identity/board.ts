import type { ClientBase } from 'pg'
import { runStages } from '../../src/db/runner.ts'
import type { Stage } from '../../src/db/stage.ts'
import type { TestDatabase } from '../support/database.ts'

type Row = Readonly<Record<string, unknown>>

/** The rows of a small board; what is left out has a plain value. */
export interface Board {
  readonly site?: number
  readonly members?: readonly Row[]
  readonly posts?: readonly Row[]
  readonly messages?: readonly Row[]
  readonly logins?: readonly Row[]
  readonly boards?: readonly Row[]
  readonly moderators?: readonly Row[]
  readonly attachments?: readonly Row[]
  readonly bans?: readonly Row[]
  readonly warnings?: readonly Row[]
  readonly reports?: readonly Row[]
  readonly relations?: readonly Row[]
  readonly secrets?: readonly Row[]
}

const place = { _file: 1, _length: 10 }
const plain: Readonly<Record<string, Row>> = {
  'forum.member': { kind: 'member', state: 'active', handles: {} },
  'forum.post': { text: '', plain: '' },
  'forum.message': { text: '', plain: '', recipients: [], deleted: false },
  'forum.login': { kind: 'session' },
  'forum.board': { kind: 'board', position: 1, locked: false, has_password: false, name: 'Layouts' },
  'forum.attachment': { name: 'plan.png', orphan: false },
  'forum.ban': { exempt: false },
  'forum.warning': {},
  'forum.report': { closed: false },
  'forum.relation': {},
  'forum.moderator': {},
  'unlock.secret': { n: 1, scheme: 'md5', comparable: true },
}

/** Puts a board into the forum room's tables as its own stage leaves them. */
export async function insertBoard(db: ClientBase, board: Board): Promise<void> {
  const site = board.site ?? 1
  const hash = String(site).padStart(64, 'a')
  await db.query(
    `INSERT INTO evidence.exhibit VALUES ($1, $3, 'a dump', 'nobody', 'dump.sql', 'dump.sql', true, 1000, $2, $2, $2, 'a test', '2024-05-01', 'a test')`,
    [site, hash, `HF/${site}`],
  )
  await db.query(`INSERT INTO evidence.file VALUES ($1, $1, 'dump.sql', NULL, 'mysqldump-sql', 1000)`, [site])
  await db.query(
    `INSERT INTO forum.site VALUES ($1, $1, $2, 'phpbb', 'phpbb31', '3.3', 'A board', NULL, 'mirror_1', '', NULL)`,
    [site, `board${site}.example`],
  )
  const tables: readonly (readonly [string, readonly Row[] | undefined])[] = [
    ['forum.member', board.members],
    ['forum.post', board.posts],
    ['forum.message', board.messages],
    ['forum.login', board.logins],
    ['forum.board', board.boards],
    ['forum.moderator', board.moderators],
    ['forum.attachment', board.attachments],
    ['forum.ban', board.bans],
    ['forum.warning', board.warnings],
    ['forum.report', board.reports],
    ['forum.relation', board.relations],
    ['unlock.secret', board.secrets],
  ]
  let offset = 0
  for (const [table, rows] of tables) {
    const full = (rows ?? []).map((row) => {
      offset += 10
      return { site, ...plain[table], ...place, _offset: offset, ...row }
    })
    await db.query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(full),
    ])
  }
}

/** Runs stages over what is in the database, in their order. */
export async function run(database: TestDatabase, stages: readonly Stage[], batchRows = 50_000): Promise<void> {
  await runStages(stages, {
    connect: () => database.connect('stages'),
    caseDir: '/nonexistent',
    actor: 'a test',
    clock: () => new Date('2024-06-01T00:00:00Z'),
    signal: new AbortController().signal,
    batchRows,
  })
}
