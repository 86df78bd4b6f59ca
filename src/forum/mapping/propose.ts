import type { ClientBase } from 'pg'
import type { MirrorTable } from '../detect.ts'
import { readable } from '../shim.ts'
import { fitBeside, profilesBeside } from './beside.ts'
import { evidenceFor, isCalled, isKind } from './evidence.ts'
import { type Fit, fitColumn, type Ids } from './fit.ts'
import { type Beside, type MappedEntity, type Mapping, mappable, type Only } from './mapping.ts'
import { type Mappable, roles } from './roles.ts'
import { kindsOf, pairsOf, secret, shapeOf, type TableShape } from './shape.ts'

/** What one table may be, or the rows of it that one column tells apart, and why it is thought so. */
export interface Proposal {
  readonly table: string
  readonly rows: number
  readonly entity: Mappable
  readonly only?: Only
  /** From 0 to 1: for the order in which a person looks at them. */
  readonly score: number
  readonly columns: Readonly<Record<string, string | Beside>>
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
  await db.query(readable)
  for (const table of tables.filter((t) => t.rows > 0)) {
    const pairs = await pairsOf(db, exhibit, table)
    shapes.push({ ...(await shapeOf(db, exhibit, table)), ...(pairs ? { pairs } : {}) })
    const kinds = (await kindsOf(db, exhibit, table)).filter((kind) => isKind(kind.is[0]!))
    if (kinds.length > 1) for (const kind of kinds) shapes.push(await shapeOf(db, exhibit, table, kind))
  }
  return proposeFrom(shapes, name)
}

/** The same from shapes that were taken before. */
export function proposeFrom(shapes: readonly TableShape[], name: string): Proposed {
  const prefix = commonPrefix([...new Set(shapes.map((s) => s.name))])
  const people = best(shapes.map((s) => fitTable(s, 'member', null, prefix, [])))
  const table = people && shapes.find((s) => s.name === people.table)
  const ids = table ? idsOf(table, people.columns) : null
  const proposals = shapes.flatMap((shape) => {
    const known = people?.table === shape.name ? null : ids
    const found = mappable.flatMap((entity) => fitTable(shape, entity, known, prefix, shapes) ?? [])
    // What has recipients is no post.
    const letter = found.some((p) => p.entity === 'message')
    return found.map((p) => (letter && p.entity === 'post' ? { ...p, score: p.score / 2 } : p))
  })
  // Where kinds of rows are entities, the table as a whole is none.
  const kinds = new Set(proposals.flatMap((p) => (p.only && p.entity !== 'member' ? [p.table] : [])))
  const told = proposals.map((p) => (!p.only && kinds.has(p.table) ? { ...p, score: p.score / 2 } : p))
  const ranked = told.toSorted((a, b) => b.score - a.score || (a.table < b.table ? -1 : a.table > b.table ? 1 : 0))
  const whole = shapes.filter((s) => !s.only)
  return { tables: whole, proposals: ranked, mapping: mappingOf(ranked, whole, ids, prefix, name) }
}

/** What software keeps in a table of its own where the entity's own has no column for it. */
const apart: Partial<Readonly<Record<Mappable, readonly string[]>>> = {
  post: ['text', 'ip'],
  topic: ['ip'],
  message: ['text', 'recipient', 'ip'],
}

/** A table as one entity, null where it cannot be one. */
function fitTable(
  shape: TableShape,
  entity: Mappable,
  ids: Ids | null,
  prefix: string,
  shapes: readonly TableShape[],
): Proposal | null {
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
  for (const role of roles[entity]) {
    if (fits[role.name] || !apart[entity]?.includes(role.name)) continue
    const fit = fitBeside(role, shape, shapes, ids)
    if (fit) fits[role.name] = fit
  }
  if (roles[entity].some((role) => role.needed && !fits[role.name])) return null
  const evidence = evidenceFor(entity, shape, fits)
  if (evidence === null) return null
  const sure = Object.values(fits).reduce((sum, f) => sum + f.score, 0) / roles[entity].length
  const called = isCalled(shape, entity, prefix)
  const column = ({ beside, column: own }: Fit): string | Beside =>
    beside ? { ...beside, table: beside.table.slice(prefix.length) } : own
  return {
    table: shape.name,
    rows: shape.rows,
    entity,
    ...(shape.only ? { only: shape.only } : {}),
    score: Math.min(1, evidence.score + (called ? 0.2 : 0) + 0.3 * sure),
    columns: Object.fromEntries(roles[entity].flatMap((r) => (fits[r.name] ? [[r.name, column(fits[r.name]!)]] : []))),
    because: [
      evidence.why,
      ...(called ? [`${shape.only ? 'rows of this kind are' : 'the table is'} called like a ${entity}'s`] : []),
      ...Object.entries(fits).map(([role, f]) => `${role.replaceAll('_', ' ')} is ${f.column}: ${f.why}`),
    ],
  }
}

