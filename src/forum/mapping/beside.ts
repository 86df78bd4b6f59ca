import { type Fit, fitColumn, type Ids, shareIn, spellings } from './fit.ts'
import type { Beside } from './mapping.ts'
import { type Role, roles } from './roles.ts'
import type { ColumnShape, TableShape } from './shape.ts'

/** How another table names the rows of one: by which of its columns, and which column of ours is so named. */
interface Tie {
  readonly by: ColumnShape
  readonly of: string | undefined
}

/** A column of another table for a role that the table itself has no column for: a text, recipients, an address. */
export function fitBeside(role: Role, shape: TableShape, others: readonly TableShape[], ids: Ids | null): Fit | null {
  let best: Fit | null = null
  for (const other of others)
    if (other.name !== shape.name && !other.only)
      for (const tie of tiesOf(shape, other)) {
        const fit = fitIn(role, other, tie, ids)
        if (fit && (best === null || fit.score > best.score)) best = fit
      }
  return best
}

function fitIn(role: Role, other: TableShape, { by, of }: Tie, ids: Ids | null): Fit | null {
  const beside = (column: string, only?: Beside['only']): Beside => ({
    table: other.name,
    column,
    by: by.name,
    ...(of === undefined ? {} : { of }),
    ...(only ? { only } : {}),
  })
  const found = (column: ColumnShape, score: number, what: string, only?: Beside['only']): Fit => ({
    column: column.name,
    score,
    why: `${what} in ${other.name}, whose ${by.name} names the row${only ? `, where ${only.column} is ${only.is.join(' or ')}` : ''}`,
    beside: beside(column.name, only),
    length: column.length,
  })
  const free = other.columns.filter((c) => c !== by && c.name !== other.key)
  if (role.name === 'ip') {
    const { key, value, addresses } = other.pairs ?? {}
    const column = free.find((c) => c.name === value)
    return column && addresses?.length ? found(column, 0.3, 'addresses', { column: key!, is: [...addresses] }) : null
  }
  if (role.name === 'recipient') {
    const account = free.find((c) => ids && shareIn(c.values, ids) > 0.8 && isListed(c.name, accounts))
    const folder = free.find((c) => c.values.some((v) => v.toLowerCase() === 'inbox'))
    if (!account || other.columns.length > 12 || !/user|recip|particip|member|xref|map|box/i.test(other.name))
      return null
    const inbox = folder?.values.find((v) => v.toLowerCase() === 'inbox')
    return found(account, 0.4, 'numbers of accounts', folder && { column: folder.name, is: [inbox!] })
  }
  // A text that is kept apart lies in a table that holds little else.
  if (role.name !== 'text' || by.distinct < 1 || other.columns.length > 5) return null
  const text = free.toSorted((a, b) => b.length - a.length)[0]
  return text && text.length >= 8 && isListed(text.name, role.called) ? found(text, 0.3, 'texts') : null
}

const accounts = roles.login[0]!.called

function isListed(name: string, called: readonly string[]): boolean {
  return spellings(name).some((spelling) => called.includes(spelling))
}

/** Columns by which another table may name the rows of one: called alike on both sides, or after the table, and holding its numbers. */
function tiesOf(shape: TableShape, other: TableShape): readonly Tie[] {
  return other.columns.flatMap((by): Tie[] => {
    if (by.filled === 0 || by.whole < 0.9) return []
    const same = shape.columns.find((c) => c.name.toLowerCase() === by.name.toLowerCase() && !/^id$/i.test(c.name))
    const own = shape.columns.find((c) => c.name === shape.key)
    // Of larger tables the first rows alone were seen.
    const holds = (column: ColumnShape): boolean =>
      shape.rows > column.values.length ||
      other.rows > by.values.length ||
      ((shape.only !== undefined || shareIn(by.values, new Set(column.values)) > 0.8) &&
        shareIn(column.values, new Set(by.values)) > 0.5)
    if (same && !isListed(same.name, accounts) && holds(same))
      return [{ by, of: same.name === shape.key ? undefined : same.name }]
    return own && namesTable(by.name, shape) && holds(own) ? [{ by, of: undefined }] : []
  })
}

/** True for `post_id` of `posts`, `mesid` of `messages`, `private_id` of `private`. */
function namesTable(column: string, { name }: TableShape): boolean {
  const stem = column
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/(?:id|nr|no|num)$/, '')
  const words = name.toLowerCase().split(/[^a-z0-9]+/)
  const last = words.at(-1) ?? ''
  return stem.length >= 3 && (last.startsWith(stem) || words.slice(-2).join('').startsWith(stem))
}

/** Tables with one row for each account, which say more of it: a profile kept apart. */
export function profilesBeside(
  people: TableShape,
  others: readonly TableShape[],
  ids: Ids,
): readonly { readonly by: string; readonly table: TableShape; readonly columns: Readonly<Record<string, Fit>> }[] {
  return others.flatMap((table) => {
    const by = table.columns.find((c) => c.distinct === 1 && c.filled === 1 && isListed(c.name, accounts))
    if (table.name === people.name || table.only || table.pairs || !by || shareIn(by.values, ids) < 0.8) return []
    const columns: Record<string, Fit> = {}
    for (const role of roles.member) {
      if (['id', 'name', 'email', 'password'].includes(role.name)) continue
      for (const column of table.columns) {
        const fit = column === by ? null : fitColumn(column, role, table, ids)
        if (fit?.why.endsWith('called so') && fit.score > (columns[role.name]?.score ?? 0))
          columns[role.name] = { ...fit, beside: { table: table.name, column: column.name, by: by.name } }
      }
    }
    return [{ by: by.name, table, columns }]
  })
}
