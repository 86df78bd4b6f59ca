import type { Beside } from './mapping.ts'
import type { Role } from './roles.ts'
import type { ColumnShape, TableShape } from './shape.ts'

/** A column that is found for a role, with how sure and why. */
export interface Fit {
  readonly column: string
  readonly score: number
  readonly why: string
  /** Where the column is one of another table: which, and how long its values are. */
  readonly beside?: Beside
  readonly length?: number
}

/** The numbers of accounts, as far as they are known, and all their names where all were seen. */
export interface Ids extends Pick<ReadonlySet<string>, 'has'> {
  readonly names?: ReadonlySet<string>
}

/** How well a column fits a role: by what its values are, then by its name. */
export function fitColumn(column: ColumnShape, role: Role, shape: TableShape, ids: Ids | null): Fit | null {
  const at = Math.min(...spellings(column.name).map((spelling) => (role.called.indexOf(spelling) + 1 || 100) - 1))
  const name = at === 99 ? 0 : 0.6 - 0.3 * (at / role.called.length)
  const fitting = (score: number, why: string): Fit | null =>
    score <= 0 ? null : { column: column.name, score: score + name, why: name > 0 ? `${why}; called so` : why }
  if (role.name === 'id') return column.name === shape.key ? fitting(0.9, 'it names the rows') : null
  if (role.name === 'email') return column.email > 0.5 ? fitting(0.5, 'e-mail addresses') : null
  if (role.name === 'password') return column.hash > 0.5 ? fitting(0.4, 'password hashes') : null
  // A time that is called nothing is when a row began, if anything.
  if (role.as === 'time' && name === 0 && role.name !== 'at' && role.name !== 'joined_at') return null
  if (role.as === 'time')
    return column.time > 0.6 && column.whole + column.length > 0 ? fitting(name > 0 ? 0.4 : 0.1, 'times') : null
  if (role.as === 'address') return column.address > 0.5 ? fitting(0.3, 'addresses') : null
  if (role.as === 'flag') return column.flag > 0.9 && name > 0 ? fitting(0.2, 'yes or no') : null
  if (role.as === 'account') {
    if (column.name === shape.key || column.filled === 0) return null
    const held = ids === null ? 0 : shareIn(column.values, ids)
    return held > 0.8 && name > 0 ? fitting(0.4, 'numbers of accounts') : null
  }
  // The rest says nothing by its values alone.
  if (name === 0 || column.filled === 0) return null
  if (role.as === 'number' || role.as === 'reference')
    return column.name !== shape.key && column.whole > 0.9 && column.time < 0.5 ? fitting(0.1, 'whole numbers') : null
  if (role.name === 'text')
    return column.whole < 0.5 && column.length >= 8 ? fitting(0.2 + Math.min(0.3, column.length / 1000), 'texts') : null
  // Guests have names of their own, but not all are guests.
  if (role.name === 'author_name' && ids?.names && shareIn(column.values, ids.names) < 0.05) return null
  if (column.hash > 0.8 || column.email > 0.8 || column.address > 0.8)
    return role.name === 'md5' && column.hash > 0.8 ? fitting(0.2, 'hashes') : null
  return column.whole < 0.5 && column.time < 0.5
    ? fitting(role.name === 'name' && column.distinct > 0.95 ? 0.3 : 0.1, 'short texts')
    : null
}

/** The share of values that are among some numbers; 0 is nobody. */
export function shareIn(values: readonly string[], ids: Pick<ReadonlySet<string>, 'has'>): number {
  const stated = values.filter((v) => v !== '0')
  return stated.length === 0 ? 0 : stated.filter((v) => ids.has(v)).length / stated.length
}

/** A column's name as it may be listed: bare, without what it belongs to, and without the word for a number at its end. */
export function spellings(name: string): readonly string[] {
  const bare = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const own = bare.replace(/^(?:user|usr|member|post|topic|thread|msg|message|forum|board)(?=.{3})/, '')
  return [bare, own, bare.replace(/(?<=.{3})(?:id|nr|no|num|number|key|ref)$/, '')]
}