function idsOf(shape: TableShape, { id, name }: Proposal['columns']): Ids | null {
  const values = shape.columns.find((c) => c.name === id)?.values
  // Of a larger table not every number was seen: then all whole numbers up to the largest count as accounts.
  if (!values) return null
  if (shape.rows <= values.length) {
    const seen = new Set(values)
    return { has: (v) => seen.has(v), names: new Set(shape.columns.find((c) => c.name === name)?.values) }
  }
  const most = Math.min(1_000_000, shape.rows * 2)
  return { has: (v) => /^\d{1,9}$/.test(v) && Number(v) <= most }
}

function order(shape: TableShape, column: string): number {
  return shape.columns.findIndex((c) => c.name === column)
}

function best(found: readonly (Proposal | null)[]): Proposal | null {
  return found.reduce((a, b) => (b !== null && (a === null || b.score > a.score) ? b : a), null)
}

/** Each table, or kind of rows of one, as what it fits best; members, boards and topics from one place only. */
function mappingOf(
  ranked: readonly Proposal[],
  shapes: readonly TableShape[],
  ids: Ids | null,
  prefix: string,
  name: string,
): Mapping {
  const chosen: Proposal[] = []
  const several: readonly Mappable[] = ['login', 'attachment', 'profile_field']
  for (const p of ranked) {
    // Rows are read once: of one kind, or all.
    const same = (c: Proposal): boolean => c.table === p.table && (!c.only || !p.only || c.only.is[0] === p.only.is[0])
    if (chosen.some((c) => same(c) || (!several.includes(p.entity) && c.entity === p.entity))) continue
    chosen.push(p)
  }
  const post = chosen.find((c) => c.entity === 'post')
  if (post && !chosen.some((c) => c.entity === 'topic')) chosen.push(...firstPosts(post, shapes))
  const entities = mappable.flatMap((entity) =>
    chosen
      .filter((c) => c.entity === entity)
      .map(({ table, columns, only }): MappedEntity => {
        const shape = shapes.find((s) => s.name === table)!
        const own = { entity, table: table.slice(prefix.length), columns: { ...columns }, fields: [] }
        const read = only ? { ...own, only } : own
        if (entity !== 'member') return read
        const taken = new Set(chosen.map((c) => c.table))
        const others = ids
          ? profilesBeside(
              shape,
              shapes.filter((s) => !taken.has(s.name)),
              ids,
            )
          : []
        return withProfiles({ ...read, fields: fieldsOf(shape, columns) }, others, prefix)
      }),
  )
  return { format: 'holdfast-mapping/1', name, about: '', markup: 'bbcode', site: {}, entities, ignored: {} }
}

/** Topics where software keeps none: the posts that answer no other. */
function firstPosts(post: Proposal, shapes: readonly TableShape[]): readonly Proposal[] {
  const { id = '', topic, subject, text: _, ip: _ip, edited_at: _edited, ...rest } = post.columns
  const shape = shapes.find((s) => s.name === post.table)
  const parent = shape?.columns.find(
    (c) => /^(?:.*_)?(?:parent|parent_?id|pid|reply_?to|in_?reply_?to)$/i.test(c.name) && c.values.includes('0'),
  )
  if (!parent || !subject || post.only) return []
  const views = shape?.columns.find((c) => fitColumn(c, roles.topic.find((r) => r.name === 'views')!, shape, null))
  return [
    {
      ...post,
      entity: 'topic',
      only: { column: parent.name, is: ['0'] },
      columns: { ...rest, id: topic ?? id, title: subject, ...(views ? { views: views.name } : {}) },
      because: [`no table holds topics; rows whose ${parent.name} is 0 answer no other`],
    },
  ]
}

/** A member with what tables with one row for each account say more. */
function withProfiles(member: MappedEntity, others: ReturnType<typeof profilesBeside>, prefix: string): MappedEntity {
  let { columns, fields } = member
  for (const { by, table, columns: found } of others) {
    const fits = Object.entries(found).filter(([role]) => columns[role] === undefined)
    const place = { table: table.name.slice(prefix.length), by }
    columns = { ...columns, ...Object.fromEntries(fits.map(([role, f]) => [role, { ...place, column: f.column }])) }
    const used = Object.fromEntries([...fits.map(([role, f]) => [role, f.column]), ['member', by]])
    fields = [...fields, ...fieldsOf(table, used).map((column) => ({ ...place, column }))].slice(0, 100)
  }
  return { ...member, columns, fields }
}

/** Short texts of a member's row that are nothing else, and no secret: profile fields. */
function fieldsOf(shape: TableShape, columns: Readonly<Record<string, string | Beside>>): string[] {
  const used = new Set(Object.values(columns))
  return shape.columns
    .filter((c) => !used.has(c.name) && c.filled > 0 && c.flag < 0.9 && c.hash < 0.2 && c.length < 200)
    .filter((c) => c.whole < 0.9 || /icq|uin|qq|phone|tel|mobil|handy|contact/i.test(c.name))
    .filter((c) => !secret.test(c.name))
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
