import fc from 'fast-check'
import type { Value } from './collect.ts'

/** A table to print: columns are `t…` (text), `b…` (bytes) and `n…` (numbers) by their name. */
export interface Sample {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Value[])[]
}

/** How dump tools differ. */
export interface Style {
  readonly extended: boolean
  readonly complete: boolean
  readonly hex: boolean
  readonly lines: boolean
  readonly binary: boolean
  readonly doubled: boolean
}

const types: Readonly<Record<string, string>> = { t: 'mediumtext', b: 'longblob', n: 'bigint(20)' }
const escapes: Readonly<Record<number, string>> = {
  0: '\\0',
  10: '\\n',
  13: '\\r',
  26: '\\Z',
  34: '\\"',
  39: "\\'",
  92: '\\\\',
}

/** Writes a table as mysqldump does: escapes of mysql_real_escape_string, everything else as it is. */
export function printSql(sample: Sample, style: Style): Buffer {
  const { name, columns, rows } = sample
  const declared = columns.map((c) => `  \`${c}\` ${types[c[0]!]}`).join(',\n')
  const list = style.complete ? ` (${columns.map((c) => `\`${c}\``).join(', ')})` : ''
  const head = `INSERT INTO \`${name}\`${list} VALUES${style.lines ? '\n' : ' '}`
  const parts: Buffer[] = [
    Buffer.from(
      `DROP TABLE IF EXISTS \`${name}\`;\nCREATE TABLE \`${name}\` (\n${declared}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n`,
    ),
  ]
  for (const [i, row] of rows.entries()) {
    const first = i === 0 || !style.extended
    parts.push(Buffer.from(first ? head : style.lines ? ',\n' : ','))
    parts.push(
      Buffer.from('('),
      ...row.flatMap((v, k) => [Buffer.from(k === 0 ? '' : ','), literal(v, columns[k]!, style)]),
      Buffer.from(')'),
    )
    if (!style.extended || i === rows.length - 1) parts.push(Buffer.from(';\n'))
  }
  return Buffer.concat(parts)
}

function literal(value: Value, column: string, style: Style): Buffer {
  if (value === null) return Buffer.from('NULL')
  if (column.startsWith('n')) return Buffer.from(String(value))
  const raw = Buffer.from(value)
  if (column.startsWith('b') && style.hex)
    return Buffer.from(raw.length === 0 ? "''" : `0x${raw.toString('hex').toUpperCase()}`)
  const parts: Buffer[] = [Buffer.from(column.startsWith('b') && style.binary ? "_binary '" : "'")]
  for (const b of raw)
    parts.push(
      b === 39 && style.doubled
        ? Buffer.from("''")
        : escapes[b] === undefined
          ? Buffer.from([b])
          : Buffer.from(escapes[b]),
    )
  return Buffer.concat([...parts, Buffer.from("'")])
}

/** Writes a table as mysqldump --xml does. */
export function printXml(sample: Sample, style: Style): Buffer {
  const { name, columns, rows } = sample
  const attribute = (text: string) => escapeXml(Buffer.from(text)).toString('latin1')
  const parts: Buffer[] = [
    Buffer.from(
      '<?xml version="1.0"?>\n<mysqldump xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<database name="d">\n',
    ),
  ]
  parts.push(Buffer.from(`\t<table_structure name="${name}">\n`))
  for (const c of columns)
    parts.push(
      Buffer.from(
        `\t\t<field Field="${attribute(c)}" Type="${types[c[0]!]}" Null="YES" Key="" Extra="" Comment="" />\n`,
        'latin1',
      ),
    )
  parts.push(Buffer.from(`\t</table_structure>\n\t<table_data name="${name}">\n`))
  for (const row of rows) {
    parts.push(Buffer.from('\t<row>\n'))
    for (const [i, v] of row.entries()) {
      const open = `\t\t<field name="${attribute(columns[i]!)}"`
      if (v === null) parts.push(Buffer.from(`${open} xsi:nil="true" />\n`, 'latin1'))
      else if (columns[i]!.startsWith('b') && style.hex && v.length > 0)
        parts.push(
          Buffer.from(
            `${open} xsi:type="xs:hexBinary">${Buffer.from(v).toString('hex').toUpperCase()}</field>\n`,
            'latin1',
          ),
        )
      else parts.push(Buffer.from(`${open}>`, 'latin1'), escapeXml(Buffer.from(v)), Buffer.from('</field>\n'))
    }
    parts.push(Buffer.from('\t</row>\n'))
  }
  parts.push(Buffer.from('\t</table_data>\n</database>\n</mysqldump>\n'))
  return Buffer.concat(parts)
}

const entities: Readonly<Record<number, string>> = { 34: '&quot;', 38: '&amp;', 60: '&lt;', 62: '&gt;' }

function escapeXml(raw: Buffer): Buffer {
  return Buffer.concat([...raw].map((b) => (entities[b] === undefined ? Buffer.from([b]) : Buffer.from(entities[b]))))
}

/** Text without NUL, which the mirror shows as U+2400. */
const someText = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({
      unit: fc.constantFrom(
        "'",
        '"',
        '\\',
        '\n',
        '\r',
        '),(',
        ',',
        ';',
        'é',
        '🌱',
        'a',
        ' ',
        '<',
        '&amp;',
        ']]>',
        '</field>',
        'NULL',
        '-- ',
      ),
      maxLength: 12,
    }),
  )
  .map((s) => s.replaceAll('\0', ''))
const number = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  fc.constantFrom('0', '1', '1e10', '-0.5', '12.50'),
)
// Shorter than a run of NUL bytes that is taken for a lost block.
const someBytes = fc.uint8Array({ maxLength: 12 })

const valuesOf: Readonly<Record<'t' | 'b' | 'n', fc.Arbitrary<Value>>> = { t: someText, b: someBytes, n: number }

/** Tables with any values. */
export const samples: fc.Arbitrary<Sample> = fc
  .array(fc.constantFrom<'t' | 'b' | 'n'>('t', 'b', 'n'), { minLength: 1, maxLength: 6 })
  .chain((kinds) =>
    fc.record({
      name: fc.constant('plants'),
      columns: fc.constant(kinds.map((k, i) => `${k}${i}`)),
      rows: fc.array(fc.tuple(...kinds.map((k): fc.Arbitrary<Value> => fc.option<Value>(valuesOf[k]))), {
        maxLength: 12,
      }),
    }),
  )

/** All ways to print. */
export const styles: fc.Arbitrary<Style> = fc.record({
  extended: fc.boolean(),
  complete: fc.boolean(),
  hex: fc.boolean(),
  lines: fc.boolean(),
  binary: fc.boolean(),
  doubled: fc.boolean(),
})
