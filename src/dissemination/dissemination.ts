/**
 * The room where intelligence leaves: one package per jurisdiction, each statement with the sightings it rests on, in
 * several formats with the same content. Giving a package away is a recorded act of two people.
 */

/** One sentence of a package. `evaluation` is the 4x4 code of this statement (source, information). */
export interface PackageStatement {
  readonly n: number
  readonly about: 'account' | 'identity' | 'place' | 'selector' | 'risk'
  readonly text: string
  readonly evaluation: string
  readonly because: readonly string[]
}

/** What was left out for this recipient, and why. */
export interface RemovedPart {
  readonly n: number
  readonly subject: string
  readonly what: string
  readonly why: string
}

/** A subject as a package describes it. */
export interface PackageSubject {
  readonly subject: string
  readonly name: string
  readonly position: number
  readonly band: string
  readonly points: number
  readonly possible: number
  readonly safeguarding: boolean
  readonly why: string
  readonly place: string
  readonly last_seen_at: string | null
  /** Empty for subjects that are listed and not described in full. */
  readonly statements: readonly PackageStatement[]
}

/** Where a cited id lies in evidence. */
export interface CitedSource {
  readonly id: string
  readonly exhibit: string
  readonly path: string
  readonly offset: number
  readonly length: number
}

/** The product for one recipient, before it is written in any format. It holds no clock time: same case, same bytes. */
export interface Package {
  readonly package: string
  readonly country: string
  readonly country_name: string
  readonly recipient: string
  readonly operation: {
    readonly name: string
    readonly exercise: boolean
    readonly authority: string
    readonly reference: string
    readonly lead_agency: string
    readonly scope: string
    readonly review_on: string | null
  }
  readonly handling: { readonly code: string; readonly meaning: readonly string[]; readonly marking: string }
  readonly evaluation: { readonly scheme: string; readonly code: string; readonly meaning: readonly string[] }
  readonly scheme: string
  readonly exhibits: readonly {
    readonly number: string
    readonly description: string
    readonly size: number
    readonly sha256: string
  }[]
  readonly sites: readonly {
    readonly site: number
    readonly key: string
    readonly engine: string
    readonly title: string | null
  }[]
  /** The last activity in the evidence: what the package is as of. RFC 3339 UTC. */
  readonly evidence_until: string | null
  readonly databases: readonly string[]
  readonly subjects: readonly PackageSubject[]
  readonly further: readonly PackageSubject[]
  readonly sources: readonly CitedSource[]
  readonly removed: readonly RemovedPart[]
}

/** One format a package is written in; the same package always gives the same bytes. */
export interface Exporter {
  readonly format: string
  readonly about: string
  readonly mediaType: string
  readonly extension: string
  readonly write: (pkg: Package) => AsyncIterable<Uint8Array>
  /** Gives back what writing keeps ready from one package to the next. */
  readonly close?: () => Promise<void>
}

/** What the lead agency decided for its packages. */
export interface Policy {
  readonly handling: string
  readonly marking: string
  readonly bands: readonly string[]
  readonly detailed: number
}

/** The policy of a case in which nobody set another one. */
export const defaultPolicy: Policy = {
  handling: 'H1',
  marking: 'TLP:AMBER',
  bands: ['very-high', 'high', 'medium'],
  detailed: 25,
}
