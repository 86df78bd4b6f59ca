/**
 * The room where evidence enters and is kept: exhibits, their acquisition, the custody ledger, verification, and the
 * mirror of seized databases. Everything after reads what this room wrote.
 */

/** The investigation a case belongs to. Without one nothing is acquired. */
export interface Operation {
  readonly name: string
  /** A training operation: stamped on every screen and package. */
  readonly exercise: boolean
  /** Who gave the lawful authority: a court, a prosecutor. */
  readonly authority: string
  /** The reference of the warrant or order. */
  readonly reference: string
  /** Dates as YYYY-MM-DD. */
  readonly lawful_from: string | null
  readonly lawful_to: string | null
  readonly scope: string
  readonly lead_agency: string
  readonly review_on: string | null
}

/** What the examiner states about an item; the rest is measured. */
export interface StatedExhibit {
  readonly path: string
  readonly number?: string
  readonly description?: string
  readonly custodian?: string
  /** Hashes given with the item (by the seizing officer, a previous lab): each must agree. */
  readonly stated?: { readonly md5?: string; readonly sha1?: string; readonly sha256?: string }
  /** Read where it lies instead of copied into the case folder. */
  readonly inPlace?: boolean
}

/** A refusal that names the file or place, the reason, and what to do next. */
export class EvidenceError extends Error {
  readonly place: string
  readonly reason: string
  readonly next: string
  constructor(place: string, reason: string, next: string) {
    super(`${place}: ${reason}. ${next}`)
    this.name = 'EvidenceError'
    this.place = place
    this.reason = reason
    this.next = next
  }
}
