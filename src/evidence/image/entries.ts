import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContainerInput, Entry } from '../unpack/container.ts'
import { type CarveLimits, carve, type Piece, usualCarveLimits } from './carve.ts'
import { belowOf, filesOf, type Source, type Walked } from './files.ts'
import { blocksOf, without } from './free.ts'
import { type Extent, type Image, mapped } from './image.ts'
import { type Layout, layoutOf, type Volume } from './layout.ts'
import { extentsText, notedOf, usedOf } from './noted.ts'
import type { Origin } from './notes.ts'
import { openRaw } from './raw.ts'
import { hasTsk } from './tsk.ts'
import { xfsFiles } from './xfs/files.ts'

/** All that is in an image: closed volumes, the files of its file systems, and what is carved from the space between them. */
export async function* entriesOf(
  image: Image,
  input: ImageInput,
  limits: CarveLimits = usualCarveLimits,
): AsyncGenerator<Entry> {
  const layout = layoutOf(image)
  for (const detail of layout.trouble) input.report({ severity: 'warning', code: 'image-damaged', detail })
  for (const detail of layout.mirrors.values()) input.report({ severity: 'note', code: 'image-mirror', detail })
  for (const volume of layout.volumes) input.note({ kind: 'volume', volume: notedOf(volume) })
  yield* closedVolumes(layout, input)
  const walked = new Map<number, Walked>()
  const done = (w: Walked): void => void walked.set(w.volume.n, w)
  for (const volume of layout.volumes.filter((v) => v.kind === 'xfs')) yield* xfsFiles(image, volume, input, done)
  if (hasTsk()) yield* listedFiles(image, layout, input, walked, done)
  else if (walked.size === 0 || layout.volumes.some(isForTsk))
    input.report({
      severity: 'loss',
      code: 'archive-no-program',
      detail:
        "File systems of disk images can be read only with The Sleuth Kit (Debian's package sleuthkit), which this machine has not",
    })
  tellVolumes(layout, walked, input)
  yield* carved(image, layout, walked, input, limits)
}

const isForTsk = (v: Volume): boolean => v.state === 'read' && v.kind !== 'xfs'

async function* listedFiles(
  image: Image,
  layout: Layout,
  input: ImageInput,
  walked: ReadonlyMap<number, Walked>,
  done: (w: Walked) => void,
): AsyncGenerator<Entry> {
  const direct = layout.volumes.filter((v) => v.extents.length === 1 && isForTsk(v))
  if (image.paths !== null && direct.length > 0) {
    const find = (offset: number): Volume | undefined =>
      direct.find((v) => v.extents[0]?.at === offset && !walked.has(v.n))
    yield* filesOf({ image, paths: image.paths, find, below: (at) => at }, input, done)
  }
  // What The Sleuth Kit cannot find by itself is put before it as an image of its own.
  for (const volume of layout.volumes.filter((v) => isForTsk(v) && !walked.has(v.n)))
    yield* fromCopy(image, volume, input, done)
}

/** A volume written out as a raw image, holes left as they are, and removed when its files were given out. */
async function* fromCopy(
  image: Image,
  volume: Volume,
  input: ImageInput,
  done: (w: Walked) => void,
): AsyncGenerator<Entry> {
  mkdirSync(workOf(input), { recursive: true, mode: 0o700 })
  const path = join(workOf(input), `volume-${volume.n}.raw`)
  // What a stopped program left here.
  rmSync(path, { force: true })
  writeSparse(mapped(image, volume.extents), path, input.signal)
  if (volume.kind === 'iso9660') clearSystemArea(path)
  const raw = openRaw([path])
  try {
    const source: Source = {
      image: raw,
      paths: [path],
      find: (offset) => (offset === 0 ? volume : undefined),
      below: belowOf(volume),
    }
    yield* filesOf(source, input, done)
  } finally {
    raw.close()
    rmSync(path, { force: true })
    if (readdirSync(workOf(input)).length === 0) rmSync(workOf(input), { recursive: true })
  }
}

/** The first sectors of a disc are no part of its file system (ECMA-119, 6.2.1): a partition map there would be followed instead. */
function clearSystemArea(path: string): void {
  const file = openSync(path, 'r+')
  try {
    writeSync(file, Buffer.alloc(Math.min(32_768, fstatSync(file).size)), 0, undefined, 0)
  } finally {
    closeSync(file)
  }
}

/** What an image is opened with: nothing of a container's input is left open. */
export type ImageInput = ContainerInput & Required<Pick<ContainerInput, 'file' | 'beside' | 'note'>>

/** The input of a container that is a disk image. */
export function imageInput(input: ContainerInput): ImageInput {
  return { file: 0, beside: async () => [], note: () => undefined, ...input }
}

/** A folder for what must lie as a file while an image is read; whoever makes it removes it. */
export function workOf({ scratch, file }: Pick<ImageInput, 'scratch' | 'file'>): string {
  return scratch === undefined
    ? join(tmpdir(), `holdfast-image-${process.pid}-${file}`)
    : join(scratch, 'scratch', `image-${file}`)
}

/** Writes an image as one raw file without the blocks that hold nothing. */
export function writeSparse(image: Image, path: string, signal: AbortSignal): void {
  const piece = 1 << 20
  const zeros = Buffer.alloc(piece)
  const file = openSync(path, 'wx', 0o600)
  try {
    for (const run of without([{ at: 0, length: image.size }], image.holes ?? []))
      for (let at = run.at; at < run.at + run.length; at += piece) {
        signal.throwIfAborted()
        const bytes = image.read(at, Math.min(piece, run.at + run.length - at))
        if (bytes.length === 0) break
        if (bytes.equals(zeros.subarray(0, bytes.length))) continue
        for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from, bytes.length - from, at + from)
      }
    ftruncateSync(file, image.size)
  } finally {
    closeSync(file)
  }
}

