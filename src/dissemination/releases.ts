import type { ClientBase } from 'pg'
import { appendCustody, inTransaction } from '../db/custody.ts'
import { handlingMeaning, tlp } from './codes.ts'
import type { Policy } from './dissemination.ts'

/** A refusal that a person can act on. */
export class DisseminationError extends Error {
  readonly place: string
  readonly reason: string
  readonly next: string
  constructor(place: string, reason: string, next: string) {
    super(`${place}: ${reason}. ${next}`)
    this.place = place
    this.reason = reason
    this.next = next
  }
}

/** What is recorded when one person proposes to give a package to its recipient. */
export interface Proposal {
  readonly package: string
  readonly method: string
  readonly note: string | null
  readonly by: string
  readonly at: Date
}

/** Proposes a release of a package as it is now; it counts once another person approves it. */
export async function proposeRelease(db: ClientBase, p: Proposal): Promise<number> {
  const { rows } = await db.query<{ recipient: string; json_sha256: string; pdf_sha256: string }>(
    'SELECT recipient, json_sha256, pdf_sha256 FROM dissemination.package WHERE package = $1',
    [p.package],
  )
  const pkg = rows[0]
  if (!pkg) throw new DisseminationError(p.package, 'there is no such package', 'List them with: holdfast package')
  return inTransaction(db, async () => {
    const made = await db.query<{ release: string }>(
      `INSERT INTO dissemination.release (package, recipient, method, json_sha256, pdf_sha256, proposed_by, at, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING release::text`,
      [p.package, pkg.recipient, p.method, pkg.json_sha256, pkg.pdf_sha256, p.by, p.at, p.note],
    )
    const release = Number(made.rows[0]?.release)
    await appendCustody(db, {
      at: p.at.toISOString(),
      actor: p.by,
      action: 'propose-release',
      subject: p.package,
      detail: { release, ...pkg, method: p.method, note: p.note },
    })
    return release
  })
}

/** Approves a proposed release: another person than proposed it, and the package still the one that was proposed. */
export async function approveRelease(db: ClientBase, release: number, by: string, at: Date): Promise<void> {
  await inTransaction(db, async () => {
    const { rows } = await db.query<{
      package: string
      recipient: string
      method: string
      json_sha256: string
      pdf_sha256: string
      proposed_by: string
      approved_by: string | null
      now: string | null
    }>(
      `SELECT r.package, r.recipient, r.method, r.json_sha256, r.pdf_sha256, r.proposed_by, r.approved_by, p.json_sha256 AS now
         FROM dissemination.release r LEFT JOIN dissemination.package p USING (package) WHERE r.release = $1 FOR UPDATE OF r`,
      [release],
    )
    const r = rows[0]
    if (!r)
      throw new DisseminationError(
        `release ${release}`,
        'was never proposed',
        'Propose it with: holdfast release PACKAGE',
      )
    if (r.approved_by)
      throw new DisseminationError(
        `release ${release}`,
        `was already approved by ${r.approved_by}`,
        'Nothing is to be done.',
      )
    if (r.proposed_by === by)
      throw new DisseminationError(
        `release ${release}`,
        `was proposed by ${by}`,
        'A release needs two people: another one approves it.',
      )
    if (r.now !== r.json_sha256)
      throw new DisseminationError(
        `release ${release}`,
        'the package changed since it was proposed',
        'Propose it again.',
      )
    await db.query('UPDATE dissemination.release SET approved_by = $2, at = $3 WHERE release = $1', [release, by, at])
    await appendCustody(db, {
      at: at.toISOString(),
      actor: by,
      action: 'release',
      subject: r.package,
      detail: {
        release,
        recipient: r.recipient,
        method: r.method,
        json_sha256: r.json_sha256,
        pdf_sha256: r.pdf_sha256,
        proposed_by: r.proposed_by,
        approved_by: by,
      },
    })
  })
}

/** Sets what the lead agency decided for its packages; they are written anew at the next run. */
export async function setPolicy(db: ClientBase, policy: Policy, by: string, at: Date): Promise<void> {
  if (!handlingMeaning(policy.handling))
    throw new DisseminationError(
      `handling code ${policy.handling}`,
      'is not a Europol handling code',
      'Use H0, H1, H2, H3 or a combination such as H1+H2.',
    )
  if (!tlp[policy.marking])
    throw new DisseminationError(
      `marking ${policy.marking}`,
      'is not a TLP 2.0 label',
      `Use one of ${Object.keys(tlp).join(', ')}.`,
    )
  await inTransaction(db, async () => {
    await db.query(
      `INSERT INTO dissemination.policy VALUES (1, $1, $2, $3, $4, $5, $6) ON CONFLICT (policy)
       DO UPDATE SET handling = $1, marking = $2, bands = $3, detailed = $4, set_by = $5, set_at = $6`,
      [policy.handling, policy.marking, policy.bands, policy.detailed, by, at],
    )
    await appendCustody(db, {
      at: at.toISOString(),
      actor: by,
      action: 'policy',
      subject: 'packages',
      detail: { ...policy },
    })
  })
}
