import { isSpace, readHeader } from '../../mirror/innodb/space.ts'
import type { DataDirectory, Within } from '../find.ts'
import type { HeldFile } from '../lay.ts'
import type { Opened } from '../opened.ts'
import type { Told } from '../told.ts'
import { headOf } from './layout.ts'

/** Schemas that a server of MySQL 8 keeps for itself. */
const ownSchemas = new Set(['mysql', 'sys', 'performance_schema'])

/** True for a data directory of MySQL 8 or later: its dictionary is a tablespace, and each tablespace describes its tables. */
export async function isEight({ files }: DataDirectory<HeldFile>): Promise<boolean> {
  if (files.some((f) => f.inner === 'mysql.ibd')) return true
  if (files.some((f) => f.inner.endsWith('.frm'))) return false
  for (const file of files.filter((f) => f.inner.endsWith('.ibd')).slice(0, 20))
    if (readHeader(await headOf(file, 512)) !== null) return true
  return false
}

/** Says what is read of such a directory, and what not: its tables are read by the mirror, from their own files. */
export async function openEight(
  directory: DataDirectory<HeldFile>,
  version: string | null,
  { report }: Told,
): Promise<Opened> {
  const { files } = directory
  const spaces = files.filter((f) => f.inner.includes('/') && f.inner.endsWith('.ibd') && !ownSchemas.has(folderOf(f)))
  const databases = new Set(spaces.map(folderOf))
  report(
    'note',
    'database-native',
    `it was made by ${version === null ? 'MySQL 8 or later' : `MySQL ${version}`}, which no server here opens: the tables of ${databases.size} databases are read from the pages of ${spaces.length} tablespaces as they stand. Databases that its server keeps for itself (mysql, sys, performance_schema) are left out, its accounts with them`,
  )
  const shut = await shutdownOf(directory)
  report(shut.clean ? 'note' : 'warning', 'database-shutdown', shut.words)
  let closed = 0
  for (const space of spaces) {
    if (readHeader(await headOf(space, 512)) !== null || isSpace(await headOf(space, 256 << 10))) continue
    closed++
    report(
      'loss',
      'database-table',
      `${space.inner} is no tablespace of MySQL 8, or its first pages are spoilt; it is kept`,
    )
  }
  const others = files.filter((f) => /\.(?:MYD|CSV|ARZ)$/i.test(f.inner) && !ownSchemas.has(folderOf(f)))
  for (const file of others)
    report('loss', 'database-table', `${file.inner} is of an engine whose tables of MySQL 8 are not read; it is kept`)
  return {
    tool: 'Holdfast, from the pages of InnoDB',
    level: 0,
    source: 'mysqldump-sql',
    databases: [],
    counted: { databases: databases.size, tables: spaces.length, unread: closed + others.length },
    read: () => Promise.reject(new Error('its tables are read by the mirror')),
    filesOf: async () => new Map(),
    close: async () => {},
  }
}

/** How a server was ended, in words, with what says so. */
interface Shutdown {
  readonly clean: boolean
  readonly words: string
}

/**
 * Whether the log holds changes that are not in the pages. A server that is shut down writes where its log ends into the first
 * page of the system tablespace; on its way there it makes a last checkpoint at the same place. Source: MySQL source,
 * storage/innobase/log/log0recv.cc (recv_recovery_from_checkpoint_start), log0files_io.h (LOG_CHECKPOINT_LSN).
 */
export async function shutdownOf({ files }: DataDirectory<HeldFile>): Promise<Shutdown> {
  const system = await headOf(files.find((f) => f.inner === 'ibdata1'))
  const flushed = system.length >= 34 ? system.readBigUInt64BE(26) : null
  const logs = files.filter((f) => /^(?:ib_logfile\d+|#innodb_redo\/#ib_redo\d+)$/.test(f.inner))
  let [checkpoint, place]: [bigint, string] = [0n, '']
  for (const log of logs) {
    const head = await headOf(log, 2048)
    for (const at of [512, 1536]) {
      if (head.length < at + 512) continue
      const stated = head.readBigUInt64BE(at + 8)
      if (stated > checkpoint) [checkpoint, place] = [stated, log.inner]
    }
  }
  const missing = 'The last changes may be missing: the log is not applied'
  if (flushed === null || checkpoint === 0n) {
    const lacks = [...(flushed === null ? ['ibdata1'] : []), ...(checkpoint === 0n ? ['the redo log'] : [])].join(
      ' and ',
    )
    return { clean: false, words: `whether its server was shut down cannot be told without ${lacks}. ${missing}` }
  }
  if (flushed === checkpoint)
    return {
      clean: true,
      words: `its server was shut down: the log’s position in ibdata1 and the last checkpoint in ${place} are both ${flushed}`,
    }
  return {
    clean: false,
    words: `its server was not shut down: the log’s position in ibdata1 is ${flushed}, the last checkpoint in ${place} ${checkpoint}. ${missing}`,
  }
}

function folderOf({ inner }: Within<HeldFile>): string {
  return inner.slice(0, Math.max(0, inner.indexOf('/')))
}
