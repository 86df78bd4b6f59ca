import type { Pool } from 'pg'
import type {
  Outcome,
  PackageDetail,
  PackageRow,
  PackagesQuery,
  Page,
  PageQuery,
  Release,
  Removed,
  Statement,
} from '../contract.ts'
import { missing } from '../errors.ts'
import { country } from '../words.ts'
import { bind, type Key, mapPage, page } from './page.ts'
import { folded, type Withdrawable } from './withdrawal.ts'

const state = `CASE WHEN EXISTS (SELECT 1 FROM dissemination.release r WHERE r.package = p.package AND r.approved_by IS NOT NULL) THEN 'released'
  WHEN EXISTS (SELECT 1 FROM dissemination.release r WHERE r.package = p.package) THEN 'proposed' ELSE 'draft' END`
const columns = `p.package, p.country AS code, p.recipient, p.subjects, p.handling, p.evaluation, p.scheme, ${state} AS state,
  (SELECT count(*)::int FROM dissemination.statement t WHERE t.package = p.package) AS statements,
  (SELECT count(*)::int FROM dissemination.removed t WHERE t.package = p.package) AS removed,
  (SELECT count(*)::int FROM outcomes.outcome o WHERE o.package = p.package AND o.withdraws IS NULL
      AND NOT EXISTS (SELECT 1 FROM outcomes.outcome w WHERE w.withdraws = o.outcome)) AS outcomes`

type Raw = Omit<PackageRow, 'country'> & { readonly code: string }

function packageRow<R extends Raw>({ code, ...row }: R): Omit<R, 'code'> & Pick<PackageRow, 'country'> {
  return { ...row, country: country(code) }
}

/** Packages in the order of their numbers. */
export async function packages(db: Pool, query: PackagesQuery): Promise<Page<PackageRow>> {
  const values: unknown[] = []
  const put = bind(values)
  const where: string[] = []
  if (query.country !== undefined) where.push(`p.country = ${put(query.country)}`)
  if (query.state !== undefined) where.push(`${state} = ${put(query.state)}`)
  const keys: readonly Key[] = [{ sql: 'p.package', type: 'text' }]
  const found = await page<Raw>(
    db,
    { select: columns, from: 'dissemination.package p', as: 'p', where, values, keys },
    query,
  )
  return mapPage(found, packageRow)
}

/** What a package may say before it is cut for the screen; the file itself is whole. */
const mostStatements = 20_000

/** One package with what it says and what was left out, subject by subject. */
export async function packageDetail(db: Pool, id: string): Promise<PackageDetail> {
  const { rows } = await db.query<Raw & Pick<PackageDetail, 'jsonSha256' | 'pdfSha256'>>(
    `SELECT ${columns}, p.json_sha256 AS "jsonSha256", p.pdf_sha256 AS "pdfSha256" FROM dissemination.package p WHERE p.package = $1`,
    [id],
  )
  const row = rows[0]
  if (!row) throw missing('Package')
  const [said, left, releases, reported] = await Promise.all([
    db.query<Omit<Statement, 'trace'> & { readonly subject: string }>(
      `SELECT n, subject, text, because[1:50] AS because FROM dissemination.statement WHERE package = $1 ORDER BY n LIMIT ${mostStatements}`,
      [id],
    ),
    db.query<Removed & { readonly subject: string }>(
      `SELECT n, subject, what, why FROM dissemination.removed WHERE package = $1 ORDER BY n LIMIT ${mostStatements}`,
      [id],
    ),
    db.query<Release>(
      `SELECT release, recipient, method, json_sha256 AS "jsonSha256", pdf_sha256 AS "pdfSha256", proposed_by AS "proposedBy",
              approved_by AS "approvedBy", at, note FROM dissemination.release WHERE package = $1 ORDER BY release DESC`,
      [id],
    ),
    outcomes(db, { package: id, limit: 200 }),
  ])
  const order = [...new Set([...said.rows, ...left.rows].map((part) => part.subject))]
  const names = await db.query<{ subject: string; name: string }>(
    'SELECT subject, name FROM identity.subject WHERE subject = ANY ($1)',
    [order],
  )
  const nameOf = new Map(names.rows.map((r) => [r.subject, r.name]))
  const statements = bySubject(said.rows)
  const removed = bySubject(left.rows)
  return {
    ...packageRow(row),
    parts: order.map((subject) => ({
      subject: { subject, name: nameOf.get(subject) ?? subject },
      statements: (statements.get(subject) ?? []).map(({ subject: _, ...s }) => ({
        ...s,
        trace: `statement:${id}:${s.n}`,
      })),
      removed: (removed.get(subject) ?? []).map(({ subject: _, ...r }) => r),
    })),
    releases: releases.rows,
    outcomeRows: reported.rows,
  }
}

function bySubject<Part extends { readonly subject: string }>(
  parts: readonly Part[],
): ReadonlyMap<string, readonly Part[]> {
  const map = new Map<string, Part[]>()
  for (const part of parts) {
    const list = map.get(part.subject)
    if (list) list.push(part)
    else map.set(part.subject, [part])
  }
  return map
}

/** Where the file of a package lies in the case folder, with the hash it must have. */
export async function packageFile(
  db: Pool,
  id: string,
  format: 'json' | 'pdf',
): Promise<{ readonly path: string; readonly sha256: string }> {
  const { rows } = await db.query<{ path: string; sha256: string }>(
    `SELECT ${format}_path AS path, ${format}_sha256 AS sha256 FROM dissemination.package WHERE package = $1`,
    [id],
  )
  const row = rows[0]
  if (!row) throw missing('Package')
  return row
}

type OutcomeRaw = Omit<Withdrawable<Outcome>, 'country' | 'subject'> & {
  readonly code: string
  readonly subjectId: string | null
  readonly subjectName: string | null
}

/** What recipients reported, newest first. */
export async function outcomes(
  db: Pool,
  query: PageQuery & { readonly package?: string | undefined },
): Promise<Page<Outcome>> {
  const values: unknown[] = []
  const where = ['o.withdraws IS NULL']
  if (query.package !== undefined) where.push(`o.package = ${bind(values)(query.package)}`)
  const found = await page<OutcomeRaw>(
    db,
    {
      select: `o.outcome, o.package, o.subject AS "subjectId", s.name AS "subjectName", o.kind, o.nominal_ref AS "nominalRef",
        o.country AS code, o.happened_on AS "happenedOn", o.note, o.by, o.at, w.by AS "withdrawnBy", w.at AS "withdrawnAt",
        w.note AS "withdrawnReason"`,
      from: 'outcomes.outcome o',
      as: 'o',
      joins: `LEFT JOIN outcomes.outcome w ON w.withdraws = o.outcome
        LEFT JOIN identity.subject s ON s.subject = o.subject`,
      where,
      values,
      keys: [{ sql: 'o.outcome', type: 'bigint' }],
      descending: true,
    },
    query,
  )
  return mapPage(found, ({ code, subjectId, subjectName, ...row }) =>
    folded<Outcome>({
      ...row,
      country: country(code),
      subject: subjectId === null ? null : { subject: subjectId, name: subjectName ?? subjectId },
    }),
  )
}
