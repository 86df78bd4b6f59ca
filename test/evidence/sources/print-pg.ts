import type { Value } from './collect.ts'
import type { Sample } from './print.ts'

/** How dumps of PostgreSQL differ. */
export interface PgStyle {
  readonly form: 'copy' | 'inserts' | 'rows'
  /** INSERTs list their columns. */
  readonly complete: boolean
  readonly qualified: boolean
  readonly comments: boolean
  /** bytea in the escape format of old servers. */
  readonly octal: boolean
  /** Strings are written as E'…'. */
  readonly escapes: boolean
}

const types: Readonly<Record<string, string>> = { t: 'character varying(200)', b: 'bytea', n: 'numeric(40,2)' }
const control: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
}

/** Writes a table as pg_dump does. */
export function printPg(sample: Sample, style: PgStyle): Buffer {
  const { columns, rows } = sample
  const name = style.qualified ? `public.${sample.name}` : sample.name
  const list = `(${columns.join(', ')})`
  const comment = (what: string) =>
    style.comments ? `--\n-- ${what}: ${sample.name}; Type: TABLE; Schema: public; Owner: -\n--\n\n` : ''
  const parts = [
    style.comments ? '--\n-- PostgreSQL database dump\n--\n\n' : '',
    "SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n",
    style.qualified
      ? "SELECT pg_catalog.set_config('search_path', '', false);\n\n"
      : 'SET search_path = public, pg_catalog;\n\n',
    comment('Name'),
    `CREATE TABLE ${name} (\n${columns.map((c) => `    ${c} ${types[c[0]!]}`).join(',\n')}\n);\n\n\n`,
    comment('Data for Name'),
  ]
  if (style.form === 'copy') {
    parts.push(`COPY ${name} ${list} FROM stdin;\n`)
    for (const row of rows) parts.push(`${row.map((v) => copied(v, style)).join('\t')}\n`)
    parts.push('\\.\n\n\n')
  } else {
    const head = `INSERT INTO ${name}${style.complete ? ` ${list}` : ''} VALUES`
    const tuples = rows.map((row) => `(${row.map((v, i) => literal(v, columns[i]!, style)).join(', ')})`)
    if (style.form === 'inserts') parts.push(...tuples.map((t) => `${head} ${t};\n`))
    else if (rows.length > 0) parts.push(`${head}\n\t${tuples.join(',\n\t')};\n`)
  }
  parts.push(`ALTER TABLE ONLY ${name} REPLICA IDENTITY FULL;\n`)
  if (style.comments) parts.push('--\n-- PostgreSQL database dump complete\n--\n\n')
  return Buffer.from(parts.join(''))
}

function bytea(raw: Uint8Array, style: PgStyle): string {
  if (!style.octal) return `\\x${Buffer.from(raw).toString('hex')}`
  return [...raw]
    .map((b) =>
      b === 92 ? '\\\\' : b < 32 || b > 126 ? `\\${b.toString(8).padStart(3, '0')}` : String.fromCharCode(b),
    )
    .join('')
}

function copied(value: Value, style: PgStyle): string {
  if (value === null) return '\\N'
  const text = typeof value === 'string' ? value : bytea(value, style)
  return text.replace(/[\b\f\n\r\t\v\\]/g, (c) => control[c]!)
}

function literal(value: Value, column: string, style: PgStyle): string {
  if (value === null) return 'NULL'
  if (column.startsWith('n') && /^[\d.-]+$/.test(String(value))) return String(value)
  const text = (typeof value === 'string' ? value : bytea(value, style)).replaceAll("'", "''")
  return style.escapes ? ` E'${text.replaceAll('\\', '\\\\')}'` : `'${text}'`
}
