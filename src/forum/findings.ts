import type { Finding } from '../model/finding.ts'

/** Findings of one kind in one batch that are told one by one; the rest is one finding with their number. */
const oneByOne = 50

/** Findings of a batch, kept few: a column that is absurd in a million rows is one thing to know. */
export interface Findings {
  readonly add: (kind: string, finding: Finding) => void
  readonly take: () => readonly Finding[]
}

/** An empty list. */
export function openFindings(): Findings {
  let list: Finding[] = []
  let kinds = new Map<string, { count: number; rows: number; like: Finding }>()
  return {
    add: (kind, finding) => {
      const known = kinds.get(kind) ?? { count: 0, rows: 0, like: finding }
      kinds.set(kind, known)
      known.count += 1
      if (known.count <= oneByOne) list.push(finding)
      else known.rows += finding.rows ?? 0
    },
    take: () => {
      const more = [...kinds.values()].flatMap(({ count, rows, like }): Finding[] => {
        if (count <= oneByOne) return []
        const { severity, code } = like
        return [
          {
            severity,
            code,
            detail: `The same in ${count - oneByOne} more rows. First: ${like.detail}`,
            at: null,
            rows,
          },
        ]
      })
      const all = [...list, ...more]
      list = []
      kinds = new Map()
      return all
    },
  }
}
