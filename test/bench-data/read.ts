import { readFileSync } from 'node:fs'

/** A table of a generated dump: its rows as the lines print them, without what encloses them. */
export type Tables = ReadonlyMap<string, readonly string[]>

/** Reads a dump the plain way, line by line, apart from both the writer and the product's own reader. */
export function readTables(path: string): Tables {
  const tables = new Map<string, string[]>()
  let rows: string[] = []
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const opened = /^CREATE TABLE `(\w+)`/.exec(line)
    if (opened) {
      rows = []
      tables.set(opened[1]!, rows)
    } else if (line.startsWith('(')) rows.push(line.slice(1, line.lastIndexOf(')')))
  }
  return tables
}

/** The fields of a row, strings without quotation marks and escapes. */
export function fields(row: string): readonly string[] {
  const out: string[] = []
  for (const [, quoted, bare] of row.matchAll(/(?:'((?:[^'\\]|\\.)*)'|([^,']+))(?:,|$)/gs))
    out.push(bare ?? quoted!.replace(/\\(.)/gs, (_, c: string) => (c === 'n' ? '\n' : c === 'r' ? '\r' : c)))
  return out
}
