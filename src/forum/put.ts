import type { Column } from '../db/columns.ts'
import { digitsAt, type Fields, textAt } from './fields.ts'
import { type Output, putBool, putCopy, putInt4, putInt8, putNull, putText, putTexts } from './output.ts'

/** A column of an entity's table. */
export interface EntityColumn extends Column {
  readonly required: boolean
  /** Part of what names a row within its site. */
  readonly names: boolean
}

/** Says what was wrong with a row; a row that is not kept counts in the ledger. */
export type Report = (code: string, detail: string, kept: boolean) => void

/** Writes values of one column; false where the row cannot be kept. */
export interface Putter {
  /** A field of the SELECT as it is. */
  readonly field: (out: Output, fields: Fields, i: number) => boolean
  /** A value that was made from text. */
  readonly value: (out: Output, value: string | boolean | readonly string[] | null) => boolean
}

/** PostgreSQL counts from the year 2000 (datatype/timestamp.h, POSTGRES_EPOCH_JDATE). */
const epoch = 946_684_800
/** 1970 to 2100: what a forum's clock can have said. */
const lastSecond = 4_102_444_800
/** In bytes. No software gives longer names, and a B-tree takes no more than some 2,700 bytes. */
const longestName = 1000

/** How values of a column are written; `flag` says that the SELECT gives a boolean rather than text. */
export function putter(column: EntityColumn, flag: boolean, report: Report): Putter {
  const nothing = (out: Output): boolean => {
    if (!column.required) putNull(out)
    else if (column.names) {
      report('no-id', `A row without a usable ${column.name} was left out.`, false)
      return false
    } else putDefault(out, column)
    return true
  }
  const tooLong = (bytes: number): boolean => {
    if (!column.names || bytes <= longestName) return false
    report('absurd-id', `A row whose ${column.name} is ${bytes} bytes long was left out.`, false)
    return true
  }
  const value: Putter['value'] = (out, made) => {
    if (made === null || made === '') return nothing(out)
    if (typeof made === 'boolean') putBool(out, made)
    else if (typeof made !== 'string') putTexts(out, made)
    else if (column.names && tooLong(Buffer.byteLength(made))) return false
    else return putParsed(out, column, made, report) || nothing(out)
    return true
  }
  return { value, field: fieldPutter(column, flag, nothing, tooLong, value) }
}

function fieldPutter(
  column: EntityColumn,
  flag: boolean,
  nothing: (out: Output) => boolean,
  tooLong: (bytes: number) => boolean,
  value: Putter['value'],
): Putter['field'] {
  if (flag || column.type === 'text')
    return (out, fields, i) => {
      const length = fields.lengths[i]!
      if (length <= 0) return nothing(out)
      if (tooLong(length)) return false
      putCopy(out, fields.bytes, fields.starts[i]!, length)
      return true
    }
  if (column.type === 'timestamptz')
    return (out, fields, i) => {
      const seconds = digitsAt(fields, i)
      if (seconds <= 0 || seconds >= lastSecond) return seconds === 0 ? nothing(out) : value(out, textAt(fields, i))
      putInt8(out, (seconds - epoch) * 1_000_000)
      return true
    }
  if (column.type === 'int4' || column.type === 'int8')
    return (out, fields, i) => {
      const number = digitsAt(fields, i)
      if (number < 0 || (column.type === 'int4' && number > 0x7fff_ffff)) return value(out, textAt(fields, i))
      if (column.type === 'int4') putInt4(out, number)
      else putInt8(out, number)
      return true
    }
  return (out, fields, i) => value(out, textAt(fields, i))
}

/** Writes what a text says in a column's type; false, after telling, where it says nothing possible. */
function putParsed(out: Output, column: EntityColumn, text: string, report: Report): boolean {
  switch (column.type) {
    case 'text':
      putText(out, text)
      return true
    case 'jsonb':
      putText(out, text, 1)
      return true
    case 'bool':
      putBool(out, text === '1')
      return true
    case 'timestamptz':
      return putSeconds(out, column, text, report)
    case 'int4':
    case 'int8':
      return putWhole(out, column, text, report)
    default:
      throw new Error(`${column.name}: columns of type ${column.type} are not made from text`)
  }
}

function putSeconds(out: Output, column: EntityColumn, text: string, report: Report): boolean {
  const seconds = Number(text)
  if (seconds === 0) return false
  if (Number.isInteger(seconds) && seconds > 0 && seconds < lastSecond) {
    putInt8(out, (seconds - epoch) * 1_000_000)
    return true
  }
  report('absurd-time', `${column.name} is ${shown(text)}, no time between 1970 and 2100; it is left empty.`, true)
  return false
}

function putWhole(out: Output, column: EntityColumn, text: string, report: Report): boolean {
  const number = /^\s*-?\d{1,19}\s*$/.test(text) ? BigInt(text) : null
  if (number !== null && column.type === 'int4' && BigInt.asIntN(32, number) === number) {
    putInt4(out, Number(number))
    return true
  }
  if (number !== null && column.type === 'int8' && BigInt.asIntN(64, number) === number) {
    putInt8(out, number)
    return true
  }
  report('absurd-number', `${column.name} is ${shown(text)}, which no such number can be; it is left empty.`, true)
  return false
}

function putDefault(out: Output, column: EntityColumn): void {
  if (column.type === 'bool') putBool(out, false)
  else if (column.type === 'int4') putInt4(out, 0)
  else if (column.type === 'int8') putInt8(out, 0)
  else if (column.type === 'text[]') putTexts(out, [])
  else if (column.type === 'jsonb') putText(out, '{}', 1)
  else putText(out, '')
}

function shown(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
}
