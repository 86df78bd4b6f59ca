import type { ClientBase } from 'pg'
import type { Batch, Stage, Statement } from '../db/stage.ts'
import type { Finding } from '../model/finding.ts'
import { mirrorTables } from './catalog.ts'
import { recoded, recodingOf } from './charset.ts'
import { groupCopies, type Held, shimOf, together } from './copies.ts'
import { offset } from './derived.ts'
import { closest, type Detected, type MirrorTable } from './detect.ts'
import { engines } from './engines/index.ts'
import { entities, type SiteFacts } from './forum.ts'
import { strays } from './ledger.ts'
import { mappingInputs } from './mapping/store.ts'
import { decodeEntities } from './markup/entities.ts'
import { nameAfter, nameUnder } from './prefix.ts'
import { calledColumn, holdsBytes, readable, type Shim, shimmed } from './shim.ts'
import { separate } from './unite.ts'
import { boardsOf, type Plan, planCopies, stepsOf } from './uniting.ts'

/** Sites of one exhibit are numbered by it, so that no number depends on what else is in the case. */
function siteNumber(exhibit: number, nth: number): number {
  return exhibit + 100_000 * nth
}

/** Finds the boards in an exhibit's mirror. */
export const recognise: Stage = {
  name: 'forum.recognise',
  about: 'Tells which forum software the seized tables belong to, by their structure.',
  scope: 'exhibit',
  version: 6,
  reads: ['evidence.mirror_table', 'evidence.database_dump'],
  writes: ['forum.site', 'forum.site_part', 'forum.completeness', 'forum.copy', 'forum.change'],
  reset: (exhibit) => [
    ...entities.map((entity) => ({
      text: `DELETE FROM forum.${entity} WHERE site IN (SELECT site FROM forum.site WHERE exhibit = $1)`,
      values: [exhibit],
    })),
    { text: 'DELETE FROM forum.completeness WHERE exhibit = $1', values: [exhibit] },
    {
      text: 'DELETE FROM forum.change WHERE site IN (SELECT site FROM forum.copy WHERE exhibit = $1)',
      values: [exhibit],
    },
    { text: 'DELETE FROM forum.copy WHERE exhibit = $1', values: [exhibit] },
    separate(exhibit),
    {
      // A site that is read from several exhibits is made anew; one that was made anew just now is not.
      text: `DELETE FROM forum.site WHERE exhibit = $1 OR site IN
               (SELECT p."into" FROM forum.site_part p JOIN forum.site_part home ON home.site = p."into" WHERE p.exhibit = $1)`,
      values: [exhibit],
    },
    { text: 'DELETE FROM forum.site_part WHERE exhibit = $1', values: [exhibit] },
    // What it made of these sites is gone, even where it would be made the same again.
    { text: `UPDATE evidence.stage_run SET fingerprint = '' WHERE stage = 'forum.unite'` },
  ],
  inputs: mappingInputs,
  run: async function* (context): AsyncIterable<Batch> {
    const { db, unit: exhibit } = context
    const tables = await mirrorTables(db, exhibit)
    if (tables.length === 0) return
    const boards = await boardsOf(db, exhibit)
    let state = context.resume as State | null
    if (state === null) {
      const first = await sites(db, exhibit, tables, boards)
      state = first.state
      yield first
    }
    for (const [n, step] of (await stepsOf(db, state.plans)).entries()) {
      if (n < state.step) continue
      yield { ...(await step(db)), state: { ...state, step: n + 1 } satisfies State }
    }
  },
}

/** What the checkpoint holds: boards with copies, and how many steps of comparing them are done. */
interface State {
  readonly plans: readonly Plan[]
  readonly step: number
}

/** The first batch: a site for each board, whatever copies there are of it. */
async function sites(
  db: ClientBase,
  exhibit: number,
  tables: readonly MirrorTable[],
  boards: readonly Held[],
): Promise<Batch & { readonly state: State }> {
  const statements: Statement[] = []
  const plans: Plan[] = []
  const findings: Finding[] = boards.length === 0 ? [unknownEngine(tables)] : []
  const taken = await takenKeys(db, exhibit)
  const groups = await groupCopies(db, boards)
  for (const [nth, group] of groups.entries()) {
    const board = group[0]
    const shim = shimOf(board)
    const recode = await recodingOf(db, shim)
    if (recode !== null) findings.push(recodedText(board, recode))
    const facts = await readFacts(db, { ...shim, recode })
    const key = freeKey(facts, board, exhibit, taken)
    taken.add(key)
    const site = siteNumber(exhibit, nth)
    statements.push(siteStatement(site, exhibit, key, board, facts))
    findings.push(...incomplete({ ...board, tables: together(group) }))
    if (group.length === 1) continue
    const { plan, statements: copies } = await planCopies(db, { site, key, first: 1, united: false }, group)
    plans.push(plan)
    statements.push(...copies)
  }
  const owned = new Set(boards.flatMap((b) => [...b.tables.values()].map((t) => t.name)))
  // A table under a board's prefix is the board's, also where another part of the dump holds it.
  const prefixes = groups.map((group) => group[0].prefix).filter((prefix) => prefix !== '')
  const rest = strays(
    exhibit,
    tables.filter((t) => !owned.has(t.name) && !prefixes.some((prefix) => nameAfter(prefix, t.name) !== null)),
  )
  return {
    before: [...statements, ...rest.statements],
    findings: [...findings, ...rest.findings],
    rows: groups.length,
    state: { plans, step: 0 },
  }
}

