import { valueText } from './json.ts'
import { type Element, types } from './walk.ts'

/**
 * An archive of mongodump (`--archive`; mongo-tools, common/archive/archive.go and prelude.go): a magic number, a prelude of
 * documents (the versions, then every collection with its options), and blocks of documents. A block begins with a document
 * that names its collection; blocks of several collections take turns. Prelude and blocks end with a mark.
 */
export interface ArchivePlace {
  /** What the next document is, where no mark of an end stands. */
  in: 'prelude' | 'header' | 'block'
  database: string | null
  collection: string
  /** Collections, as `database.collection`, whose end was not met yet. */
  readonly open: Set<string>
}

/** The same as JSON. */
export type KeptPlace = Omit<ArchivePlace, 'open'> & { readonly open: readonly string[] }

/** The archive's first bytes, and what stands behind prelude and blocks. */
export const archiveMagic = Buffer.from('6de29981', 'hex')
export const endMark = -1

/** The beginning of an archive. */
export function archiveStart(): ArchivePlace {
  return { in: 'prelude', database: null, collection: 'documents', open: new Set() }
}

/** Bytes that the first field of a block's header begins with, behind the mark of what came before and its own length. */
const headerField = Buffer.from('02646200', 'hex')
const mark = Buffer.from('ffffffff', 'hex')

/** Where the header of a block may begin from a place on; -1 where none does. */
export function nextHeader(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(headerField, from); at >= 0; at = bytes.indexOf(headerField, at + 1))
    if (at >= 8 && at - 4 >= from && bytes.compare(mark, 0, 4, at - 8, at - 4) === 0) return at - 4
  return -1
}

/** Takes in a document of the prelude: a collection that has documents, and so an end. */
export function takePrelude(place: ArchivePlace, bytes: Buffer, elements: readonly Element[]): void {
  const [database, collection] = [textOf(bytes, elements, 'db'), textOf(bytes, elements, 'collection')]
  if (database === null || collection === null) return
  // A view is only said to be there.
  const view = /"viewOn"\s*:/.test(textOf(bytes, elements, 'metadata') ?? '')
  if (!view && textOf(bytes, elements, 'type') !== 'view') note(place, database, collection, false)
}

/** Takes in the header of a block; false where it is none. */
export function takeHeader(place: ArchivePlace, bytes: Buffer, elements: readonly Element[]): boolean {
  const [database, collection] = [textOf(bytes, elements, 'db'), textOf(bytes, elements, 'collection')]
  const end = elements.find((e) => e.name === 'EOF')
  if (database === null || collection === null || end?.type !== types.boolean) return false
  note(place, database, collection, bytes[end.start] === 1)
  place.database = database
  place.collection = collection === '' ? 'documents' : collection
  place.in = 'block'
  return true
}

/** So many collections are watched for their ends. */
const mostOpen = 100_000

function note(place: ArchivePlace, database: string, collection: string, ended: boolean): void {
  const name = `${database}.${collection}`
  if (ended) place.open.delete(name)
  else if (place.open.size < mostOpen) place.open.add(name)
}

function textOf(bytes: Buffer, elements: readonly Element[], name: string): string | null {
  const found = elements.find((e) => e.name === name && e.type === types.string)
  return found === undefined ? null : valueText(bytes, found)
}
