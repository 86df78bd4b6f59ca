/** Data directories among the files of an exhibit, told by how their files lie, wherever that is. */

/** A file that belongs to a data directory; `inner` is its path within. */
export type Within<T> = T & { readonly inner: string }

/** A data directory of a database server, or what is left of one. */
export interface DataDirectory<T> {
  readonly kind: 'mysql' | 'postgresql'
  /** Its path in the exhibit, '' where it is the whole exhibit. */
  readonly path: string
  /** False where only folders of databases lie there, without what the server keeps for itself. */
  readonly whole: boolean
  /** What its server reads: never its logs, sockets and links. */
  readonly files: readonly Within<T>[]
}

interface Held {
  readonly path: string
}

/** What only the top of a data directory of MySQL or MariaDB holds (MariaDB documentation, "InnoDB System Tablespaces", "Aria"). */
const mysqlTop = new Set(['ibdata1', 'aria_log_control', 'mysql.ibd'])
/** Tables of the schema in which the server keeps accounts: every version has one of them. */
const mysqlSchema = /^(?:user|db|global_priv|proc|plugin)\.(?:frm|MYD|MYI|MAD|MAI)$/i
const mysqlOwn =
  /^(?:ibdata\d+|ib_logfile\d+|undo_?\d+(?:\.ibu)?|aria_log_control|aria_log\.\d+|mysql\.ibd|m(?:ysql|ariadb)_upgrade_info)$/
const mysqlTable = /^.+\.(?:frm|ibd|cfg|MYD|MYI|MAD|MAI|CSV|CSM|MRG|par|TRG|TRN|sdi)$/i

/** What a server of PostgreSQL needs of its data directory (documentation, "Database File Layout"). */
const postgresFile =
  /^(?:PG_VERSION|backup_label|tablespace_map|(?:global|base|pg_wal|pg_xlog|pg_xact|pg_clog|pg_multixact|pg_subtrans|pg_commit_ts|pg_twophase|pg_logical|pg_tblspc)\/[\w./-]+)$/

/** All data directories among files, in the order of their paths. */
export function dataDirectories<T extends Held>(files: readonly T[]): readonly DataDirectory<T>[] {
  const folders = new Map<string, T[]>()
  for (const file of files) {
    const folder = folderOf(file.path)
    const known = folders.get(folder)
    if (known) known.push(file)
    else folders.set(folder, [file])
  }
  const postgres = postgresTops(folders)
  const mysql = mysqlTops(folders)
  const loose = looseTops(folders, mysql)
  const found: DataDirectory<T>[] = []
  for (const [tops, kind, whole] of [
    [postgres, 'postgresql', true],
    [mysql, 'mysql', true],
    [loose, 'mysql', false],
  ] as const)
    for (const path of tops) {
      const own = below(folders, path, new Set([...mysql, ...postgres]), whole).filter(({ inner }) =>
        kind === 'postgresql' ? postgresFile.test(inner) && !inner.includes('..') : isMysqlFile(inner, whole),
      )
      if (kind === 'postgresql') own.push(...logBeside(folders, path, own))
      if (own.length > 0) found.push({ kind, path, whole, files: own.sort((a, b) => byText(a.inner, b.inner)) })
    }
  return found.sort((a, b) => byText(a.path, b.path) || byText(a.kind, b.kind))
}

/** Archives that pg_basebackup writes (PostgreSQL documentation, "pg_basebackup"): the log of the same moment lies in another. */
const baseArchive = /^((?:.*\/)?)base(\.tar(?:\.\w+)?!)$/

/** The log that was taken with a base backup, where the backup holds none of its own. */
function logBeside<T extends Held>(
  folders: ReadonlyMap<string, readonly T[]>,
  top: string,
  own: readonly Within<T>[],
): readonly Within<T>[] {
  const [, folder, packed] = baseArchive.exec(top) ?? []
  if (folder === undefined || own.some((f) => /^pg_wal\/[\dA-F]{24}$/.test(f.inner))) return []
  const log = folders.get(`${folder}pg_wal${packed}`) ?? folders.get(`${folder}pg_wal.tar!`) ?? []
  const named = log.filter((f) => /^(?:[\dA-F]{24}|[\dA-F]{8}\.history)$/.test(baseOf(f.path)))
  return named.map((f) => ({ ...f, inner: `pg_wal/${baseOf(f.path)}` }))
}

