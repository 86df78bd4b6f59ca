import type { Pool } from 'pg'
import type { Action, ChangesQuery, CopyChange, FailedLogin, Page, PageQuery, SiteCopy, Visit } from '../contract.ts'
import { type At, bind, mapPage, page, sortable, sourced } from './page.ts'
import { refOrNull } from './texts.ts'

/** Lines of the logs that an account made or that are about it, newest first. */
export async function actionsOf(db: Pool, site: number, member: string, query: PageQuery): Promise<Page<Action>> {
  type Raw = Omit<Action, 'by' | 'about' | 'source'> &
    At & { member: string | null; memberName: string | null; about: string | null; aboutName: string | null }
  const list = {
    select: `a.id, a.kind, a.at, a.ip, a.operation, a.member, m.name AS "memberName", a.about, o.name AS "aboutName",
      a.board, a.topic, a.post, left(a.data, 4000) AS data, a._file, a._offset, a._length`,
    from: 'forum.action a',
    as: 'a',
    joins: `LEFT JOIN forum.member m ON m.site = a.site AND m.id = a.member
      LEFT JOIN forum.member o ON o.site = a.site AND o.id = a.about`,
    where: ['a.site = $1', 'a.member = $2 OR a.about = $2'],
    values: [site, member],
    keys: [
      { sql: sortable('a.at'), type: 'timestamptz' },
      { sql: 'length(a.id)', type: 'int' },
      { sql: 'a.id', type: 'text' },
    ] as const,
    descending: true,
  }
  return mapPage(await page<Raw>(db, list, query), (row) => {
    const { member: by, memberName, about, aboutName, ...rest } = sourced(`action:${site}:${row.id}`, row)
    return { ...rest, by: refOrNull(site, by, memberName), about: refOrNull(site, about, aboutName) }
  })
}

/** Visits of an account in the access logs, newest first. */
export async function visitsOf(db: Pool, site: number, member: string, query: PageQuery): Promise<Page<Visit>> {
  const list = {
    select: `v.visit, v.first_at AS "firstAt", v.last_at AS "lastAt", v.ip, v.agent, v.requests, v.how, v.why,
      CASE WHEN l.skew <> 0 THEN v.first_at + make_interval(secs => l.skew) END AS stated,
      v._file, v._offset, v._length`,
    from: 'forum.visit v',
    as: 'v',
    joins: 'LEFT JOIN forum.visit_log l ON l.site = v.site AND l.file = v._file',
    where: ['v.site = $1', 'v.member = $2'],
    values: [site, member],
    keys: [
      { sql: 'v.first_at', type: 'timestamptz' },
      { sql: 'v.visit', type: 'int' },
    ] as const,
    descending: true,
  }
  return mapPage(await page<Omit<Visit, 'source'> & At>(db, list, query), (row) =>
    sourced(`visit:${site}:${row.visit}`, row),
  )
}

/** Log-ins of an account that failed, by the access logs, newest first. */
export async function failedOf(db: Pool, site: number, member: string, query: PageQuery): Promise<Page<FailedLogin>> {
  const list = {
    select: 'f.n, f.at, f.ip, f.agent, f.why, f._file, f._offset, f._length',
    from: 'forum.failed_login f',
    as: 'f',
    where: ['f.site = $1', 'f.member = $2'],
    values: [site, member],
    keys: [
      { sql: 'f.at', type: 'timestamptz' },
      { sql: 'f.n', type: 'int' },
    ] as const,
    descending: true,
  }
  return mapPage(await page<Omit<FailedLogin, 'source'> & At>(db, list, query), (row) =>
    sourced(`failed_login:${site}:${row.n}`, row),
  )
}

/** The copies of a board in the evidence, the base first. */
export async function copiesOf(db: Pool, site: number): Promise<readonly SiteCopy[]> {
  const { rows } = await db.query<SiteCopy>(
    `SELECT c.n, c.base, c.database, f.path || coalesce(' (' || nullif(i.state, 'live') || ', ' || i.recovery || ')', ' (' || nullif(i.state, 'live') || ')', '') AS path, c.as_of AS "asOf", c.rows::float8 AS rows, c.same::float8 AS same,
            c.added::float8 AS added, c.changed::float8 AS changed, c.missing::float8 AS missing, c.garbled::float8 AS garbled
       FROM forum.copy c LEFT JOIN evidence.file f ON f.file = c.file LEFT JOIN evidence.image_file i ON i.file = f.file
      WHERE c.site = $1 ORDER BY c.n`,
    [site],
  )
  return rows
}

/** What differs between the copies of a board. */
export async function changesOf(db: Pool, site: number, query: ChangesQuery): Promise<Page<CopyChange>> {
  const values: unknown[] = [site]
  const put = bind(values)
  const where = ['c.site = $1']
  if (query.kind !== undefined) where.push(`c.kind = ${put(query.kind)}`)
  if (query.entity !== undefined) where.push(`c.entity = ${put(query.entity)}`)
  const total = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM forum.change c WHERE ${where.map((w) => `(${w})`).join(' AND ')}`,
    values,
  )
  const list = {
    select: `c.copy, c."table", c.id, c.entity, c.kind, c.columns, o.as_of AS "copyAsOf", c._file, c._offset, c._length`,
    from: 'forum.change c',
    as: 'c',
    joins: 'LEFT JOIN forum.copy o ON o.site = c.site AND o.n = c.copy',
    where,
    values,
    keys: [
      { sql: 'c.copy', type: 'int' },
      { sql: 'c."table"', type: 'text' },
      { sql: 'length(c.id)', type: 'int' },
      { sql: 'c.id', type: 'text' },
    ] as const,
  }
  const found = await page<Omit<CopyChange, 'source'> & At>(db, list, query, total.rows[0]?.n ?? 0)
  return mapPage(found, (row) => sourced(`change:${site}:${row.copy}:${row.table}:${row.id}`, row))
}
