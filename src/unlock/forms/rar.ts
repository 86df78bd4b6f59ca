import { type LockedForm, whole } from '../form.ts'
import type { Peek } from '../peek.ts'

/** RAR archives with encrypted names or contents: RAR 1.5 to 4 (technote.txt of the program) and 5 (RAR 5.0 archive format). */
export const rar: LockedForm = {
  name: 'rar',
  about: 'RAR 4 and RAR 5 archives whose names or contents are encrypted',
  suspect: ({ head }) => head.length > 8 && head.readUIntBE(0, 6) === 0x526172211a07,
  look: async (peek) => {
    const five = peek.head[6] === 1
    const signs = five ? await walkFive(peek) : await walkFour(peek)
    const encrypted = Math.max(signs.files, peek.closedEntries)
    if (!signs.names && encrypted === 0) return []
    const why = signs.names
      ? 'its headers, names included, are encrypted'
      : `${encrypted} entries are encrypted; their names are not`
    const detail = { version: five ? 5 : 4, names: signs.names, encrypted: signs.names ? null : encrypted }
    return [whole(peek, { kind: 'archive', form: five ? 'rar5' : 'rar4', why, detail, opener: '7-zip' })]
  },
}

interface Signs {
  readonly names: boolean
  readonly files: number
}

/** Headers that are looked at; the rest of a longer archive is like them. */
const mostHeaders = 20_000

async function walkFour(peek: Peek): Promise<Signs> {
  let [names, files] = [false, 0]
  for (let at = 7, n = 0; n < mostHeaders && !names; n++) {
    const head = await peek.read(at, 11)
    if (head.length < 7) break
    const [type, flags, size] = [head[2], head.readUInt16LE(3), head.readUInt16LE(5)]
    if (size < 7) break
    if (type === 0x73) names = (flags & 0x80) !== 0
    if (type === 0x74 && (flags & 4) !== 0) files += 1
    const added = (flags & 0x8000) !== 0 && head.length >= 11 ? head.readUInt32LE(7) : 0
    at += size + added
  }
  return { names, files }
}

async function walkFive(peek: Peek): Promise<Signs> {
  let [names, files] = [false, 0]
  for (let at = 8, n = 0; n < mostHeaders && !names; n++) {
    const head = await peek.read(at, 2048)
    const next = vints(head, 4)
    const size = next()
    const start = next.at()
    const [type, flags] = [next(), next()]
    if (size === 0 || start + size > head.length + (1 << 21)) break
    const extra = (flags & 1) !== 0 ? next() : 0
    const data = (flags & 2) !== 0 ? next() : 0
    names = type === 4
    if (type === 2 && extra > 0 && hasRecord(head.subarray(start + size - extra, start + size), 1)) files += 1
    if (type === 5) break
    at += start + size + data
  }
  return { names, files }
}

/** Whether the extra area of a header has a record of this type (1: file encryption). */
function hasRecord(area: Buffer, wanted: number): boolean {
  const next = vints(area, 0)
  while (next.at() < area.length) {
    const size = next()
    const from = next.at()
    if (size === 0) return false
    if (next() === wanted) return true
    next.to(from + size)
  }
  return false
}

/** Variable-length numbers, seven bits a byte, the low ones first. */
function vints(bytes: Buffer, from: number) {
  let at = from
  const next = (): number => {
    let [value, factor] = [0, 1]
    for (let n = 0; n < 7 && at < bytes.length; n++) {
      const byte = bytes[at++]!
      value += (byte & 127) * factor
      if (byte < 128) break
      factor *= 128
    }
    return value
  }
  const moveTo = (place: number): void => {
    at = place
  }
  return Object.assign(next, { at: () => at, to: moveTo })
}
