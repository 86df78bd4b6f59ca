/** Names in PostgreSQL: what the mirror calls a table or column that was called something PostgreSQL cannot hold. */

/** Longest identifier PostgreSQL keeps (NAMEDATALEN - 1, documentation, "Identifiers and Key Words"). */
const longest = 63
/** System columns of every table (documentation, "System Columns") and the mirror's own. */
const reserved = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid', '_row', '_offset', '_file', '_length'])

/** Double-quoted for SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** The name of a column in the mirror: the original where possible, and never one of `taken`. */
export function mirrorColumnName(original: string, taken: ReadonlySet<string>): string {
  return free(reserved.has(original) ? `_${original}` : original, taken)
}

/** The name of a table in the mirror. */
export function mirrorTableName(original: string, taken: ReadonlySet<string>): string {
  return free(original, taken)
}

function free(original: string, taken: ReadonlySet<string>): string {
  const usable = original.replaceAll('\0', '\u2400') || 'unnamed'
  let name = cut(usable, longest)
  for (let n = 2; taken.has(name); n++) name = `${cut(usable, longest - `~${n}`.length)}~${n}`
  return name
}

/** The longest beginning that has at most `bytes` bytes in UTF-8. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let size = 0
  let end = 0
  for (const c of text) {
    size += Buffer.byteLength(c)
    if (size > bytes) break
    end += c.length
  }
  return text.slice(0, end)
}
