import type { Batch, Stage, StageContext } from '../../db/stage.ts'
import { openBoard } from '../catalog.ts'
import { type CopyState, copyBatches, copySteps } from './copies.ts'
import { type DeltaState, deltaBatches } from './deltas.ts'
import { numbering } from './numbering.ts'

/** Where the next batch begins: patches undone of posts and of messages, texts of copies, and the last step, which counts. */
type State =
  | { readonly step: 'deltas'; readonly of: DeltaState }
  | { readonly step: 'copies'; readonly of: CopyState }
  | { readonly step: 'done' }

/** Completes what histories of edits say. */
export const versions: Stage = {
  name: 'forum.versions',
  about:
    'Works out earlier texts of posts from what edits changed and from other copies of the board, and since when each stood.',
  scope: 'site',
  version: 1,
  reads: [
    ...['evidence.mirror_table', 'forum.site', 'forum.post', 'forum.message', 'forum.post_version'],
    ...['forum.copy', 'forum.change'],
  ],
  writes: ['forum.post_version'],
  // What was read from the histories stays; the rest is worked out again from it.
  reset: (site) => [
    { text: 'DELETE FROM forum.post_version WHERE site = $1 AND copy IS NOT NULL', values: [site] },
    {
      text: `UPDATE forum.post_version SET text = NULL, plain = NULL WHERE site = $1 AND form IN ('patch', 'changes')`,
      values: [site],
    },
  ],
  run,
}

async function* run(context: StageContext): AsyncGenerator<Batch> {
  const { db, unit: site } = context
  const from = (context.resume as State | null) ?? { step: 'deltas', of: { column: 'post', after: '' } }
  if (from.step === 'done') return
  const board = await openBoard(db, site)
  if (from.step === 'deltas')
    for await (const { of, ...batch } of deltaBatches(context, board, from.of))
      yield { ...batch, state: { step: 'deltas', of } satisfies State }
  const steps = await copySteps(db, board)
  const at = from.step === 'copies' ? from.of : { step: 0, after: '' }
  for await (const { of, ...batch } of copyBatches(context, steps, at))
    yield { ...batch, state: { step: 'copies', of } satisfies State }
  const { rows } = await db.query<{ n: number }>(
    'SELECT count(*)::float8 AS n FROM (SELECT FROM forum.post_version WHERE site = $1 LIMIT 1) v',
    [site],
  )
  if (rows[0]?.n === 0) return
  yield { before: numbering(site), rows: 0, state: { step: 'done' } satisfies State }
}
