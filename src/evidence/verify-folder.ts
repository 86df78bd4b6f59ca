import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../db/custody.ts'
import type { Fault } from './ledger.ts'
import { type ManifestLine, readManifest } from './manifest.ts'
import { readName } from './names.ts'
import { type Checked, type Claim, hashNow, type OnFile } from './verify-file.ts'
import { walkFolder } from './walk.ts'

/** So many faults of one folder are named one by one. */
const listed = 200

/** Compares a folder with its manifest, and the manifest with its recorded hash: which files were changed, are missing or were added. */
export async function checkFolder(
  caseDir: string,
  claim: Claim,
  folder: NonNullable<Claim['folder']>,
  onBytes?: OnFile,
): Promise<Checked> {
  const { folder: _, ...file } = claim
  const place = `${claim.role} ${claim.name} (${claim.path})`
  const manifest = await readFile(join(caseDir, folder.manifest)).catch(() => null)
  if (manifest === null)
    return {
      file: { ...file, state: 'missing' },
      faults: [{ place, what: `its manifest ${folder.manifest} is not there` }],
    }
  const own = sha256(manifest)
  const lines = own === claim.sha256 ? readManifest(manifest.toString('utf8')) : null
  if (lines === null)
    return {
      file: { ...file, state: 'changed' },
      faults: [{ place, what: `its manifest was changed: its SHA-256 is ${own}, the ledger says ${claim.sha256}` }],
    }
  const found = folder.inPlace
    ? await inPlace(caseDir, claim, lines, onBytes)
    : await copied(caseDir, claim, lines, onBytes)
  const faults = found.slice(0, listed).map((f) => ({ place: `${place}: ${f.place}`, what: f.what }))
  if (found.length > listed)
    faults.push({ place, what: `${found.length - listed} more of its files are not as recorded` })
  return { file: { ...file, state: found.length === 0 ? 'as recorded' : 'changed' }, faults }
}

/** Copies lie under their hashes: files with the same bytes are one copy. */
async function copied(
  caseDir: string,
  claim: Claim,
  lines: readonly ManifestLine[],
  onBytes?: OnFile,
): Promise<Fault[]> {
  const faults: Fault[] = []
  const states = new Map<string, string | null>()
  const progress = reading(claim, lines, onBytes)
  for (const line of lines) {
    const path = join(line.sha256.slice(0, 2), line.sha256)
    if (!states.has(path)) states.set(path, await stateOf(join(caseDir, claim.path, path), line))
    progress(line.size)
    const what = states.get(path)
    if (what) faults.push({ place: line.path, what: `${what} (${join(claim.path, path)})` })
  }
  const { files } = await walkFolder(join(caseDir, claim.path))
  for (const { path } of files)
    if (!states.has(path) && path !== 'manifest.txt') faults.push({ place: path, what: 'was added' })
  return faults
}

async function inPlace(
  caseDir: string,
  claim: Claim,
  lines: readonly ManifestLine[],
  onBytes?: OnFile,
): Promise<Fault[]> {
  const faults: Fault[] = []
  const progress = reading(claim, lines, onBytes)
  for (const line of lines) {
    const what = await stateOf(join(claim.path, readName(line.path).toString()), line)
    // A file whose name could not be recorded as a path was copied.
    const copy =
      what !== null && line.path.includes('\\x')
        ? claim.folder?.manifest.replace(/manifest\.txt$/, join(line.sha256.slice(0, 2), line.sha256))
        : undefined
    const state = copy === undefined ? what : await stateOf(join(caseDir, copy), line)
    progress(line.size)
    if (state) faults.push({ place: line.path, what: state })
  }
  const known = new Set(lines.map((l) => l.path))
  const { files } = await walkFolder(claim.path)
  for (const { path } of files)
    if (!known.has(path) && !join(claim.path, path).startsWith(`${caseDir}/`))
      faults.push({ place: path, what: 'was added' })
  return faults
}

async function stateOf(path: string, line: ManifestLine): Promise<string | null> {
  const now = await hashNow(path)
  if (now === null) return 'is not there'
  if (now.sha256 === line.sha256) return null
  const size = now.size === line.size ? '' : `; ${now.size} bytes instead of ${line.size}`
  return `was changed: its SHA-256 is ${now.sha256}, the manifest says ${line.sha256}${size}`
}

function reading(claim: Claim, lines: readonly ManifestLine[], onBytes?: OnFile): (more: number) => void {
  const total = lines.reduce((sum, l) => sum + l.size, 0)
  let done = 0
  return (more) => {
    done += more
    onBytes?.(claim.path, done, total)
  }
}
