import type { EvidenceSource } from '../mirror/source.ts'
import { openLoadReader } from '../mirror/sql/load-reader.ts'
import { openSqlReader } from '../mirror/sql/reader.ts'

/** Statements and comments that SQL dumps begin with, whatever tool wrote them. */
const opening =
  /^(?:\xef\xbb\xbf)?(?:[^\n]{0,300}\n){0,3}?\s*(?:-- |--\r?\n|#|\/\*[M!\s*]|(?:CREATE|INSERT|REPLACE|DROP|SET|USE|LOCK|START TRANSACTION|BEGIN|DELIMITER|ALTER)\b)/i
/** Words of a dump, and statements where they can begin: within a line they may be anybody's sentence. */
const sql =
  /\b(?:MySQL dump|MariaDB dump|enable the sandbox mode)|(?:^(?:\xef\xbb\xbf)?|;|\*\/|\/\*M?!\d*)\s{0,40}(?:INSERT\s+(?:IGNORE\s+|DELAYED\s+)?INTO|REPLACE\s+INTO|CREATE\s+TABLE|DROP\s+TABLE|SET\s+NAMES|USE\s+`[^`\n]{1,192}`\s{0,3};)/im

/** What follows a `<?php exit; ?>` that guards a dump on a server; nothing of a program, which may hold statements too. */
function unguarded(text: string): string {
  if (/^#!\s*\//.test(text)) return ''
  if (!/^(?:\xef\xbb\xbf)?\s*<\?(?:php\b|\s)/i.test(text)) return text
  const end = text.slice(0, 1000).indexOf('?>')
  return end < 0 ? '' : text.slice(end + 2)
}

/**
 * SQL text as mysqldump, mariadb-dump, phpMyAdmin, Adminer, HeidiSQL and their kin write it; folders of mydumper and of
 * mysqldump --tab, where other files hold the rows.
 */
export const mysqldumpSql: EvidenceSource = {
  name: 'mysqldump-sql',
  about:
    'SQL dumps of MySQL, MariaDB and SQLite: mysqldump, mariadb-dump, phpMyAdmin, Adminer, HeidiSQL, mydumper, MySQLDumper, .dump; plain or gzip',
  detect: (first) => {
    const text = unguarded(Buffer.from(first.subarray(0, 64 << 10)).toString('latin1'))
    return opening.test(text.slice(0, 2000)) && sql.test(text)
  },
  open: openSqlReader,
  parts: { name: 'mysql-rows', open: openLoadReader },
}
