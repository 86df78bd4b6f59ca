import type { Finding } from '../../model/finding.ts'
import type { Trouble } from './source.ts'

/** How many findings of each code a file had, part of the checkpoint. */
export type Counts = Record<string, number>

/** So many of a code are listed one by one; those after them are summed up, batch by batch. */
const listed = 1000

interface Sum {
  readonly trouble: Trouble
  more: number
  to: number
}

/** Findings of one batch, kept to a bounded number however bad the file is. */
export interface Tally {
  readonly add: (trouble: Trouble) => void
  /** The findings since the last call. */
  readonly take: () => readonly Finding[]
}

/** Collects the trouble in a file; `counts` is kept up to date. */
export function openTally(file: number, counts: Counts): Tally {
  let findings: Finding[] = []
  let sums = new Map<string, Sum>()
  return {
    add: (trouble) => {
      const n = (counts[trouble.code] ?? 0) + 1
      counts[trouble.code] = n
      if (n <= listed) return void findings.push(finding(file, trouble, trouble.detail, trouble.length))
      const sum = sums.get(trouble.code) ?? { trouble, more: 0, to: 0 }
      sum.more++
      sum.to = trouble.offset + trouble.length
      sums.set(trouble.code, sum)
    },
    take: () => {
      const taken = [...findings, ...[...sums.values()].map((sum) => summed(file, sum))]
      findings = []
      sums = new Map()
      return taken
    },
  }
}

function summed(file: number, { trouble, more, to }: Sum): Finding {
  const detail = `${more} more like this between bytes ${trouble.offset} and ${to}, not listed one by one. ${trouble.detail}`
  return finding(file, trouble, detail, to - trouble.offset)
}

function finding(file: number, trouble: Trouble, detail: string, length: number): Finding {
  return {
    severity: trouble.severity,
    code: trouble.code,
    detail,
    at: { file: trouble.file ?? file, offset: trouble.offset, length },
  }
}
