import type { Limits, PlacedFile, PlacedReader, Reader, Sink } from '../source.ts'
import { type LogState, openLog } from './log.ts'
import { manifestLimits, readManifest } from './manifest.ts'
import { openLogPart } from './reader.ts'

/** Bytes of a file that are read at once, and objects that are given out at once. */
const piece = 1 << 20
const keysAtOnce = 20_000

/**
 * Opens a reader of a log in several files (Redis 7, `appendonlydir`): the manifest, with the files that it lists as
 * companions, in its order. The commands of all are carried out one after the other, on the objects of the dump that the
 * log begins with; each row lies in the file that wrote it last.
 */
export function openLogSet(
  file: PlacedFile,
  companions: readonly (PlacedFile | null)[],
  sink: Sink,
  limits: Limits,
  state: unknown,
): PlacedReader {
  const log = openLog(sink, (state as LogState | null) ?? { from: 0, rows: 0, findings: 0 })
  const parts = readManifest(file.read(0, Math.min(file.size, manifestLimits.bytes))) ?? []
  let [next, from, work] = [0, 0, 0]
  let [giving, done] = [false, false]
  let reader: Reader | null = null

  /** Whether a listed file cannot be read or need not be; the first is told. */
  const nothingIn = (i: number): boolean => {
    const { name, type, offset, length } = parts[i]!
    if (companions[i]?.size === 0) return true
    if (type === 'history') {
      const detail = `The file ${name} was replaced by the dump that the log now begins with: it is not read`
      log.report({ severity: 'warning', code: 'replaced-log', detail, offset, length })
    } else if (!companions[i]) {
      const detail = `The file ${name} with a part of the log is not there, or cannot be unpacked`
      log.report({ severity: 'loss', code: 'part-missing', detail, offset, length })
    } else return false
    return true
  }

  /** Reads on in the files; false when all were read. */
  const read = (): boolean => {
    if (next >= parts.length) return false
    const part = companions[next]
    if (reader === null && nothingIn(next)) next++
    else {
      reader ??= openLogPart(log, part!.file, sink, limits)
      const bytes = part!.read(from, piece)
      if (bytes.length > 0) reader.feed(bytes.slice())
      else reader.finish()
      from += bytes.length
      work += bytes.length
      if (reader.run(Number.POSITIVE_INFINITY) === 'end') [reader, from, next] = [null, 0, next + 1]
    }
    return true
  }

  return {
    run: (stopAt) => {
      if (done) return 'end'
      if (!giving && read()) return work >= stopAt ? 'stop' : 'input'
      giving = true
      work += piece
      if (log.give(keysAtOnce)) return work >= stopAt ? 'stop' : 'input'
      done = true
      return 'end'
    },
    offset: () => work,
    state: () => log.state(),
  }
}
