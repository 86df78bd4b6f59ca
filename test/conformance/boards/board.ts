import type { Entity } from '../../../src/forum/forum.ts'
import type { SeizedRow, SeizedTables } from '../../support/mirror.ts'

type Value = string | number | Buffer | null

/** A small board as one version of its software stores it, and the rows that must be read from it. */
export interface StoredBoard {
  readonly adapter: string
  readonly version: string | null
  readonly key: string
  /** Null where the database does not hold it. */
  readonly title: string | null
  readonly tables: SeizedTables
  /**
   * All rows of an entity in the order of its primary key, each with the columns that are to be looked at; an entity that
   * is left out must have no rows.
   */
  readonly rows: { readonly [E in Entity]?: readonly Readonly<Record<string, unknown>>[] }
  /** The file those rows are kept in, where they are not written out beside the tables. */
  readonly golden?: string
  /** Text of passwords, salts, keys and session identifiers that are in the tables and may be in no entity. */
  readonly secrets: readonly string[]
}

/** Seconds of the first moment of every invented board. */
export const t = 1_700_000_000

/** The moment so many seconds after `t`, as rows of an entity show it. */
export function at(seconds: number): string {
  return new Date((t + seconds) * 1000).toISOString().replace('.000Z', 'Z')
}

/** A table by its columns and rows, all values as text; bytes stay bytes. */
export function table(
  columns: string,
  ...rows: readonly (readonly Value[])[]
): readonly SeizedRow[] | { columns: string[] } {
  const names = columns.trim().split(/\s+/)
  if (rows.length === 0) return { columns: names }
  return rows.map((row) =>
    Object.fromEntries(
      names.map((name, i) => {
        const value = row[i] ?? null
        return [name, value === null || value instanceof Buffer ? value : String(value)]
      }),
    ),
  )
}

/** Tables with a prefix before their names. */
export function prefixed(prefix: string, tables: SeizedTables): SeizedTables {
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [prefix + name, rows]))
}

/** An IPv4 address as PHP's inet_pton packs it. */
export function packed(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number))
}

/** 2001:db8::4, packed. */
export const packedSix = Buffer.from('20010db8000000000000000000000004', 'hex')
