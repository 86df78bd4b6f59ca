import { type Catalogue, openCatalogue, type Table } from '../../../src/evidence/mirror/catalogue.ts'
import type {
  EvidenceSource,
  Limits,
  PlacedFile,
  PlacedSource,
  Sink,
  Trouble,
} from '../../../src/evidence/mirror/source.ts'
import { usualLimits } from '../../../src/evidence/mirror/source.ts'
import { openTuples, type Tuples, takeChunks } from '../../../src/evidence/mirror/tuples.ts'

/** A value as the mirror would hold it. */
export type Value = string | Uint8Array | null

/** A row with its provenance. */
export interface Row {
  readonly row: number
  readonly file: number
  readonly offset: number
  readonly length: number
  readonly values: Readonly<Record<string, Value>>
}

/** What a reader made of a file. */
export interface Collected {
  readonly catalogue: Catalogue
  readonly tables: Readonly<Record<string, readonly Row[]>>
  readonly findings: readonly Trouble[]
}

/** A sink that keeps everything, and a way to look at it. */
export function collector(catalogue = openCatalogue()) {
  const findings: Trouble[] = []
  const open: { table: Table; order: readonly number[]; file: number; tuples: Tuples }[] = []
  const rows = new Map<Table, Row[]>()
  const sink: Sink = {
    file: 1,
    catalogue,
    tuples: (table, order, file = 1) => {
      const known = open.find((o) => o.table === table && o.file === file && o.order.join() === order.join())
      if (known) return known.tuples
      const tuples = openTuples(table, [], file)
      open.push({ table, order, file, tuples })
      return tuples
    },
    widened: () => undefined,
    report: (t) => findings.push(t),
    crowded: () => false,
  }
  const drain = () => {
    for (const { table, order, tuples } of open) {
      const list = rows.get(table) ?? []
      rows.set(table, list)
      for (const chunk of takeChunks(tuples)) list.push(...decodeTuples(chunk, table, order))
    }
  }
  const result = (): Collected => {
    drain()
    const tables: Record<string, Row[]> = {}
    for (const t of catalogue.tables) {
      if (t.name === '') continue
      const name = tables[t.name] ? `${t.database}.${t.name}#${t.id}` : t.name
      tables[name] = (rows.get(t) ?? []).sort((a, b) => a.row - b.row)
    }
    return { catalogue, tables, findings }
  }
  return { sink, drain, result, findings }
}

/** Reads `data` in pieces of `size` bytes. */
export function collect(
  source: EvidenceSource,
  data: Uint8Array,
  size = data.length || 1,
  limits: Limits = usualLimits,
) {
  const c = collector()
  const reader = source.open(c.sink, limits, null)
  for (let at = 0; at < data.length; at += size) {
    reader.feed(data.subarray(at, at + size))
    reader.run(Number.POSITIVE_INFINITY)
  }
  reader.finish()
  const halt = reader.run(Number.POSITIVE_INFINITY)
  if (halt !== 'end') throw new Error(`the reader stopped with ${halt}`)
  return c.result()
}

/** Bytes as a file that is read at any place. */
export function placed(file: number, data: Uint8Array): PlacedFile {
  return { file, size: data.length, read: (offset, length) => data.subarray(offset, offset + length) }
}

/** Reads a file whose rows lie anywhere in it, with what lies beside it, anew after every `batch` bytes of work. */
export function collectPlaced(
  source: PlacedSource,
  data: Uint8Array,
  beside: readonly (Uint8Array | null)[] = [],
  batch = Number.POSITIVE_INFINITY,
  limits: Limits = usualLimits,
) {
  const c = collector()
  const most = Math.max(source.companions.length, beside.length)
  const companions = Array.from({ length: most }, (_, i) => (beside[i] ? placed(i + 2, beside[i]) : null))
  let state: unknown = null
  for (;;) {
    const reader = source.openAt(placed(1, data), companions, c.sink, limits, state)
    const stopAt = reader.offset() + batch
    let halt = reader.run(stopAt)
    while (halt === 'input') halt = reader.run(stopAt)
    c.drain()
    if (halt === 'end') return c.result()
    state = JSON.parse(JSON.stringify(reader.state()))
  }
}

/** Undoes COPY BINARY. */
export function decodeTuples(chunk: Uint8Array, table: Table, order: readonly number[]): Row[] {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length)
  const rows: Row[] = []
  for (let i = 0; i < chunk.length; ) {
    const fields = view.getInt16(i)
    if (fields !== order.length + 4) throw new Error(`${fields} fields for ${order.length} columns of ${table.name}`)
    i += 2
    const own: Uint8Array[] = []
    const values: Record<string, Value> = {}
    for (let f = 0; f < fields; f++) {
      const length = view.getInt32(i)
      i += 4
      const raw = length < 0 ? null : chunk.slice(i, i + length)
      i += Math.max(length, 0)
      if (f < 4) own.push(raw!)
      else {
        const column = table.columns[order[f - 4]!]!
        values[column.name] =
          raw === null ? null : column.type === 'bytea' ? raw : new TextDecoder('utf-8', { fatal: true }).decode(raw)
      }
    }
    const int = (b: Uint8Array) => Number(`0x${Buffer.from(b).toString('hex')}`)
    rows.push({ row: int(own[0]!), file: int(own[2]!), offset: int(own[1]!), length: int(own[3]!), values })
  }
  return rows
}
