import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ClientBase } from 'pg'
import { sha256 } from '../../db/custody.ts'
import { headsFile, proofsFolder, publicKeyFile, stampsFolder } from '../custody/files.ts'
import { EvidenceError } from '../evidence.ts'
import { headFile, ledgerFile } from '../ledger.ts'
import { readManifest } from '../manifest.ts'
import { byName, readName, writeName } from '../names.ts'
import { absolute } from '../place.ts'
import type { TransferExhibit, TransferFile } from './manifest.ts'

/** A file to be put into a container, and how its bytes are had. */
export interface Content extends TransferFile {
  readonly open: () => AsyncIterable<Uint8Array>
}

/** What goes into a container: exhibits by number, or the case with all of them and its ledger. */
export type Wanted = { readonly exhibits: readonly string[] } | 'case'

interface Row extends Omit<TransferExhibit, 'path' | 'size'> {
  readonly exhibit: number
  readonly size: string
  readonly original_path: string
  readonly stored_path: string
  readonly in_place: boolean
  readonly manifest_path: string | null
}

/** What belongs to a case beside its exhibits: the ledger and what strengthens it. Nothing else of the folder is taken, keys above all. */
const custodyFiles = [ledgerFile, headFile, headsFile, publicKeyFile]
const custodyFolders = [proofsFolder, stampsFolder]

/** The exhibits asked for and all files that go, in the order of their paths. */
export async function contentsOf(
  db: ClientBase,
  caseDir: string,
  wanted: Wanted,
): Promise<{ readonly exhibits: readonly TransferExhibit[]; readonly files: readonly Content[] }> {
  const rows = await rowsOf(db, wanted)
  const exhibits: TransferExhibit[] = []
  const files: Content[] = []
  for (const row of rows) {
    const folder = `exhibits/${row.exhibit}-${row.number.replace(/[^A-Za-z0-9._-]/g, '_')}`
    const { exhibit: _, original_path, stored_path, in_place, manifest_path, size, ...said } = row
    const name = writeName(Buffer.from(basename(original_path) || 'exhibit'))
    const path = row.kind === 'file' ? `${folder}/${name}` : `${folder}/files`
    exhibits.push({ ...said, size: Number(size), path })
    if (row.kind === 'file')
      files.push(content(path, Number(size), row.sha256, () => createReadStream(absolute(caseDir, stored_path))))
    else files.push(...(await folderFiles(caseDir, row, path)))
  }
  if (wanted === 'case') files.push(...(await ledgerFiles(caseDir)))
  return { exhibits, files: files.sort((a, b) => byName(a.path, b.path)) }
}

async function rowsOf(db: ClientBase, wanted: Wanted): Promise<readonly Row[]> {
  const { rows } = await db.query<Row>(
    `SELECT exhibit, number, description, custodian, kind, size::text, md5, sha1, sha256, acquired_by,
            to_char(acquired_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS acquired_at, tool,
            original_path, stored_path, in_place, manifest_path FROM evidence.exhibit ORDER BY exhibit`,
  )
  if (wanted === 'case') return rows
  for (const number of wanted.exhibits)
    if (!rows.some((r) => r.number === number))
      throw new EvidenceError(`exhibit ${number}`, 'is not in the case', 'See which are: holdfast status')
  const found = rows.filter((r) => wanted.exhibits.includes(r.number))
  if (found.length === 0) throw new EvidenceError('the container', 'would be empty', 'Name exhibits with --exhibits.')
  return found
}

function content(path: string, size: number, hash: string, open: () => AsyncIterable<Uint8Array>): Content {
  return { path, size, sha256: hash, open }
}

/** A folder's files under the names they had, so that the folder acquired again has the hash it had. */
async function folderFiles(caseDir: string, row: Row, into: string): Promise<readonly Content[]> {
  const manifest = join(caseDir, row.manifest_path ?? '')
  const bytes = await readFile(manifest)
  const lines = sha256(bytes) === row.sha256 ? readManifest(bytes.toString('utf8')) : null
  if (lines === null)
    throw new EvidenceError(manifest, 'is not the manifest that was recorded', 'See what changed: holdfast verify')
  const kept = manifest.replace(/manifest\.txt$/, '')
  return lines.map((line) => {
    const copy = join(kept, line.sha256.slice(0, 2), line.sha256)
    // A file whose name could not be recorded as a path was copied even where the others stay in place.
    const inPlace = row.in_place && !line.path.includes('\\x')
    const place = inPlace ? join(row.stored_path, readName(line.path).toString()) : copy
    return content(`${into}/${line.path}`, line.size, line.sha256, () => createReadStream(place))
  })
}

/** The ledger as it stands now: it is read once, since others may write to it meanwhile. */
async function ledgerFiles(caseDir: string): Promise<readonly Content[]> {
  const names = [...custodyFiles]
  for (const folder of custodyFolders) {
    const inside = await readdir(join(caseDir, folder), { withFileTypes: true }).catch(() => [])
    names.push(...inside.filter((f) => f.isFile()).map((f) => join(folder, f.name)))
  }
  const files: Content[] = []
  for (const name of names) {
    const bytes = await readFile(join(caseDir, name)).catch(() => null)
    if (bytes === null) continue
    files.push(
      content(`custody/${name}`, bytes.length, sha256(bytes), async function* () {
        yield bytes
      }),
    )
  }
  return files
}
