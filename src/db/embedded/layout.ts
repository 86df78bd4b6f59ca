import { join } from 'node:path'

/** Major version of the PostgreSQL that the program brings; a data directory belongs to one major version. */
export const majorVersion = 18

/** Where the embedded server keeps things inside the case folder. */
export interface Layout {
  /** `<case>/db`, owned by whoever runs the program. */
  readonly db: string
  /** The cluster; owned by the user the server runs as. */
  readonly data: string
  /** Folder of the socket; owned by the user the server runs as, closed to everyone else. */
  readonly run: string
  /** What the server says. */
  readonly log: string
  /** Held while the server is made, started or stopped. */
  readonly lock: string
}

/** The paths below a case folder, which is absolute. */
export function layoutOf(caseDir: string): Layout {
  const db = join(caseDir, 'db')
  return {
    db,
    data: join(db, 'data'),
    run: join(db, 'run'),
    log: join(db, 'postgres.log'),
    lock: join(db, 'start.lock'),
  }
}
