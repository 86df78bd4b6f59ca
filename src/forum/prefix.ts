/**
 * How the tables of a board are named: a free prefix, and for software that numbers its installations (WoltLab's `WCF_N`,
 * and in Burning Board 3 the number of the board within it) those numbers, written `{2}` or `{2_3}` behind the prefix.
 * Adapters know such tables by the names of the first installation.
 */

interface Parts {
  readonly free: string
  /** `WCF_N`, and the number of the board: null where nothing is numbered. */
  readonly numbers: readonly [installation: string, board: string] | null
}

const numbering = /\{(\d+)(?:_(\d+))?\}$/
/** `wcf2_user`, `wbb2_post`, `blog2_entry`; `wbb2_1_post` in Burning Board 3. */
const numbered = /^([a-z]+)(\d+)_(?:(\d+)_)?(?=.)/
/** Where the free prefix ends and the numbers begin. */
const begin = /^(.*?)(?:wcf|wbb)(\d{1,9})_(?:(\d{1,9})_)?./

function partsOf(prefix: string): Parts {
  const found = numbering.exec(prefix)
  if (found === null) return { free: prefix, numbers: null }
  return { free: prefix.slice(0, found.index), numbers: [found[1]!, found[2] ?? '1'] }
}

/** What a table is called after a prefix, by the names of the first installation; null where it lies under another prefix. */
export function nameAfter(prefix: string, table: string): string | null {
  const { free, numbers } = partsOf(prefix)
  if (!table.startsWith(free)) return null
  const rest = table.slice(free.length)
  if (numbers === null) return rest
  const found = numbered.exec(rest)
  if (found === null || found[2] !== numbers[0]) return null
  const name = rest.slice(found[0].length)
  if (found[3] === undefined) return `${found[1]}1_${name}`
  return found[3] === numbers[1] ? `${found[1]}1_1_${name}` : null
}

/** What a table of that name is called under a prefix. */
export function nameUnder(prefix: string, name: string): string {
  const { free, numbers } = partsOf(prefix)
  if (numbers === null) return `${free}${name}`
  const [installation, board] = numbers
  return (
    free + name.replace(/^([a-z]+)1_1_/, `$1${installation}_${board}_`).replace(/^([a-z]+)1_/, `$1${installation}_`)
  )
}

/**
 * The prefixes with numbers other than those of a first installation, each with its tables. Boards that share an
 * installation share its accounts: of those the one with the lowest number is told, the others are left.
 */
export function numberedPrefixes<T extends { readonly name: string }>(
  tables: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const installations = new Map<
    string,
    { readonly free: string; readonly number: string; readonly boards: Set<number> }
  >()
  for (const { name } of tables) {
    const [, free, number, board] = begin.exec(name) ?? []
    if (free === undefined || number === undefined) continue
    const key = `${free}{${number}`
    const known = installations.get(key) ?? { free, number, boards: new Set<number>() }
    installations.set(key, known)
    if (board !== undefined) known.boards.add(Number(board))
  }
  const prefixes = new Map<string, T[]>()
  const wanted = new Map<string, string[]>()
  for (const { free, number, boards } of installations.values()) {
    const board = boards.size === 0 ? 1 : [...boards].reduce((a, b) => Math.min(a, b))
    if (number === '1' && board === 1) continue
    const prefix = `${free}{${number}${board === 1 ? '' : `_${board}`}}`
    prefixes.set(prefix, [])
    wanted.set(free, [...(wanted.get(free) ?? []), prefix])
  }
  for (const [free, under] of wanted) {
    const byNumber = new Map(under.map((prefix) => [partsOf(prefix).numbers?.[0], prefix]))
    for (const table of tables) {
      if (!table.name.startsWith(free)) continue
      const prefix = byNumber.get(numbered.exec(table.name.slice(free.length))?.[2])
      if (prefix !== undefined && nameAfter(prefix, table.name) !== null) prefixes.get(prefix)?.push(table)
    }
  }
  return prefixes
}
