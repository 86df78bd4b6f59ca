import type { Statement } from './stage.ts'

/** The indexes of a table as its migration made them. */
export interface Indexed {
  readonly table: string
  readonly primary: { readonly name: string; readonly columns: string }
  readonly others?: readonly { readonly name: string; readonly columns: string }[]
  /** A foreign key: checked for each row as it comes, or once for all at the end. */
  readonly refers?: { readonly name: string; readonly columns: string; readonly to: string }
}

/** As few rows are as well written with the indexes in place. */
export const worthShedding = 20_000

/**
 * Takes the indexes off before many rows are written: keeping them up row by row costs more than building them at the end.
 * Only for tables that one stage over the case writes whole, together with all that refer to them.
 */
export function shedIndexes(tables: readonly Indexed[]): readonly Statement[] {
  return [
    ...tables.flatMap(({ table, refers }) => (refers ? [{ text: dropped(table, refers.name) }] : [])),
    ...tables.flatMap(({ table, primary, others = [] }) => [
      { text: dropped(table, primary.name) },
      ...others.map(({ name }) => ({ text: `DROP INDEX IF EXISTS ${schemaOf(table)}.${name}` })),
    ]),
  ]
}

/** Puts back what is not there, also what a program that was killed had taken off. */
export function buildIndexes(tables: readonly Indexed[]): readonly Statement[] {
  return [
    ...tables.flatMap(({ table, primary, others = [] }) => [
      { text: added(table, primary.name, `PRIMARY KEY (${primary.columns})`) },
      ...others.map(({ name, columns }) => ({ text: `CREATE INDEX IF NOT EXISTS ${name} ON ${table} (${columns})` })),
    ]),
    ...tables.flatMap(({ table, refers }) =>
      refers ? [{ text: added(table, refers.name, `FOREIGN KEY (${refers.columns}) REFERENCES ${refers.to}`) }] : [],
    ),
  ]
}

function dropped(table: string, constraint: string): string {
  return `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${constraint}`
}

function added(table: string, constraint: string, what: string): string {
  return `DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '${constraint}' AND conrelid = '${table}'::regclass) THEN
      ALTER TABLE ${table} ADD CONSTRAINT ${constraint} ${what};
    END IF;
  END $$`
}

/** Empties tables at once, their indexes whole: what a stage that sheds takes back an earlier run with. */
export function emptied(tables: readonly Indexed[], also: readonly string[] = []): readonly Statement[] {
  return [{ text: `TRUNCATE ${[...tables.map((t) => t.table), ...also].join(', ')}` }, ...buildIndexes(tables)]
}

function schemaOf(table: string): string {
  return table.slice(0, table.indexOf('.'))
}
