import fc from 'fast-check'
import type { RowForm } from '../../../src/evidence/mirror/read-row.ts'
import type { EvidenceSource } from '../../../src/evidence/mirror/source.ts'
import { mysqldumpSql } from '../../../src/evidence/sources/mysqldump-sql.ts'
import { mysqldumpXml } from '../../../src/evidence/sources/mysqldump-xml.ts'
import { pgDump } from '../../../src/evidence/sources/pg-dump.ts'
import type { Value } from './collect.ts'
import { printSql, printXml, samples, styles } from './print.ts'
import { type PgStyle, printPg } from './print-pg.ts'

/** A dump that was printed, and the rows of its table `plants`. */
export interface Printed {
  readonly data: Buffer
  readonly rows: readonly (readonly Value[])[]
}

/** A way in which dumps are written that are read from front to back. */
export interface DumpForm {
  readonly name: string
  readonly source: EvidenceSource
  readonly form: RowForm
  readonly dumps: fc.Arbitrary<Printed>
  /** What the bytes of a row look like. */
  readonly row: RegExp
  /** Begins a table whose rows arbitrary bytes could be. */
  readonly lead: string
}

const names = Buffer.from('/*!40101 SET NAMES utf8mb4 */;\n')
const pgStyles = (forms: readonly PgStyle['form'][]): fc.Arbitrary<PgStyle> =>
  fc.record({
    form: fc.constantFrom(...forms),
    complete: fc.boolean(),
    qualified: fc.boolean(),
    comments: fc.boolean(),
    octal: fc.boolean(),
    escapes: fc.boolean(),
  })
const pg = (forms: readonly PgStyle['form'][]): fc.Arbitrary<Printed> =>
  fc.tuple(samples, pgStyles(forms)).map(([sample, style]) => ({ data: printPg(sample, style), rows: sample.rows }))
const tuple = /^\(.*\)$/s

/** Every such way. */
export const dumpForms: readonly DumpForm[] = [
  {
    name: 'SQL of MySQL',
    source: mysqldumpSql,
    form: 'sql',
    dumps: fc
      .tuple(samples, styles)
      .map(([sample, style]) => ({ data: Buffer.concat([names, printSql(sample, style)]), rows: sample.rows })),
    row: tuple,
    lead: 'INSERT INTO a VALUES (1,2);\nINSERT INTO a VALUES ',
  },
  {
    name: 'XML of MySQL',
    source: mysqldumpXml,
    form: 'xml',
    dumps: fc.tuple(samples, styles).map(([sample, style]) => ({ data: printXml(sample, style), rows: sample.rows })),
    row: /^<row>.*<\/row>$/s,
    lead: '<mysqldump><database name="a"><table_data name="b">',
  },
  {
    name: 'COPY of PostgreSQL',
    source: pgDump,
    form: 'pg',
    dumps: pg(['copy']),
    row: /^[^\n]*\n$/,
    lead: 'COPY a (b, c) FROM stdin;\n',
  },
  {
    name: 'INSERTs of PostgreSQL',
    source: pgDump,
    form: 'pg',
    dumps: pg(['inserts', 'rows']),
    row: tuple,
    lead: 'INSERT INTO a VALUES (1, 2);\nINSERT INTO a VALUES ',
  },
]
