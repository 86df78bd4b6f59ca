import type { SeizedRow, SeizedTables } from '../../support/mirror.ts'

/** A small board as one version of its software stores it, and what must be read from it. */
export interface EngineBoard {
  readonly adapter: string
  readonly version: string
  readonly key: string
  readonly tables: SeizedTables
  /** Plain text of post 2, who wrote it, and the recipients of message 1 where the software has messages. */
  readonly post: { readonly plain: string; readonly author: string; readonly edited: boolean }
  readonly recipients: readonly string[] | null
  readonly deleted: 'soft' | 'unapproved' | null
}

/** When the boards' first posts were written, seconds since 1970. */
export const t = 1_700_000_000

export function table(
  columns: string,
  ...rows: readonly (readonly (string | number | null)[])[]
): readonly SeizedRow[] | { columns: string[] } {
  const names = columns.trim().split(/\s+/)
  if (rows.length === 0) return { columns: names }
  return rows.map((row) =>
    Object.fromEntries(names.map((n, i) => [n, row[i] === null || row[i] === undefined ? null : String(row[i])])),
  )
}

export function prefixed(prefix: string, tables: SeizedTables): SeizedTables {
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [prefix + name, rows]))
}

export function config(rows: Readonly<Record<string, string>>, name: string, value: string) {
  return table(`${name} ${value}`, ...Object.entries(rows))
}

/** What post 2 of each board says. */
export const plain = 'Rail_Rita wrote:\n> Past 🚂 N?\nJa & mooi :)'
