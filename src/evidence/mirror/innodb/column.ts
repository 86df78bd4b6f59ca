import { charsetOf, isEven } from './collation.ts'
import type { Field, Kind } from './layout.ts'
import { decimalBytes } from './numbers.ts'
import { listOf, numberOf, pairNumber, pairsOf, type Told, textOf } from './told.ts'

/** A column as the dictionary describes it. */
export interface SdiColumn {
  readonly name: string
  /** As declared: `varchar(40)`; of columns that were dropped made from what is left. */
  readonly declared: string
  readonly charset: string | null
  /** Shown to users, or dropped in place: a column of the mirror. */
  readonly shown: boolean
  readonly virtual: boolean
  readonly nullable: boolean
  /** How it is stored, but for its place among the columns of the mirror; null for a type that is not known. */
  readonly field: Omit<Field, 'column'> | null
  /** Its place in a record, where columns came and went in place. */
  readonly position: number | undefined
}

/** More than so many columns no table of InnoDB has (MySQL manual, "InnoDB Limits": 1017, and those dropped in place). */
export const mostSdiColumns = 4096
/** Fields longer than this are stored as if their length varied (MySQL source, DICT_MAX_FIXED_COL_LEN). */
const longestFixed = 768

interface Stored {
  readonly kind: Kind
  readonly fixed: number
  readonly precision?: number
  readonly scale?: number
  readonly names?: readonly string[]
  readonly big?: boolean
}

/** Reads a column of a table (MySQL source, sql/dd/types/column.h, enum_column_types). */
export function columnOf(c: Told): SdiColumn {
  const name = textOf(c.name)
  const hidden = numberOf(c.hidden, 1)
  const pairs = pairsOf(c.se_private_data)
  const dropped = pairNumber(pairs, 'version_dropped')
  const charset = charsetOf(numberOf(c.collation_id))
  const stored = storageOf(c, charset)
  const most = numberOf(c.char_length)
  const isText = stored?.kind === 'text' || stored?.kind === 'char'
  const fixed = stored !== null && stored.fixed > 0 && stored.fixed <= longestFixed ? stored.fixed : 0
  const otherwise = pairs.get('default_null') === '1' ? null : pairs.get('default')
  const added = pairNumber(pairs, 'version_added')
  return {
    name,
    declared: textOf(c.column_type_utf8) || madeUp(numberOf(c.type), most),
    charset: isText || stored?.kind === 'bytes' ? charset : null,
    shown: hidden === 1 || hidden === 4 || dropped !== undefined,
    virtual: c.is_virtual === true,
    nullable: c.is_nullable === true,
    position: pairNumber(pairs, 'physical_pos'),
    field:
      stored === null
        ? null
        : {
            kind: stored.kind,
            fixed,
            big: fixed === 0 && (stored.big === true || most > 255),
            nullable: c.is_nullable === true,
            most: fixed > 0 ? fixed : stored.big ? 0 : most,
            ...(isText && { charset: charset ?? 'utf8mb4' }),
            ...(stored.precision !== undefined && { precision: stored.precision }),
            ...(stored.scale !== undefined && { scale: stored.scale }),
            ...(stored.names && { names: stored.names }),
            ...(added !== undefined && { added }),
            ...(dropped !== undefined && { dropped }),
            ...(otherwise !== undefined && { otherwise }),
          },
  }
}

const integers: Readonly<Record<number, number>> = { 2: 1, 3: 2, 10: 3, 4: 4, 9: 8 }
/** Numbers that InnoDB adds to every row, by how long they are. */
const system: Readonly<Record<string, number>> = { DB_ROW_ID: 6, DB_TRX_ID: 6, DB_ROLL_PTR: 7 }

