import type { ClientBase } from 'pg'

/** Indexes that lists of bulk rows are read by, in the order of the rooms: name, table, what it sorts by. */
const indexes: readonly (readonly [name: string, on: string])[] = [
  ['file_ending', "evidence.file (reverse(right('/' || path, 400)) text_pattern_ops)"],
  ['member_name', 'forum.member (lower(name), site, id)'],
  ['member_joined', "forum.member (coalesce(joined_at, '-infinity'), site, id)"],
  ['member_seen', "forum.member (coalesce(last_seen_at, '-infinity'), site, id)"],
  ['member_posts', 'forum.member (coalesce(posts, -1), site, id)'],
  ['post_topic', "forum.post (site, topic, coalesce(at, '-infinity'), length(id), id)"],
  ['post_author', "forum.post (site, author, coalesce(at, '-infinity'), length(id), id)"],
  [
    'post_edited',
    'forum.post (site, coalesce(edited_by, author), edited_at, length(id), id) WHERE edited_at IS NOT NULL',
  ],
  ['message_author', "forum.message (site, author, coalesce(at, '-infinity'), length(id), id)"],
  ['login_member', "forum.login (site, member, coalesce(at, '-infinity'), length(id), id)"],
  ['attachment_post', 'forum.attachment (site, post) WHERE post IS NOT NULL'],
  ['attachment_message', 'forum.attachment (site, message) WHERE message IS NOT NULL'],
  ['attachment_owner', 'forum.attachment (site, owner)'],
  ['action_post', 'forum.action (site, post) WHERE post IS NOT NULL'],
  ['action_member', "forum.action (site, member, coalesce(at, '-infinity'), length(id), id)"],
  ['action_about', "forum.action (site, about, coalesce(at, '-infinity'), length(id), id) WHERE about IS NOT NULL"],
  ['visit_member', 'forum.visit (site, member, first_at, visit)'],
  ['failed_login_member', 'forum.failed_login (site, member, at, n)'],
  ['report_post', 'forum.report (site, post)'],
  ['sighting_time', "artefacts.sighting (kind, value, coalesce(seen_at, '-infinity'), site, place, place_id, n)"],
  ['sighting_account', "artefacts.sighting (site, member, coalesce(seen_at, '-infinity'), place, place_id, n)"],
  ['selector_rarity', 'artefacts.selector ((personas < 2), (-specificity), (-personas), kind, value)'],
  ['selector_personas', 'artefacts.selector ((-personas), (-specificity), kind, value)'],
  ['selector_sightings', 'artefacts.selector ((-sightings), kind, value)'],
  ['edge_n', 'links.edge (n, site, member_a, member_b, kind)'],
  ['edge_b', 'links.edge (site, member_b)'],
]

/** Indexes for searching inside words; they need an extension that a team's server may not offer. */
const searches: readonly (readonly [name: string, on: string])[] = [
  ['member_search', 'forum.member USING gin (name gin_trgm_ops, email gin_trgm_ops)'],
  ['selector_search', 'artefacts.selector USING gin (value gin_trgm_ops)'],
]

/** In an order in which each is computed after those it is made of. */
const views = ['api.topic', 'api.board', 'api.letter', 'api.figure']

/** One text for the state of the stages: it changes whenever one of them ran again. */
const stateSql = `SELECT count(*)::text || ' ' || coalesce(sum(rows), 0)::text || ' ' || coalesce(max(ended_at)::text, '')
    || ' ' || coalesce(string_agg(fingerprint, ',' ORDER BY stage, unit), '') AS state
  FROM evidence.stage_run WHERE done`

/** True when the stages ran since the lists were prepared. */
export async function isStale(db: Pick<ClientBase, 'query'>): Promise<boolean> {
  const { rows } = await db.query<{ same: boolean | null }>(
    `SELECT (SELECT fingerprint FROM api.prepared) = (${stateSql}) AS same`,
  )
  return rows[0]?.same !== true
}

/**
 * Makes a case ready to be listed page by page: builds the indexes that are missing and computes the counts anew, once
 * after each run. Safe at any number of times at once; tells in a sentence what takes time.
 */
export async function prepareReading(
  db: ClientBase,
  options: { readonly force?: boolean; readonly onProgress?: (message: string) => void } = {},
): Promise<void> {
  if (!options.force && !(await isStale(db))) return
  await db.query('BEGIN')
  try {
    await db.query(`SELECT pg_advisory_xact_lock(hashtext('api.prepared'))`)
    if (options.force || (await isStale(db))) {
      options.onProgress?.('Making the lists of the web app ready')
      for (const [name, on] of indexes) await db.query(`CREATE INDEX IF NOT EXISTS ${name} ON ${on}`)
      await searchIndexes(db)
      for (const view of views) await db.query(`REFRESH MATERIALIZED VIEW ${view}`)
      for (const view of views) await db.query(`ANALYZE ${view}`)
      await db.query(
        `INSERT INTO api.prepared (prepared, fingerprint) VALUES (1, (${stateSql}))
         ON CONFLICT (prepared) DO UPDATE SET fingerprint = excluded.fingerprint`,
      )
    }
    await db.query('COMMIT')
  } catch (error) {
    await db.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function searchIndexes(db: ClientBase): Promise<void> {
  await db.query('SAVEPOINT search')
  try {
    await db.query('CREATE EXTENSION IF NOT EXISTS pg_trgm')
    for (const [name, on] of searches) await db.query(`CREATE INDEX IF NOT EXISTS ${name} ON ${on}`)
    await db.query('RELEASE SAVEPOINT search')
  } catch {
    // Without it searches read every row: slower, with the same result.
    await db.query('ROLLBACK TO SAVEPOINT search')
  }
}
