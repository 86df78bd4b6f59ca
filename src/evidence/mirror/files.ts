import type { ClientBase } from 'pg'
import { absolute, storedPath } from '../place.ts'
import { plainHead } from '../recognise.ts'
import { sources } from '../sources/index.ts'
import { homesOf, type Member, membersOf } from './family.ts'
import { type Gap, inParts } from './in-parts.ts'
import { openPlaced } from './placed.ts'
import type { AnySource, EvidenceSource, Part, PlacedSource, Trouble } from './source.ts'

/** A file that is mirrored, and how. */
export interface EvidenceFile {
  readonly file: number
  readonly encoding: 'gzip' | null
  readonly source: string
  /** In the exhibit. */
  readonly name: string
  readonly path: string
  /** Bytes as stored. */
  readonly stored: number
  /** The file whose tables are its own: itself, or the first of several that are one dump. */
  readonly home: number
  /** Where its reader begins; null at its beginning. */
  readonly begin: unknown
  /** Numbers of the parts of its dump that should lie before it and do not. */
  readonly missing: Gap | null
  /** Files that belong to it, as its source lists them. */
  readonly companions: readonly (Companion | null)[]
}

/** A file that is read with another one. */
export interface Companion {
  readonly file: number
  readonly place: string
  readonly source: string
}

interface Row {
  readonly file: number
  readonly encoding: 'gzip' | null
  readonly source: string
  readonly name: string
  readonly stored: number
  readonly place: string
}

const columns = `f.file, f.encoding, f.source, f.path AS name, coalesce(f.stored_size, e.size)::float8 AS stored, ${storedPath} AS place`
const from = `FROM evidence.file f JOIN evidence.exhibit e USING (exhibit) WHERE f.exhibit = $1 AND ${storedPath} IS NOT NULL`

/** How files that evidence.file calls this are read; those that another file names are read as its parts. */
export function sourceOf(name: string): AnySource | undefined {
  const named = (s: AnySource): boolean => s.name === name || ('also' in s && s.also?.includes(name) === true)
  return sources.find(named)
}

/** How parts of this name are read. */
export function partsOf(name: string): EvidenceSource['open'] | undefined {
  return sources.flatMap((s) => ('parts' in s && s.parts?.name === name ? [s.parts.open] : []))[0]
}

/** The files of an exhibit that are mirrored: those first that name others, then dumps of many files, then the rest. */
export async function filesOf(db: ClientBase, exhibit: number, caseDir: string): Promise<readonly EvidenceFile[]> {
  const suffixes = sources.flatMap((s) => ('companions' in s ? s.companions : []))
  const names = sources.flatMap((s) => [s.name, ...(('also' in s && s.also) || [])])
  const { rows } = await db.query<Row>(
    `SELECT ${columns} ${from} AND (f.source = ANY ($2) OR f.path LIKE ANY ($3)) ORDER BY f.file`,
    [exhibit, names, suffixes.map((s) => `%${s}`)],
  )
  const plain = rows.filter((row) => row.encoding === null)
  const byName = new Map<string, Companion>(
    plain.map(({ name, file, place, source }) => [name, { file, place: absolute(caseDir, place), source }]),
  )
  const sql = rows.filter((r) => r.source === 'mysqldump-sql')
  const members = membersOf(sql)
  const places = new Map(sql.map(({ file, place }) => [file, absolute(caseDir, place)]))
  const parts = await inParts(
    sql.filter((r) => !members.has(r.file)),
    async (file) => (await plainHead(places.get(file)!)).toString('latin1'),
  )
  const spaces = homesOf(rows.filter((r) => r.source === 'innodb'))
  const files = rows.flatMap((row): (EvidenceFile & { readonly rank: number; readonly turn: number })[] => {
    const source = sourceOf(row.source)
    if (source === undefined) return []
    const member: Member | undefined = members.get(row.file)
    const beside = 'companions' in source ? source.companions : []
    const listed = 'lists' in source ? listedIn(absolute(caseDir, row.place), row.name, source.lists) : []
    const companions = [...beside.map((c) => row.name + c), ...listed].map((name) => byName.get(name) ?? null)
    const named = 'begin' in source ? source.begin?.(row.name) : undefined
    const { turn = 0, missing = null, home: first } = parts.get(row.file) ?? { home: undefined }
    const { home = first ?? spaces.get(row.file) ?? row.file, begin = named ?? null } = member ?? {}
    const rank = ('first' in source && source.first) || listed.length > 0 ? 0 : member ? 1 + member.rank : 10
    return [{ ...row, path: absolute(caseDir, row.place), home, begin, missing, companions, rank, turn }]
  })
  return files.sort((a, b) => a.rank - b.rank || a.home - b.home || a.turn - b.turn || a.file - b.file)
}

/** So much of a file is read for the names that it lists. */
const listBytes = 64 << 10

/** The paths of the files that one lists. */
function listedIn(path: string, name: string, lists: PlacedSource['lists']): readonly string[] {
  if (lists === undefined) return []
  const file = openPlaced(0, path)
  try {
    const folder = name.slice(0, name.lastIndexOf('/') + 1)
    return lists(file.read(0, listBytes)).map((one) => folder + one)
  } finally {
    file.close()
  }
}

/** Content that is packed by itself, and the name of what is in it. */
const packed = /^([^/]+)\.(?:gz|zst|xz|bz2|lz4)!\/[^/]+$/i

/** Finds the files that another one names; what is not there is told as trouble. */
export async function findParts(
  db: ClientBase,
  exhibit: number,
  caseDir: string,
  head: EvidenceFile,
  source: EvidenceSource,
  parts: readonly Part[],
): Promise<{ readonly files: readonly EvidenceFile[]; readonly missing: readonly Trouble[] }> {
  const own = head.name.slice(head.name.lastIndexOf('/') + 1).replace(/\.sql(?:\.gz)?$/i, '.txt')
  const asked = parts.filter((p) => p.optional !== true || p.name === own)
  if (asked.length === 0) return { files: [], missing: [] }
  const inside = source.also?.includes(head.source) === true
  const folder = inside ? `${head.name}!/` : head.name.slice(0, head.name.lastIndexOf('/') + 1)
  const { rows } = await db.query<Row>(`SELECT ${columns} ${from} AND starts_with(f.path, $2) ORDER BY f.file`, [
    exhibit,
    folder,
  ])
  const byName = new Map<string, Row>()
  for (const row of rows) {
    const rest = row.name.slice(folder.length)
    const name = packed.exec(rest)?.[1] ?? (row.encoding === 'gzip' ? rest.replace(/\.gz$/i, '') : rest)
    if (!name.includes('/') && !byName.has(name)) byName.set(name, row)
  }
  const missing: Trouble[] = []
  const files = asked.flatMap((part): EvidenceFile[] => {
    const row = byName.get(part.name)
    if (row === undefined) {
      if (part.optional) return []
      const detail = `The file ${part.name} with the rows of ${part.of} is not there, or cannot be unpacked`
      missing.push({ severity: 'loss', code: 'part-missing', detail, offset: part.from, length: part.length })
      return []
    }
    const path = absolute(caseDir, row.place)
    return [
      { ...row, path, source: source.parts!.name, home: head.home, begin: part.state, missing: null, companions: [] },
    ]
  })
  return { files, missing }
}
