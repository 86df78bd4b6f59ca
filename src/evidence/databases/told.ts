import type { Finding, Severity } from '../../model/finding.ts'

/** So many findings of one data directory are told one by one. */
const listed = 500

/** Gathers what is found about one data directory, of which each finding names the path. */
export interface Told {
  readonly report: (severity: Severity, code: string, detail: string) => void
  readonly take: () => readonly Finding[]
}

/** Nothing told yet. */
export function openTold(path: string): Told {
  let findings: Finding[] = []
  let told = 0
  const where = path === '' ? 'The exhibit' : path
  return {
    report: (severity, code, detail) => {
      told += 1
      if (told > listed + 1) return
      const more = told === listed + 1 ? 'more was found that is not listed one by one' : detail
      findings.push({ severity, code, detail: `${where}: ${more}`, at: null })
    },
    take: () => {
      const taken = findings
      findings = []
      return taken
    },
  }
}

/** How long the servers of data directories may take. */
export interface DatabaseLimits {
  /** To start and recover, each time. */
  readonly startSeconds: number
  /** For one statement, and for what a dump program writes in one go. */
  readonly tableSeconds: number
}

/** What holds for an exhibit unless a test says otherwise. */
export const usualDatabaseLimits: DatabaseLimits = { startSeconds: 1800, tableSeconds: 4 * 3600 }

/** A table of a database that was read out. */
export interface TableRead {
  readonly name: string
  /** Whether all of its rows could be read, some, or none. */
  readonly state: 'whole' | 'part' | 'none'
}

/** A database that was read out: as a stream of a dump, and what became of its tables. */
export interface DatabaseRead {
  readonly name: string
  readonly tables: readonly TableRead[]
}
