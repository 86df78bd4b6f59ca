import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { entriesOf, type ImageInput, imageInput, workOf, writeSparse } from '../image/entries.ts'
import { type Ewf, openEwf, segmentNumber } from '../image/ewf.ts'
import { openRaw } from '../image/raw.ts'
import { segmentsOf } from '../image/segments.ts'
import { CannotOpen, type Container } from '../unpack/container.ts'

/** Images in Expert Witness form (EnCase, FTK Imager, ewfacquire), by their first segment. */
export const expertWitness: Container = {
  name: 'e01',
  about:
    'disk images in Expert Witness form (E01), segmented ones too, with what was written down when they were taken',
  detect: (first) => segmentNumber(first) === 1,
  open: async function* (given) {
    const input = imageInput(given)
    const { parts, missing } = segmentsOf(input.name, await input.beside())
    if (missing !== null)
      input.report({
        severity: 'loss',
        code: 'image-segment',
        detail: `The segment ${missing} of the image is not there; what comes after it was not joined`,
      })
    const paths = parts.length > 1 ? parts.map((p) => p.place) : [input.place.toString()]
    const image = openEwf(paths)
    try {
      if (image.size < 512)
        throw new CannotOpen('image-damaged', 'It states no sectors, or none of its chunks is listed')
      for (const detail of image.trouble) input.report({ severity: 'loss', code: 'image-damaged', detail })
      input.note({ kind: 'segments', files: parts.slice(1).map((p) => p.file) })
      check(image, paths.length, input)
      yield* entriesOf({ ...image, paths: named(image, paths, input) }, input)
    } finally {
      image.close()
      rmSync(workOf(input), { recursive: true, force: true })
    }
  },
}

/** Reads all of it and compares it with the hashes it states. */
function check(image: Ewf, segments: number, { report, signal, glance, note }: ImageInput): void {
  if (glance) return
  const [md5, sha1] = [createHash('md5'), createHash('sha1')]
  for (let at = 0; at < image.size; ) {
    signal.throwIfAborted()
    const piece = image.read(at, 1 << 20)
    if (piece.length === 0) break
    md5.update(piece)
    if (image.stored.sha1 !== null) sha1.update(piece)
    at += piece.length
  }
  const computed = { md5: md5.digest('hex'), sha1: image.stored.sha1 === null ? null : sha1.digest('hex') }
  if (image.lost() > 0)
    report({
      severity: 'loss',
      code: 'image-damaged',
      detail: `${image.lost()} chunks of the image cannot be read; they were taken as zeros`,
    })
  for (const name of ['md5', 'sha1'] as const) {
    const [stated, own] = [image.stored[name], computed[name]]
    if (stated !== null && stated !== own)
      report({
        severity: 'loss',
        code: 'image-hash',
        detail: `The image states the ${name === 'md5' ? 'MD5' : 'SHA-1'} ${stated}; what was read of it has ${own}`,
      })
  }
  if (image.stored.md5 === null && image.stored.sha1 === null)
    report({ severity: 'note', code: 'image-hash', detail: 'The image states no hash of the disk to compare with' })
  note({
    kind: 'image',
    format: 'ewf',
    size: image.size,
    segments,
    acquisition: image.acquisition,
    stored: image.stored,
    computed,
  })
}

/** The segments under names that libewf knows them by; of a damaged image what could be read, written out. */
function named(image: Ewf, paths: readonly string[], input: ImageInput): readonly string[] {
  mkdirSync(workOf(input), { recursive: true, mode: 0o700 })
  if (image.paths === null || image.lost() > 0) {
    const path = join(workOf(input), 'image.raw')
    rmSync(path, { force: true })
    writeSparse(image, path, input.signal)
    openRaw([path]).close()
    return [path]
  }
  const series = segmentsOf('image.E01', namesFor(paths.length))
  return series.parts.map(({ name }, i) => {
    const link = join(workOf(input), name)
    rmSync(link, { force: true })
    symlinkSync(resolve(paths[i]!), link)
    return link
  })
}

/** All names that a series of so many segments may have. */
function namesFor(count: number): readonly { readonly name: string }[] {
  const names: string[] = []
  for (let n = 1; n <= Math.min(count, 99); n++) names.push(`image.E${String(n).padStart(2, '0')}`)
  for (let n = 0; names.length < count; n++) {
    const letter = (i: number): string => String.fromCharCode(65 + i)
    names.push(`image.${letter(4 + Math.floor(n / 676))}${letter(Math.floor(n / 26) % 26)}${letter(n % 26)}`)
  }
  return names.map((name) => ({ name }))
}