const nothing: Origin['times'] = { modified: null, accessed: null, changed: null, created: null, deleted: null }

function* closedVolumes(layout: Layout, input: ImageInput): Generator<Entry> {
  for (const volume of layout.volumes) {
    if (volume.state !== 'closed') continue
    const closed = volume.kind === 'bitlocker' ? 'bitlocker' : 'luks'
    const path = volume.label || volume.kind
    input.report({
      severity: 'loss',
      code: 'image-encrypted',
      detail: `${path} is encrypted (${closed === 'luks' ? 'LUKS' : 'BitLocker'}, ${volume.size} bytes); it is listed and stays closed`,
    })
    const origin: Origin = {
      volume: volume.n,
      inode: null,
      state: 'closed',
      recovery: null,
      times: nothing,
      local: false,
      link: null,
      at: volume.extents[0]?.at ?? null,
      runs: extentsText(volume),
    }
    yield { path, modifiedAt: null, size: volume.size, content: null, closed, origin }
  }
}

function tellVolumes({ volumes }: Layout, walked: ReadonlyMap<number, Walked>, input: ImageInput): void {
  for (const volume of volumes) {
    const name = volume.label || 'The image'
    const counts = walked.get(volume.n)?.counts
    if (volume.state === 'read' && counts === undefined && (hasTsk() || volume.kind === 'xfs'))
      input.report({
        severity: 'loss',
        code: 'image-unread',
        detail: `${name}: its file system (${volume.kind}, ${volume.size} bytes) cannot be opened; it was only carved`,
      })
    if (volume.state === 'unread' && volume.kind !== 'swap')
      input.report({
        severity: 'loss',
        code: 'image-unread',
        detail: `${name} holds ${volume.kind}, which is not read; it was only carved`,
      })
    const deleted = Object.entries(counts ?? {}).filter(([what]) => what.startsWith('deleted'))
    if (deleted.length > 0)
      input.report({
        severity: 'note',
        code: 'image-deleted',
        detail: `${name}: deleted files are listed: ${deleted.map(([what, n]) => `${n} ${what.replace('deleted, ', '')}`).join(', ')}`,
      })
    if ((counts?.special ?? 0) > 0)
      input.report({
        severity: 'note',
        code: 'archive-special',
        detail: `${name}: ${counts?.special} devices, pipes and sockets have no content and are not listed`,
      })
  }
}

/** Names by what a piece is. */
const endings: Readonly<Record<Piece['kind'], string>> = {
  sql: 'sql',
  mail: 'eml',
  log: 'log',
  text: 'txt',
  sqlite: 'sqlite',
  innodb: 'innodb',
  gzip: 'gz',
}

async function* carved(
  image: Image,
  layout: Layout,
  walked: ReadonlyMap<number, Walked>,
  input: ImageInput,
  limits: CarveLimits,
): AsyncGenerator<Entry> {
  const used = { texts: 0, textBytes: 0, pieces: 0, bytes: 0, left: 0 }
  const give = async function* (
    view: Image,
    extents: readonly Extent[],
    unit: number,
    volume: { readonly n: number; readonly label: string },
    below: (at: number) => number | null,
  ): AsyncGenerator<Entry> {
    for await (const { kind, at, length } of carve(
      view,
      without(extents, blocksOf(view.holes ?? [])),
      unit,
      input.signal,
    )) {
      const text = kind === 'text'
      if (text) used.texts += 1
      else used.pieces += 1
      if (
        text
          ? used.texts > limits.texts || used.textBytes + length > limits.textBytes
          : used.pieces > limits.pieces || used.bytes + length > limits.bytes
      ) {
        used.left += 1
        continue
      }
      if (text) used.textBytes += length
      else used.bytes += length
      const place = below(at)
      const name = `$Carved/${String(place ?? at).padStart(14, '0')}.${endings[kind]}`
      const origin: Origin = {
        volume: volume.n,
        inode: null,
        state: 'carved',
        recovery: null,
        times: nothing,
        local: false,
        link: null,
        at: place,
        runs: place === null ? null : `${place}+${length}`,
      }
      const path = volume.label === '' ? name : `${volume.label}/${name}`
      const content = piecesOf(view, at, length)
      yield { path, modifiedAt: null, size: length, content, closed: null, source: `carved-${kind}`, origin }
    }
  }
  for (const volume of layout.volumes) {
    const found = walked.get(volume.n)
    if (volume.state === 'closed' || layout.mirrors.has(volume.n)) continue
    const view = mapped(image, volume.extents)
    const whole = [{ at: 0, length: volume.size }]
    const extents = found
      ? without(found.free, found.recovered)
      : volume.state === 'group'
        ? without(whole, usedOf(volume, layout))
        : whole
    yield* give(view, extents, found?.unit ?? 512, volume, belowOf(volume))
  }
  yield* give(image, layout.gaps, 512, { n: 0, label: '' }, (at) => at)
  if (used.left > 0)
    input.report({
      severity: 'loss',
      code: 'image-limit',
      detail: `${used.left} more pieces were found in free space than are carved from one image`,
    })
}

async function* piecesOf(view: Image, at: number, length: number): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < length; ) {
    const piece = view.read(at + done, Math.min(4 << 20, length - done))
    if (piece.length === 0) return
    done += piece.length
    yield piece
  }
}
