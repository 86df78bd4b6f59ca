import { constants, createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { sha256File } from '../evidence/hashing.ts'
import { stillInImage } from '../evidence/image/reread.ts'
import { mailSources } from '../evidence/mail/parts.ts'
import { type Place, placesOf } from '../evidence/place.ts'
import { databaseSteps } from './database.ts'
import { letterSecrets } from './letter.ts'
import { mask } from './mask.ts'
import { type MirrorRow, mirrorRow, settingSecrets } from './row.ts'
import { limits, type Origin, type Trace, type TraceBytes, type TraceStep } from './trace.ts'
import { type Db, walk } from './walk.ts'

/** Walks an id, reads the bytes at the ends of the walk from the exhibits, and checks the exhibits' hashes. */
export async function traceToBytes(db: Db, caseDir: string, id: string, clock: () => Date): Promise<Trace | null> {
  const found = await walk(db, id)
  if (!found) return null
  const steps: TraceStep[] = [...found.steps]
  const bytes: TraceBytes[] = []
  for (const origin of unique(found.origins)) {
    const chain = await placesOf(db, caseDir, origin.file)
    const place = chain[0]
    if (!place) continue
    const isLetter = letterForms.includes(place.source)
    const row = isLetter ? null : await mirrorRow(db, place.exhibit, origin)
    const step = row ? `row:${place.exhibit}:${row.table}:${row.row}` : origin.step
    if (row && !steps.some((s) => s.id === step))
      steps.push({
        id: step,
        parent: origin.step,
        kind: 'row',
        sentence: `Row ${row.row} of table ${row.table} in exhibit ${place.number}`,
      })
    if (row) {
      const of = { exhibit: place.exhibit, file: origin.file, table: row.table, row: row.row }
      const lay = await databaseSteps(db, caseDir, of, step, checkedHash)
      steps.push(...lay.filter((s) => !steps.some((known) => known.id === s.id)))
    }
    steps.push(...containersOf(chain, step).filter((s) => !steps.some((known) => known.id === s.id)))
    const hidden = isLetter
      ? letterSecrets
      : place.source === 'configuration'
        ? await settingSecrets(db, origin)
        : row?.secrets
    const there = (await stillInImage(db, caseDir, origin.file)) !== false
    bytes.push(await readBytes(chain, { ...origin, step }, row, hidden, clock, there))
  }
  return { id, sentence: found.sentence, steps, bytes, truncated: found.truncated }
}

const letterForms: readonly string[] = Object.values(mailSources)

function unique(origins: readonly Origin[]): readonly Origin[] {
  const seen = new Set<string>()
  return origins.filter((o) => {
    const key = `${o.file}:${o.offset}:${o.length}`
    return seen.has(key) ? false : seen.add(key)
  })
}

/** The steps from a file to the containers it was unpacked from, and to the folder that is the exhibit. */
function containersOf(chain: readonly Place[], below: string): readonly TraceStep[] {
  const first = chain[0]
  if (!first || (chain.length === 1 && first.kind === 'file')) return []
  return chain.map((place, i) => ({
    id: `file:${place.file}`,
    parent: i === 0 ? below : `file:${chain[i - 1]?.file}`,
    kind: 'file',
    sentence:
      place.innerPath !== null
        ? `File ${place.innerPath} (SHA-256 ${place.sha256}), unpacked from ${chain[i + 1]?.path ?? 'a container'}${place.inImage === null ? '' : ` (${place.inImage})`}`
        : `File ${place.path} (SHA-256 ${place.sha256}) of exhibit ${place.number}`,
  }))
}

async function readBytes(
  chain: readonly Place[],
  origin: Origin,
  row: Awaited<ReturnType<typeof mirrorRow>>,
  secrets: MirrorRow['secrets'] | undefined,
  clock: () => Date,
  there: boolean,
): Promise<TraceBytes> {
  const place = chain[0]!
  const frame = {
    step: origin.step,
    exhibit: { exhibit: place.exhibit, number: place.number, sha256: place.exhibitSha256 },
    file: place.file,
    path: place.path,
    offset: origin.offset,
    length: origin.length,
  }
  try {
    if (place.stored === null) throw new Error('its bytes could not be had')
    const whole = await readRange(place.stored, place.encoding, origin.offset, origin.length)
    const reason =
      (await changed(chain)) ??
      (there ? null : 'the disk image does not hold these bytes any more where they were read') ??
      (whole.length < origin.length
        ? `only ${whole.length} of ${origin.length} bytes are there`
        : row
          ? row.differs(whole)
          : null)
    const { bytes, masked, hidden } = mask(whole, secrets?.(whole) ?? [])
    const shown = bytes.subarray(0, limits.bytes)
    return {
      ...frame,
      lines: dump(shown, hidden, origin.offset),
      text: shown.toString('utf8').replaceAll('\u0000', '␀'),
      shown: shown.length,
      masked,
      matches: reason === null,
      reason,
      verifiedAt: clock().toISOString(),
    }
  } catch (error) {
    const reason = `the exhibit cannot be read: ${error instanceof Error ? error.message : String(error)}`
    return {
      ...frame,
      lines: [],
      text: '',
      shown: 0,
      masked: 0,
      matches: false,
      reason,
      verifiedAt: clock().toISOString(),
    }
  }
}

/** Reads a run of bytes of a file's uncompressed content, read-only; fewer where the file ends before. */
export async function readRange(
  path: string,
  encoding: string | null,
  offset: number,
  length: number,
): Promise<Buffer> {
  const wanted = Math.min(length, 64 * 1024 * 1024)
  if (encoding === null) {
    const file = await open(path, constants.O_RDONLY)
    try {
      const buffer = Buffer.alloc(wanted)
      const { bytesRead } = await file.read(buffer, 0, wanted, offset)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  }
  const parts: Buffer[] = []
  let at = 0
  const packed = createReadStream(path)
  const plain = packed.pipe(createGunzip())
  packed.on('error', (e) => plain.destroy(e))
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      const [from, to] = [Math.max(offset - at, 0), Math.min(offset + wanted - at, chunk.length)]
      if (to > from) parts.push(chunk.subarray(from, to))
      at += chunk.length
      if (at >= offset + wanted) break
    }
  } catch (error) {
    // A truncated archive still gives what lies before the damage.
    if (parts.length === 0) throw error
  } finally {
    packed.destroy()
  }
  return Buffer.concat(parts)
}

