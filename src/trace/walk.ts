import type { ClientBase, Pool } from 'pg'
import { composites } from './composite.ts'
import { limits, type Origin, type TraceStep, type Walk } from './trace.ts'

/** Anything that answers queries. */
export type Db = ClientBase | Pool

interface At {
  readonly _file: number
  readonly _offset: number
  readonly _length: number
}

/** Resolves an id to its sentence, the steps below it and the rows of evidence they end at; null when there is none. */
export async function walk(db: Db, id: string): Promise<Walk | null> {
  const kind = id.slice(0, id.indexOf(':'))
  const find = finders[kind]
  return find ? find(db, id) : null
}

type Finder = (db: Db, id: string) => Promise<Walk | null>

/** Splits `kind:SITE:REST` into site and rest. */
function siteAnd(id: string): readonly [site: number, rest: string] | null {
  const parts = /^[a-z-]+:(\d{1,9}):(.+)$/s.exec(id)
  return parts ? [Number(parts[1]), parts[2] ?? ''] : null
}

/** A single row of a forum table, said in a sentence by SQL over alias `t`. */
function rowOf(kind: string, table: string, sentence: string, key = 'id'): Finder {
  return async (db, id) => {
    const at = siteAnd(id)
    if (!at) return null
    const { rows } = await db.query<At & { sentence: string }>(
      `SELECT ${sentence} AS sentence, t._file, t._offset, t._length FROM ${table} t JOIN forum.site s USING (site) WHERE t.site = $1 AND t.${key} = $2 LIMIT 1`,
      [...at],
    )
    const row = rows[0]
    return row ? single(id, kind, row.sentence, row) : null
  }
}

function single(id: string, kind: string, sentence: string, row: At): Walk {
  return { sentence, steps: [{ id, parent: null, kind, sentence }], origins: [origin(id, row)], truncated: false }
}

function origin(step: string, row: At): Origin {
  return { step, file: row._file, offset: row._offset, length: row._length }
}

/** The walk of something that rests on other ids. */
async function resting(db: Db, id: string, kind: string, sentence: string, because: readonly string[]): Promise<Walk> {
  const steps: TraceStep[] = [{ id, parent: null, kind, sentence }]
  const origins: Origin[] = []
  let truncated = false
  const pending = [...because].reverse().map((b) => [b, id] as const)
  const seen = new Set([id])
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [child, parent] = next
    if (seen.has(child)) continue
    if (origins.length >= limits.sightings) {
      truncated = true
      break
    }
    seen.add(child)
    const found = await walk(db, child)
    if (!found) steps.push({ id: child, parent, kind: 'missing', sentence: `${child} is not in the case any more` })
    for (const step of found?.steps ?? []) steps.push(step.parent === null ? { ...step, parent } : step)
    origins.push(...(found?.origins ?? []))
    truncated ||= found?.truncated ?? false
  }
  return { sentence, steps, origins, truncated }
}

function restsOn(kind: string, sql: string, parse: (id: string) => readonly unknown[] | null): Finder {
  return async (db, id) => {
    const values = parse(id)
    if (!values) return null
    const { rows } = await db.query<{ sentence: string; because: readonly string[] }>(sql, [...values])
    const row = rows[0]
    return row ? resting(db, id, kind, row.sentence, row.because) : null
  }
}

const whole = (id: string): readonly unknown[] => [id]
/** `kind:REST:LAST` where LAST holds no colon. */
const restAndLast = (id: string): readonly unknown[] | null => {
  const parts = /^[a-z-]+:(.+):([^:]+)$/s.exec(id)
  return parts ? [parts[1], parts[2]] : null
}
const restAndNumber = (id: string): readonly unknown[] | null => {
  const parts = restAndLast(id)
  return parts && /^\d{1,9}$/.test(String(parts[1])) ? [parts[0], Number(parts[1])] : null
}

const sighting: Finder = async (db, id) => {
  const parts = /^sighting:(\d{1,9}):([a-z-]+):(.+):(\d{1,9})$/s.exec(id)
  if (!parts) return null
  const { rows } = await db.query<At & { sentence: string }>(
    `SELECT concat(g.kind, ' ', g.value, ', ', replace(g.relation, '-', ' '), coalesce(', account “' || m.name || '”', ''), ', ', g.place, ' ', g.place_id, ' on ', s.key,
                   coalesce(', at ' || to_char(g.seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')) AS sentence, g._file, g._offset, g._length
       FROM artefacts.sighting g JOIN forum.site s USING (site) LEFT JOIN forum.member m ON m.site = g.site AND m.id = g.member
      WHERE g.site = $1 AND g.place = $2 AND g.place_id = $3 AND g.n = $4`,
    parts.slice(1),
  )
  return rows[0] ? single(id, 'sighting', rows[0].sentence, rows[0]) : null
}

const who = (column: string): string =>
  `coalesce('“' || (SELECT name FROM forum.member m WHERE m.site = t.site AND m.id = t.${column}) || '”', 'nobody named')`
const when = (column: string): string =>
  `coalesce(to_char(t.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'a time the evidence does not say')`

const persona = rowOf(
  'persona',
  'forum.member',
  `concat('Account “', t.name, '” (', t.id, ') on ', s.key, ', registered ', ${when('joined_at')})`,
)

