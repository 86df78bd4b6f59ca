import { createReadStream, statSync } from 'node:fs'
import { segmentsOf } from '../image/segments.ts'
import type { Container } from '../unpack/container.ts'

/**
 * A dump or archive that was cut at any byte or line into files `.aa .ab`, `.001 .002`: given out as the one file it was.
 * Its bytes do not tell it, so that `evidence.open` does, by what lies beside it (`cut.ts`).
 */
export const cutFile: Container = {
  name: 'cut-file',
  about: 'dumps and archives cut into parts (split: .aa .ab, .001 .002), joined in their order',
  detect: () => false,
  joins: true,
  open: async function* ({ name, beside, report, note }) {
    const { parts, missing } = segmentsOf(name, (await beside?.()) ?? [])
    const sizes = parts.map((p) => statSync(p.place).size)
    const from = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0))
    const places = parts.slice(0, listed).map((p, i) => `${p.name} from byte ${from[i]}`)
    if (parts.length > listed) places.push(`and ${parts.length - listed} more in their order`)
    report({ severity: 'note', code: 'parts-joined', detail: `Read as one file: ${places.join(', ')}` })
    if (missing !== null)
      report({
        severity: 'loss',
        code: 'missing-part',
        detail: `The part ${missing} is not there; what comes after it was not joined`,
      })
    note?.({ kind: 'parts', files: parts.slice(1).map((p) => p.file) })
    const content = async function* () {
      for (const { place } of parts) for await (const piece of createReadStream(place)) yield piece as Uint8Array
    }
    const size = sizes.reduce((a, b) => a + b, 0)
    yield { path: name.replace(/\.[^.]*$/, ''), modifiedAt: null, size, content: content(), closed: null }
  },
}

/** So many parts are told one by one with where they begin. */
const listed = 1000