function postgresTops(folders: ReadonlyMap<string, readonly Held[]>): readonly string[] {
  return [...folders.keys()].filter(
    (folder) => has(folders, folder, 'PG_VERSION') && [...folders.keys()].some((f) => f === under(folder, 'global')),
  )
}

function mysqlTops(folders: ReadonlyMap<string, readonly Held[]>): readonly string[] {
  const tops = new Set<string>()
  for (const [folder, files] of folders) {
    if (files.some((f) => mysqlTop.has(baseOf(f.path)))) tops.add(folder)
    if (/(?:^|\/)mysql$/.test(folder) && files.some((f) => mysqlSchema.test(baseOf(f.path)))) tops.add(folderOf(folder))
  }
  return [...tops]
}

/** Folders that hold folders of databases of which nothing else is there. */
function looseTops(folders: ReadonlyMap<string, readonly Held[]>, mysql: readonly string[]): readonly string[] {
  const tops = new Set<string>()
  for (const [folder, files] of folders) {
    const names = new Set(files.map((f) => baseOf(f.path).toLowerCase()))
    const pairs = [...names].some((name) => {
      const stem = name.replace(/\.[^.]+$/, '')
      const paired = (a: string, b: string): boolean => name.endsWith(a) && names.has(stem + b)
      return paired('.frm', '.myd') || paired('.frm', '.ibd') || paired('.frm', '.mad') || paired('.myd', '.myi')
    })
    if (!pairs || mysql.some((top) => folder === top || folder.startsWith(top === '' ? '' : `${top}/`))) continue
    tops.add(folderOf(folder))
  }
  return [...tops]
}

function isMysqlFile(inner: string, whole: boolean): boolean {
  const parts = inner.split('/')
  if (parts.length === 1) return whole && mysqlOwn.test(inner)
  // A link of InnoDB (.isl) names a place anywhere on the machine, and is never followed.
  if (parts.length === 2 && parts[0] === '#innodb_redo') return whole && /^#ib_redo\d+$/.test(parts[1]!)
  return parts.length === 2 && parts[0] !== '..' && (mysqlTable.test(parts[1]!) || parts[1] === 'db.opt')
}

/** Files at or below a folder, but not of a data directory that lies in it. */
function below<T extends Held>(
  folders: ReadonlyMap<string, readonly T[]>,
  top: string,
  others: ReadonlySet<string>,
  whole: boolean,
): Within<T>[] {
  const own: Within<T>[] = []
  const start = top === '' ? '' : `${top}/`
  // The files of a database that were given alone, without the folder that is its name.
  const nameless = !whole && top === nowhere
  for (const [folder, files] of folders) {
    if (nameless ? folder !== '' : folder !== top && !folder.startsWith(start)) continue
    if (!nameless && [...others].some((o) => o !== top && o.startsWith(start) && isAt(folder, o))) continue
    if (!whole && [...others].some((o) => isAt(folder, o))) continue
    for (const file of files)
      own.push({ ...file, inner: nameless ? `database/${baseOf(file.path)}` : file.path.slice(start.length) })
  }
  return own
}

function isAt(folder: string, top: string): boolean {
  return top === '' || folder === top || folder.startsWith(`${top}/`)
}

/** The folder above the exhibit itself. */
const nowhere = '..'

function folderOf(path: string): string {
  if (path === '') return nowhere
  const at = path.lastIndexOf('/')
  return at < 0 ? '' : path.slice(0, at)
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function under(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

function has(folders: ReadonlyMap<string, readonly Held[]>, folder: string, name: string): boolean {
  return folders.get(folder)?.some((f) => baseOf(f.path) === name) ?? false
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
