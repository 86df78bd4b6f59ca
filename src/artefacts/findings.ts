import type { Finding } from '../model/finding.ts'
import type { Bytes } from './artefacts.ts'

/** One odd value of a column: in how many rows, and the first of them. */
interface Odd {
  readonly code: string
  readonly what: string
  readonly raw: string
  rows: number
  bytes: Bytes
}

/** Odd values told one by one; the rest is a number. */
const told = 100

/**
 * Values that are not what their column promises, gathered over a whole stage: they go with its last batch, in an
 * order that does not depend on how the rows were read.
 */
export interface OddValues {
  readonly add: (code: string, what: string, raw: string, bytes: Bytes, rows?: number) => void
  /** For the checkpoint. */
  readonly state: () => readonly Odd[]
  readonly findings: () => readonly Finding[]
}

/** Goes on from an earlier `state`. */
export function openOddValues(before: readonly Odd[] = []): OddValues {
  const odd = new Map<string, Odd>()
  const keyOf = (one: Pick<Odd, 'code' | 'what' | 'raw'>) => JSON.stringify([one.code, one.what, one.raw])
  for (const one of before) odd.set(keyOf(one), { ...one })
  const add: OddValues['add'] = (code, what, raw, bytes, rows = 1) => {
    const short = raw.length > 200 ? `${raw.slice(0, 200)}…` : raw
    const key = keyOf({ code, what, raw: short })
    const known = odd.get(key)
    if (known === undefined) odd.set(key, { code, what, raw: short, rows, bytes })
    else {
      known.rows += rows
      if (bytes[0] < known.bytes[0] || (bytes[0] === known.bytes[0] && bytes[1] < known.bytes[1])) known.bytes = bytes
    }
    if (odd.size > told * 4) shrink(odd)
  }
  return { add, state: () => [...odd.values()], findings: () => tell(odd) }
}

const rest = '\uffff'

/** Keeps the least in order and sums the others up, so that the result does not depend on the order of arrival. */
function shrink(odd: Map<string, Odd>): void {
  const byCode = new Map<string, Odd[]>()
  for (const one of odd.values()) byCode.set(one.code, [...(byCode.get(one.code) ?? []), one])
  odd.clear()
  for (const [code, all] of byCode) {
    const sorted = all.sort(inOrder)
    const over = sorted.filter((one) => one.raw !== rest).slice(told)
    const sum = sorted.find((one) => one.raw === rest)
    for (const one of sorted)
      if (one.raw !== rest && !over.includes(one)) odd.set(JSON.stringify([code, one.what, one.raw]), one)
    if (over.length === 0 && sum === undefined) continue
    const all2 = [...over, ...(sum ? [sum] : [])]
    odd.set(JSON.stringify([code, '', rest]), {
      code,
      what: '',
      raw: rest,
      rows: all2.reduce((rows, one) => rows + one.rows, 0),
      bytes: all2.map((one) => one.bytes).sort((a, b) => a[0] - b[0] || a[1] - b[1])[0]!,
    })
  }
}

function inOrder(a: Odd, b: Odd): number {
  const [x, y] = [`${a.what}\0${a.raw}`, `${b.what}\0${b.raw}`]
  return x < y ? -1 : x > y ? 1 : 0
}

function tell(odd: Map<string, Odd>): readonly Finding[] {
  shrink(odd)
  return [...odd.values()]
    .sort((a, b) =>
      a.code < b.code ? -1 : a.code > b.code ? 1 : a.raw === rest ? 1 : b.raw === rest ? -1 : inOrder(a, b),
    )
    .map(({ code, what, raw, rows, bytes: [file, offset, length] }) => ({
      severity: 'note',
      code,
      detail:
        raw === rest
          ? `The same with other values in ${rows} more rows.`
          : `${what}: “${raw}”${rows > 1 ? `, in ${rows} rows; this is the first` : ''}.`,
      at: { file, offset, length },
      rows: 0,
    }))
}
