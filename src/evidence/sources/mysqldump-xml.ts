import type { EvidenceSource } from '../mirror/source.ts'
import { openXmlReader } from '../mirror/xml/reader.ts'

/** What `mysqldump --xml` and `mysql --xml` write. */
export const mysqldumpXml: EvidenceSource = {
  name: 'mysqldump-xml',
  about: 'XML dumps of MySQL and MariaDB: mysqldump --xml, mariadb-dump --xml, mysql --xml; plain or gzip',
  detect: (first) => /<(?:mysqldump|resultset)\b/.test(Buffer.from(first.subarray(0, 8192)).toString('latin1')),
  open: openXmlReader,
}
