import type { Tables } from './forum.ts'

/** Words parted by blanks. */
export function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}

/** Tables with their columns as one text each. */
export function tablesOf(listed: Readonly<Record<string, string>>): Tables {
  return Object.fromEntries(Object.entries(listed).map(([table, columns]) => [table, words(columns)]))
}

/** Adds columns to tables, and tables. */
export function withColumns(tables: Tables, more: Readonly<Record<string, string>>): Tables {
  const added = Object.entries(more).map(([table, columns]): [string, readonly string[]] => [
    table,
    [...(tables[table] ?? []), ...words(columns)],
  ])
  return { ...tables, ...Object.fromEntries(added) }
}

/** Tables by the reason why they hold no entity, turned into reasons by table. */
export function reasons(listed: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(listed).flatMap(([why, tables]) => words(tables).map((table): [string, string] => [table, why])),
  )
}

/** Joins two lists of tables, column by column. */
export function together(...all: readonly Tables[]): Tables {
  const names = [...new Set(all.flatMap((tables) => Object.keys(tables)))]
  return Object.fromEntries(names.map((name) => [name, [...new Set(all.flatMap((tables) => tables[name] ?? []))]]))
}
