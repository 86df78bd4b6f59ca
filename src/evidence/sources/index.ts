import type { EvidenceSource } from '../mirror/source.ts'
import { mysqldumpSql } from './mysqldump-sql.ts'
import { mysqldumpXml } from './mysqldump-xml.ts'

/** What can be mirrored, the more telling first: the first that recognises a file reads it. */
export const sources: readonly EvidenceSource[] = [mysqldumpXml, mysqldumpSql]
