import type { Pool } from 'pg'
import type { Contact, Edge, EdgesQuery, Page, PageQuery } from '../contract.ts'
import { bind, type Key, mapPage, page } from './page.ts'
import { ref } from './texts.ts'

interface ContactRaw extends Omit<Contact, 'own' | 'other' | 'subject'> {
  readonly site: number
  readonly ownId: string
  readonly ownName: string | null
  readonly otherId: string
  readonly otherName: string | null
  readonly subject: string | null
  readonly subjectName: string | null
}

const contactKeys: readonly Key[] = [
  { sql: 'c.n', type: 'bigint' },
  { sql: 'c.site', type: 'int' },
  { sql: 'c.own', type: 'text' },
  { sql: 'c.other', type: 'text' },
  { sql: 'c.kind', type: 'text' },
  { sql: 'c.direction', type: 'text' },
]

/** Whom a subject's accounts had to do with, the busiest first, in both directions. */
export async function contacts(db: Pool, subject: string, query: PageQuery): Promise<Page<Contact>> {
  const found = await page<ContactRaw>(
    db,
    {
      select: `c.site, c.own AS "ownId", a.name AS "ownName", c.other AS "otherId", b.name AS "otherName", c.kind, c.direction, c.n,
        c.first_at AS "firstAt", c.last_at AS "lastAt", nullif(s.subject, $1) AS subject, i.name AS "subjectName"`,
      from: `(SELECT e.site, e.member_a AS own, e.member_b AS other, e.kind, 'out'::text AS direction, e.n, e.first_at, e.last_at
                FROM identity.subject_persona p JOIN links.edge e ON e.site = p.site AND e.member_a = p.member WHERE p.subject = $1
              UNION ALL
              SELECT e.site, e.member_b, e.member_a, e.kind, 'in', e.n, e.first_at, e.last_at
                FROM identity.subject_persona p JOIN links.edge e ON e.site = p.site AND e.member_b = p.member WHERE p.subject = $1) c`,
      as: 'c',
      joins: `LEFT JOIN forum.member a ON a.site = c.site AND a.id = c.own
        LEFT JOIN forum.member b ON b.site = c.site AND b.id = c.other
        LEFT JOIN identity.subject_persona s ON s.site = c.site AND s.member = c.other
        LEFT JOIN identity.subject i ON i.subject = s.subject`,
      values: [subject],
      keys: contactKeys,
      descending: true,
    },
    query,
  )
  return mapPage(found, ({ site, ownId, ownName, otherId, otherName, subject: other, subjectName, ...rest }) => ({
    ...rest,
    own: ref(site, ownId, ownName),
    other: ref(site, otherId, otherName),
    subject: other === null ? null : { subject: other, name: subjectName ?? other },
  }))
}

interface EdgeRaw extends Omit<Edge, 'a' | 'b'> {
  readonly site: number
  readonly aId: string
  readonly aName: string | null
  readonly bId: string
  readonly bName: string | null
}

const edgeKeys: readonly Key[] = [
  { sql: 'e.n', type: 'bigint' },
  { sql: 'e.site', type: 'int' },
  { sql: 'e.member_a', type: 'text' },
  { sql: 'e.member_b', type: 'text' },
  { sql: 'e.kind', type: 'text' },
]

/** The network of contacts, the busiest edges first. */
export async function edges(db: Pool, query: EdgesQuery): Promise<Page<Edge>> {
  const values: unknown[] = []
  const put = bind(values)
  const where: string[] = []
  if (query.kind !== undefined) where.push(`e.kind = ${put(query.kind)}`)
  if (query.site !== undefined) where.push(`e.site = ${put(query.site)}`)
  if (query.subject !== undefined) {
    const own = `SELECT site, member FROM identity.subject_persona WHERE subject = ${put(query.subject)}`
    where.push(`(e.site, e.member_a) IN (${own}) OR (e.site, e.member_b) IN (${own})`)
  }
  const found = await page<EdgeRaw>(
    db,
    {
      select: `e.site, e.member_a AS "aId", a.name AS "aName", e.member_b AS "bId", b.name AS "bName", e.kind, e.n,
        e.first_at AS "firstAt", e.last_at AS "lastAt", sa.subject AS "subjectA", sb.subject AS "subjectB"`,
      from: 'links.edge e',
      as: 'e',
      joins: `LEFT JOIN forum.member a ON a.site = e.site AND a.id = e.member_a
        LEFT JOIN forum.member b ON b.site = e.site AND b.id = e.member_b
        LEFT JOIN identity.subject_persona sa ON sa.site = e.site AND sa.member = e.member_a
        LEFT JOIN identity.subject_persona sb ON sb.site = e.site AND sb.member = e.member_b`,
      where,
      values,
      keys: edgeKeys,
      descending: true,
    },
    query,
  )
  return mapPage(found, ({ site, aId, aName, bId, bName, ...rest }) => ({
    ...rest,
    a: ref(site, aId, aName),
    b: ref(site, bId, bName),
  }))
}
