import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { StoreError, unwritable, words } from '../trouble.ts'
import type { Launcher } from './launch.ts'
import { type Layout, majorVersion } from './layout.ts'
import { oneLine } from './run.ts'
import { role } from './settings.ts'

const restore = 'Restore it from a copy, or move the folder away and run again: the exhibits are read anew.'

/** Makes the folders around the cluster; what belongs to the program stays out of the server's reach. */
export function makeFolders(layout: Layout): void {
  const asRoot = process.getuid?.() === 0
  try {
    mkdirSync(dirname(layout.db), { recursive: true, mode: 0o700 })
    mkdirSync(layout.db, { recursive: true, mode: asRoot ? 0o711 : 0o700 })
    // The server's user passes through here to its own folders and sees nothing else; the umask may have taken that.
    if (asRoot && statSync(layout.db).uid === 0) chmodSync(layout.db, 0o711)
  } catch (error) {
    throw unwritable(layout.db, error)
  }
}

function ownFolder(path: string, launcher: Launcher): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (launcher.account) chownSync(path, launcher.account.uid, launcher.account.gid)
}

/** Locales tried in turn: both sort by code point; a few old systems lack the first, where only word splitting differs. */
const locales = ['C.UTF-8', 'C']

/** Makes the cluster under another name and moves it into place whole, so that an interrupted start leaves no half. */
export async function makeCluster(layout: Layout, launcher: Launcher): Promise<void> {
  const draft = `${layout.data}.new`
  let said = ''
  for (const locale of locales) {
    try {
      rmSync(draft, { recursive: true, force: true })
      ownFolder(draft, launcher)
    } catch (error) {
      throw unwritable(draft, error)
    }
    const outcome = await launcher.run('initdb', draft, (data) => [
      ...['-D', data, '-U', role, '--encoding=UTF8', `--locale=${locale}`],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--text-search-config=simple'],
      ...['--auth-local=peer', '--auth-host=reject', '--data-checksums'],
    ])
    if (outcome.ok) {
      renameSync(draft, layout.data)
      return
    }
    said = outcome.said
    if (!/invalid locale/.test(said)) break
  }
  rmSync(draft, { recursive: true, force: true })
  const why = said.split('\n').filter((line) => /initdb: (error|detail)|FATAL|PANIC|ERROR|No space/i.test(line))
  throw new StoreError({
    place: layout.data,
    reason: `the database could not be made (${oneLine(why.join('\n') || said)})`,
    next: /No space left/.test(said)
      ? 'Free space there and run the same command again.'
      : 'Remove what stands in the way and run again.',
  })
}

/** Refuses a cluster that this program's server cannot serve, before the server is asked to. */
export function checkCluster(layout: Layout, launcher: Launcher): void {
  const { data } = layout
  let version: string
  try {
    version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') throw foreign(data)
    throw new StoreError({ place: data, reason: `the database is damaged (${words(error)})`, next: restore }, error)
  }
  if (version !== String(majorVersion)) {
    throw new StoreError({
      place: data,
      reason: `the database was made by PostgreSQL ${version.slice(0, 20)}, this program brings ${majorVersion}`,
      next: 'Use the version of Holdfast that made the case.',
    })
  }
  if (!existsSync(join(data, 'global', 'pg_control'))) {
    throw new StoreError({
      place: data,
      reason: 'the database is damaged (global/pg_control is missing)',
      next: restore,
    })
  }
  takeOver(data, launcher)
}

function foreign(data: string): StoreError {
  return new StoreError({
    place: data,
    reason: 'the database belongs to another user',
    next: 'Run as that user, or as root if root made the case.',
  })
}

/** PostgreSQL insists on owning its folder and closing it to others; a case copied by root or by hand may do neither. */
function takeOver(data: string, launcher: Launcher): void {
  const { uid, mode } = statSync(data)
  const wanted = launcher.account?.uid ?? process.getuid?.() ?? uid
  if (uid !== wanted) {
    if (uid !== 0 || !launcher.account) throw foreign(data)
    const { gid } = launcher.account
    for (const name of readdirSync(data, { recursive: true, encoding: 'utf8' }))
      lchownSync(join(data, name), wanted, gid)
    chownSync(data, wanted, gid)
  }
  if ((mode & 0o077) !== 0) chmodSync(data, 0o700)
}

/** Makes the socket's folder, or makes it private again. */
export function makeRunFolder(layout: Layout, launcher: Launcher): void {
  try {
    ownFolder(layout.run, launcher)
    chmodSync(layout.run, 0o700)
  } catch (error) {
    throw unwritable(layout.run, error)
  }
}
