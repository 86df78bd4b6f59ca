import type { Pool } from 'pg'
import { type Applied, aheadAt } from '../../forum/clocks/apply.ts'
import type { Clock, Corrected } from '../contract.ts'

/** How far clocks of the case are apart, board by board. */
export async function clocks(db: Pool): Promise<readonly Clock[]> {
  const { rows } = await db.query<Clock>(
    `SELECT c.site, s.key AS "siteKey", c.n, c.source, e.number AS exhibit, c.file, c.name, c.reference, c.verdict, c.seconds, c.spread, c.pairs, c.drift,
            c.pieces, c.zone, c.why
       FROM forum.clock c JOIN forum.site s USING (site) LEFT JOIN evidence.exhibit e ON e.exhibit = c.exhibit ORDER BY c.site, c.n LIMIT 2000`,
  )
  return rows
}

/** Corrects times of a file, for display: the clocks of the files are read once. */
export async function corrections(
  db: Pool,
  source: 'log' | 'mail',
  files: readonly number[],
): Promise<(file: number, at: string | null, site?: number) => Corrected | null> {
  const { rows } = await db.query<Applied & { site: number; file: number; why: string }>(
    `SELECT c.site, f.file, c.verdict, c.seconds, c.drift, c.pieces, c.why FROM forum.clock c
       JOIN evidence.file f ON f.exhibit = c.exhibit AND (f.file = c.file OR c.source = 'mail' AND (c.name = '.' AND f.path ~ '^(?:cur|new|tmp)/' OR starts_with(f.path, c.name)))
      WHERE c.source = $1 AND f.file = ANY ($2) AND c.verdict IN ('skew', 'zone', 'daylight-saving', 'drift') ORDER BY c.site, c.n`,
    [source, [...new Set(files)]],
  )
  return (file, at, site) => {
    const clock = rows.find((r) => r.file === file && (site === undefined || r.site === site))
    if (clock === undefined || at === null) return null
    const moment = Date.parse(at)
    const ahead = Number.isNaN(moment) ? null : aheadAt(clock, moment / 1000)
    if (ahead === null || Math.abs(ahead) < 1) return null
    const corrected = new Date(moment - ahead * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
    return { at: corrected, seconds: Math.round(ahead), why: clock.why }
  }
}