/** Which file of the way from the bytes to the exhibit is not as it was recorded; null when all are. */
async function changed(chain: readonly Place[]): Promise<string | null> {
  for (const [i, { path, sha256, stored }] of chain.entries()) {
    if (stored === null) continue
    const hash = await checkedHash(stored)
    if (hash === sha256) continue
    const what =
      i < chain.length - 1
        ? `the unpacked file ${path}`
        : chain[i]?.kind === 'file'
          ? 'the exhibit'
          : `the exhibit's file ${path}`
    return `${what}'s SHA-256 is now ${hash}`
  }
  return null
}

const hashes = new Map<string, { readonly key: string; readonly sha256: Promise<string> }>()

/** The exhibit's hash, computed again whenever its size, times or inode differ from those of the last reading. */
async function checkedHash(path: string): Promise<string> {
  const s = await stat(path, { bigint: true })
  const key = `${s.ino} ${s.size} ${s.mtimeNs} ${s.ctimeNs}`
  const known = hashes.get(path)
  if (known?.key === key) return known.sha256
  const sha256 = sha256File(path).then((h) => h.sha256)
  hashes.set(path, { key, sha256 })
  sha256.catch(() => hashes.delete(path))
  return sha256
}

function dump(bytes: Buffer, hidden: (i: number) => boolean, offset: number): TraceBytes['lines'] {
  const lines: { offset: number; hex: string; text: string }[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const hex: string[] = []
    let text = ''
    for (let i = at; i < Math.min(at + 16, bytes.length); i++) {
      const byte = bytes[i] ?? 0
      hex.push(hidden(i) ? '**' : byte.toString(16).padStart(2, '0'))
      text += hidden(i) ? '█' : byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
    }
    lines.push({ offset: offset + at, hex: hex.join(' '), text })
  }
  return lines
}
