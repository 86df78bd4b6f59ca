/** What the bytes of a field mean. */
export type Kind =
  | 'int'
  | 'uint'
  | 'float'
  | 'double'
  | 'decimal'
  | 'date'
  | 'time'
  | 'datetime'
  | 'timestamp'
  | 'year'
  | 'enum'
  | 'set'
  | 'char'
  | 'text'
  | 'bytes'
  | 'json'
  | 'system'

/** A field of the clustered index as records hold it. */
export interface Field {
  /** The column of the mirror it is the value of, -1 for none: numbers that InnoDB adds, beginnings of key columns. */
  readonly column: number
  readonly kind: Kind
  /** Bytes it always takes, 0 where its length stands before the record. */
  readonly fixed: number
  /** Its length may take two bytes, and its value may go on in other pages. */
  readonly big: boolean
  readonly nullable: boolean
  /** The most bytes it may have, 0 where that is not limited. */
  readonly most: number
  /** Of text: its character set. */
  readonly charset?: string
  /** Digits of a number, or of fractions of a second. */
  readonly precision?: number
  readonly scale?: number
  /** Names that an ENUM or SET has numbers for. */
  readonly names?: readonly string[]
  /** The version of rows (ALTER TABLE … ALGORITHM=INSTANT) that has it first, and that has it no more. */
  readonly added?: number
  readonly dropped?: number
  /** What rows without it hold in it, as hexadecimal digits of its bytes; null for NULL. */
  readonly otherwise?: string | null
}

/** How the records of a table lie in its clustered index: plain data, kept with the mirror so that they can be read again. */
export interface Layout {
  readonly fields: readonly Field[]
  /** The older format, whose records list where each field ends. */
  readonly redundant?: true
  /** Records may lack fields, or hold dropped ones. */
  readonly changing?: true
  /** Fields that records had before the first column was added in place, in the way of MySQL 8.0.12 to 8.0.28. */
  readonly first?: number
}
