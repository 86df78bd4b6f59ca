import { dataDirectories } from './find.ts'
import { mysqlOpener } from './mysql/open.ts'
import type { Opener } from './opened.ts'
import { postgresOpener } from './postgres/open.ts'

/** How data directories are opened, by kind. */
export const openers: readonly Opener[] = [mysqlOpener, postgresOpener]

/** A data directory that an acquisition would open. */
export interface PlannedDatabase {
  readonly kind: 'mysql' | 'postgresql'
  /** Within the path that is planned, empty where it is that path. */
  readonly path: string
  readonly files: number
  readonly size: number
  /** Of the server that made it, as its files say. */
  readonly version: string | null
  /** Folders of databases for MySQL; their names as they stand in the file system. */
  readonly databases: readonly string[]
}

/** The data directories among the files of a folder, without opening any. */
export async function plannedDatabases(
  files: readonly { readonly path: string; readonly place: Buffer; readonly size: number }[],
): Promise<readonly PlannedDatabase[]> {
  const held = files.map(({ path, place, size }) => ({ file: 0, path, size, sha256: null, stored: place.toString() }))
  const found: PlannedDatabase[] = []
  for (const directory of dataDirectories(held)) {
    const { kind, path, files: own } = directory
    const version = await openers
      .find((o) => o.kind === kind)!
      .version(directory)
      .catch(() => null)
    const folders = own.filter((f) => kind === 'mysql' && f.inner.includes('/')).map((f) => f.inner.split('/')[0]!)
    const databases = [...new Set(folders)].filter(
      (name) => !['mysql', 'sys', 'performance_schema', '#innodb_redo'].includes(name),
    )
    found.push({ kind, path, files: own.length, size: own.reduce((sum, f) => sum + f.size, 0), version, databases })
  }
  return found
}
