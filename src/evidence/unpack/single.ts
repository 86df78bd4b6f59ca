import { writeName } from '../names.ts'
import type { ContainerTrouble, Entry } from './container.ts'
import { isTar, readTar } from './tar-stream.ts'

/** What a compressed stream holds: the entries of a tar archive, or one file under the stream's own name. */
export async function* readUnpacked(
  unpacked: AsyncIterable<Uint8Array>,
  name: string,
  report: (trouble: ContainerTrouble) => void,
): AsyncGenerator<Entry> {
  const pieces = unpacked[Symbol.asyncIterator]()
  let first = Buffer.alloc(0)
  for (let next = await pieces.next(); ; next = await pieces.next()) {
    // A copy: a piece is valid until the next is asked for.
    if (!next.done) first = Buffer.concat([first, next.value])
    if (next.done || first.length >= 512) break
  }
  const all = async function* () {
    try {
      yield first
      for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value
    } finally {
      await pieces.return?.()
    }
  }
  if (isTar(first)) yield* readTar(all(), report)
  else yield { path: name, modifiedAt: null, size: null, content: all(), closed: null }
}

/** The name of what is in a compressed file: without the ending that says how it is compressed. */
export function unpackedName(name: string, endings: readonly (readonly [packed: string, plain: string])[]): string {
  for (const [packed, plain] of endings) {
    if (name.toLowerCase().endsWith(packed) && name.length > packed.length)
      return name.slice(0, name.length - packed.length) + plain
  }
  return `${name}.unpacked`
}

/** A file name that stands in a header, without any folders. */
export function plainName(bytes: Uint8Array): string | null {
  const name = writeName(bytes).split('/').at(-1)
  return name === undefined || name === '' || name === '.' || name === '..' ? null : name
}
