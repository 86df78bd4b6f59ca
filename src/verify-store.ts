import type { OpenCase } from './case.ts'
import { type Fault, readLedger } from './evidence/ledger.ts'
import { caseDigests, digesters } from './run.ts'

/** Compares the database with the ledger in the case folder, and its rows with the digest of the last run. */
export async function verifyStore(
  open: OpenCase,
): Promise<{ readonly faults: readonly Fault[]; readonly checked: readonly string[] }> {
  const { db, caseDir } = open
  const faults: Fault[] = []
  const checked: string[] = []
  const { entries } = await readLedger(caseDir)
  const { rows } = await db.query<{ seq: number; entry: string }>(
    'SELECT seq, entry FROM evidence.custody ORDER BY seq',
  )
  const stored = new Map(rows.map((r) => [Number(r.seq), JSON.stringify(JSON.parse(r.entry))]))
  for (const e of entries)
    if (stored.get(e.seq) !== JSON.stringify(e))
      faults.push({ place: `evidence.custody ${e.seq}`, what: 'differs from the ledger’s file' })
  if (rows.length !== entries.length)
    faults.push({
      place: 'evidence.custody',
      what: `holds ${rows.length} entries, the ledger’s file ${entries.length}`,
    })
  else checked.push(`the database holds the same ${rows.length} ledger entries`)
  const last = [...entries].reverse().find((e) => e.action === 'run')
  const { rows: unfinished } = await db.query('SELECT 1 FROM evidence.stage_run WHERE NOT done LIMIT 1')
  if (!last || unfinished.length > 0) checked.push('no finished run to compare the rows with')
  else {
    const { digest: now } = await caseDigests(await digesters(open))
    if (now === last.detail.digest) checked.push(`the rows have the digest of the last run, ${now}`)
    else
      faults.push({
        place: 'database',
        what: `the rows' digest is ${now}, the last run recorded ${String(last.detail.digest)}: rows were changed`,
      })
  }
  return { faults, checked }
}
