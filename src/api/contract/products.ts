import type { Country, Day, Instant, PageQuery, SubjectRef } from './common.ts'

/** A package in the list; `state` follows from its releases. */
export interface PackageRow {
  readonly package: string
  readonly country: Country
  readonly recipient: string
  readonly subjects: number
  readonly statements: number
  readonly removed: number
  readonly handling: string
  readonly evaluation: string
  readonly scheme: string
  readonly state: 'draft' | 'proposed' | 'released'
  readonly outcomes: number
}

/** A package with what it says, what was left out, its hashes and releases. */
export interface PackageDetail extends PackageRow {
  readonly jsonSha256: string
  readonly pdfSha256: string
  readonly parts: readonly {
    readonly subject: SubjectRef
    readonly statements: readonly Statement[]
    readonly removed: readonly Removed[]
  }[]
  readonly releases: readonly Release[]
  readonly outcomeRows: readonly Outcome[]
}

/** One sentence of a package, with the ids it rests on. */
export interface Statement {
  readonly n: number
  readonly text: string
  readonly because: readonly string[]
  readonly trace: string
}

/** What this recipient will not see, and why. */
export interface Removed {
  readonly n: number
  readonly what: string
  readonly why: string
}

/** The recorded act of giving a package away; it counts once another person than `proposedBy` approved it. */
export interface Release {
  readonly release: number
  readonly recipient: string
  readonly method: string
  readonly jsonSha256: string
  readonly pdfSha256: string
  readonly proposedBy: string
  readonly approvedBy: string | null
  readonly at: Instant
  readonly note: string | null
}

/** A release to propose. */
export interface NewRelease {
  readonly method: string
  readonly note?: string | undefined
}

/** Filters of the list of packages. */
export interface PackagesQuery extends PageQuery {
  readonly country?: string | undefined
  readonly state?: 'draft' | 'proposed' | 'released' | undefined
}

/** What a recipient can report. */
export type OutcomeKind = 'suspect-identified' | 'arrest' | 'child-safeguarded' | 'conviction' | 'no-further-action'

/** What a recipient reported came of a package. */
export interface Outcome {
  readonly outcome: number
  readonly package: string
  readonly subject: SubjectRef | null
  readonly kind: OutcomeKind
  readonly nominalRef: string | null
  readonly country: Country
  readonly happenedOn: Day | null
  readonly note: string | null
  readonly by: string
  readonly at: Instant
  readonly withdrawn: { readonly by: string; readonly at: Instant; readonly reason: string } | null
}

/** An outcome to record; `nominalRef` is the person in the recipient's own system, so that nobody counts twice. */
export interface NewOutcome {
  readonly package: string
  readonly subject?: string | undefined
  readonly kind: OutcomeKind
  readonly nominalRef?: string | undefined
  readonly country?: string | undefined
  readonly happenedOn?: Day | undefined
  readonly note?: string | undefined
}

/** The figures of the case, in all and by country, counting nobody twice. */
export interface OutcomesHeadline {
  readonly total: Readonly<Record<OutcomeKind, number>>
  readonly byCountry: readonly (Country & { readonly counts: Readonly<Record<OutcomeKind, number>> })[]
}

/** One consultation: who looked at what, when, and why they said they did. */
export interface AccessRow {
  readonly id: number
  readonly at: Instant
  readonly who: string
  readonly what: string
  readonly why: string | null
}

/** Filters of the access log, newest first; `what` is an id such as `subject:1:42`. */
export interface AccessQuery extends PageQuery {
  readonly who?: string | undefined
  readonly what?: string | undefined
}

/** The walk from a statement to the bytes it rests on. */
export interface Trace {
  readonly id: string
  /** The statement itself, in one plain sentence. */
  readonly sentence: string
  /** From the statement to rows, in order of the walk; `parent` is the id of the step it belongs under. */
  readonly steps: readonly TraceStep[]
  readonly bytes: readonly TraceBytes[]
  /** True when the chain holds more sightings than are shown. */
  readonly truncated: boolean
}

/** One step of the walk. */
export interface TraceStep {
  readonly id: string
  readonly parent: string | null
  readonly kind: string
  readonly sentence: string
}

/** The bytes of one row, re-read from the exhibit just now. */
export interface TraceBytes {
  /** The step these bytes belong to. */
  readonly step: string
  readonly exhibit: { readonly exhibit: number; readonly number: string; readonly sha256: string }
  readonly file: number
  readonly path: string
  readonly offset: number
  readonly length: number
  /** The part of the bytes shown, sixteen to a line; a masked byte is `**` in hex and `█` in text. */
  readonly lines: readonly { readonly offset: number; readonly hex: string; readonly text: string }[]
  /** The same part read as UTF-8, secrets masked. */
  readonly text: string
  readonly shown: number
  readonly masked: number
  readonly matches: boolean
  /** Why it does not match, null when it does. */
  readonly reason: string | null
  readonly verifiedAt: Instant
}

/** A word of the glossary with its definition. */
export interface GlossaryTerm {
  readonly term: string
  readonly definition: string
}
