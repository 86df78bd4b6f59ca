import type { Halt, Limits, PlacedFile, PlacedReader, Sink } from '../source.ts'
import { type Open, report, type Saved } from './context.ts'
import { openPages } from './pages.ts'
import { readDictionary } from './sdi.ts'
import { type Header, headerOf, openSpace } from './space.ts'
import { openSurvey, surveyPage } from './survey.ts'
import { type StoredTable, tableOf, type Unread } from './table.ts'
import { tell, tellDeleted, tellTable } from './tell.ts'

/** Pages looked at before others have their turn. */
const breath = 64
/** Tables of one tablespace; more are no database of a forum. */
const mostTables = 60_000

/** Schemas that a server keeps for itself. */
const systemSchemas = new Set(['mysql', 'sys', 'performance_schema', 'information_schema'])

/** Opens a reader of a tablespace of MySQL 8, at the beginning or where another one stood. */
export function openInnodb(
  file: PlacedFile,
  _companions: readonly (PlacedFile | null)[],
  sink: Sink,
  limits: Limits,
  state: unknown,
): PlacedReader {
  const fresh: Saved = { offset: 0, job: 0, at: 0, marked: 0, freed: 0, told: false, made: {} }
  const saved = structuredClone((state as Saved | null) ?? fresh)
  const found = headerOf(file)
  const handle = (run: PlacedReader['run']): PlacedReader => ({
    run,
    offset: () => saved.offset,
    state: () => structuredClone(saved),
  })
  const closed = found === null ? 'Neither its first page nor its others can be read' : whyClosed(found.header)
  if (found === null || closed !== null)
    return handle(() => {
      const detail = `A tablespace of MySQL 8 that was not read: ${closed}. The table is the one that the file is named after`
      if (!saved.told) report({ file, sink }, 'loss', 'tablespace-closed', detail, 0, Math.min(file.size, 16384))
      saved.told = true
      return 'end'
    })
  const space = openSpace(file, found.header)
  const dictionary = readDictionary(space)
  const described = dictionary.objects.filter((d) => d.type === 1).slice(0, mostTables)
  const all = described.map((d) => tableOf(d, found.header.id))
  const tables = all.filter((t): t is StoredTable => !('why' in t) && !systemSchemas.has(t.schema) && t.hidden !== 3)
  const unread = all.filter((t): t is Unread => 'why' in t)
  const survey = openSurvey(space)
  const o: Open = { file, sink, limits, space, dictionary, tables, unread, survey, saved }
  const left = all.flatMap((t) => ('why' in t || tables.includes(t) ? [] : [`${t.schema}.${t.name}`]))
  let pages: ReturnType<typeof openPages> | null = null
  return handle((stopAt) => {
    // The survey is made anew by every reader; it counts as no work, so that batches end where they always end.
    for (let n = 0; survey.done < space.count; n++) {
      if (n >= breath) return 'input'
      surveyPage(survey, space, tables)
    }
    if (!saved.told) tell(o, found.guessed, left)
    return run(stopAt)
  })

  function run(stopAt: number): Halt {
    for (let n = 0; ; n++) {
      if (saved.offset >= stopAt || (sink.crowded() && n > 0)) return 'stop'
      if (n >= breath) return 'input'
      const table = tables[saved.job]
      if (table === undefined) {
        if (saved.at === 0) tellDeleted(o)
        saved.at = 1
        return 'end'
      }
      if (pages?.table !== table) pages = openPages(o, table, saved.job + 1, saved.at)
      if (!pages.prepare()) continue
      if (saved.at === 0) tellTable(o, table, pages.leaves)
      pages.read(saved.at)
      saved.at++
      if (saved.at >= pages.leaves.pages.length) {
        saved.job++
        saved.at = 0
      }
      saved.offset += space.header.pageSize
    }
  }
}

function whyClosed(header: Header): string | null {
  if (header.encrypted) return 'it is encrypted, and its key is in the keyring of its server'
  if (header.physical !== header.pageSize) return 'its row format is COMPRESSED'
  return null
}
