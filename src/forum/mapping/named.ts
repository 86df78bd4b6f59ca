import { quoteName } from '../../db/columns.ts'
import type { Tables } from '../forum.ts'
import type { Beside, MappedEntity, Mapping, Only } from './mapping.ts'

/** How a mapped table is named in SQL: by numbers, because seized columns may be called anything. */
export interface Named {
  readonly table: string
  /** The column of a role as SQL sees it, NULL where the mapping names none. */
  readonly of: (role: string) => string
  readonly has: (role: string) => boolean
  /** A column of the table itself. */
  readonly column: (name: string) => string
  /** A further column, of the table or of one beside it. */
  readonly value: (column: string | Beside) => string
  /** Joins to the tables beside it. */
  readonly joins: string
  readonly where: string
}

/** The tables of a mapping: those whose rows are entities, and those that are only read beside them. */
export interface MappedTables {
  readonly own: Tables
  readonly beside: Tables
  /** What each numbered column is called in the evidence, as `table.column`. */
  readonly called: Readonly<Record<string, string>>
  /** Why rows of the second kind are no entities. */
  readonly reasons: Readonly<Record<string, string>>
  readonly named: (e: MappedEntity) => Named
}

/** Gives every table and column that a mapping speaks of a name that SQL can bear. */
export function nameTables(mapping: Mapping): MappedTables {
  const columns = new Map<string, string[]>()
  const own = new Set(mapping.entities.map((e) => e.table))
  const need = (table: string, ...names: readonly string[]): void => {
    const known = columns.get(table) ?? []
    for (const name of names) if (!known.includes(name.toLowerCase())) known.push(name.toLowerCase())
    columns.set(table, known)
  }
  const onlys = new Map<string, Set<string>>()
  for (const e of mapping.entities) {
    need(e.table)
    if (e.only) need(e.table, e.only.column)
    for (const column of [...Object.values(e.columns), ...e.fields]) {
      if (typeof column === 'string') {
        need(e.table, column)
        continue
      }
      need(e.table, column.of ?? rowName(e))
      need(column.table, column.column, column.by, ...(column.only ? [column.only.column] : []))
      const said = column.only ? `where ${column.only.column} is ${column.only.is.join(' or ')}` : ''
      onlys.set(column.table, (onlys.get(column.table) ?? new Set()).add(said))
    }
  }
  const alias = (table: string, column: string): string => `c${columns.get(table)!.indexOf(column.toLowerCase())}`
  const numbered = (tables: readonly string[]): Tables =>
    Object.fromEntries(tables.map((table) => [table, columns.get(table)!.map((_, i) => `c${i}`)]))
  const besides = [...columns.keys()].filter((table) => !own.has(table))
  return {
    own: numbered([...own]),
    beside: numbered(besides),
    called: Object.fromEntries([...columns].flatMap(([t, names]) => names.map((c, i) => [`${t}.c${i}`, c]))),
    reasons: Object.fromEntries(
      besides.map((table) => [
        table,
        ['read into other rows', ...[...(onlys.get(table) ?? [])].filter(Boolean)].join(' '),
      ]),
    ),
    named: (e) => namedBy(e, alias),
  }
}

/** The column that names a row of an entity's table: never one beside it. */
export function rowName(e: MappedEntity): string {
  return (e.columns.id ?? e.columns.member) as string
}

function namedBy(e: MappedEntity, alias: (table: string, column: string) => string): Named {
  const joins: string[] = []
  const column = (name: string): string => alias(e.table, name)
  const places = new Map<string, string>()
  const value = (at: string | Beside, many = false): string => {
    if (typeof at === 'string') return `d.${column(at)}`
    const key = JSON.stringify([at, many])
    const known = places.get(key)
    if (known) return known
    const { table, only } = at
    const found = `b.${alias(table, at.column)}`
    const name = `beside${joins.length}`
    // Of several values the first by code point, so that the order of rows says nothing; of recipients all.
    const one = many ? `string_agg(DISTINCT ${found}, chr(10))` : `min(${found} COLLATE "C")`
    joins.push(` LEFT JOIN (SELECT b.${alias(table, at.by)} AS named, ${one} AS value FROM ${quoteName(table)} b
        ${only ? `WHERE ${among(`b.${alias(table, only.column)}`, only)}` : ''} GROUP BY 1) ${name} ON ${name}.named = d.${column(at.of ?? rowName(e))}`)
    places.set(key, `${name}.value`)
    return `${name}.value`
  }
  const roles = new Map(Object.entries(e.columns).map(([role, at]) => [role, value(at, role === 'recipient')]))
  for (const field of e.fields) value(field)
  return {
    table: e.table,
    has: (role) => roles.has(role),
    of: (role) => roles.get(role) ?? 'NULL::text',
    column,
    value,
    joins: joins.join(''),
    where: e.only ? ` WHERE ${among(`d.${column(e.only.column)}`, e.only)}` : '',
  }
}

function among(column: string, { is }: Only): string {
  return `${column} IN (${is.map(quoted).join(', ')})`
}

/** A text as SQL writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
