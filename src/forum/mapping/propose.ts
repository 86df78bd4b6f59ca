import type { ClientBase } from 'pg'
import type { MirrorTable } from '../detect.ts'
import { type Fit, fitColumn, type Ids } from './fit.ts'
import { type MappedEntity, type Mapping, mappable } from './mapping.ts'
import { type Mappable, roles } from './roles.ts'
import { type ColumnShape, shapeOf, type TableShape } from './shape.ts'

/** What one table may be, and why it is thought so. */
export interface Proposal {
  readonly table: string
  readonly rows: number
  readonly entity: Mappable
  /** From 0 to 1: for the order in which a person looks at them. */
  readonly score: number
  readonly columns: Readonly<Record<string, string>>
  readonly because: readonly string[]
}

/** Proposals for the tables of a database, and a mapping made of the best of them for a person to correct. */
export interface Proposed {
  readonly tables: readonly TableShape[]
  readonly proposals: readonly Proposal[]
  readonly mapping: Mapping
}

/** Proposes how the tables of a seized database are to be read, by the shape of their values first and by their names. */
export async function propose(
  db: ClientBase,
  exhibit: number,
  tables: readonly MirrorTable[],
  name: string,
): Promise<Proposed> {
  const shapes: TableShape[] = []
  for (const table of tables.filter((t) => t.rows > 0)) shapes.push(await shapeOf(db, exhibit, table))
  return proposeFrom(shapes, name)
}

/** The same from shapes that were taken before. */
export function proposeFrom(shapes: readonly TableShape[], name: string): Proposed {
  const prefix = commonPrefix(shapes.map((s) => s.name))
  const people = best(shapes.map((s) => fitTable(s, 'member', null, prefix)))
  const ids =
    people &&
    idsOf(
      shapes.find((s) => s.name === people.table),
      people.columns.id,
    )
  const proposals = shapes.flatMap((shape) =>
    mappable.flatMap(
      (entity) => fitTable(shape, entity, people?.table === shape.name ? null : (ids ?? null), prefix) ?? [],
    ),
  )
  const ranked = proposals.toSorted((a, b) => b.score - a.score || (a.table < b.table ? -1 : a.table > b.table ? 1 : 0))
  return { tables: shapes, proposals: ranked, mapping: mappingOf(ranked, shapes, prefix, name) }
}

/** What must be seen in a table before it can be an entity: what no other kind of table has. */
function evidenceFor(entity: Mappable, shape: TableShape, fits: Readonly<Record<string, Fit>>): Fit | null {
  const column = (role: string): ColumnShape | undefined => shape.columns.find((c) => c.name === fits[role]?.column)
  const long = column('text')?.length ?? 0
  const told = (score: number, why: string): Fit => ({ column: '', score, why })
  switch (entity) {
    case 'member': {
      const mail = column('email')
      if (mail && mail.email > 0.5) return told(column('password') ? 0.5 : 0.3, `${mail.name} holds e-mail addresses`)
      return column('password') && fits.name ? told(0.35, `${fits.password!.column} holds password hashes`) : null
    }
    case 'post':
      if (long < 25 || fits.recipient || !(fits.topic || fits.board) || !(fits.author || fits.author_name)) return null
      return told(
        0.4,
        `${fits.text!.column} holds texts of ${Math.round(long)} characters on average, by an account, under a topic`,
      )
    case 'message':
      return long >= 10 && fits.author && fits.recipient
        ? told(
            0.4,
            `${fits.text!.column} holds texts from one account (${fits.author.column}) to another (${fits.recipient.column})`,
          )
        : null
    case 'topic':
      return fits.title && (fits.author || fits.author_name) && (fits.board || fits.at)
        ? told(0.3, `${fits.title.column} holds titles that accounts began`)
        : null
    case 'board':
      return fits.name &&
        !fits.author &&
        shape.rows <= 2000 &&
        (fits.parent || fits.position || fits.description) &&
        isNamed(shape, ['forum', 'board', 'categor', 'section'])
        ? told(0.3, 'a short table of names in an order, called like boards')
        : null
    case 'attachment': {
      const file = column('name')
      const names = file?.values.filter((v) => /\.[a-z0-9]{2,5}$/i.test(v)).length ?? 0
      return file && names > 0.5 * file.values.length ? told(0.35, `${file.name} holds names of files`) : null
    }
    case 'login':
      return fits.member &&
        fits.at &&
        fits.ip &&
        long === 0 &&
        isNamed(shape, ['login', 'session', 'log', 'online', 'visit'])
        ? told(0.3, `accounts (${fits.member.column}) at times from addresses (${fits.ip.column})`)
        : null
  }
}

function isNamed(shape: TableShape, parts: readonly string[]): boolean {
  return parts.some((p) => shape.name.toLowerCase().includes(p))
}

