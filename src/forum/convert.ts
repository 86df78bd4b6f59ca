import type { Column } from '../db/columns.ts'
import type { Cell, Derived, Found, Made, Reader } from './forum.ts'

/** A column of an entity's table. */
export interface EntityColumn extends Column {
  readonly required: boolean
  /** Part of what names a row within its site. */
  readonly name_part: boolean
}

/** Says what was wrong with a row; a row that cannot be kept counts in the ledger. */
export type Report = (code: string, detail: string, kept: boolean) => void

/** Turns a row of a reader's SELECT into rows of its entity, in the order of `columns`. */
export interface Converter {
  readonly columns: readonly EntityColumn[]
  /** Values for `columns`, one list for each row of the entity; null where the row was left out. */
  readonly convert: (row: readonly unknown[], again: number, report: Report) => readonly (readonly unknown[])[] | null
}

/** 1970 to 2100: what a forum's clock can have said. */
const lastSecond = 4_102_444_800
/** Longer names than any software gives; a B-tree takes no more than some 2,700 bytes. */
const longestName = 300
const provenance = new Set(['_file', '_offset', '_length'])

/** Prepares the conversion of one reader; `selected` are the columns of its SELECT in order, `_row` first. */
export function converter(
  reader: Reader,
  site: number,
  selected: readonly string[],
  table: readonly EntityColumn[],
): Converter {
  const made = (name: string): boolean =>
    reader.each !== undefined || selected.includes(name) || reader.derive?.[name] !== undefined
  const columns = table.filter((c) => c.name === 'site' || provenance.has(c.name) || made(c.name))
  const at = new Map(selected.map((name, i) => [name, i]))
  const steps = columns.map((column) => step(reader, site, at, column))
  const convert: Converter['convert'] = (row, again, report) => {
    const values: unknown[] = new Array(steps.length)
    for (let i = 0; i < steps.length; i++) {
      const value = steps[i]!(row, again, report)
      if (value === undefined) return null
      values[i] = value
    }
    return [values]
  }
  return { columns, convert: reader.each ? several(reader.each, site, selected, columns) : convert }
}

type Step = (row: readonly unknown[], again: number, report: Report) => unknown

function step(reader: Reader, site: number, at: ReadonlyMap<string, number>, column: EntityColumn): Step {
  const { name } = column
  if (name === 'site') return () => site
  const derived = reader.derive?.[name]
  const index = at.get(derived?.from ?? name) ?? -1
  if (provenance.has(name)) return (row) => row[index]
  if (derived) return derivedStep(reader, column, derived, index, at.get(derived.hint ?? '') ?? -1)
  const numbered = reader.repeats === true && column.name_part
  return (row, again, report) => {
    const value = row[index] as string | boolean | null
    return settle(column, numbered && again > 1 ? `${value} #${again}` : value, report)
  }
}

function derivedStep(reader: Reader, column: EntityColumn, derived: Derived, index: number, hintIndex: number): Step {
  const numbered = reader.repeats === true && column.name_part
  return (row, again, report) => {
    const value = row[index] as string | null
    if (value === null || value === undefined) return settle(column, null, report)
    const hint = hintIndex === -1 ? null : (row[hintIndex] as string | null)
    const find: Cell['find'] = (code, detail) => report(code, detail, true)
    const source = numbered && again > 1 ? `${value} #${again}` : value
    return settle(column, derived.by(source, { hint, find }), report)
  }
}

function several(
  each: NonNullable<Reader['each']>,
  site: number,
  selected: readonly string[],
  columns: readonly EntityColumn[],
): Converter['convert'] {
  return (row, _again, report) => {
    const found: Record<string, string | null> = {}
    for (let i = 0; i < selected.length; i++) {
      const value = row[i]
      if (value === null || typeof value === 'string') found[selected[i]!] = value
    }
    const rows = each(found as Found, (code, detail) => report(code, detail, true))
    const placed = new Map(selected.map((name, i) => [name, row[i]]))
    const kept = rows.flatMap((made: Made) => {
      const values = columns.map((c) =>
        c.name === 'site'
          ? site
          : provenance.has(c.name)
            ? placed.get(c.name)
            : settle(c, made[c.name] ?? null, report),
      )
      return values.includes(undefined) ? [] : [values]
    })
    return kept.length === 0 && rows.length > 0 ? null : kept
  }
}

/** The value a column holds, null where the evidence says nothing or nothing possible, undefined where the row must go. */
function settle(column: EntityColumn, value: string | boolean | readonly string[] | null, report: Report): unknown {
  const settled = value === null || value === '' ? null : possible(column, value, report)
  if (!column.required) return settled
  if (column.name_part) {
    if (settled === null) {
      report('no-id', `A row without a usable ${column.name} was left out.`, false)
      return undefined
    }
    if (typeof settled === 'string' && settled.length > longestName) {
      report('absurd-id', `A row whose ${column.name} is ${settled.length} characters long was left out.`, false)
      return undefined
    }
  }
  return settled ?? nothing(column)
}

function nothing(column: EntityColumn): unknown {
  switch (column.type) {
    case 'bool':
      return false
    case 'int4':
    case 'int8':
      return 0
    case 'text[]':
      return []
    case 'jsonb':
      return {}
    default:
      return ''
  }
}

function possible(column: EntityColumn, value: string | boolean | readonly string[], report: Report): unknown {
  switch (column.type) {
    case 'text':
      return typeof value === 'string' ? value : String(value)
    case 'bool':
      return typeof value === 'boolean' ? value : value === '1'
    case 'timestamptz':
      return instant(column, value as string, report)
    case 'int4':
    case 'int8':
      return whole(column, value as string, report)
    case 'jsonb':
      return JSON.parse(value as string)
    case 'text[]':
      return value
    default:
      throw new Error(`forum columns of type ${column.type} are not made (${column.name})`)
  }
}

function instant(column: EntityColumn, value: string, report: Report): number | null {
  const seconds = Number(value)
  if (seconds === 0) return null
  if (Number.isInteger(seconds) && seconds > 0 && seconds < lastSecond) return seconds
  report('absurd-time', `${column.name} is ${shown(value)}, no time between 1970 and 2100; it is left empty.`, true)
  return null
}

function whole(column: EntityColumn, value: string, report: Report): number | bigint | null {
  const number = Number(value)
  if (value.trim() !== '' && Number.isInteger(number)) {
    if (column.type === 'int4' && number === (number | 0)) return number
    if (column.type === 'int8' && Number.isSafeInteger(number)) return number
    if (column.type === 'int8' && /^-?\d{1,18}$/.test(value)) return BigInt(value)
  }
  report('absurd-number', `${column.name} is ${shown(value)}, which no such number can be; it is left empty.`, true)
  return null
}

function shown(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
}
