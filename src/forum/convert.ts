import { type Fields, holdsAt, openFields, readTuple, textAt } from './fields.ts'
import type { Cell, Derived, Found, Reader } from './forum.ts'
import { beginRow, dropRow, endRow, type Output, putCopy, putInt4 } from './output.ts'
import { type EntityColumn, type Putter, putter, type Report } from './put.ts'

/** One column of a reader's SELECT: its name, and whether it is a flag rather than text. */
export interface SelectedColumn {
  readonly name: string
  readonly flag: boolean
}

/** Turns tuples of a reader's SELECT into tuples of its entity. */
export interface Converter {
  readonly columns: readonly string[]
  /** The tuple that was read last; `_row` is its first field. */
  readonly fields: Fields
  readonly read: (bytes: Buffer, start: number) => void
  /** Writes the rows that the tuple holds and says how many, -1 where it had to be left out. */
  readonly write: (out: Output, again: number) => number
}

const provenance = new Set(['_file', '_offset', '_length'])

/** Writes one column of a row; false where the row must go. */
type Step = (out: Output, fields: Fields, again: number) => boolean

/** Prepares the conversion of one reader; `selected` are the columns of its SELECT in order, `_row` first. */
export function converter(
  reader: Reader,
  site: number,
  selected: readonly SelectedColumn[],
  table: readonly EntityColumn[],
  report: Report,
): Converter {
  const made = (name: string): boolean =>
    reader.each !== undefined || selected.some((s) => s.name === name) || reader.derive?.[name] !== undefined
  const columns = table.filter((c) => c.name === 'site' || provenance.has(c.name) || made(c.name))
  const fields = openFields(selected.length)
  const write = reader.each
    ? several(reader.each, site, selected, columns, fields, report)
    : one(
        columns.map((column) => stepOf(reader, site, selected, column, report)),
        fields,
      )
  return { columns: columns.map((c) => c.name), fields, write, read: (bytes, start) => readTuple(fields, bytes, start) }
}

function one(steps: readonly Step[], fields: Fields): Converter['write'] {
  return (out, again) => {
    beginRow(out)
    for (let i = 0; i < steps.length; i++) {
      if (steps[i]!(out, fields, again)) continue
      dropRow(out)
      return -1
    }
    endRow(out)
    return 1
  }
}

function indexOf(selected: readonly SelectedColumn[], name: string | undefined): number {
  return selected.findIndex((s) => s.name === name)
}

function stepOf(
  reader: Reader,
  site: number,
  selected: readonly SelectedColumn[],
  column: EntityColumn,
  report: Report,
): Step {
  if (column.name === 'site') return siteStep(site)
  const derived = reader.derive?.[column.name]
  const index = indexOf(selected, derived?.from ?? column.name)
  if (index === -1) throw new Error(`${reader.entity} from ${reader.from}: nothing is selected for ${column.name}`)
  if (provenance.has(column.name)) return copyStep(index)
  const put = putter(column, selected[index]!.flag, report)
  const numbered = reader.repeats === true && column.names
  if (derived) return derivedStep(derived, put, index, indexOf(selected, derived.hint), numbered, report)
  return numbered
    ? (out, fields, again) =>
        again > 1 ? put.value(out, `${textAt(fields, index)} #${again}`) : put.field(out, fields, index)
    : (out, fields) => put.field(out, fields, index)
}

function siteStep(site: number): Step {
  return (out) => {
    putInt4(out, site)
    return true
  }
}

function copyStep(index: number): Step {
  return (out, { bytes, starts, lengths }) => {
    putCopy(out, bytes, starts[index]!, lengths[index]!)
    return true
  }
}

function derivedStep(
  derived: Derived,
  put: Putter,
  index: number,
  hint: number,
  numbered: boolean,
  report: Report,
): Step {
  const find: Cell['find'] = (code, detail) => report(code, detail, true)
  const codes = derived.when === undefined ? null : [...derived.when].map((c) => c.charCodeAt(0))
  return (out, fields, again) => {
    if (codes !== null && !numbered && !holdsAt(fields, index, codes)) return put.field(out, fields, index)
    const text = textAt(fields, index)
    if (text === null || text === '') return put.value(out, null)
    const source = numbered && again > 1 ? `${text} #${again}` : text
    return put.value(out, derived.by(source, { hint: hint === -1 ? null : textAt(fields, hint), find }))
  }
}

function several(
  each: NonNullable<Reader['each']>,
  site: number,
  selected: readonly SelectedColumn[],
  columns: readonly EntityColumn[],
  fields: Fields,
  report: Report,
): Converter['write'] {
  const find: Cell['find'] = (code, detail) => report(code, detail, true)
  const steps = columns.map((column) => {
    if (column.name === 'site') return siteStep(site)
    return provenance.has(column.name) ? copyStep(indexOf(selected, column.name)) : null
  })
  const puts = columns.map((column) => putter(column, false, report))
  return (out, again) => {
    const found: Record<string, string | null> = {}
    for (let i = 4; i < selected.length; i++) found[selected[i]!.name] = textAt(fields, i)
    const rows = each(found as Found, find)
    let kept = 0
    for (const row of rows) {
      beginRow(out)
      const whole = columns.every(
        (column, i) => steps[i]?.(out, fields, again) ?? puts[i]!.value(out, row[column.name] ?? null),
      )
      if (whole) endRow(out)
      else dropRow(out)
      kept += whole ? 1 : 0
    }
    return kept === 0 && rows.length > 0 ? -1 : kept
  }
}
