import { nameOf } from './family.ts'

/** Numbers of parts, from the first to the last. */
export interface Gap {
  readonly from: number
  readonly to: number
}

/** A file among the numbered parts of one dump: whose tables are its own, its turn, and the numbers missing before it. */
export interface InParts {
  readonly home: number
  readonly turn: number
  readonly missing: Gap | null
}

/** An SQL file of an exhibit. */
interface SqlFile {
  readonly file: number
  readonly name: string
}

interface Numbered extends SqlFile {
  readonly turn: number
}

const numbered = /^(.*?)[._-]?(?:part|teil|deel|partie)?[._-]?(\d{1,4})\.sql$/i
const structure = /^(.*?)[._-]?(?:data)?(?:structure|schema)\.sql$/i

/** What MySQLDumper writes first: tables, rows, the number of the part (0 where there is one file), the database. */
const status = /^-- Status:\d+:\d+:MP_(\d+):/m
const statement =
  /(?:^|;|\*\/)\s*(?:(CREATE\s+TABLE)|(?:INSERT|REPLACE)\s+(?:IGNORE\s+|DELAYED\s+)?(?:INTO\s+)?[`"]?([^\s`"(]+))/gim

/** How a file begins: declaring tables or with rows, and its first row with the table that it goes to. */
interface Beginning {
  readonly declares: boolean
  readonly row: string | null
  readonly part: number
}

/** What a file's first bytes tell, its comments left out. */
function beginningOf(head: string): Beginning {
  const plain = head.replace(/^(?:--|#).*$/gm, '')
  const all = [...plain.matchAll(statement)]
  const into = all.find((m) => m[2] !== undefined)
  const values = into && /\bVALUES\s*(\([^)]{0,200})/i.exec(plain.slice(into.index, into.index + 8192))?.[1]
  const row = into ? `${into[2]} ${values ?? ''}` : null
  return { declares: all[0]?.[1] !== undefined, row, part: Number(status.exec(head)?.[1] ?? 0) }
}

/**
 * Finds dumps that a tool wrote, or somebody cut between statements, as several files with numbers in their names: the first
 * declares tables, later ones begin with rows of tables that none of their own statements declares. Dumps of different days,
 * which begin with the same row, are no parts. `headOf` gives the first bytes of a file, unpacked.
 */
export async function inParts(
  files: readonly SqlFile[],
  headOf: (file: number) => Promise<string>,
): Promise<ReadonlyMap<number, InParts>> {
  const groups = new Map<string, Numbered[]>()
  for (const one of files) {
    const { folder, name } = nameOf(one.name)
    const [, stem, number] = structure.exec(name) ?? numbered.exec(name) ?? []
    if (stem === undefined) continue
    const key = `${folder}${stem.toLowerCase()}`
    groups.set(key, [...(groups.get(key) ?? []), { ...one, turn: Number(number ?? -1) }])
  }
  const found = new Map<number, InParts>()
  for (const group of groups.values()) {
    const inOrder = group.toSorted((a, b) => a.turn - b.turn || a.file - b.file)
    const begins: Beginning[] = []
    for (const { file } of inOrder) begins.push(beginningOf(await headOf(file)))
    if (!areParts(begins) || new Set(inOrder.map((f) => f.turn)).size < inOrder.length) continue
    for (const [i, { file, turn }] of inOrder.entries()) {
      const before = inOrder[i - 1]?.turn ?? (begins[0]!.part > 0 ? 0 : turn - 1)
      const missing = before >= 0 && turn > before + 1 ? { from: before + 1, to: turn - 1 } : null
      found.set(file, { home: inOrder[0]!.file, turn, missing })
    }
  }
  return found
}

function areParts([first, ...later]: readonly Beginning[]): boolean {
  if (first === undefined) return false
  if (first.part > 0) return later.every((l) => l.part > first.part)
  if (!first.declares) return false
  const rows = later.filter((l) => !l.declares && l.row !== null)
  // What begins with the same row as the first file is another dump of the same tables.
  return rows.length > 0 && rows.every((l) => l.row !== first.row)
}