/** How each kind of id is resolved. */
const finders: Readonly<Record<string, Finder>> = {
  ...composites,
  sighting,
  persona,
  member: persona,
  post: rowOf(
    'post',
    'forum.post',
    `concat('Post ', t.id, ' on ', s.key, ' by ', coalesce('“' || t.author_name || '”', ${who('author')}), ', ', ${when('at')})`,
  ),
  message: rowOf(
    'message',
    'forum.message',
    `concat('Private message ', t.id, ' on ', s.key, ' by ', ${who('author')}, ', ', ${when('at')})`,
  ),
  topic: rowOf('topic', 'forum.topic', `concat('Topic ', t.id, ' “', t.title, '” on ', s.key)`),
  board: rowOf('board', 'forum.board', `concat('Board ', t.id, ' “', t.name, '” on ', s.key)`),
  access: rowOf(
    'access',
    'forum.board_access',
    `concat('In board ', t.board, ' on ', s.key, ', ', coalesce('group ' || t.grp, 'account ' || t.member, 'everybody'), ' may ', concat_ws(', ', CASE t.sees WHEN 'yes' THEN 'see' ELSE 'not see' END, CASE t.reads WHEN 'yes' THEN 'read' ELSE 'not read' END, CASE t.posts WHEN 'yes' THEN 'write' ELSE 'not write' END), ' (', t.how, ')')`,
    'n::text',
  ),
  attachment: rowOf(
    'attachment',
    'forum.attachment',
    `concat('Attachment ', t.id, ' “', t.name, '” of ', ${who('owner')}, ' on ', s.key)`,
  ),
  login: rowOf(
    'login',
    'forum.login',
    `concat('Log-in record ', t.id, ' (', t.kind, ') of ', ${who('member')}, ' on ', s.key, ', ', ${when('at')})`,
  ),
  ban: rowOf('ban', 'forum.ban', `concat('Ban ', t.id, ' of ', ${who('member')}, ' on ', s.key, ', ', ${when('at')})`),
  warning: rowOf('warning', 'forum.warning', `concat('Warning ', t.id, ' to ', ${who('member')}, ' on ', s.key)`),
  report: rowOf('report', 'forum.report', `concat('Report ', t.id, ' on ', s.key, ', ', ${when('at')})`),
  action: rowOf(
    'action',
    'forum.action',
    `concat('Log line ', t.id, ' ', t.operation, ' by ', ${who('member')}, ' on ', s.key)`,
  ),
  subscription: rowOf(
    'subscription',
    'forum.subscription',
    `concat('What ', ${who('member')}, ' watches or marked, on ', s.key)`,
  ),
  draft: rowOf('draft', 'forum.draft', `concat('Draft ', t.id, ' of ', ${who('member')}, ' on ', s.key)`),
  version: rowOf(
    'version',
    'forum.post_version',
    `concat('Version ', coalesce(t.version::text, t.id), ' of ', coalesce('post ' || t.post, 'message ' || t.message, t.about), ' on ', s.key, ' by ', ${who('author')}, ', from ', ${when('since')}, ' to ', ${when('until')})`,
  ),
  group: rowOf('group', 'forum.grp', `concat('Group ', t.id, ' “', t.name, '” on ', s.key)`),
  term: restsOn(
    'term',
    `SELECT detail || ' (weight ' || to_char(weight, 'SG990D9') || ')' AS sentence, because FROM identity.term WHERE link = $1 AND n = $2`,
    restAndNumber,
  ),
  link: restsOn(
    'link',
    `SELECT concat('Two accounts, ', l.state, ' with weight ', round(l.weight::numeric, 1), ': ', l.link) AS sentence,
            ARRAY(SELECT 'term:' || l.link || ':' || t.n FROM identity.term t WHERE t.link = l.link ORDER BY t.n) AS because FROM identity.link l WHERE l.link = $1`,
    whole,
  ),
  factor: restsOn(
    'factor',
    `SELECT concat(factor, ', ', state, ', ', points, ' points: ', detail) AS sentence, because FROM risk.factor WHERE subject = $1 AND factor = $2`,
    restAndLast,
  ),
  signal: restsOn(
    'signal',
    `SELECT concat(detail, ' (', country, ', as of ', as_of, ')') AS sentence, because FROM jurisdiction.signal WHERE subject = $1 AND n = $2`,
    restAndNumber,
  ),
  statement: restsOn(
    'statement',
    `SELECT text AS sentence, because FROM dissemination.statement WHERE package = $1 AND n = $2`,
    restAndNumber,
  ),
  subject: restsOn(
    'subject',
    `SELECT concat(s.name, ': ', s.why) AS sentence,
            ARRAY(SELECT 'persona:' || p.site || ':' || p.member FROM identity.subject_persona p WHERE p.subject = s.subject ORDER BY p.site, p.member)
         || ARRAY(SELECT l.link FROM identity.link l JOIN identity.subject_persona a ON a.site = l.site_a AND a.member = l.member_a AND a.subject = s.subject
                    JOIN identity.subject_persona b ON b.site = l.site_b AND b.member = l.member_b AND b.subject = s.subject ORDER BY l.weight DESC, l.link) AS because
       FROM identity.subject s WHERE s.subject = $1`,
    whole,
  ),
}

/** The kinds of id that can be traced, for help and error messages. */
export const traceable: readonly string[] = Object.keys(finders)
