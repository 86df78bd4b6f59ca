import type { ClientBase } from 'pg'
import type { Stage } from './stage.ts'

/** The units a stage runs over, each with what identifies its evidence. */
export async function unitsOf(db: ClientBase, stage: Stage): Promise<readonly { unit: number; of: string }[]> {
  if (stage.scope === 'case') {
    const { rows } = await db.query<{ of: string }>(
      `SELECT coalesce(string_agg(sha256, ' ' ORDER BY exhibit), '') AS of FROM evidence.exhibit`,
    )
    return [{ unit: 0, of: rows[0]?.of ?? '' }]
  }
  const { rows } = await db.query<{ unit: number; of: string }>(
    stage.scope === 'exhibit'
      ? 'SELECT exhibit AS unit, sha256 AS of FROM evidence.exhibit ORDER BY exhibit'
      : 'SELECT s.site AS unit, e.sha256 AS of FROM forum.site s JOIN evidence.exhibit e USING (exhibit) ORDER BY s.site',
  )
  return rows
}

/** The fingerprints of a stage that this unit reads: of the same unit or its exhibit, else of all units. */
export async function upstreamPrints(
  db: ClientBase,
  stage: Stage,
  unit: number,
  source: Stage,
  prints: readonly { unit: number; print: string }[],
): Promise<readonly string[]> {
  if (source.share && stage.scope !== 'case')
    return [`${source.name} ${source.version} ${await source.share(db, unit)}`]
  if (stage.scope === source.scope) return prints.filter((p) => p.unit === unit).map((p) => p.print)
  if (stage.scope === 'site' && source.scope === 'exhibit') {
    const { rows } = await db.query<{ exhibit: number }>('SELECT exhibit FROM forum.site WHERE site = $1', [unit])
    return prints.filter((p) => p.unit === rows[0]?.exhibit).map((p) => p.print)
  }
  return prints.map((p) => p.print)
}
