import { bitWidth, type Column, isNumberType, type Table } from './catalogue.ts'
import { type Codec, codecOf, guess, passesUtf8 } from './charset.ts'
import type { Tuples } from './tuples.ts'

/** What is done with a value: text to UTF-8, bytes as they are, numbers as written, bits to their full width. */
export const text = 0
export const bytes = 1
export const number = 2
export const bits = 3

/** How the rows of one INSERT statement are read. */
export interface Plan {
  readonly table: Table
  readonly tuples: Tuples
  /** For each value the number of its column. */
  readonly order: readonly number[]
  /** For each value: what is done with it, how it is encoded, how wide a BIT is. */
  readonly kinds: Uint8Array
  readonly codecs: readonly Codec[]
  readonly widths: Uint8Array
  /** The byte that escapes the next one, -1 under NO_BACKSLASH_ESCAPES, and the same four times in a word. */
  readonly escape: number
  readonly escape4: number
  /** First bytes whose next byte is no quote and no backslash; null in character sets without such. */
  readonly lead: ((byte: number) => boolean) | null
  /** Every text value is right as it is where the file is valid UTF-8. */
  readonly passes: boolean
  /** Accept only rows that a dump tool writes: no line break inside, no bare number for a text. */
  strict: boolean
  /** Of the row last read: values, end of what was written, values whose text had to be repaired. */
  values: number
  next: number
  readonly spoilt: number[]
  /** A NUL was met in the value last read. */
  nul: boolean
  /** A text in an undeclared character set was taken for windows-1252. */
  guessed: boolean
}

/** What the session's settings say about literals. */
export interface LiteralRules {
  /** character_set_client, null where none was declared, `binary` for values in their column's own. */
  readonly charset: string | null
  readonly backslash: boolean
}

/** The plan for values that stand for these columns. */
export function makePlan(table: Table, order: readonly number[], tuples: Tuples, rules: LiteralRules): Plan {
  const columns = order.map((i) => table.columns[i]!)
  const codecs = columns.map((c) => columnCodec(c, rules.charset))
  const client = rules.charset === null ? null : codecOf(rules.charset)
  return {
    table,
    tuples,
    order,
    kinds: Uint8Array.from(columns, kindOf),
    codecs,
    widths: Uint8Array.from(columns, (c) => bitWidth(c.declared)),
    escape: rules.backslash ? 0x5c : -1,
    escape4: rules.backslash ? 0x5c5c5c5c : 0,
    lead: client?.kind === 'multi' ? client.lead : null,
    passes: codecs.every(passesUtf8),
    strict: false,
    values: 0,
    next: 0,
    spoilt: [],
    nul: false,
    guessed: false,
  }
}

/** The encoding of a column's literals: the client's, or the column's own where the client had none. */
export function columnCodec(column: Pick<Column, 'charset'>, client: string | null): Codec {
  if (client !== null && client !== 'binary') return codecOf(client) ?? guess
  const own = column.charset === null || column.charset === 'binary' ? null : codecOf(column.charset)
  if (client === 'binary') return own ?? guess
  return own?.kind === 'single' ? { ...own, kind: 'guess' } : guess
}

function kindOf(column: Column): number {
  if (column.type === 'bytea') return bitWidth(column.declared) > 0 ? bits : bytes
  return isNumberType(column.declared) ? number : text
}
