import type { ClientBase } from 'pg'
import type { KeptFile } from './lent.ts'
import type { OpenedEntry } from './opener.ts'
import type { Target } from './targets.ts'

/** A file that came out of a closed thing and was kept. */
export interface Kept {
  readonly name: string
  readonly entry: OpenedEntry
  readonly file: KeptFile
}

/** One trial as it is recorded. */
export interface Attempt {
  readonly thing: string
  readonly key: number | null
  readonly authorisation: number | null
  readonly outcome: string
  readonly detail: string
  readonly milliseconds: number
  readonly by: string
  readonly at: Date
}

/** Records a trial. */
export async function insertAttempt(db: ClientBase, a: Attempt): Promise<void> {
  await db.query(
    `INSERT INTO unlock.attempt (thing, key, "authorisation", outcome, detail, milliseconds, tried_by, tried_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [a.thing, a.key, a.authorisation, a.outcome, a.detail, a.milliseconds, a.by, a.at],
  )
}

/** Keys that are known not to open a thing. A private key may yet: its passphrase may have come to the ring since. */
export async function knownWrong(db: ClientBase, thing: string): Promise<ReadonlySet<number>> {
  const { rows } = await db.query<{ key: number }>(
    `SELECT DISTINCT a.key FROM unlock.attempt a JOIN unlock.key k USING (key) WHERE a.thing = $1 AND a.outcome = 'wrong-key' AND k.kind <> 'private-key'`,
    [thing],
  )
  return new Set(rows.map((r) => r.key))
}

/** A kept file and where it hangs. */
export interface Placed {
  readonly parentPath: string
  readonly inner: string
  readonly file: KeptFile
  readonly modifiedAt: Date | null
}

/** Below which file of the exhibit each hangs: the entry that was listed as closed, or the closed file itself. */
export async function parentsOf(db: ClientBase, target: Target, kept: readonly Kept[]): Promise<readonly Placed[]> {
  if (kept.length === 0) return []
  const { rows } = await db.query<{ inner_path: string; path: string }>(
    `SELECT inner_path, path FROM evidence.file WHERE parent = $1 AND source = 'encrypted' ORDER BY file`,
    [target.file],
  )
  const entries = new Map<string, string[]>()
  for (const { inner_path, path } of rows) entries.set(inner_path, [...(entries.get(inner_path) ?? []), path])
  const taken = new Set<string>()
  return kept.map(({ entry, file, name }) => {
    const parentPath = (entry.listed ? entries.get(name)?.shift() : undefined) ?? target.path
    // Several things may lie in one file: what comes out of each has a folder of its own.
    const own = target.text !== null || target.offset > 0 ? `${target.thing}/${name}` : name
    const base = parentPath === target.path ? own : (name.split('/').at(-1) ?? name)
    let inner = base
    for (let n = 2; taken.has(`${parentPath}\n${inner}`); n++) inner = `${base}~${n}`
    taken.add(`${parentPath}\n${inner}`)
    return { parentPath, inner, file, modifiedAt: entry.modifiedAt }
  })
}

/** Records what came out, so that the next run takes it among the files of the exhibit. */
export async function insertOpened(
  db: ClientBase,
  target: Target,
  key: number,
  placed: readonly Placed[],
  at: Date,
): Promise<void> {
  for (const { parentPath, inner, file, modifiedAt } of placed)
    await db.query(
      `INSERT INTO unlock.opened (exhibit, thing, n, parent_path, inner_path, key, stored_path, stored_size, whole, md5, sha1, sha256, modified_at, opened_at)
       SELECT $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 FROM unlock.opened WHERE exhibit = $1 AND thing = $2
       ON CONFLICT (exhibit, thing, parent_path, inner_path) DO NOTHING`,
      [
        ...[target.exhibitNumber, target.thing, parentPath, inner, key, file.stored, file.size, file.whole],
        ...[file.md5, file.sha1, file.sha256, modifiedAt, at],
      ],
    )
}
