import type { Pool } from 'pg'
import type {
  CompletenessRow,
  CustodyEntry,
  Exhibit,
  ExhibitFile,
  FindingCount,
  FindingRow,
  FindingsQuery,
  Operation,
  Page,
  PageQuery,
  StageRun,
} from '../contract.ts'
import { dataDirectories } from './databases.ts'
import { diskImages } from './images.ts'
import { bind, mapPage, page } from './page.ts'

/** The investigation this case belongs to; null before it was declared. */
export async function operation(db: Pool): Promise<Operation | null> {
  const { rows } = await db.query<Operation>(
    `SELECT name, exercise, authority, reference, lawful_from AS "lawfulFrom", lawful_to AS "lawfulTo", scope,
            lead_agency AS "leadAgency", review_on AS "reviewOn", declared_by AS "declaredBy", declared_at AS "declaredAt"
       FROM evidence.operation`,
  )
  return rows[0] ?? null
}

/** So many files of an exhibit are listed, those that something reads first. */
const filesListed = 500

/** The seized items with their files. */
export async function exhibits(db: Pool): Promise<readonly Exhibit[]> {
  const items = await db.query<Omit<Exhibit, 'files' | 'images' | 'dataDirectories'>>(
    `SELECT exhibit, number, description, custodian, original_path AS "originalPath", in_place AS "inPlace", size, md5, sha1,
            sha256, acquired_by AS "acquiredBy", acquired_at AS "acquiredAt", tool, kind,
            (SELECT count(*)::int FROM evidence.file f WHERE f.exhibit = e.exhibit) AS "fileCount"
       FROM evidence.exhibit e ORDER BY exhibit LIMIT 5000`,
  )
  const files = await db.query<ExhibitFile & { readonly exhibit: number }>(
    `SELECT f.exhibit, f.file, f.path, f.encoding, f.source, coalesce(f.size, CASE WHEN f.source IN ('other', 'empty') THEN f.stored_size END) AS size,
            (SELECT count(*)::int FROM evidence.mirror_table t WHERE t.exhibit = f.exhibit AND t.file = f.file) AS tables,
            CASE i.state WHEN 'deleted' THEN concat('deleted', ', ' || i.recovery) WHEN 'carved' THEN 'carved' WHEN 'closed' THEN 'encrypted' END AS state,
            concat_ws(' · ', nullif(v.label, ''), 'inode ' || i.inode, 'byte ' || i.at) AS place
       FROM (SELECT *, row_number() OVER (PARTITION BY exhibit ORDER BY source IN ('other', 'empty'), file) AS nth FROM evidence.file) f
       LEFT JOIN evidence.image_file i ON i.file = f.file LEFT JOIN evidence.image_volume v ON v.image = i.image AND v.n = i.volume
      WHERE f.nth <= $1 ORDER BY f.exhibit, f.nth LIMIT 20000`,
    [filesListed],
  )
  const byExhibit = new Map<number, ExhibitFile[]>()
  for (const { exhibit, ...file } of files.rows) {
    const known = byExhibit.get(exhibit)
    const own = { ...file, place: file.place === '' ? null : file.place }
    if (known) known.push(own)
    else byExhibit.set(exhibit, [own])
  }
  const images = await diskImages(db)
  const directories = await dataDirectories(db)
  return items.rows.map((item) => ({
    ...item,
    files: byExhibit.get(item.exhibit) ?? [],
    images: images.filter((i) => i.exhibit === item.exhibit).map(({ exhibit: _, ...image }) => image),
    dataDirectories: directories
      .filter((d) => d.exhibit === item.exhibit)
      .map(({ exhibit: _, ...directory }) => directory),
  }))
}

/** The custody ledger, newest entry first. */
export async function custody(db: Pool, query: PageQuery): Promise<Page<CustodyEntry>> {
  const head = await db.query<{ n: number }>('SELECT coalesce(max(seq), 0) AS n FROM evidence.custody')
  const list = {
    select: 'c.seq, c.entry, c.hash',
    from: 'evidence.custody c',
    as: 'c',
    keys: [{ sql: 'c.seq', type: 'bigint' }] as const,
    descending: true,
  }
  const found = await page<{ seq: number; entry: string; hash: string }>(db, list, query, head.rows[0]?.n ?? 0)
  return mapPage(found, ({ seq, entry, hash }) => {
    const { at, actor, action, subject, detail, previous } = JSON.parse(entry) as Omit<CustodyEntry, 'seq' | 'hash'>
    return { seq, hash, at, actor, action, subject, detail, previous }
  })
}

/** Findings by severity and code, losses first. */
export async function findingCounts(db: Pool): Promise<readonly FindingCount[]> {
  const { rows } = await db.query<FindingCount>(
    `SELECT severity, code, count(*)::int AS findings, sum(rows)::bigint AS rows FROM evidence.finding
      GROUP BY severity, code ORDER BY array_position(ARRAY['loss', 'warning', 'note'], severity), count(*) DESC, code`,
  )
  return rows
}

/** Findings in the order they were met. */
export async function findings(db: Pool, query: FindingsQuery): Promise<Page<FindingRow>> {
  const values: unknown[] = []
  const put = bind(values)
  const where: string[] = []
  if (query.severity !== undefined) where.push(`f.severity = ${put(query.severity)}`)
  if (query.code !== undefined) where.push(`f.code = ${put(query.code)}`)
  if (query.stage !== undefined) where.push(`f.stage = ${put(query.stage)}`)
  type Raw = Omit<FindingRow, 'id' | 'source'> & {
    readonly unit: number
    readonly batch: number
    readonly n: number
    readonly file: number | null
    readonly offset: number | null
    readonly length: number | null
  }
  const found = await page<Raw>(
    db,
    {
      select: `f.stage, f.unit, f.batch, f.n, f.severity, f.code, left(f.detail, 2000) AS detail, f.rows, f._file AS file,
        f._offset AS "offset", f._length AS length`,
      from: 'evidence.finding f',
      as: 'f',
      where,
      values,
      keys: [
        { sql: 'f.stage', type: 'text' },
        { sql: 'f.unit', type: 'int' },
        { sql: 'f.batch', type: 'int' },
        { sql: 'f.n', type: 'int' },
      ],
    },
    query,
  )
  return mapPage(found, ({ unit, batch, n, file, offset, length, ...rest }) => {
    const id = `finding:${rest.stage}:${unit}:${batch}:${n}`
    const source = file === null || offset === null || length === null ? null : { trace: id, file, offset, length }
    return { ...rest, id, source }
  })
}

/** The completeness ledger, table by table. */
export async function completeness(db: Pool, query: PageQuery): Promise<Page<CompletenessRow>> {
  return page<CompletenessRow>(
    db,
    {
      select: `c.exhibit, c.name, c.rows, c.entities, c.non_entities AS "nonEntities", c.findings,
        (c.rows = c.entities + c.non_entities + c.findings) AS balanced, c.entity, c.why`,
      from: 'forum.completeness c',
      as: 'c',
      keys: [
        { sql: 'c.exhibit', type: 'int' },
        { sql: 'c.name', type: 'text' },
      ],
    },
    query,
  )
}

/** How far each stage is, in the order they began. */
export async function stageRuns(db: Pool): Promise<readonly StageRun[]> {
  const { rows } = await db.query<StageRun>(
    `SELECT stage, unit, done, rows, seconds, started_at AS "startedAt", ended_at AS "endedAt"
       FROM evidence.stage_run ORDER BY started_at, stage, unit LIMIT 2000`,
  )
  return rows
}
