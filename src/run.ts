import type { ClientBase } from 'pg'
import type { OpenCase } from './case.ts'
import type { CommitMoment } from './db/commit.ts'
import { appendCustody, inTransaction } from './db/custody.ts'
import { joined, type TableDigest, tableDigests } from './db/digest.ts'
import { type RunEvent, runStages, type StageResult } from './db/runner.ts'
import { type DigestBeside, openDigestBeside, settledBefore } from './digest-beside.ts'
import { EvidenceError } from './evidence/evidence.ts'
import { changedExhibits, type RecordedExhibit } from './evidence/verify.ts'
import { forumContent } from './forum/export.ts'
import { type Overhead, openStopwatch, type Stopwatch } from './overhead.ts'
import { stages } from './pipeline.ts'

/** What a run says of the case when it ends; the shape of `holdfast run --json`, kept stable. */
export interface RunResult {
  readonly digest: string
  readonly content_digest: string
  readonly counts: Readonly<Record<string, number>>
  readonly findings: Readonly<Record<string, number>>
  readonly ledger: Completeness
  readonly custody: { readonly entries: number; readonly head: string }
  readonly stages: readonly { readonly name: string; readonly rows: number; readonly seconds: number }[]
  readonly overhead: Overhead
}

/** The completeness ledger, summed: rows in the mirror = entities + declared non-entities + findings. */
export interface Completeness {
  readonly balanced: boolean
  readonly rows: number
  readonly entities: number
  readonly non_entities: number
  readonly findings: number
}

/** Who runs, and how it is shown and stopped. */
export interface RunCaseOptions {
  readonly actor: string
  readonly clock: () => Date
  readonly signal: AbortSignal
  readonly batchRows?: number
  readonly batchBytes?: number
  readonly onStage?: (event: RunEvent) => void
  readonly onVerify?: (path: string, done: number, total: number) => void
  readonly onBatch?: (moment: CommitMoment) => void
  /** Measures what lies outside the stages, from before the run where the caller began earlier. */
  readonly stopwatch?: Stopwatch
}

/** The tables whose rows follow from evidence alone: what the case digest covers, with the exhibits' hashes. */
export const digested: readonly string[] = ['evidence.exhibit', 'evidence.finding', ...stages.flatMap((s) => s.writes)]

/** Tables that many stages add to in passing. */
const inPassing = ['evidence.finding', 'evidence.file', 'evidence.mirror_table']

/**
 * Brings a case up to date: exhibits verified, every stage that is not up to date, exhibits verified again, and the
 * digests. One run at a time works on a case. Tables are hashed as soon as no stage to come writes them.
 */
export async function runCase(open: OpenCase, options: RunCaseOptions): Promise<RunResult> {
  const lock = await lockRun(open)
  const watch = options.stopwatch ?? openStopwatch()
  const digest = openDigestBeside(() => digesters(open), forumContent)
  try {
    await watch.time('verify_before', () => verifyExhibits(open, options, 'before'))
    const settled = settledBefore(stages, inPassing)
    const from = performance.now()
    const results = await runStages(stages, {
      connect: () => open.store.connect('holdfast run'),
      connectWriter: () => open.store.connectWriter('holdfast run'),
      caseDir: open.caseDir,
      actor: options.actor,
      clock: options.clock,
      signal: options.signal,
      ...(options.batchRows ? { batchRows: options.batchRows } : {}),
      ...(options.batchBytes ? { batchBytes: options.batchBytes } : {}),
      ...(options.onBatch ? { onBatch: options.onBatch } : {}),
      onProgress: (event) => {
        digest.settled(settled(event.stage))
        options.onStage?.(event)
      },
    })
    const inStages = results.reduce((sum, r) => sum + (r.ran ? r.seconds : 0), 0)
    watch.add('between_stages', (performance.now() - from) / 1000 - inStages)
    watch.beside('digest', digest.spent())
    const found = await watch.time('verify_after_and_digest', () => verifyAndDigest(open, options, watch, digest))
    return await summarise(open, options, results, found, watch)
  } finally {
    digest.stop()
    await open.flush()
    await lock()
  }
}

/** Exhibits are read on one core while rows are hashed on another, and the store writes out what its end would wait for. */
async function verifyAndDigest(
  open: OpenCase,
  options: RunCaseOptions,
  watch: Stopwatch,
  digest: DigestBeside,
): Promise<ReadonlyMap<string, TableDigest>> {
  const from = performance.now()
  const verified = verifyExhibits(open, options, 'after').then(() =>
    watch.beside('verify_after', (performance.now() - from) / 1000),
  )
  const [found] = await Promise.all([digest.finish([...new Set(digested)]), verified, checkpoint(open)])
  return found
}

async function checkpoint({ store }: OpenCase): Promise<void> {
  if (store.kind !== 'embedded') return
  const client = await store.connect('holdfast checkpoint')
  await client.query('CHECKPOINT')
}

