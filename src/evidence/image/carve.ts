import {
  gzipLength,
  innodbPage,
  isInnodbPage,
  sqliteLength,
  statementAt,
  type TextKind,
  textKind,
  textPrefix,
} from './carve-kinds.ts'
import type { Extent, Image } from './image.ts'

/** A piece found in free space. */
export interface Piece extends Extent {
  readonly kind: TextKind | 'sqlite' | 'innodb' | 'gzip'
}

/** How much is carved from one image. */
export interface CarveLimits {
  /** Pieces of plain text, and bytes in them. */
  readonly texts: number
  readonly textBytes: number
  /** Pieces of other kinds, and bytes in them. */
  readonly pieces: number
  readonly bytes: number
  /** Bytes of one piece. */
  readonly longest: number
}

/** What holds unless a test says otherwise. */
export const usualCarveLimits: CarveLimits = {
  texts: 20_000,
  textBytes: 512 << 20,
  pieces: 50_000,
  bytes: 8 * 2 ** 30,
  longest: 1 << 30,
}

/** Shorter text than this is not kept. */
const shortestText = 32
/** By so many bytes of its beginning a run of text is told. */
const headBytes = 65_536
const windowBytes = 4 << 20
const zeros = Buffer.alloc(4096)

/** Looks through free space block by block for what files begin with, and for pages of databases. */
export async function* carve(
  view: Image,
  extents: readonly Extent[],
  unit: number,
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  const step = Math.min(4096, Math.max(512, unit))
  for (const extent of extents) {
    const end = Math.min(extent.at + extent.length, view.size)
    let window: Buffer = Buffer.alloc(0)
    let windowAt = extent.at
    let run: { at: number; length: number; head: Buffer[]; sql: boolean } | null = null
    const close = function* (): Generator<Piece> {
      if (run !== null && run.length >= shortestText) yield* textPieces(run.at, run.length, Buffer.concat(run.head))
      run = null
    }
    for (let at = extent.at; at < end; ) {
      if (at >= windowAt + window.length) {
        signal.throwIfAborted()
        windowAt = at
        window = view.read(at, Math.min(windowBytes, end - at))
        if (window.length === 0) break
      }
      const block = window.subarray(at - windowAt, at - windowAt + step)
      if (run !== null) {
        const text = textPrefix(block)
        const more: number = text < block.length && run.sql && block.indexOf(0) < 0 ? block.length : text
        if (more > 0) {
          if (run.length < headBytes) {
            run.head.push(Buffer.from(block.subarray(0, more)))
            run.sql ||= textKind(block) === 'sql'
          }
          run.length += more
          if (more < block.length || run.length >= usualCarveLimits.longest) yield* close()
          at += step
          continue
        }
        yield* close()
      }
      if (block.equals(zeros.subarray(0, block.length))) {
        at += step
        continue
      }
      const found = await pieceAt(view, block, at, end)
      if (found !== null) {
        yield found
        at += Math.max(step, Math.ceil(found.length / step) * step)
        continue
      }
      const text = textPrefix(block)
      if (text >= shortestText) {
        run = { at, length: text, head: [Buffer.from(block.subarray(0, text))], sql: textKind(block) === 'sql' }
        if (text < block.length) yield* close()
      }
      at += step
    }
    yield* close()
  }
}

async function pieceAt(view: Image, block: Buffer, at: number, end: number): Promise<Piece | null> {
  const database = sqliteLength(block)
  if (database !== null) return { kind: 'sqlite', at, length: Math.min(database, end - at) }
  if (block[0] === 0x1f && block[1] === 0x8b) {
    const length = await gzipLength(view, at, Math.min(end - at, usualCarveLimits.longest))
    if (length !== null) return { kind: 'gzip', at, length }
  }
  let length = 0
  if (block.length >= 26 && block.readUInt16BE(24) !== 0)
    while (
      at + length + innodbPage <= end &&
      length < usualCarveLimits.longest &&
      isInnodbPage(view.read(at + length, innodbPage))
    )
      length += innodbPage
  return length === 0 ? null : { kind: 'innodb', at, length }
}

/** A run of text as pieces: of a dump whose beginning is lost, what comes before its first statement is a piece of its own. */
function* textPieces(at: number, length: number, head: Buffer): Generator<Piece> {
  const kind = textKind(head.subarray(0, headBytes))
  const from = kind === 'sql' ? statementAt(head) : 0
  if (from >= shortestText) yield { kind: 'text', at, length: from }
  yield from === 0 ? { kind, at, length } : { kind, at: at + from, length: length - from }
}
