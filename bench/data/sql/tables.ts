/**
 * Table definitions in a short notation, and the CREATE TABLE text mariadb-dump 10.11 prints for them.
 * A column is `name:type`, with `+` for AUTO_INCREMENT, `?` for DEFAULT NULL, `=x` for a default other than the
 * type's own (`~` is a blank) and `@collation`. A key is `name(columns)`, `!name(columns)` when unique.
 */

export type TableDefinition = readonly [name: string, columns: string, keys: string]

/** What the tables of one board have in common. */
export interface Dialect {
  readonly prefix: string
  /** FluxBB puts the table prefix before the names of its keys, too. */
  readonly keyPrefix: string
  readonly collation: string
}

const shorthands: { readonly [code: string]: string } = {
  u: 'int(10) unsigned',
  t: 'int(11) unsigned',
  m: 'mediumint(8) unsigned',
  s: 'smallint(4) unsigned',
  b: 'tinyint(1) unsigned',
  f: 'tinyint(1)',
  float: 'float',
}
const integers: { readonly [code: string]: string } = { 1: 'tinyint', 2: 'smallint', 3: 'mediumint', 4: 'int' }

function columnSql(column: string): string {
  const [, name, code, plus, collation, nullable, fallback] =
    /^(\w+):([a-z]+[\d.]*u?)(\+)?(?:@(\w+))?(\?)?(?:=(.*))?$/.exec(column) ?? []
  if (name === undefined || code === undefined) throw new Error(`not a column: ${column}`)
  const integer = /^i(\d)\.(\d+)(u?)$/.exec(code)
  const text = /^([vc])(\d+)$/.exec(code)
  const head = `  \`${name}\` `
  if (code === 'text' || code === 'mtext')
    return `${head}${code === 'text' ? 'text' : 'mediumtext'} ${nullable ? 'DEFAULT NULL' : 'NOT NULL'}`
  if (text) {
    const set = collation ? ` CHARACTER SET utf8mb3 COLLATE utf8mb3_${collation}` : ''
    const type = `${text[1] === 'v' ? 'varchar' : 'char'}(${text[2]})${set}`
    return `${head}${type} ${nullable ? 'DEFAULT NULL' : `NOT NULL DEFAULT '${(fallback ?? '').replaceAll('~', ' ')}'`}`
  }
  const type = integer ? `${integers[integer[1]!]}(${integer[2]})${integer[3] ? ' unsigned' : ''}` : shorthands[code]
  if (type === undefined) throw new Error(`not a type: ${column}`)
  return `${head}${type} ${nullable ? 'DEFAULT NULL' : plus ? 'NOT NULL AUTO_INCREMENT' : `NOT NULL DEFAULT ${fallback ?? 0}`}`
}

function keySql(key: string, keyPrefix: string): string {
  const [, unique, name, columns] = /^(!?)(\w+)\((.*)\)$/.exec(key) ?? []
  if (columns === undefined) throw new Error(`not a key: ${key}`)
  const list = columns
    .split(',')
    .map((c) => c.replace(/^\w+/, (word) => `\`${word}\``))
    .join(',')
  return name === 'PRIMARY'
    ? `  PRIMARY KEY (${list})`
    : `  ${unique ? 'UNIQUE KEY' : 'KEY'} \`${keyPrefix}${name}\` (${list})`
}

/** The CREATE TABLE statement, with the next AUTO_INCREMENT value when the table has one and holds rows. */
export function createTable(table: TableDefinition, dialect: Dialect, nextId: number | null): string {
  const [name, columns, keys] = table
  const lines = [
    ...columns.split(' ').map(columnSql),
    ...(keys === '' ? [] : keys.split(' ').map((k) => keySql(k, dialect.keyPrefix))),
  ]
  const counter = nextId !== null && nextId > 1 && columns.includes('+') ? ` AUTO_INCREMENT=${nextId}` : ''
  return (
    `CREATE TABLE \`${dialect.prefix}${name}\` (\n${lines.join(',\n')}\n) ENGINE=InnoDB${counter}` +
    ` DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_${dialect.collation};\n`
  )
}

/** How many columns a row of the table must have. */
export function width(table: TableDefinition): number {
  return table[1].split(' ').length
}