/** Keys of the sites of other exhibits, those that are read as part of another site included. */
async function takenKeys(db: ClientBase, exhibit: number): Promise<Set<string>> {
  const { rows } = await db.query<{ key: string }>(
    `SELECT key FROM forum.site WHERE exhibit <> $1 UNION SELECT row ->> 'key' FROM forum.site_part WHERE exhibit <> $1`,
    [exhibit],
  )
  return new Set(rows.map((r) => r.key))
}

async function readFacts(db: ClientBase, shim: Shim): Promise<SiteFacts> {
  if (holdsBytes(shim)) await db.query(readable)
  if (shim.recode) await db.query(recoded)
  const { rows } = await db.query<SiteFacts>(shimmed(shim, shim.adapter.site))
  const found = rows[0]
  const zone = found?.timezone ?? null
  return {
    address: found?.address ?? null,
    title: found?.title ? decodeEntities(found.title) : null,
    version: found?.version || null,
    base_url: found?.base_url || null,
    timezone: zone === null || zone === '' ? null : (offset(zone) ?? zone),
  }
}

function recodedText(board: Detected, recode: string): Finding {
  return {
    severity: 'note',
    code: 'recoded-text',
    detail: `The board whose tables begin with “${board.prefix}” wrote text as ${recode} into tables declared latin1; it is read as ${recode}. The mirror holds it as found.`,
    at: null,
  }
}

/** The host of the board's address, or its engine; with the exhibit's number where another site has that key. */
function freeKey(facts: SiteFacts, board: Detected, exhibit: number, taken: ReadonlySet<string>): string {
  const host = /^(?:[a-z]+:\/\/)?([^/:\s]+)/i
    .exec((facts.address ?? '').trim())?.[1]
    ?.toLowerCase()
    .slice(0, 200)
  const wanted = host ?? board.adapter.engine
  if (!taken.has(wanted)) return wanted
  for (let n = 1; ; n++) {
    const key = n === 1 ? `${wanted}~${exhibit}` : `${wanted}~${exhibit}.${n}`
    if (!taken.has(key)) return key
  }
}

function siteStatement(site: number, exhibit: number, key: string, board: Detected, facts: SiteFacts): Statement {
  return {
    text: `INSERT INTO forum.site (site, exhibit, key, engine, adapter, version, title, base_url, mirror, prefix, timezone)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      ...[site, exhibit, key, board.adapter.engine, board.adapter.name, facts.version, facts.title, facts.base_url],
      ...[`mirror_${exhibit}`, board.prefix, facts.timezone],
    ],
  }
}

/** Tables and columns the adapter needs and the evidence has not. */
function incomplete({ adapter, tables, prefix }: Detected): readonly Finding[] {
  return Object.keys(adapter.needs).flatMap((name): Finding[] => {
    const table = tables.get(name)
    const finding = (code: string, detail: string): Finding => ({ severity: 'warning', code, detail, at: null })
    if (table === undefined)
      return [
        finding(
          'missing-table',
          `${adapter.name} expects table ${nameUnder(prefix, name)}; the evidence does not hold it.`,
        ),
      ]
    const there = new Set(table.columns.map((c) => c.name.toLowerCase()))
    const missing = (adapter.needs[name] ?? []).map((c) => calledColumn(adapter, name, c)).filter((c) => !there.has(c))
    return missing.map((c) =>
      finding('missing-column', `${adapter.name} expects column ${c} in ${table.name}; it reads as empty.`),
    )
  })
}

function unknownEngine(tables: readonly MirrorTable[]): Finding {
  const guess = closest(tables, engines)
  const nearest = guess
    ? `It comes nearest to ${guess.name} (${Math.round(guess.share * 100)} % of its tables).`
    : 'It is like none that we know.'
  const shown = tables
    .slice(0, 20)
    .map((t) => t.name)
    .join(', ')
  const more = tables.length > 20 ? ` and ${tables.length - 20} more` : ''
  return {
    severity: 'warning',
    code: 'unknown-engine',
    detail: `No forum software was recognised in ${tables.length} tables: ${shown}${more}. ${nearest} The tables can be read in the mirror; holdfast mapping says how to read them as a forum.`,
    at: null,
  }
}
