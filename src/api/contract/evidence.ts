import type { Country, Day, Instant, PageQuery, Source } from './common.ts'
import type { DataDirectory } from './databases.ts'

/** The investigation, with its lawful basis and review date. */
export interface Operation {
  readonly name: string
  readonly exercise: boolean
  readonly authority: string
  readonly reference: string
  readonly lawfulFrom: Day | null
  readonly lawfulTo: Day | null
  readonly scope: string
  readonly leadAgency: string
  readonly reviewOn: Day | null
  readonly declaredBy: string
  readonly declaredAt: Instant
}

/** Who is signed in, and to which operation. */
export interface Session {
  readonly person: string
  readonly operation: Operation | null
  readonly exercise: boolean
  /** The marking of everything on screen, as TLP writes it. */
  readonly marking: string
  readonly now: Instant
}

/** The number that matters in each room, for the rail; null where the room has none. */
export type RailCounts = Readonly<
  Record<
    | 'exhibits'
    | 'forum'
    | 'artefacts'
    | 'identity'
    | 'jurisdiction'
    | 'risk'
    | 'media'
    | 'links'
    | 'dissemination'
    | 'outcomes'
    | 'govern',
    { readonly count: number; readonly of: string } | null
  >
>

/** Everything the first screen shows. */
export interface Overview {
  readonly funnel: {
    readonly members: number
    readonly subjects: number
    readonly located: number
    readonly packages: number
    readonly outcomes: number
  }
  readonly counts: {
    readonly posts: number
    readonly messages: number
    readonly attachments: number
    readonly sightings: number
    /** Hash sets that are loaded, and files that are in one of interest. */
    readonly sets: number
    readonly ofInterest: number
  }
  readonly countries: readonly CountryCount[]
  readonly safeguarding: readonly SafeguardingRow[]
  readonly findings: readonly FindingCount[]
  readonly ledger: { readonly entries: number; readonly head: string | null }
  readonly completeness: { readonly rows: number; readonly accounted: number; readonly balanced: boolean }
  readonly stages: readonly StageRun[]
}

/** How many subjects a country has at the head of their list of places. */
export interface CountryCount extends Country {
  readonly subjects: number
  readonly safeguarding: number
  readonly packages: number
}

/** A subject that bears on somebody at risk now and on which nobody has ruled. */
export interface SafeguardingRow {
  readonly subject: string
  readonly name: string
  readonly why: string
  readonly country: Country | null
  readonly lastSeenAt: Instant | null
}

/** How far a stage is over one exhibit or site. */
export interface StageRun {
  readonly stage: string
  readonly unit: number
  readonly done: boolean
  readonly rows: number
  readonly seconds: number
  readonly startedAt: Instant
  readonly endedAt: Instant | null
}

/** A seized item with its hashes. */
export interface Exhibit {
  readonly exhibit: number
  readonly number: string
  readonly description: string
  readonly custodian: string
  readonly originalPath: string
  readonly inPlace: boolean
  readonly size: number
  readonly md5: string
  readonly sha1: string
  readonly sha256: string
  readonly acquiredBy: string
  readonly acquiredAt: Instant
  readonly tool: string
  /** A folder's hashes are those of its manifest. */
  readonly kind: 'file' | 'folder'
  /** How many files it holds with those unpacked from it; `files` lists the first of them, those that are read first. */
  readonly fileCount: number
  readonly files: readonly ExhibitFile[]
  readonly images: readonly DiskImage[]
  readonly dataDirectories: readonly DataDirectory[]
}

/** A disk image among the files of an exhibit. */
export interface DiskImage {
  readonly file: number
  readonly path: string
  readonly format: string
  readonly size: number
  readonly segments: number
  /** What was written down when it was taken, by its name; what was not is left out. */
  readonly acquisition: readonly { readonly name: string; readonly value: string }[]
  readonly storedMd5: string | null
  readonly storedSha1: string | null
  /** Whether what was read has the hashes that the image states; null where it states none. */
  readonly agrees: boolean | null
  readonly deleted: number
  readonly carved: number
  readonly volumes: readonly {
    readonly label: string
    readonly scheme: string
    readonly kind: string
    readonly state: string
    readonly at: number | null
    readonly size: number
    readonly files: number
  }[]
}

/** A file inside an exhibit. */
export interface ExhibitFile {
  readonly file: number
  readonly path: string
  readonly encoding: string | null
  readonly source: string
  readonly size: number | null
  readonly tables: number
  /** Of a file of a disk image that is not simply there: deleted, carved from free space, or closed; null of all others. */
  readonly state: string | null
  /** Volume, metadata address and first byte in the image; null outside images. */
  readonly place: string | null
}

/** One entry of the custody ledger, with its hash and the hash of the entry before. */
export interface CustodyEntry {
  readonly seq: number
  readonly hash: string
  readonly at: Instant
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly previous: string
}

/** How many findings share a severity and code. */
export interface FindingCount {
  readonly severity: 'note' | 'warning' | 'loss'
  readonly code: string
  readonly findings: number
  readonly rows: number
}

/** Something in the evidence that could not be read as expected. */
export interface FindingRow {
  readonly id: string
  readonly stage: string
  readonly severity: 'note' | 'warning' | 'loss'
  readonly code: string
  readonly detail: string
  readonly rows: number
  readonly source: Source | null
}

/** A mirror table in the completeness ledger: rows = entities + nonEntities + findings. */
export interface CompletenessRow {
  readonly exhibit: number
  readonly name: string
  readonly rows: number
  readonly entities: number
  readonly nonEntities: number
  readonly findings: number
  readonly balanced: boolean
  readonly entity: string | null
  readonly why: string | null
}

/** Filters of the list of findings. */
export interface FindingsQuery extends PageQuery {
  readonly severity?: 'note' | 'warning' | 'loss' | undefined
  readonly code?: string | undefined
  readonly stage?: string | undefined
}
