import type { Rng } from '../../../bench/data/random.ts'
import { closedForms } from './closed.ts'
import { containerForms } from './containers.ts'
import { diskForms } from './disks.ts'
import { doorForms } from './doors.ts'
import { dumpForms } from './dumps.ts'
import { mailForms } from './letters.ts'
import { textForms } from './texts.ts'

/** What came of reading some bytes. */
export interface Outcome {
  /** Rows, lines, entries, settings. */
  readonly things: number
  /** Findings that are more than notes. */
  readonly told: number
  /** The same for two readings that found the same. */
  readonly digest: string
}

/** A form in which evidence comes, with a whole sample, and how it is read. Reading throws where something is wrong with the program. */
export interface Form {
  readonly name: string
  readonly sample: Buffer
  /** Whether a sample that is cut off is always told to be. */
  readonly told: boolean
  readonly read: (data: Buffer, rng: Rng) => Outcome | Promise<Outcome>
  /** Starts programs: of the cuts few are tried with the tests. */
  readonly slow?: true
  /** Of the changes asked for, how many are tried; all when left out. */
  readonly share?: number
  /** Why the form cannot be tried here. */
  readonly missing?: string
}

/** Every form that is read. */
export const forms: readonly Form[] = [
  ...dumpForms,
  ...textForms,
  ...containerForms,
  ...diskForms,
  ...mailForms,
  ...closedForms,
  ...doorForms,
]
