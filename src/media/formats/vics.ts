import { namedHash } from '../hashes.ts'
import { openRecords, type RecordReader } from '../json.ts'
import type { Entry, SetFormat, SetSink } from '../media.ts'

const named = ['md5', 'sha1', 'sha256'] as const
type Record = Readonly<globalThis.Record<string, unknown>>

/** VICS as Project VIC defined it: an OData document (OData JSON Format 4.0, and version 3 of it) of media, or of cases with media. */
export const vics: SetFormat = {
  name: 'vics',
  about:
    'Project VIC’s JSON (VICS 1.2, 1.3 and 2.0, CAID too): MD5, SHA-1, size and category of each medium, in hash-set files and in case files. Thumbnails, names, comments and all else are dropped unread.',
  detect: (head) => {
    const text = head
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, '')
      .trimStart()
    return /^[{[]/.test(text) && /"(?:@?odata\.(?:metadata|context)|value|Media|MediaID|MD5)"/.test(text)
  },
  async read(bytes, sink) {
    const reader = openRecords(new Set(['value', 'Media']), {
      said: (name, text) => {
        if (/^@?odata\.(?:metadata|context)$/.test(name)) sink.scheme(schemeOf(text))
      },
      record: (record, n) => readRecord(record, n, sink),
      tooLarge: (n) => sink.remark(n, 'the record is larger than 4 MB'),
    })
    let trouble: string | null = null
    // What cannot be read further is passed over to its end: the set's hash is that of the whole file.
    for await (const piece of bytes) {
      if (trouble !== null) continue
      trouble = pushed(reader, piece)
      await sink.drained()
    }
    const { isWhole, records } = reader.end()
    if (trouble !== null) sink.remark(records + 1, `the document cannot be read further: ${trouble}`)
    else if (!isWhole) sink.remark(records + 1, 'the document breaks off')
  },
}

function pushed(reader: RecordReader, piece: Uint8Array): string | null {
  try {
    reader.push(piece)
    return null
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
}

/** The data model an address names, with its version and region: `ProjectVic 2.0, US`. */
function schemeOf(address: string): string {
  const found = /DataModels?\/(\d+\.\d+)(?:\.xml)?(?:\/([A-Za-z-]+)\/\$metadata)?/.exec(address)
  if (found === null) return address.slice(0, 200)
  const region = found[2] === undefined || found[2] === 'Default' ? '' : `, ${found[2]}`
  return `VICS ${found[1]}${region}`
}

function readRecord(bytes: Buffer, n: number, sink: SetSink): void {
  let record: Record
  try {
    record = JSON.parse(bytes.toString('utf8')) as Record
  } catch {
    sink.remark(n, 'the record is not JSON')
    return
  }
  const hashes: { -readonly [name in keyof Entry['hashes']]: Entry['hashes'][name] } = {}
  const faults: string[] = []
  for (const [name, value] of stated(record)) {
    const read = namedHash(name, value)
    if ('why' in read) faults.push(read.why)
    else hashes[name] ??= read.bytes
  }
  const isTaken = Object.keys(hashes).length > 0
  const size = wholeOf(record.MediaSize)
  if (isTaken) sink.entry({ line: n, hashes, size, code: codeOf(record.Category) })
  if (faults.length > 0) sink.remark(n, faults.join('; '), isTaken)
  else if (!isTaken)
    sink.remark(n, record.PhotoDNA ? 'it has no hash but PhotoDNA, which is not compared' : 'it has no hash')
}

/** The hashes a record states, those among its alternative ones too. */
function stated(record: Record): readonly (readonly [(typeof named)[number], string])[] {
  const all: [string, unknown][] = [
    ['MD5', record.MD5],
    ['SHA1', record.SHA1],
    ['SHA256', record.SHA256],
  ]
  if (Array.isArray(record.AlternativeHashes))
    for (const each of record.AlternativeHashes.slice(0, 50) as (Record | null)[])
      if (typeof each?.HashName === 'string') all.push([each.HashName, each.HashValue])
  return all.flatMap(([called, value]) => {
    const name = named.find((each) => each === called.toLowerCase().replace(/[^a-z0-9]/g, ''))
    const text = typeof value === 'string' ? value.trim() : ''
    return name === undefined || text === '' ? [] : [[name, text] as const]
  })
}

/** Numbers arrive as texts from some writers. */
function wholeOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}

function codeOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : null
}
