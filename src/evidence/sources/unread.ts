import type { FileKind } from '../kind.ts'

/** Databases and exports of them that are known by their beginning and not read: what each is. */
const known: readonly (readonly [name: string, about: string, detect: (head: string) => boolean])[] = [
  [
    'phpmyadmin-export',
    'an export of phpMyAdmin that is not SQL (XML, JSON or PHP)',
    (head) => /<pma_xml_export\b|Export to (?:JSON|PHP Array) plugin for phpMyAdmin/i.test(head),
  ],
  ['mysql-shell-dump', 'the description of a dump of MySQL Shell', (head) => /"dumper"\s*:\s*"mysqlsh/i.test(head)],
  [
    'mongoexport',
    'an export of MongoDB as JSON (mongoexport)',
    (head) => /^\s{0,20}\[?\s{0,20}\{\s{0,20}"_id"\s{0,20}:\s{0,20}\{\s{0,20}"\$oid"\s{0,20}:/.test(head),
  ],
  ['xbstream', 'a streamed physical backup of MySQL or MariaDB (xbstream)', (head) => head.startsWith('XBSTCK01')],
  ['jet-database', 'a database of Microsoft Access', (head) => /^Standard (?:Jet|ACE) DB\0/.test(head.slice(4, 24))],
  [
    'mssql-backup',
    'a backup of Microsoft SQL Server',
    (head) => head.startsWith('TAPE\0\0') && head.includes('M\0i\0c\0r\0o\0s\0o\0f\0t\0 \0S\0Q\0L'),
  ],
]

/** Kinds of files that hold rows and are told instead of read, so that nothing is passed over without a word. */
export const unreadKinds: readonly FileKind[] = known.map(([name, about, detect]) => ({
  name,
  about,
  role: 'other',
  detect: (first) => detect(Buffer.from(first.subarray(0, 8192)).toString('latin1')),
}))

/** What a file of such a kind is, null for any other kind. */
export function unreadAs(source: string): string | null {
  return unreadKinds.find((k) => k.name === source)?.about ?? null
}
