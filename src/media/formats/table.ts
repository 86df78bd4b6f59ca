import { type Columns, fieldsOf, type Header, headerOf } from '../columns.ts'
import { hashOf, namedHash } from '../hashes.ts'
import { headText, linesOf } from '../lines.ts'
import type { Entry, SetFormat, SetSink } from '../media.ts'

type Hashes = { -readonly [name in keyof Entry['hashes']]: Entry['hashes'][name] }

const named = ['md5', 'sha1', 'sha256'] as const
/** What stands where a table has no value. */
const blank = /^(?:|-|null|none|n\/a|unknown)$/i
/** Lines before the header that are looked through for it: titles and remarks. */
const before = 20

/** A table with a header: what people export from other programs. */
export const table: SetFormat = {
  name: 'table',
  about:
    'A table with a header (comma, semicolon, tab or bar between fields): columns for MD5, SHA-1, SHA-256, size and category are known by their names, those of the baseline of ICSE and of hashdeep too.',
  detect: (head) => isTable(head) && !isRds(head),
  read: readTable,
}

/** The text form of the reference data set of the NSRL. */
export const rds: SetFormat = {
  name: 'nsrl-rds',
  about:
    'NSRLFile.txt of the NSRL’s reference data set (versions 1 and 2 of its text form): SHA-1, MD5, size, and its special codes as categories.',
  detect: isRds,
  read: readTable,
}

function found(head: Buffer): Header | null {
  if (head.includes(0) && head[0] !== 0xff && head[0] !== 0xfe) return null
  const lines = headText(head).split(/\r\n|\r|\n/, before)
  for (const line of lines) {
    const header = headerOf(line)
    if (header !== null) return header
  }
  return null
}

function isTable(head: Buffer): boolean {
  return found(head) !== null
}

function isRds(head: Buffer): boolean {
  const names = found(head)?.names ?? []
  return ['sha1', 'filename', 'productcode', 'specialcode'].every((name) => names.includes(name))
}

async function readTable(bytes: AsyncIterable<Uint8Array>, sink: SetSink): Promise<void> {
  let header: Header | null = null
  for await (const { first, lines } of linesOf(bytes)) {
    for (const [i, line] of lines.entries()) {
      const number = first + i
      if (line === null) sink.remark(number, 'it is too long')
      else if (header === null) header = headerOf(line)
      // hashdeep writes remarks between its lines.
      else if (line.trim() !== '' && !line.startsWith('##')) readLine(line, number, header, sink)
    }
    await sink.drained()
  }
}

function readLine(line: string, number: number, { separator, columns }: Header, sink: SetSink): void {
  const fields = fieldsOf(line, separator, columns.last + 1)
  const hashes: Hashes = {}
  const faults: string[] = []
  const value = (column: number): string => (column < 0 ? '' : (fields[column] ?? ''))
  for (const name of named) {
    const text = value(columns[name])
    if (blank.test(text)) continue
    const read = namedHash(name, text)
    if ('why' in read) faults.push(read.why)
    else hashes[name] = read.bytes
  }
  const text = value(columns.hash)
  if (!blank.test(text)) {
    const read = hashOf(text)
    if ('why' in read) faults.push(read.why)
    else hashes[read.name] ??= read.bytes
  }
  const isTaken = Object.keys(hashes).length > 0
  if (isTaken)
    sink.entry({
      line: number,
      hashes,
      size: sizeOf(value(columns.size)),
      code: codeOf(value(columns.category), columns),
    })
  if (faults.length > 0) sink.remark(number, faults.join('; '), isTaken)
  else if (!isTaken) sink.remark(number, 'it has no hash')
}

function sizeOf(text: string): number | null {
  if (!/^\d{1,15}$/.test(text)) return null
  return Number(text)
}

function codeOf(text: string, { prefix }: Columns): string | null {
  return blank.test(text) ? null : `${prefix}${text}`.slice(0, 200)
}
