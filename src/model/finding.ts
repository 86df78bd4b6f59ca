import type { ByteRange } from './provenance.ts'

/** How much a finding matters: worth knowing, worth checking, or content that could not be kept. */
export type Severity = 'note' | 'warning' | 'loss'

/** Something in the evidence that could not be read as expected; `code` is kebab-case and stable. */
export interface Finding {
  readonly severity: Severity
  readonly code: string
  /** One sentence for an examiner: what, where, and why it could not be read. */
  readonly detail: string
  /** The bytes concerned, or null where a whole table or file is meant. */
  readonly at: ByteRange | null
  /** Rows of the mirror this finding accounts for in the completeness ledger (usually 0 or 1). */
  readonly rows?: number
}