async function lockRun(open: OpenCase): Promise<() => Promise<void>> {
  const holder = await open.store.connect('holdfast run lock')
  const { rows } = await holder.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(hashtext('holdfast run')) AS got`)
  if (rows[0]?.got)
    return async () =>
      void (await holder.query(`SELECT pg_advisory_unlock(hashtext('holdfast run'))`).catch(() => undefined))
  const { rows: who } = await holder.query<{ since: string }>(
    `SELECT a.backend_start::text AS since FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND a.application_name LIKE '%run lock' AND a.pid <> pg_backend_pid() LIMIT 1`,
  )
  throw new EvidenceError(
    open.caseDir,
    `another run is working on this case${who[0] ? ` since ${who[0].since}` : ''}`,
    'Wait until it ends, or stop it; then give the same command again.',
  )
}

async function verifyExhibits(open: OpenCase, options: RunCaseOptions, when: 'before' | 'after'): Promise<void> {
  const { rows } = await open.db.query<RecordedExhibit>(
    `SELECT number, stored_path, sha256, kind, manifest_path, in_place FROM evidence.exhibit ORDER BY exhibit`,
  )
  const faults = await changedExhibits(open.caseDir, rows, options.onVerify)
  const detail = { when, exhibits: rows.length, faults }
  await inTransaction(open.db, () =>
    appendCustody(open.db, {
      at: options.clock().toISOString(),
      actor: options.actor,
      action: 'verify',
      subject: 'exhibits',
      detail,
    }),
  )
  const first = faults[0]
  if (first)
    throw new EvidenceError(
      first.place,
      first.what,
      'Nothing is read from a changed exhibit. Restore it from the original and give the same command again.',
    )
}

async function summarise(
  open: OpenCase,
  options: RunCaseOptions,
  results: readonly StageResult[],
  found: ReadonlyMap<string, TableDigest>,
  watch: Stopwatch,
): Promise<RunResult> {
  const { db } = open
  const from = performance.now()
  const [digest, content] = [joined(found, 'whole'), joined(found, 'content')]
  const counts = await countRows(db)
  const ledger = await completeness(db)
  const detail = { digest, content_digest: content, counts, ledger }
  const { seq, hash } = await inTransaction(db, () =>
    appendCustody(db, {
      at: options.clock().toISOString(),
      actor: options.actor,
      action: 'run',
      subject: 'case',
      detail,
    }),
  )
  const findings = await findingCounts(db)
  watch.add('counts', (performance.now() - from) / 1000)
  return {
    digest,
    content_digest: content,
    counts,
    findings,
    ledger,
    custody: { entries: seq, head: hash },
    stages: results.map(({ name, rows, seconds }) => ({ name, rows, seconds: Math.round(seconds * 1000) / 1000 })),
    overhead: watch.read(),
  }
}

/** Connections that compute digests side by side, with the memory to sort what they compute. */
export async function digesters({ store }: Pick<OpenCase, 'store'>): Promise<readonly ClientBase[]> {
  const clients = [await store.connect('holdfast digest'), await store.connect('holdfast digest')]
  for (const client of clients) await client.query(`SET work_mem = '128MB'`)
  return clients
}

/** The digest of the whole case (exhibits' hashes, every row that follows from them, every finding), and what the forums say. */
export async function caseDigests(
  clients: readonly ClientBase[],
): Promise<{ readonly digest: string; readonly content: string }> {
  const found = await tableDigests(clients, digested, forumContent)
  return { digest: joined(found, 'whole'), content: joined(found, 'content') }
}

/** Rows of each entity people ask for; members are accounts of persons, without guests and bots. */
export async function countRows(db: ClientBase): Promise<Readonly<Record<string, number>>> {
  const { rows } = await db.query<{ counts: Record<string, number> }>(
    `SELECT json_build_object(
       'exhibits', (SELECT count(*) FROM evidence.exhibit), 'sites', (SELECT count(*) FROM forum.site),
       'members', (SELECT count(*) FROM forum.member WHERE kind = 'member'), 'boards', (SELECT count(*) FROM forum.board),
       'topics', (SELECT count(*) FROM forum.topic), 'posts', (SELECT count(*) FROM forum.post), 'messages', (SELECT count(*) FROM forum.message),
       'attachments', (SELECT count(*) FROM forum.attachment), 'bans', (SELECT count(*) FROM forum.ban), 'reports', (SELECT count(*) FROM forum.report),
       'warnings', (SELECT count(*) FROM forum.warning), 'logins', (SELECT count(*) FROM forum.login), 'actions', (SELECT count(*) FROM forum.action),
       'sightings', (SELECT count(*) FROM artefacts.sighting), 'selectors', (SELECT count(*) FROM artefacts.selector),
       'subjects', (SELECT count(*) FROM identity.subject), 'links', (SELECT count(*) FROM identity.link),
       'located', (SELECT count(DISTINCT subject) FROM jurisdiction.place WHERE rank = 1), 'safeguarding', (SELECT count(*) FROM risk.assessment WHERE safeguarding),
       'packages', (SELECT count(*) FROM dissemination.package)) AS counts`,
  )
  return rows[0]?.counts ?? {}
}

/** How many findings there are of each code. */
export async function findingCounts(db: ClientBase): Promise<Readonly<Record<string, number>>> {
  const { rows } = await db.query<{ code: string; n: string }>(
    'SELECT code, count(*)::text AS n FROM evidence.finding GROUP BY code ORDER BY code',
  )
  return Object.fromEntries(rows.map((r) => [r.code, Number(r.n)]))
}

/** The completeness ledger over all mirror tables. */
export async function completeness(db: ClientBase): Promise<Completeness> {
  const { rows } = await db.query<Record<string, string>>(
    `SELECT (SELECT coalesce(sum(rows), 0) FROM evidence.mirror_table)::text AS mirrored, coalesce(sum(rows), 0)::text AS rows,
            coalesce(sum(entities), 0)::text AS entities, coalesce(sum(non_entities), 0)::text AS non_entities, coalesce(sum(findings), 0)::text AS findings,
            count(*) FILTER (WHERE rows <> entities + non_entities + findings)::text AS unbalanced FROM forum.completeness`,
  )
  const n = (name: string): number => Number(rows[0]?.[name] ?? 0)
  return {
    balanced: n('unbalanced') === 0 && n('mirrored') === n('rows'),
    rows: n('mirrored'),
    entities: n('entities'),
    non_entities: n('non_entities'),
    findings: n('findings'),
  }
}
