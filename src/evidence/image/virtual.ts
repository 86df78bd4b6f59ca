import { mkdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CannotOpen, type Entry } from '../unpack/container.ts'
import { findProgram, needs, outputOf } from '../unpack/programs.ts'
import { entriesOf, type ImageInput, workOf } from './entries.ts'
import type { Extent } from './image.ts'
import { openRaw } from './raw.ts'
import { lines } from './tsk.ts'

/** Writes a disk out as a raw image, and gives what is in it. */
export async function* entriesOfDisk(
  format: string,
  input: ImageInput,
  from: string,
  segments: number,
): AsyncGenerator<Entry> {
  const program = findProgram(['qemu-img'])
  if (program === null) throw needs(`A disk of the form ${format}`, "qemu-img (Debian's package qemu-utils)")
  mkdirSync(workOf(input), { recursive: true, mode: 0o700 })
  const raw = join(workOf(input), 'disk.raw')
  rmSync(raw, { force: true })
  try {
    await convert(program, format, from, raw, input)
    const opened = openRaw([raw])
    const image = { ...opened, holes: await holesOf(program, raw, opened.size, input) }
    try {
      if (image.size < 512) throw new CannotOpen('image-damaged', 'The disk in it is shorter than one sector')
      input.note({
        kind: 'image',
        format,
        size: image.size,
        segments,
        acquisition: null,
        stored: { md5: null, sha1: null },
        computed: { md5: null, sha1: null },
      })
      yield* entriesOf(image, input)
    } finally {
      image.close()
    }
  } finally {
    rmSync(workOf(input), { recursive: true, force: true })
  }
}

/** A longer list of holes is not kept: what holds nothing is then looked at like the rest. */
const mostHoles = 1_000_000

/** The runs of the disk that were never written: a thin disk has as good as nothing but them. */
async function holesOf(program: string, raw: string, size: number, input: ImageInput): Promise<readonly Extent[]> {
  const holes: Extent[] = []
  const quiet = { place: null, report: () => undefined, signal: input.signal, seconds: input.seconds }
  for await (const line of lines(outputOf(program, ['map', '-f', 'raw', '--output=json', raw], quiet))) {
    const text = line.toString('latin1')
    const [at, length] = [numberIn(text, 'start'), numberIn(text, 'length')]
    if (at === null || length === null || !/"data": false/.test(text) || at + length > size) continue
    if (holes.length >= mostHoles) return []
    holes.push({ at, length })
  }
  return holes
}

/** The files that a disk is read from, as qemu-img lists them. */
function filesIn(about: string): readonly string[] {
  return [...about.matchAll(/"filename": ("(?:[^"\\]|\\.)*")/g)].map(([, name]) => JSON.parse(name!) as string)
}

function numberIn(text: string, name: string): number | null {
  const found = new RegExp(`"${name}": (\\d{1,15})[,}]`).exec(text)?.[1]
  return found === undefined ? null : Number(found)
}

/** Writes the disk out without its empty blocks. A disk that says it rests on another file is not opened: its name would be followed. */
async function convert(program: string, format: string, from: string, to: string, input: ImageInput): Promise<void> {
  const quiet = { place: null, report: () => undefined, signal: input.signal, seconds: 60 }
  const parts: Buffer[] = []
  for await (const part of outputOf(program, ['info', '-f', format, '--output=json', from], quiet))
    parts.push(Buffer.from(part))
  const about = Buffer.concat(parts).toString('utf8')
  if (/"(?:full-)?backing-filename"|"data-file"/.test(about))
    throw new CannotOpen('image-unread', 'It rests on another disk file and is not read without it')
  const ours = (name: string): boolean =>
    dirname(name) === workOf(input) && /^part-\d+\.(?:vmdk|raw)$/.test(basename(name))
  if (format === 'vmdk' && filesIn(about).some((name) => name !== from && !ours(name)))
    throw new CannotOpen('image-unread', 'Its description names another file, which is not followed')
  let failed: string | null = null
  const report: ImageInput['report'] = ({ detail }) => {
    failed = detail
  }
  const args = ['convert', '-f', format, '-O', 'raw', '-S', '4k', from, to]
  for await (const _ of outputOf(program, args, { ...quiet, report, seconds: input.seconds }));
  if (failed !== null) throw new CannotOpen('image-damaged', `qemu-img: ${failed}`)
}
