import type { PackageDetail, PackageRow } from '../../../src/api/contract.ts'

/** A package's state in few words. */
export const stateWords: Readonly<Record<PackageRow['state'], string>> = {
  draft: 'Draft, not proposed',
  proposed: 'Proposed, waits for a second person',
  released: 'Released by two people',
}

/** A package's state as a sentence, with names. */
export function stateSentence(of: PackageDetail): string {
  const waiting = of.releases.find((release) => release.approvedBy === null)
  const released = of.releases.filter((release) => release.approvedBy !== null)
  if (waiting !== undefined) {
    return `${waiting.proposedBy} proposes to give it to ${waiting.recipient} by ${waiting.method}. It is released when another person approves.`
  }
  if (released.length === 0) return 'Nobody has proposed to release this package. It has left nobody’s hands.'
  const last = released[released.length - 1]!
  return `Given to ${last.recipient} by ${last.method}: proposed by ${last.proposedBy}, approved by ${last.approvedBy}.`
}
