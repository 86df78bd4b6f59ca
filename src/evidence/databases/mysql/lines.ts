import type { MariaDb } from './server.ts'

/** Rows of fields as mariadb --batch prints them. */
export function lines(out: Buffer): string[][] {
  const text = out.toString('utf8')
  return text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => line.split('\t').map(unprinted))
}

/** A value as mariadb --batch prints it. */
function unprinted(text: string): string {
  return text.replace(/\\([\\nt0])/g, (_, c: string) => ({ '\\': '\\', n: '\n', t: '\t', '0': '\0' })[c] ?? c)
}

/** Names in files are in a character set of the server's own (MariaDB documentation, "Identifier to File Name Mapping"). */
export async function decoded(
  server: MariaDb,
  written: readonly string[],
  seconds: number,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map(written.map((w) => [w, w]))
  const odd = [...names.keys()].filter((w) => w.includes('@'))
  for (let from = 0; from < odd.length; from += 500) {
    const some = odd.slice(from, from + 500)
    const sql = some
      .map((w) => `SELECT CONVERT(_filename X'${Buffer.from(w).toString('hex')}' USING utf8mb4)`)
      .join('; ')
    const { out } = await server.query(sql, seconds)
    for (const [i, [name]] of lines(out).entries()) if (name !== undefined) names.set(some[i]!, name)
  }
  return names
}
