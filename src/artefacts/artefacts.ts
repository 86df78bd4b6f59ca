import type { Column } from '../db/columns.ts'
import { type RowEncoder, rowEncoder } from '../db/encode.ts'
import type { Relation } from '../model/artefact.ts'
import type { Place } from '../model/ids.ts'

/**
 * The words of this room. A *selector* is a value that can identify or locate a person; a *sighting* is one occurrence
 * of it, with the bytes it came from. Sightings come from typed columns (an account's mailbox, the address of a post)
 * and from prose, where the kinds of `kinds/` find them.
 *
 * Sightings of one place are numbered: typed columns have small fixed numbers, prose counts from 100 in order of
 * appearance, and the votes of a topic's poll, which have no id of their own, count from 1,000,000.
 */
export const firstOfProse = 100
export const firstOfVotes = 1_000_000

/** More selectors than this in one text are a list, not a conversation: the rest is counted in a finding. */
export const mostInText = 1000

/** Where a row was read from: the provenance columns that all rows share. */
export type Bytes = readonly [file: number, offset: number, length: number]

/** One row of artefacts.sighting. */
export interface Sighting {
  readonly place: Place | 'draft' | 'version'
  readonly placeId: string
  readonly n: number
  readonly kind: string
  readonly value: string
  /** As found; the same as the value where nothing was changed. */
  readonly raw: string
  readonly member: string | null
  readonly relation: Relation
  /** RFC 3339, null where the evidence does not say. */
  readonly seenAt: string | null
  readonly span: { readonly start: number; readonly end: number } | null
  readonly bytes: Bytes
}

const columns: readonly Column[] = [
  { name: 'site', type: 'int4' },
  { name: 'place', type: 'text' },
  { name: 'place_id', type: 'text' },
  { name: 'n', type: 'int4' },
  { name: 'kind', type: 'text' },
  { name: 'value', type: 'text' },
  { name: 'raw', type: 'text' },
  { name: 'member', type: 'text' },
  { name: 'relation', type: 'text' },
  { name: 'seen_at', type: 'timestamptz' },
  { name: 'span_start', type: 'int4' },
  { name: 'span_end', type: 'int4' },
  { name: '_file', type: 'int4' },
  { name: '_offset', type: 'int8' },
  { name: '_length', type: 'int4' },
]

/** Names of the columns of artefacts.sighting in the order in which rows are written. */
export const sightingColumns = columns.map((column) => column.name).join(', ')

/** Sightings of one site on their way into the database. */
export interface Sightings {
  readonly add: (sighting: Sighting) => void
  readonly take: RowEncoder['take']
}

/** Gathers sightings for COPY. */
export function openSightings(site: number): Sightings {
  const encoder = rowEncoder('artefacts.sighting', columns)
  return {
    add: (s) =>
      encoder.add([
        site,
        s.place,
        s.placeId,
        s.n,
        s.kind,
        s.value,
        s.raw === s.value ? null : s.raw,
        s.member,
        s.relation,
        s.seenAt,
        s.span?.start,
        s.span?.end,
        ...s.bytes,
      ]),
    take: encoder.take,
  }
}
