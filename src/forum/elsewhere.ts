import type { ClientBase } from 'pg'
import type { Batch, Stage, Statement } from '../db/stage.ts'
import { fullestFirst, type Held, sameBoard, shimOf } from './copies.ts'
import { separateExhibits } from './unite.ts'
import { boardsOf, type Plan, planCopies, stepsOf } from './uniting.ts'

/** What the checkpoint holds: sites that are one, and how many steps of comparing them are done. */
interface State {
  readonly plans: readonly Plan[]
  readonly step: number
}

/** A site as an exhibit alone gives it, and its board in the mirror. */
interface Found {
  readonly site: number
  readonly key: string
  readonly board: Held
}

/** Reads boards that several exhibits hold (dumps of different days, a replica) as one site. */
export const uniteStage: Stage = {
  name: 'forum.unite',
  about: 'Tells which boards of different exhibits are copies of one board, and reads them as one.',
  scope: 'case',
  version: 3,
  reads: ['evidence.mirror_table', 'evidence.database_dump', 'forum.site'],
  writes: ['forum.site', 'forum.site_part', 'forum.completeness', 'forum.copy', 'forum.change'],
  reset,
  share,
  run: async function* ({ db, resume }): AsyncIterable<Batch> {
    let state = resume as State | null
    if (state === null) {
      const first = await parts(db)
      if (first === null) return
      state = first.state
      yield first
    }
    for (const [n, step] of (await stepsOf(db, state.plans)).entries()) {
      if (n < state.step) continue
      yield { ...(await step(db)), state: { ...state, step: n + 1 } satisfies State }
    }
  },
}

/** Each exhibit's sites as they were before they were united. */
function reset(): readonly Statement[] {
  const ofUnited = 'forum.copy c WHERE c.united'
  return [
    separateExhibits(),
    { text: `DELETE FROM forum.change d USING ${ofUnited} AND d.site = c.site AND d.copy = c.n` },
    { text: `DELETE FROM ${ofUnited}` },
    {
      text: `DELETE FROM forum.completeness c USING forum.site_part p
              WHERE c.exhibit = p.exhibit AND c.site IS NULL AND c.name = ANY (p.tables)`,
    },
    { text: 'DELETE FROM forum.site WHERE site IN (SELECT site FROM forum.site_part)' },
    {
      text: `INSERT INTO forum.site SELECT (jsonb_populate_record(NULL::forum.site, row)).* FROM forum.site_part
             ON CONFLICT (site) DO NOTHING`,
    },
    { text: 'DELETE FROM forum.site_part' },
  ]
}

/** What a site's rebuild depends on: the copies that were added to it, and how their exhibits were read. */
async function share(db: ClientBase, site: number): Promise<string> {
  const { rows } = await db.query<{ of: string | null }>(
    `SELECT string_agg(p.site || ' ' || r.fingerprint, ' ' ORDER BY p.site) AS of
       FROM forum.site_part p JOIN evidence.stage_run r ON r.unit = p.exhibit AND r.stage = 'forum.recognise' WHERE p."into" = $1`,
    [site],
  )
  return rows[0]?.of ?? ''
}

/** The first batch: sites that are copies of each other become the one with the lowest number, read from the fullest. */
async function parts(db: ClientBase): Promise<(Batch & { readonly state: State }) | null> {
  const statements: Statement[] = []
  const plans: Plan[] = []
  for (const group of await groups(db)) {
    const home = group[0]
    const [base, ...rest] = await fullestFirst(db, [home.board, ...group.slice(1).map((f) => f.board)])
    const { rows } = await db.query<{ last: number }>(
      'SELECT coalesce(max(n), 0) AS last FROM forum.copy WHERE site = $1',
      [home.site],
    )
    const wanted = { site: home.site, key: home.key, first: (rows[0]?.last ?? 0) + 1, united: true }
    const { plan, statements: copies } = await planCopies(db, wanted, [base, ...rest])
    plans.push(plan)
    statements.push(...group.map((found) => partStatement(found, home.site)))
    const from = group.find((f) => f.board === base)!
    statements.push(...asOne(group, home.site, from.site), ...copies)
  }
  if (plans.length === 0) return null
  return { before: statements, rows: plans.length, state: { plans, step: 0 } }
}

/** Sites of different exhibits that are one board, the lowest number first. */
async function groups(db: ClientBase): Promise<readonly (readonly [Found, ...Found[]])[]> {
  const found: [Found, ...Found[]][] = []
  for (const site of await sitesOf(db)) {
    let home: [Found, ...Found[]] | undefined
    for (const group of found) {
      if (group.some((f) => f.board.exhibit === site.board.exhibit)) continue
      if (await sameBoard(db, shimOf(group[0].board), shimOf(site.board))) home ??= group
    }
    if (home) home.push(site)
    else found.push([site])
  }
  return found.filter((group) => group.length > 1)
}

async function sitesOf(db: ClientBase): Promise<readonly Found[]> {
  const { rows } = await db.query<{ site: number; key: string; exhibit: number; prefix: string }>(
    `SELECT site, key, exhibit, prefix FROM forum.site
      WHERE adapter IN (SELECT adapter FROM forum.site GROUP BY adapter HAVING count(DISTINCT exhibit) > 1) ORDER BY site`,
  )
  const boards = new Map<number, readonly Held[]>()
  const found: Found[] = []
  for (const { site, key, exhibit, prefix } of rows) {
    const own = boards.get(exhibit) ?? (await boardsOf(db, exhibit))
    boards.set(exhibit, own)
    const board = own.find((b) => b.prefix === prefix)
    if (board) found.push({ site, key, board })
  }
  return found
}

function partStatement({ site, board }: Found, into: number): Statement {
  return {
    text: `INSERT INTO forum.site_part (site, exhibit, "into", row, tables)
           SELECT site, exhibit, $2, to_jsonb(s), $3 FROM forum.site s WHERE site = $1`,
    values: [site, into, [...board.tables.values()].map((t) => t.name)],
  }
}

/** The site under the lowest number takes over what tells where the fullest copy is read; the others are gone. */
function asOne(group: readonly Found[], home: number, base: number): readonly Statement[] {
  return [
    {
      text: `UPDATE forum.site h SET exhibit = b.exhibit, engine = b.engine, adapter = b.adapter, version = b.version, mirror = b.mirror, prefix = b.prefix,
                    title = coalesce(b.title, h.title), base_url = coalesce(b.base_url, h.base_url), timezone = coalesce(b.timezone, h.timezone)
               FROM forum.site b WHERE h.site = $1 AND b.site = $2`,
      values: [home, base],
    },
    {
      text: 'DELETE FROM forum.site WHERE site = ANY ($1) AND site <> $2',
      values: [group.map((f) => f.site), home],
    },
  ]
}