function storageOf(c: Told, charset: string | null): Stored | null {
  const [type, most] = [numberOf(c.type), numberOf(c.char_length)]
  const own = numberOf(c.hidden) === 2 ? system[textOf(c.name)] : undefined
  if (own !== undefined) return { kind: 'system', fixed: own }
  const unsigned = c.is_unsigned === true
  const digits = Math.min(6, numberOf(c.datetime_precision))
  const scaled = c.numeric_scale_null !== true ? { scale: numberOf(c.numeric_scale) } : {}
  const whole = integers[type]
  if (whole !== undefined) return { kind: unsigned ? 'uint' : 'int', fixed: whole }
  const fraction = Math.ceil(digits / 2)
  switch (type) {
    case 5:
      return { kind: 'float', fixed: 4, ...decimalsOf(c, scaled) }
    case 6:
      return { kind: 'double', fixed: 8, ...decimalsOf(c, scaled) }
    case 14:
      return { kind: 'year', fixed: 1 }
    case 15:
      return { kind: 'date', fixed: 3 }
    case 17:
      return { kind: 'bytes', fixed: Math.ceil(Math.max(1, numberOf(c.numeric_precision) || most) / 8) }
    case 18:
      return { kind: 'timestamp', fixed: 4 + fraction, precision: digits }
    case 19:
      return { kind: 'datetime', fixed: 5 + fraction, precision: digits }
    case 20:
      return { kind: 'time', fixed: 3 + fraction, precision: digits }
    case 21: {
      const [precision, scale] = [numberOf(c.numeric_precision), numberOf(c.numeric_scale)]
      if (precision < 1 || precision > 65 || scale > precision) return null
      return { kind: 'decimal', fixed: decimalBytes(precision, scale), precision, scale }
    }
    case 22:
    case 23:
      return namedOf(c, type === 22)
    case 16:
    case 28:
      return { kind: charset === 'binary' ? 'bytes' : 'text', fixed: 0 }
    case 24:
    case 25:
    case 26:
    case 27:
      return { kind: charset === 'binary' ? 'bytes' : 'text', fixed: 0, big: true }
    case 29:
      if (charset === 'binary') return { kind: 'bytes', fixed: most }
      return { kind: 'char', fixed: charset !== null && isEven(charset) ? most : 0 }
    case 30:
    case 32:
      return { kind: 'bytes', fixed: 0, big: true }
    case 31:
      return { kind: 'json', fixed: 0, big: true }
    default:
      return null
  }
}

/** FLOAT(7,3) is shown with three decimals, FLOAT with as many as it needs. */
function decimalsOf(c: Told, scaled: { readonly scale?: number }): { readonly scale?: number } {
  return /\(\d+,\d+\)/.test(textOf(c.column_type_utf8)) ? scaled : {}
}

/** Names of an ENUM or SET; their number says how many bytes a value takes. */
function namedOf(c: Told, one: boolean): Stored {
  const names = listOf(c.elements, 65_535).map((e) => Buffer.from(textOf(e.name), 'base64').toString('utf8'))
  const count = names.length || (pairNumber(pairsOf(c.options), 'interval_count') ?? 1)
  if (one) return { kind: 'enum', fixed: count < 256 ? 1 : 2, names }
  const bytes = Math.ceil(count / 8)
  return { kind: 'set', fixed: bytes > 4 ? 8 : Math.max(1, bytes), names }
}

/** The type of a column whose declaration is gone. */
function madeUp(type: number, most: number): string {
  const words: Readonly<Record<number, string>> = {
    ...{ 2: 'tinyint', 3: 'smallint', 4: 'int', 5: 'float', 6: 'double', 9: 'bigint', 10: 'mediumint', 14: 'year' },
    ...{ 15: 'date', 17: `bit(${most})`, 18: 'timestamp', 19: 'datetime', 20: 'time', 21: 'decimal', 22: 'enum' },
    ...{ 23: 'set', 24: 'tinytext', 25: 'mediumtext', 26: 'longtext', 27: 'text', 30: 'geometry', 31: 'json' },
  }
  return words[type] ?? (type === 29 ? `char(${most})` : `varchar(${most})`)
}
