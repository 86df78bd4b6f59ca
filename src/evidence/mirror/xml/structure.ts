import type { Declared } from '../catalogue.ts'
import { attributes } from './entities.ts'

/** A `<table_structure>` element. */
export interface Structure {
  readonly name: string
  readonly columns: readonly Declared[]
  /** Not a table: its rows are another's. */
  readonly view: boolean
}

/** Reads a `<table_structure>` element, also one that is cut off (mysqldump.cc, get_table_structure under --xml). */
export function parseStructure(element: string): Structure {
  const name = attributes(/^<table_structure[^>]*>/.exec(element)?.[0] ?? '').name ?? ''
  const options = attributes(/<options\b[^>]*>/.exec(element)?.[0] ?? '')
  const charset = (options.Collation ?? options.collation)?.split('_')[0] ?? null
  const columns: Declared[] = []
  for (const [tag] of element.matchAll(/<field\b[^>]*>/g)) {
    const { Field, Type, Extra } = attributes(tag)
    if (Field === undefined || Type === undefined) continue
    const generated = /\b(?:GENERATED|VIRTUAL|PERSISTENT)\b/i.test((Extra ?? '').replace('DEFAULT_GENERATED', ''))
    columns.push({ name: Field, declared: Type, charset: isCharacters(Type) ? charset : null, generated })
  }
  return { name, columns, view: /^view$/i.test(options.Comment ?? '') }
}

/** The table that a statement of `mysql --xml` reads. */
export function tableOfQuery(statement: string): string {
  const m = /\bfrom\s+((?:`[^`]+`|[\w$]+)(?:\s*\.\s*(?:`[^`]+`|[\w$]+))?)/i.exec(statement)
  return m?.[1]?.split('.').at(-1)?.trim().replaceAll('`', '') ?? 'resultset'
}

function isCharacters(type: string): boolean {
  return /^(char|varchar|tinytext|text|mediumtext|longtext|enum|set)\b/i.test(type)
}
