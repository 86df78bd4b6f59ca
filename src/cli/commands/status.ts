import type { ClientBase } from 'pg'
import pc from 'picocolors'
import { readOperation } from '../../evidence/operation.ts'
import { completeness, countRows, findingCounts } from '../../run.ts'
import { type CliCommand, type CommonOptions, common, print, withCase } from '../command.ts'

/** Says where a case stands. */
export const statusCommand: CliCommand = {
  name: 'status',
  about: 'Say where a case stands: operation, exhibits, stages, counts, clocks and findings.',
  examples: ['holdfast status --case ./op-fern', 'holdfast status --case ./op-fern --json'],
  define: (command) =>
    common(command).action(async (options: CommonOptions) => {
      await withCase(options, async ({ open: { db } }) => {
        const operation = await readOperation(db)
        const exhibits = (
          await db.query(
            'SELECT exhibit, number, description, size::text, sha256, acquired_at FROM evidence.exhibit ORDER BY exhibit',
          )
        ).rows
        const stages = (
          await db.query(
            'SELECT stage, unit, done, rows::text, seconds FROM evidence.stage_run ORDER BY started_at, stage, unit',
          )
        ).rows
        const counts = await countRows(db)
        const clocks = await clocksOf(db)
        const images = await imagesOf(db)
        const result = {
          operation,
          exhibits,
          images,
          stages,
          counts,
          clocks,
          findings: await findingCounts(db),
          ledger: await completeness(db),
        }
        print(options, result, () =>
          [
            operation
              ? `${pc.bold(operation.name)}${operation.exercise ? pc.yellow('  EXERCISE') : ''}  ${operation.reference}, ${operation.lead_agency}, review ${operation.review_on ?? 'not set'}`
              : 'no operation declared',
            ...exhibits.map((e) => `exhibit ${e.number}  ${e.description}  ${e.size} bytes  ${e.sha256}`),
            ...images.map(
              (i) =>
                `image ${i.path} (${i.format})  ${i.live} files, ${i.deleted} deleted, ${i.carved} carved, ${i.closed} volumes closed${i.agrees === null ? '' : i.agrees ? ', its hash agrees' : ', ITS HASH DOES NOT AGREE'}`,
            ),
            ...stages.map(
              (s) =>
                `${s.done ? pc.green('✓') : pc.yellow('…')} ${s.stage}${s.unit ? ` ${s.unit}` : ''}  ${s.rows} rows  ${Number(s.seconds).toFixed(1)} s`,
            ),
            Object.entries(counts)
              .map(([k, v]) => `${v} ${k}`)
              .join(', '),
            ...clocks.map(
              (c) =>
                `clock ${c.name}, beside ${c.reference}: ${c.verdict}${c.seconds === null ? '' : `, ${c.seconds} s`}. ${c.why}`,
            ),
            `completeness ${result.ledger.balanced ? 'balances' : 'DOES NOT BALANCE'}`,
          ].join('\n'),
        )
      })
    }),
}

interface ImageLine {
  readonly path: string
  readonly format: string
  readonly live: number
  readonly deleted: number
  readonly carved: number
  readonly closed: number
  readonly agrees: boolean | null
}

/** The disk images of the case, and in which state the files in them were found. */
async function imagesOf(db: ClientBase): Promise<readonly ImageLine[]> {
  const { rows } = await db.query<ImageLine>(
    `SELECT f.path, i.format, count(*) FILTER (WHERE m.state = 'live')::int AS live, count(*) FILTER (WHERE m.state = 'deleted')::int AS deleted,
            count(*) FILTER (WHERE m.state = 'carved')::int AS carved, count(*) FILTER (WHERE m.state = 'closed')::int AS closed,
            CASE WHEN i.stored_md5 IS NULL AND i.stored_sha1 IS NULL THEN NULL
                 ELSE coalesce(i.stored_md5 = i.computed_md5, true) AND coalesce(i.stored_sha1 = i.computed_sha1, true) END AS agrees
       FROM evidence.image i JOIN evidence.file f ON f.file = i.image LEFT JOIN evidence.image_file m ON m.image = i.image
      GROUP BY i.image, f.path ORDER BY i.image`,
  )
  return rows
}

interface ClockLine {
  readonly site: string
  readonly source: string
  readonly name: string
  readonly reference: string
  readonly verdict: string
  readonly seconds: number | null
  readonly spread: number | null
  readonly pairs: number
  readonly drift: number | null
  readonly zone: string | null
  readonly why: string
}

/** How the clocks of the case compare; what configuration states of zones is left to the workbench. */
async function clocksOf(db: ClientBase): Promise<readonly ClockLine[]> {
  const { rows } = await db.query<ClockLine>(
    `SELECT s.key AS site, c.source, c.name, c.reference, c.verdict, c.seconds, c.spread, c.pairs, c.drift, c.zone, c.why
       FROM forum.clock c JOIN forum.site s USING (site) WHERE c.source <> 'setting' ORDER BY c.site, c.n`,
  )
  return rows
}
