import type { Pool } from 'pg'
import type { DataDirectory } from '../contract/databases.ts'

/** So many directories are shown with their databases. */
const mostDirectories = 500

/** The data directories of all exhibits, and what was read out of them. */
export async function dataDirectories(db: Pool): Promise<readonly (DataDirectory & { readonly exhibit: number })[]> {
  const { rows } = await db.query<DataDirectory & { readonly exhibit: number }>(
    `SELECT y.exhibit, y.n, y.kind, y.path, y.files, y.size::float8 AS size, y.version, y.tool AS "openedWith", y.level, y.state, y.tables, y.unread,
            coalesce((SELECT json_agg(json_build_object('file', d.file, 'name', d.database, 'path', d.path, 'sha256', d.sha256,
                                                        'tables', d.tables, 'unread', d.unread) ORDER BY d.file)
                        FROM evidence.database_dump d WHERE d.exhibit = y.exhibit AND d.directory = y.n), '[]') AS databases
       FROM evidence.data_directory y ORDER BY y.exhibit, y.n LIMIT $1`,
    [mostDirectories],
  )
  return rows
}
