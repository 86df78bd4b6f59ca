import type { Country, Instant, Likelihood, MemberRef, PageQuery, Source, SubjectRef } from './common.ts'

/** A subject as it stands in the order of work. */
export interface QueueRow {
  readonly position: number
  readonly subject: string
  readonly name: string
  readonly personas: number
  readonly band: string
  readonly points: number
  readonly possible: number
  readonly unknowns: number
  readonly safeguarding: boolean
  readonly why: string
  readonly reasons: readonly {
    readonly factor: string
    readonly points: number
    readonly detail: string
    readonly trace: string
  }[]
  readonly place: PlaceRef | null
  readonly lastSeenAt: Instant | null
  readonly decision: { readonly verdict: string; readonly by: string; readonly at: Instant } | null
  readonly packages: number
}

/** The country a subject is most likely in. */
export interface PlaceRef extends Country, Likelihood {
  readonly conflict: boolean
}

/** Filters of the queue; `undecided` leaves those on whom nobody has ruled. */
export interface QueueQuery extends PageQuery {
  readonly band?: string | undefined
  readonly country?: string | undefined
  readonly safeguarding?: boolean | undefined
  readonly undecided?: boolean | undefined
  readonly located?: boolean | undefined
  readonly search?: string | undefined
}

/** The words the risk room uses: bands and verdicts in order, and the scheme in force. */
export interface RiskVocabulary {
  readonly scheme: string | null
  readonly definition: unknown
  readonly bands: readonly { readonly band: string; readonly subjects: number; readonly undecided: number }[]
  readonly verdicts: readonly { readonly verdict: string; readonly about: string }[]
}

/** Everything about one subject but the timeline and contacts, which are lists of their own. */
export interface Subject {
  readonly subject: string
  readonly name: string
  readonly why: string
  readonly lastSeenAt: Instant | null
  readonly personas: readonly Persona[]
  readonly links: readonly Link[]
  readonly judgements: readonly Judgement[]
  readonly selectors: readonly SubjectSelector[]
  readonly places: readonly Place[]
  readonly assessment: Assessment | null
  readonly decisions: readonly Decision[]
  readonly packages: readonly {
    readonly package: string
    readonly recipient: string
    readonly country: Country
    readonly statements: number
  }[]
}

/** One account of a subject. */
export interface Persona {
  readonly persona: string
  readonly member: MemberRef
  readonly siteKey: string
  readonly joinedAt: Instant | null
  readonly lastSeenAt: Instant | null
  readonly posts: number | null
  readonly staff: string | null
  readonly source: Source
}

/** A computed hypothesis that two accounts are one person; the weights of its terms add up to its own. */
export interface Link {
  readonly link: string
  readonly a: MemberRef
  readonly b: MemberRef
  readonly subjectA: string | null
  readonly subjectB: string | null
  readonly weight: number
  readonly state: 'joined' | 'possible' | 'weak'
  readonly why: string
  readonly terms: readonly Term[]
}

/** One reason for or against a link. */
export interface Term {
  readonly n: number
  readonly comparison: string
  readonly weight: number
  readonly detail: string
  readonly because: readonly string[]
  readonly trace: string
}

/** Filters of the list of links, heaviest first; `unjudged` leaves those nobody has ruled on. */
export interface LinksQuery extends PageQuery {
  readonly state?: 'joined' | 'possible' | 'weak' | undefined
  readonly unjudged?: boolean | undefined
}

/** What a named person ruled on two accounts; `withdrawn` tells who took it back, when and why. */
export interface Judgement {
  readonly judgement: number
  readonly a: string
  readonly b: string
  readonly verdict: 'positive' | 'negative' | 'unsure'
  readonly reason: string
  readonly by: string
  readonly at: Instant
  readonly withdrawn: { readonly by: string; readonly at: Instant; readonly reason: string } | null
}

/** A ruling to record: `a` and `b` are persona ids, in any order. */
export interface NewJudgement {
  readonly a: string
  readonly b: string
  readonly verdict: 'positive' | 'negative' | 'unsure'
  readonly reason: string
}

/** A selector of a subject over all its accounts, with how many other subjects share it. */
export interface SubjectSelector {
  readonly kind: string
  readonly value: string
  readonly relations: readonly string[]
  readonly sightings: number
  readonly personas: number
  readonly others: number
  readonly specificity: number
  readonly firstAt: Instant | null
  readonly lastAt: Instant | null
  /** A sighting to begin the trace with. */
  readonly trace: string | null
}

/** A country where the subject may be, best first, with what speaks for it. */
export interface Place extends Country, Likelihood {
  readonly rank: number
  readonly conflict: boolean
  readonly why: string
  readonly signals: readonly Signal[]
}

/** One reason to place a subject in a country; `asOf` is the date of the database or evidence. */
export interface Signal {
  readonly kind: string
  readonly weight: number
  readonly detail: string
  readonly asOf: string
  readonly because: readonly string[]
  readonly trace: string
}

/** The weighed whole with its factors; an unknown factor is neither present nor absent. */
export interface Assessment {
  readonly scheme: string
  readonly points: number
  readonly possible: number
  readonly band: string
  readonly safeguarding: boolean
  readonly unknowns: number
  readonly position: number
  readonly of: number
  readonly why: string
  readonly factors: readonly Factor[]
}

/** One reason of the assessment. */
export interface Factor {
  readonly factor: string
  readonly state: 'present' | 'absent' | 'unknown'
  readonly points: number
  readonly detail: string
  readonly because: readonly string[]
  readonly trace: string
}

/** What a person ruled on a subject. */
export interface Decision {
  readonly decision: number
  readonly verdict: string
  readonly reason: string
  readonly scheme: string
  readonly by: string
  readonly at: Instant
  readonly withdrawn: { readonly by: string; readonly at: Instant; readonly reason: string } | null
}

/** A ruling to record on a subject. */
export interface NewDecision {
  readonly verdict: string
  readonly reason: string
}

/** The kinds of event a timeline merges. */
export type TimelineKind = 'registered' | 'post' | 'message' | 'login' | 'mail' | 'edit'

/** One event of a subject's timeline. */
export interface TimelineEvent {
  readonly kind: TimelineKind
  readonly at: Instant
  readonly member: MemberRef
  readonly summary: string
  readonly ip: string | null
  readonly id: string
  readonly topic: string | null
  readonly source: Source
}

/** Which events, newest first unless `order` is asc; kinds separated by commas. */
export interface TimelineQuery extends PageQuery {
  readonly kinds?: string | undefined
  readonly order?: 'asc' | 'desc' | undefined
}

/** Somebody a subject wrote to, heard from, or named friend or foe; `subject` is null when it is the same one. */
export interface Contact {
  readonly own: MemberRef
  readonly other: MemberRef
  readonly subject: SubjectRef | null
  readonly kind: string
  readonly direction: 'out' | 'in'
  readonly n: number
  readonly firstAt: Instant | null
  readonly lastAt: Instant | null
}

/** An edge of the network of contacts, for the graph and its table. */
export interface Edge {
  readonly a: MemberRef
  readonly b: MemberRef
  readonly subjectA: string | null
  readonly subjectB: string | null
  readonly kind: string
  readonly n: number
  readonly firstAt: Instant | null
  readonly lastAt: Instant | null
}

/** Filters of the network, busiest first. */
export interface EdgesQuery extends PageQuery {
  readonly kind?: string | undefined
  readonly site?: number | undefined
  readonly subject?: string | undefined
}
