import type { MappingCheck } from '../../forum/mapping/check.ts'
import type { Mappable, Beside as MappedBeside, Only as MappedOnly, Mapping } from '../../forum/mapping/mapping.ts'
import type { Proposal } from '../../forum/mapping/propose.ts'

export type { Mappable, MappedBeside, MappedOnly, Mapping, MappingCheck, Proposal }

/** A seized table that nothing reads, what its columns are called, and the beginning of a value of each. */
export interface UnreadTable {
  readonly name: string
  readonly rows: number
  readonly columns: readonly string[]
  readonly examples: readonly { readonly column: string; readonly value: string }[]
}

/** What a column can be to an entity. */
export interface MappingRole {
  readonly name: string
  readonly needed: boolean
  /** True where it names a row: then its column is of the table itself. */
  readonly naming: boolean
}

/** The unread tables of an exhibit, what each may be and why, and a mapping to begin with. */
export interface Unread {
  readonly exhibit: number
  readonly prefix: string
  readonly tables: readonly UnreadTable[]
  readonly proposals: readonly Proposal[]
  readonly mapping: Mapping
  readonly roles: Readonly<Record<Mappable, readonly MappingRole[]>>
}

/** A mapping in force. */
export interface MappingInForce {
  readonly mapping: Mapping
  readonly sha256: string
  readonly by: string
  readonly at: string
}

/** What the tab shows: null where every table is read. */
export interface Mappings {
  readonly unread: Unread | null
  readonly inForce: readonly MappingInForce[]
}
