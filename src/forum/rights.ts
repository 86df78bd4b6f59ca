/** A right as forum software keeps it: given, not given, or taken whatever other groups give. */
export type Right = 'yes' | 'no' | 'never'

/** Where a row of the mirror lies. */
export interface Place {
  readonly _file: number
  readonly _offset: number
  readonly _length: number
}

/** A row of the mirror as text, with where it lies. */
export type MirrorRow = Place & { readonly [column: string]: string | number | null }

/** What somebody may do in a board; neither group nor member is everybody. */
export interface Access {
  readonly board: string
  readonly grp: string | null
  readonly member: string | null
  readonly sees: Right
  readonly reads: Right
  readonly posts: Right
  /** Where it is said, in words. */
  readonly how: string
  readonly at: Place
}

/** A board of the site with the one it lies in. */
export interface BoardOf {
  readonly id: string
  readonly parent: string | null
}

/** What is known of a site when its permissions are worked out. */
export interface Known {
  readonly rows: (table: string) => readonly MirrorRow[]
  readonly boards: readonly BoardOf[]
}

/** How one software keeps who may see what: an entry of the shelf. Pure: rows in, rights out. */
export interface AccessReader {
  /** Adapters whose boards it reads. */
  readonly adapters: readonly string[]
  readonly about: string
  /** Tables and the columns wanted of each; what the evidence has not is null, or no rows. */
  readonly tables: Readonly<Record<string, readonly string[]>>
  /** Which rows of a table are wanted, as SQL over its columns; all when left out. */
  readonly where?: Readonly<Record<string, string>>
  readonly read: (known: Known) => readonly Access[]
}

/** The text of a column; '' where the evidence has none. */
export function said(row: MirrorRow | undefined, column: string): string {
  return String(row?.[column] ?? '')
}

/** A right that is given or not. */
export function right(given: boolean): Right {
  return given ? 'yes' : 'no'
}

/** A board and all it lies in, innermost first; bounded, since evidence may make circles of them. */
export function upwards(boards: ReadonlyMap<string, BoardOf>, id: string): readonly string[] {
  const way: string[] = []
  for (
    let at: string | null = id;
    at !== null && way.length < 50 && !way.includes(at);
    at = boards.get(at)?.parent ?? null
  )
    way.push(at)
  return way
}

/** Rows by the values of some columns. */
export function byKey(rows: readonly MirrorRow[], ...columns: readonly string[]): ReadonlyMap<string, MirrorRow> {
  // The first of rows that share a name counts, as everywhere.
  return new Map([...rows].reverse().map((row) => [columns.map((c) => said(row, c)).join(' '), row]))
}

/** What an account may do: any group's yes, unless one says never; null where nothing is said at all. */
export function together(rights: readonly Right[]): boolean {
  return !rights.includes('never') && rights.includes('yes')
}
