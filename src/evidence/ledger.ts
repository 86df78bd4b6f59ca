import { open, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { genesis, sha256 } from '../db/custody.ts'

/** The ledger's copy in the case folder, one line an entry, and the witness of where it ends. */
export const ledgerFile = 'custody.jsonl'
export const headFile = 'custody.head'

/** Where the ledger ends: its last entry's number and hash, and the length of the file in bytes. */
export interface Head {
  readonly seq: number
  readonly hash: string
  readonly bytes: number
}

const prefix = '{"hash":"'
const middle = '","entry":'

/** One line of the file: the entry's bytes stand in it unchanged, so that anybody can hash them. */
export function ledgerLine(hash: string, entry: string): string {
  return `${prefix}${hash}${middle}${entry}}\n`
}

/** A line taken apart, or null when it is not one. */
export function parseLine(line: string): { readonly hash: string; readonly entry: string } | null {
  if (!line.startsWith(prefix) || !line.endsWith('}')) return null
  const hash = line.slice(prefix.length, prefix.length + 64)
  if (line.slice(prefix.length + 64, prefix.length + 64 + middle.length) !== middle) return null
  return { hash, entry: line.slice(prefix.length + 64 + middle.length, -1) }
}

/**
 * Writes the entries that the store holds and the file does not. A line that a crash cut short is completed; anything
 * else that differs from the store is refused, because the file may have been changed.
 */
export async function flushLedger(db: ClientBase, caseDir: string): Promise<Head> {
  const path = join(caseDir, ledgerFile)
  const head = await readHead(caseDir)
  const size = await stat(path).then(
    (s) => s.size,
    () => 0,
  )
  if (size < head.bytes) throw new LedgerError(path, `is ${head.bytes - size} bytes shorter than ${headFile} says`)
  const { rows: at } = await db.query<{ hash: string }>('SELECT hash FROM evidence.custody WHERE seq = $1', [head.seq])
  if (head.seq > 0 && at[0]?.hash !== head.hash)
    throw new LedgerError(path, `entry ${head.seq} is not the one in the store`)
  const { rows } = await db.query<{ seq: number; entry: string; hash: string }>(
    'SELECT seq, entry, hash FROM evidence.custody WHERE seq > $1 ORDER BY seq',
    [head.seq],
  )
  const missing = Buffer.from(rows.map((r) => ledgerLine(r.hash, r.entry)).join(''))
  const tail = size > head.bytes ? (await readFile(path)).subarray(head.bytes) : Buffer.alloc(0)
  if (!missing.subarray(0, tail.length).equals(tail))
    throw new LedgerError(path, `holds bytes after offset ${head.bytes} that the store does not know`)
  const rest = missing.subarray(tail.length)
  if (rest.length > 0) {
    const file = await open(path, 'a', 0o600)
    try {
      await file.writeFile(rest)
      await file.sync()
    } finally {
      await file.close()
    }
  }
  const last = rows.at(-1)
  const next: Head = last ? { seq: Number(last.seq), hash: last.hash, bytes: head.bytes + missing.length } : head
  if (last || !(await stat(join(caseDir, headFile)).catch(() => null))) await writeHead(caseDir, next)
  return next
}

/** The recorded end of the ledger; seq 0 for a case without entries. */
export async function readHead(caseDir: string): Promise<Head> {
  const text = await readFile(join(caseDir, headFile), 'utf8').catch(() => null)
  if (text === null) return { seq: 0, hash: genesis, bytes: 0 }
  const [seq, hash, bytes] = text.trim().split(' ')
  return { seq: Number(seq), hash: hash ?? '', bytes: Number(bytes) }
}

async function writeHead(caseDir: string, head: Head): Promise<void> {
  const path = join(caseDir, headFile)
  await writeFile(`${path}.new`, `${head.seq} ${head.hash} ${head.bytes}\n`, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
}

/** The file of the ledger does not agree with the store. */
export class LedgerError extends Error {
  readonly place: string
  readonly reason: string
  constructor(place: string, reason: string) {
    super(`${place} ${reason}`)
    this.place = place
    this.reason = reason
  }
}

/** Something `verify` found wrong, at one place. */
export interface Fault {
  readonly place: string
  readonly what: string
}

/** The entries of the ledger's file and every fault in its chain: changed, dropped, reordered or cut lines. */
export async function readLedger(
  caseDir: string,
): Promise<{ readonly entries: readonly LedgerEntry[]; readonly faults: readonly Fault[]; readonly head: Head }> {
  const text = await readFile(join(caseDir, ledgerFile), 'utf8').catch(() => '')
  const head = await readHead(caseDir)
  const lines = text.split('\n')
  const faults: Fault[] = []
  if (lines.pop() !== '')
    faults.push({ place: `${ledgerFile} line ${lines.length + 1}`, what: 'the last line is cut short' })
  const entries: LedgerEntry[] = []
  let previous = genesis
  let expected = 1
  for (const [i, line] of lines.entries()) {
    const place = `${ledgerFile} line ${i + 1}`
    const parsed = parseLine(line)
    const entry = parsed ? parseEntry(parsed.entry) : null
    if (!parsed || !entry) {
      faults.push({ place, what: 'is not a ledger entry: its bytes were changed' })
      expected += 1
      previous = parsed?.hash ?? ''
      continue
    }
    const own = sha256(parsed.entry)
    if (own !== parsed.hash)
      faults.push({ place, what: `entry ${entry.seq} was changed: its hash is ${own}, the line says ${parsed.hash}` })
    if (entry.seq !== expected)
      faults.push({
        place,
        what: `entry ${expected} should stand here, entry ${entry.seq} does: entries were dropped or reordered`,
      })
    else if (entry.previous !== previous && previous !== '')
      faults.push({ place, what: `entry ${entry.seq} does not follow from the entry before it` })
    entries.push(entry)
    previous = parsed.hash
    expected = entry.seq + 1
  }
  const last = entries.at(-1)
  if ((last?.seq ?? 0) !== head.seq || (last && previous !== head.hash))
    faults.push({
      place: headFile,
      what: `the ledger ends at entry ${last?.seq ?? 0}, ${headFile} says entry ${head.seq} with hash ${head.hash}: entries at the end were dropped, added or changed`,
    })
  return { entries, faults, head }
}

/** A ledger entry as the file holds it. */
export interface LedgerEntry {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly previous: string
}

function parseEntry(text: string): LedgerEntry | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'seq' in value && typeof value.seq === 'number'
      ? (value as LedgerEntry)
      : null
  } catch {
    return null
  }
}
