import { CannotOpen, type ContainerInput, type ContainerTrouble } from '../unpack/container.ts'
import { findProgram, needs, outputOf } from '../unpack/programs.ts'

/** What runs a program of The Sleuth Kit: the signal, the time it has, and where trouble is told. */
export type Running = Pick<ContainerInput, 'report' | 'signal' | 'seconds'>

/** What a program of The Sleuth Kit writes. What it says of damage is told once, with the program's name. */
export async function* tsk(
  program: 'fiwalk' | 'fls' | 'blkls' | 'icat',
  args: readonly string[],
  { report, signal, seconds }: Running,
): AsyncGenerator<Uint8Array> {
  const path = findProgram([program])
  if (path === null) throw needs('The file systems of a disk image', "The Sleuth Kit (Debian's package sleuthkit)")
  const told = ({ severity, detail }: ContainerTrouble): void =>
    report({ severity, code: 'image-damaged', detail: `${program}: ${detail}` })
  yield* outputOf(path, args, { place: null, report: told, signal, seconds })
}

/** True where this machine can read file systems of images. */
export function hasTsk(): boolean {
  return findProgram(['fiwalk']) !== null
}

/** A file's bytes as The Sleuth Kit gives them: what is compressed, or lies in the file system's own records. */
export async function icat(
  paths: readonly string[],
  start: number,
  inode: string,
  running: Running,
): Promise<AsyncIterable<Uint8Array>> {
  if (start % 512 !== 0) throw new CannotOpen('image-damaged', `A volume begins at ${start}, in the middle of a sector`)
  return tsk('icat', ['-r', '-o', String(start / 512), ...paths, inode], running)
}

/** The lines of a program's output, as bytes without the line end; a line longer than `longest` is cut. */
export async function* lines(output: AsyncIterable<Uint8Array>, longest = 1 << 20): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of output) {
    let bytes =
      rest.length === 0 ? Buffer.from(piece.buffer, piece.byteOffset, piece.length) : Buffer.concat([rest, piece])
    let from = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      yield bytes.subarray(from, end)
      from = end + 1
    }
    bytes = bytes.subarray(from)
    rest = Buffer.from(bytes.subarray(0, longest))
  }
  if (rest.length > 0) yield rest
}
