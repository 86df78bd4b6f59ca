import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { writeName } from '../names.ts'
import type { Container, ContainerTrouble, Entry } from '../unpack/container.ts'
import { inflated, readAt, stored } from '../unpack/zip-content.ts'
import { type Directory, directory, type Record } from '../unpack/zip-directory.ts'
import { scan } from '../unpack/zip-scan.ts'

/** Zip archives (APPNOTE.TXT of PKWARE, version 6.3): by their directory, or by their local headers where it is lost. */
export const zip: Container = {
  name: 'zip',
  about: 'zip archives (stored and deflated entries, zip64)',
  detect: (first) =>
    first[0] === 0x50 &&
    first[1] === 0x4b &&
    [0x0304, 0x0506, 0x0708].includes((first[2]! << 8) | first[3]!) &&
    !isDocument(first),
  open: async function* ({ place, report }) {
    const file = await open(place, constants.O_RDONLY)
    try {
      const size = (await file.stat()).size
      const found: Directory | null = await directory(file, size)
      if (found === null) {
        report({
          severity: 'warning',
          code: 'archive-damaged',
          detail: 'The directory of the zip archive is missing or damaged; its entries were looked for one by one',
        })
        yield* scan(file, size, report)
        return
      }
      if (found.damaged !== null) report({ severity: 'loss', code: 'archive-damaged', detail: found.damaged })
      for await (const record of found.records) yield* entryOf(file, size, record, report)
    } finally {
      await file.close()
    }
  },
}

/** Office documents, books and programs are zip archives too; they stay whole. */
function isDocument(first: Uint8Array): boolean {
  const name = Buffer.from(first.subarray(30, 62)).toString('latin1')
  return /^(?:mimetype|\[Content_Types\]\.xml|_rels\/|META-INF\/|AndroidManifest\.xml)/.test(name)
}

/** Method numbers of section 4.4.5. */
const methods: Readonly<{ [method: number]: string }> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
  99: 'AES',
}

async function* entryOf(
  file: FileHandle,
  size: number,
  record: Record,
  report: (trouble: ContainerTrouble) => void,
): AsyncGenerator<Entry> {
  const path = writeName(record.name)
  if (path.endsWith('/')) return
  const base = { path, modifiedAt: record.modifiedAt, size: record.size }
  if (record.link) {
    report({ severity: 'note', code: 'archive-link', detail: `${path} is a link; links are not followed` })
    return
  }
  if (record.encrypted) return yield { ...base, content: null, closed: 'encrypted' }
  if (record.method !== 0 && record.method !== 8) {
    const method = methods[record.method] ?? `method ${record.method}`
    report({
      severity: 'loss',
      code: 'archive-unsupported',
      detail: `${path} is packed with ${method}, which is not read`,
    })
    return yield { ...base, content: null, closed: 'unsupported' }
  }
  const head = await readAt(file, record.offset, 30)
  if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50) {
    report({ severity: 'loss', code: 'archive-damaged', detail: `${path}: its header is not where the directory says` })
    return yield { ...base, content: null, closed: 'unsupported' }
  }
  const from = record.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  const to = Math.min(from + record.packed, size)
  const content = async function* () {
    let [crc, length] = [0, 0]
    const pieces =
      record.method === 0
        ? stored(file, from, to)
        : inflated(file, from, to, (detail) =>
            report({ severity: 'loss', code: 'archive-damaged', detail: `${path}: ${detail}` }),
          )
    for await (const piece of pieces) {
      crc = crc32(piece, crc)
      length += piece.length
      yield piece
    }
    if (length < record.size || from + record.packed > size)
      report({
        severity: 'loss',
        code: 'archive-truncated',
        detail: `${path}: ${length} of ${record.size} bytes are there`,
      })
    else if (crc !== record.crc)
      report({
        severity: 'warning',
        code: 'archive-checksum',
        detail: `${path}: its content does not match its checksum`,
      })
  }
  yield { ...base, content: content(), closed: null }
}
