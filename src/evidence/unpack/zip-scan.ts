import type { FileHandle } from 'node:fs/promises'
import { writeName } from '../names.ts'
import type { ContainerTrouble, Entry } from './container.ts'
import { inflated, readAt, stored } from './zip-content.ts'
import { timeOf } from './zip-directory.ts'

const mark = Buffer.from('504b0304', 'hex')

/** The entries of a zip archive whose directory is lost: local headers (APPNOTE.TXT, section 4.3.7) looked for one by one. */
export async function* scan(
  file: FileHandle,
  size: number,
  report: (trouble: ContainerTrouble) => void,
): AsyncGenerator<Entry> {
  for (let at = await nextMark(file, 0); at >= 0; ) {
    const head = await readAt(file, at, 30)
    if (head.length < 30) return
    const [flags, method] = [head.readUInt16LE(6), head.readUInt16LE(8)]
    const [nameLength, extraLength] = [head.readUInt16LE(26), head.readUInt16LE(28)]
    const rest = await readAt(file, at + 30, nameLength + extraLength)
    const path = writeName(rest.subarray(0, nameLength))
    const from = at + 30 + nameLength + extraLength
    const packed = head.readUInt32LE(18)
    const base = {
      path,
      modifiedAt: timeOf(rest.subarray(nameLength), head.readUInt16LE(10), head.readUInt16LE(12)),
      size: (flags & 8) === 0 ? head.readUInt32LE(22) : null,
    }
    let end = from + packed
    if (path === '' || nameLength > rest.length) end = at + 4
    else if (path.endsWith('/')) end = from
    else if ((flags & 1) === 1) yield { ...base, content: null, closed: 'encrypted' }
    else if (method === 8) {
      let begun = false
      const content = async function* () {
        begun = true
        const damaged = (detail: string): void =>
          report({ severity: 'loss', code: 'archive-truncated', detail: `${path}: ${detail}` })
        yield* inflated(file, from, size, damaged, (e) => {
          end = e
        })
      }
      yield { ...base, content: content(), closed: null }
      if (!begun && packed === 0) end = from
    } else if (method === 0 && (flags & 8) === 0) {
      if (end > size)
        report({ severity: 'loss', code: 'archive-truncated', detail: `${path}: the archive ends inside it` })
      yield { ...base, content: stored(file, from, Math.min(end, size)), closed: null }
    } else {
      report({ severity: 'loss', code: 'archive-unsupported', detail: `${path}: its end or its method is not known` })
      yield { ...base, content: null, closed: 'unsupported' }
      end = from
    }
    at = await nextMark(file, Math.max(end, at + 4))
  }
}

async function nextMark(file: FileHandle, from: number): Promise<number> {
  const step = 64 << 10
  for (let at = from; ; at += step - 3) {
    const bytes = await readAt(file, at, step)
    const i = bytes.indexOf(mark)
    if (i >= 0) return at + i
    if (bytes.length < step) return -1
  }
}