/** A table as one entity, null where it cannot be one. */
function fitTable(shape: TableShape, entity: Mappable, ids: Ids | null, prefix: string): Proposal | null {
  const fits: Record<string, Fit> = {}
  const taken = new Set<string>()
  const wanted = roles[entity].map((role) => ({
    role,
    fits: shape.columns.flatMap((c) => fitColumn(c, role, shape, ids) ?? []),
  }))
  // The surest pairs first, each column for one role.
  const pairs = wanted
    .flatMap(({ role, fits: some }) => some.map((fit) => ({ role, fit })))
    .toSorted((a, b) => b.fit.score - a.fit.score || order(shape, a.fit.column) - order(shape, b.fit.column))
  for (const { role, fit } of pairs)
    if (!fits[role.name] && !taken.has(fit.column)) {
      fits[role.name] = fit
      taken.add(fit.column)
    }
  if (roles[entity].some((role) => role.needed && !fits[role.name])) return null
  const evidence = evidenceFor(entity, shape, fits)
  if (evidence === null) return null
  const sure = Object.values(fits).reduce((sum, f) => sum + f.score, 0) / roles[entity].length
  const called = isNamed({ ...shape, name: shape.name.slice(prefix.length) }, names[entity]) ? 0.2 : 0
  return {
    table: shape.name,
    rows: shape.rows,
    entity,
    score: Math.min(1, evidence.score + called + 0.3 * sure),
    columns: Object.fromEntries(roles[entity].flatMap((r) => (fits[r.name] ? [[r.name, fits[r.name]!.column]] : []))),
    because: [
      evidence.why,
      ...(called > 0 ? [`the table is called like a ${entity}'s`] : []),
      ...Object.entries(fits).map(([role, f]) => `${role} is ${f.column}: ${f.why}`),
    ],
  }
}

const names: Readonly<Record<Mappable, readonly string[]>> = {
  member: ['user', 'member', 'account', 'people', 'person', 'profile'],
  board: ['forum', 'board', 'categor', 'section'],
  topic: ['topic', 'thread', 'discussion', 'subject'],
  post: ['post', 'repl', 'comment', 'answer', 'entry'],
  message: ['message', 'mail', 'pm', 'letter', 'dm', 'conversation', 'inbox'],
  attachment: ['attach', 'file', 'upload', 'media'],
  login: ['login', 'session', 'visit', 'online', 'log'],
}

function idsOf(shape: TableShape | undefined, column: string | undefined): Ids | null {
  const values = shape?.columns.find((c) => c.name === column)?.values
  // Of a larger table not every number was seen: then all whole numbers up to the largest count as accounts.
  if (!values || !shape) return null
  if (shape.rows <= values.length) return new Set(values)
  const most = Math.min(1_000_000, shape.rows * 2)
  return { has: (v: string) => /^\d{1,9}$/.test(v) && Number(v) <= most }
}

function order(shape: TableShape, column: string): number {
  return shape.columns.findIndex((c) => c.name === column)
}

function best(found: readonly (Proposal | null)[]): Proposal | null {
  return found.reduce((a, b) => (b !== null && (a === null || b.score > a.score) ? b : a), null)
}

/** Each table as what it fits best; members, boards and topics from one table only. */
function mappingOf(ranked: readonly Proposal[], shapes: readonly TableShape[], prefix: string, name: string): Mapping {
  const chosen: Proposal[] = []
  for (const p of ranked) {
    if (chosen.some((c) => c.table === p.table)) continue
    if (p.entity !== 'login' && p.entity !== 'attachment' && chosen.some((c) => c.entity === p.entity)) continue
    chosen.push(p)
  }
  const entities = mappable.flatMap((entity) =>
    chosen
      .filter((c) => c.entity === entity)
      .map(
        ({ table, columns }): MappedEntity => ({
          entity,
          table: table.slice(prefix.length),
          columns: { ...columns },
          fields: entity === 'member' ? fieldsOf(shapes.find((s) => s.name === table)!, columns) : [],
        }),
      ),
  )
  return { format: 'holdfast-mapping/1', name, about: '', markup: 'bbcode', site: {}, entities, ignored: {} }
}

/** Short texts of a member's row that are nothing else, and no secret: profile fields. */
function fieldsOf(shape: TableShape, columns: Readonly<Record<string, string>>): string[] {
  const used = new Set(Object.values(columns))
  return shape.columns
    .filter((c) => !used.has(c.name) && c.filled > 0 && c.flag < 0.9 && c.whole < 0.9 && c.hash < 0.2 && c.length < 200)
    .filter((c) => !/pass|pwd|salt|hash|token|secret|key|session|cookie|code|auth/i.test(c.name))
    .map((c) => c.name)
    .slice(0, 100)
}

/** What all names begin with, up to a `_`: a board's prefix; empty where there is one table only. */
export function commonPrefix(all: readonly string[]): string {
  const [first = '', ...rest] = all
  if (rest.length === 0) return ''
  let length = first.length
  for (const other of rest) while (!other.startsWith(first.slice(0, length))) length -= 1
  const end = first.slice(0, length).lastIndexOf('_')
  return first.slice(0, end + 1)
}
