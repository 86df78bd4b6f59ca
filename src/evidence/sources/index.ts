import { containers } from '../containers/index.ts'
import type { FileKind } from '../kind.ts'
import type { AnySource } from '../mirror/source.ts'
import { configuration } from './configuration.ts'
import { innodb } from './innodb.ts'
import { installScript } from './install-script.ts'
import { mail } from './mail.ts'
import { mongodump } from './mongodump.ts'
import { mysqldumpSql } from './mysqldump-sql.ts'
import { mysqldumpXml } from './mysqldump-xml.ts'
import { pgDump } from './pg-dump.ts'
import { pgDumpToc } from './pg-dump-toc.ts'
import { pgScript } from './pg-script.ts'
import { redisLogSet } from './redis-log-set.ts'
import { redisRdb } from './redis-rdb.ts'
import { sqlite } from './sqlite.ts'
import { sqliteWal } from './sqlite-wal.ts'
import { unreadKinds } from './unread.ts'
import { webLog } from './web-log.ts'

/** What can be mirrored, the more telling first: the first that recognises a file reads it. */
export const sources: readonly AnySource[] = [
  sqlite,
  innodb,
  redisRdb,
  redisLogSet,
  pgDumpToc,
  mongodump,
  mysqldumpXml,
  pgDump,
  mysqldumpSql,
]

/** What a file can be told to be: containers by their magic numbers, then by what the text says. */
export const kinds: readonly FileKind[] = [
  ...containers.map(({ name, about, detect, role }): FileKind => ({ name, about, role: role ?? 'container', detect })),
  ...unreadKinds,
  pgScript,
  installScript,
  ...sources.map((source): FileKind => {
    const { name, about, detect } = source
    return { name, about, role: 'dump', detect, ...('open' in source && { streamed: true }) }
  }),
  sqliteWal,
  configuration,
  webLog,
  mail,
]
