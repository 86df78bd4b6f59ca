import type { ClientBase } from 'pg'
import type { Operation } from '../evidence.ts'
import { readOperation } from '../operation.ts'

/** One deed on an exhibit, from the ledger. */
export interface RegisterDeed {
  /** The ledger entry that records it. */
  readonly entry: number
  readonly at: string
  readonly by: string
  readonly action: string
  readonly result: string
}

/** An exhibit with what ISO/IEC 27037:2012 clause 6.1 wants a chain-of-custody record to hold, as far as the case knows it. */
export interface RegisterItem {
  readonly number: string
  readonly description: string
  readonly custodian: string
  readonly original_path: string
  readonly acquired_by: string
  readonly acquired_at: string
  readonly tool: string
  readonly method: 'copied into the case' | 'read where it lies'
  readonly form: 'file' | 'folder'
  readonly files: number
  readonly size: number
  readonly md5: string
  readonly sha1: string
  readonly sha256: string
  /** Of a folder the hashes are those of its manifest. */
  readonly hashes_of: string
  readonly kept_at: string
  readonly left_out: number
  readonly left_out_first: readonly { readonly path: string; readonly reason: string }[]
  /** Disk images in it that say how they were taken. */
  readonly images: readonly RegisterImage[]
  readonly deeds: readonly RegisterDeed[]
}

/** What a disk image itself says of its taking, as written in it; null where it does not. */
export interface RegisterImage {
  readonly path: string
  readonly format: string
  readonly size: number
  readonly case_number: string | null
  readonly evidence_number: string | null
  readonly examiner: string | null
  readonly taken_at: string | null
  readonly software: string | null
  readonly stored_md5: string | null
  readonly stored_sha1: string | null
  readonly computed_md5: string | null
  readonly computed_sha1: string | null
}

/** The exhibit register of a case, as at one entry of its ledger. */
export interface Register {
  readonly operation: Operation | null
  readonly as_at: { readonly entries: number; readonly hash: string | null; readonly at: string | null }
  readonly signed: { readonly entries: number; readonly key: string; readonly sha256: string } | null
  readonly exhibits: readonly RegisterItem[]
}

/** So many of the files that were left out are named; the case holds them all. */
const named = 20

interface Entry {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  // biome-ignore lint/suspicious/noExplicitAny: each action has details of its own
  readonly detail: any
}

/** Reads the register from the tables and the ledger. */
export async function readRegister(db: ClientBase): Promise<Register> {
  const { rows: exhibits } = await db.query(
    `SELECT e.exhibit, e.number, e.description, e.custodian, e.original_path, e.stored_path, e.in_place, e.size::float8 AS size, e.md5, e.sha1,
            e.sha256, e.acquired_by, to_char(e.acquired_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS acquired_at, e.tool, e.kind, e.files, e.manifest_path, count(l.n)::int AS left_out
       FROM evidence.exhibit e LEFT JOIN evidence.left_out l USING (exhibit) GROUP BY e.exhibit ORDER BY e.exhibit`,
  )
  const { rows: left } = await db.query<{ exhibit: number; path: string; reason: string }>(
    'SELECT exhibit, path, reason FROM evidence.left_out WHERE n <= $1 ORDER BY exhibit, n',
    [named],
  )
  const { rows: images } = await db.query<RegisterImage & { readonly exhibit: number }>(
    `SELECT i.exhibit, f.path, i.format, i.size::float8 AS size, i.case_number, i.evidence_number, i.examiner, i.taken_at, i.software,
            i.stored_md5, i.stored_sha1, i.computed_md5, i.computed_sha1
       FROM evidence.image i JOIN evidence.file f ON f.file = i.image ORDER BY i.image`,
  )
  const { rows: ledger } = await db.query<{ entry: string; hash: string }>(
    `SELECT entry, hash FROM evidence.custody ORDER BY seq`,
  )
  const entries: readonly Entry[] = ledger.map((l) => JSON.parse(l.entry))
  const head = entries.findLast((e) => e.action === 'sign-head')?.detail
  return {
    operation: await readOperation(db),
    as_at: { entries: entries.length, hash: ledger.at(-1)?.hash ?? null, at: entries.at(-1)?.at ?? null },
    signed: head ? { entries: head.size, key: head.key, sha256: head.sha256 } : null,
    exhibits: exhibits.map((e) => ({
      number: e.number,
      description: e.description,
      custodian: e.custodian,
      original_path: e.original_path,
      acquired_by: e.acquired_by,
      acquired_at: e.acquired_at,
      tool: e.tool,
      method: e.in_place ? 'read where it lies' : 'copied into the case',
      form: e.kind,
      files: e.files,
      size: e.size,
      md5: e.md5,
      sha1: e.sha1,
      sha256: e.sha256,
      hashes_of: e.kind === 'folder' ? `the manifest ${e.manifest_path}` : 'the file',
      kept_at: e.stored_path,
      left_out: e.left_out,
      left_out_first: left.filter((l) => l.exhibit === e.exhibit).map(({ path, reason }) => ({ path, reason })),
      images: images.filter((i) => i.exhibit === e.exhibit).map(({ exhibit: _, ...image }) => image),
      deeds: deedsOn(e, entries),
    })),
  }
}

/** What the ledger says was done to an exhibit: taken, opened, read again. */
function deedsOn(
  exhibit: { readonly exhibit: number; readonly number: string },
  entries: readonly Entry[],
): readonly RegisterDeed[] {
  const first = entries.find((e) => e.action === 'acquire' && e.detail.exhibit === exhibit.exhibit)?.seq ?? 0
  return entries.flatMap(({ seq, at, actor, action, subject, detail }) => {
    const deed = (result: string): readonly RegisterDeed[] => [{ entry: seq, at, by: actor, action, result }]
    if (action === 'acquire' && subject === exhibit.number) return deed(`taken; SHA-256 ${detail.sha256}`)
    if (action === 'refuse' && subject === exhibit.number)
      return deed(`refused: the ${detail.hash} stated was ${detail.stated}, computed ${detail.computed}`)
    // The number of a file ends in that of its exhibit; see fileNumber.
    if (action === 'open' && detail.file % 1000 === exhibit.exhibit)
      return deed(`opened ${subject}: ${detail.entries} entries unpacked beside it`)
    if (action === 'verify' && subject === 'exhibits' && seq > first) {
      const own = (detail.faults ?? []).filter((f: { place: string }) =>
        f.place.startsWith(`exhibit ${exhibit.number} (`),
      )
      const when = `read again ${detail.when} a run`
      return deed(
        own.length === 0 ? `${when}: as recorded` : `${when}: ${own.map((f: { what: string }) => f.what).join('; ')}`,
      )
    }
    return []
  })
}
