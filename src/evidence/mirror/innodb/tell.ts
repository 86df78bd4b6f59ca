import { type Open, report } from './context.ts'
import { serverText } from './server.ts'
import { type Leaves, named } from './survey.ts'
import type { StoredTable } from './table.ts'

/** Says what the file as a whole is and lacks; `left` are the tables that a server keeps for itself. */
export function tell(o: Open, guessed: boolean, left: readonly string[]): void {
  const { file, space, dictionary, survey, saved, unread } = o
  const { pageSize, pages, server } = space.header
  saved.told = true
  const say = (severity: 'note' | 'warning' | 'loss', code: string, detail: string, offset = 0, length = 0): void =>
    report(o, severity, code, detail, offset, length)
  if (guessed)
    say('warning', 'damaged-database', `The first page is spoilt; pages of ${pageSize} bytes are assumed`, 0, pageSize)
  if (pages > space.count || file.size % pageSize !== 0) {
    const detail = `The file should have ${pages} pages of ${pageSize} bytes and has ${(file.size / pageSize).toFixed(1)}`
    say('loss', 'truncated', detail, file.size)
  }
  if (dictionary.lost > 0 || dictionary.objects.length === 0) {
    const detail = `Of the descriptions of its tables ${dictionary.objects.length} could be read${dictionary.lost > 0 ? ', and some not' : ''}; a table without one cannot be read`
    say('loss', 'damaged-dictionary', detail, 3 * pageSize, pageSize)
  }
  for (const { name, why, object } of unread)
    say('loss', 'table-closed', `The table ${name} was not read: ${why}`, object.offset, object.length)
  if (left.length > 0) {
    const some = left.slice(0, 50).join(', ')
    say('note', 'system-tables', `Tables that the server keeps for itself were left out (${left.length}): ${some}`)
  }
  if (survey.sealed > 0)
    say('loss', 'tablespace-closed', `${survey.sealed} of its pages are encrypted and were not read`)
  if (survey.packed > 0)
    say('loss', 'tablespace-closed', `${survey.packed} of its pages are compressed one by one and were not read`)
  for (const n of survey.wrong.slice(0, named)) {
    const detail = `The checksum of page ${n} does not fit its content; its rows were read as they stand`
    say('warning', 'page-checksum', detail, n * pageSize, pageSize)
  }
  const { sums } = survey
  if (sums.wrong > survey.wrong.length)
    say('warning', 'page-checksum', `The checksums of ${sums.wrong - survey.wrong.length} more pages do not fit`)
  if (survey.torn > 0) {
    const detail = `${survey.torn} pages were written in part: the log’s number at their end is not the one at their beginning`
    say('warning', 'torn-pages', detail)
  }
  const made = [
    ...(sums.none > 0 ? [`${sums.none} without`] : []),
    ...(sums.innodb > 0 ? [`${sums.innodb} older`] : []),
  ]
  const how = made.length > 0 ? `; checksums: ${made.join(', ')}, ${sums.crc32} CRC-32C` : ''
  const detail = `A tablespace of ${serverText(server) ?? 'MySQL 8 or later'}, read from its pages as they stand. Its newest page was changed at position ${survey.newest} of the log${how}. The log was not applied: changes that had not reached the pages are missing`
  say('note', 'tablespace', detail, 0, pageSize)
}

/** Says where the order of a table's pages is broken. */
export function tellTable(o: Open, table: StoredTable, list: Leaves): void {
  const { pageSize } = o.space.header
  if (list.broken) {
    const rest = list.pages.length - list.freed - list.led
    const detail = `The order of the pages of ${table.name} leads to ${list.led} of them; ${rest} more that belong to it were read behind those, and pages may be missing`
    report(o, 'loss', 'damaged-table', detail, table.root * pageSize, pageSize)
  } else if (list.pages.length === list.freed) {
    const detail = `No page with rows of ${table.name} was found`
    report(o, 'loss', 'damaged-table', detail, table.root * pageSize, pageSize)
  }
}

/** Says what was found of deleted rows. */
export function tellDeleted(o: Open): void {
  const { marked, freed } = o.saved
  if (marked > 0) {
    const detail = `${marked} rows are marked as deleted and were not yet removed by the server, or belong to work that was never committed; they are in tables named “… (deleted)”`
    report(o, 'note', 'deleted-rows', detail, 0)
  }
  if (freed === 0) return
  const detail = `${freed} records were found in freed parts of pages: rows that were deleted, and older versions of rows that were changed; they are in tables named “… (recovered)”. A value may have been written over in part`
  report(o, 'note', 'deleted-rows', detail, 0)
}
