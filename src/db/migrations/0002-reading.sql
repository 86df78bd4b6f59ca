-- What the web app needs to list large cases page by page. Indexes of small tables stand here; those of bulk tables are
-- built by src/api/reading.ts after the load, because keeping them up while rows pour in costs more than building them.

CREATE SCHEMA api;

CREATE TABLE api.prepared (
  prepared      int PRIMARY KEY CHECK (prepared = 1),
  fingerprint   text NOT NULL
);
COMMENT ON TABLE api.prepared IS 'From which state of the stages the views of this schema were computed.';

CREATE MATERIALIZED VIEW api.topic AS
  SELECT t.site, t.id AS topic, t.board,
         (t.kind IN ('sticky', 'announcement', 'global'))::int AS pinned,
         lower(left(t.title, 100)) AS title_key,
         coalesce(t.at, '-infinity'::timestamptz) AS created_at,
         coalesce(p.last_at, t.at, '-infinity'::timestamptz) AS last_at,
         coalesce(p.posts, 0) AS posts
    FROM forum.topic t
    LEFT JOIN (SELECT site, topic, count(*)::int AS posts, max(at) AS last_at FROM forum.post GROUP BY site, topic) p
      ON p.site = t.site AND p.topic = t.id
  WITH NO DATA;
CREATE UNIQUE INDEX topic_topic ON api.topic (site, topic);
CREATE INDEX topic_last ON api.topic (site, board, pinned, last_at, length(topic), topic);
CREATE INDEX topic_created ON api.topic (site, board, created_at, length(topic), topic);
CREATE INDEX topic_title ON api.topic (site, board, title_key, length(topic), topic);
CREATE INDEX topic_posts ON api.topic (site, board, posts, length(topic), topic);
COMMENT ON MATERIALIZED VIEW api.topic IS 'Each topic with what a list of topics sorts by.';

CREATE MATERIALIZED VIEW api.board AS
  SELECT site, board, count(*)::int AS topics, sum(posts)::int AS posts, max(last_at) AS last_at
    FROM api.topic WHERE board IS NOT NULL GROUP BY site, board
  WITH NO DATA;
CREATE UNIQUE INDEX board_board ON api.board (site, board);
COMMENT ON MATERIALIZED VIEW api.board IS 'How much each board holds.';

CREATE MATERIALIZED VIEW api.letter AS
  SELECT q.site, q.member, q.message, coalesce(m.at, '-infinity'::timestamptz) AS at, q.folders, q.unread
    FROM (SELECT site, member, message, array_agg(DISTINCT folder) FILTER (WHERE folder <> '') AS folders,
                 bool_or(unread) AS unread
            FROM (SELECT site, member, message, folder, unread FROM forum.mailbox
                  UNION ALL SELECT site, author, id, 'written', false FROM forum.message WHERE author IS NOT NULL
                  UNION ALL SELECT site, author, id, 'deleted', false FROM forum.message WHERE deleted AND author IS NOT NULL
                  UNION ALL SELECT g.site, r.member, g.id, CASE WHEN g.deleted THEN 'deleted' ELSE '' END, false
                              FROM forum.message g CROSS JOIN LATERAL unnest(g.recipients) AS r (member)
                             WHERE r.member NOT LIKE 'group:%') p
           GROUP BY site, member, message) q
    JOIN forum.message m ON m.site = q.site AND m.id = q.message
  WITH NO DATA;
CREATE INDEX letter_member ON api.letter (site, member, at, length(message), message);
COMMENT ON MATERIALIZED VIEW api.letter IS 'Each private message as it concerns one member: in which folders it lies, and whether they wrote it (written) or no mailbox holds it any more (deleted). folders null: sent to the member, in no folder of theirs.';

CREATE MATERIALIZED VIEW api.figure AS
  SELECT 'members' AS name, site, count(*)::bigint AS n FROM forum.member WHERE kind = 'member' GROUP BY site
  UNION ALL SELECT 'topics', site, count(*) FROM forum.topic GROUP BY site
  UNION ALL SELECT 'posts', site, count(*) FROM forum.post GROUP BY site
  UNION ALL SELECT 'messages', site, count(*) FROM forum.message GROUP BY site
  UNION ALL SELECT 'attachments', site, count(*) FROM forum.attachment GROUP BY site
  UNION ALL SELECT 'sightings', site, count(*) FROM artefacts.sighting GROUP BY site
  UNION ALL SELECT 'losses', 0, count(*) FROM evidence.finding WHERE severity = 'loss'
  UNION ALL SELECT 'subjects', 0, count(*) FROM identity.subject
  UNION ALL SELECT 'possible', 0, count(*) FROM identity.link WHERE state = 'possible'
  UNION ALL SELECT 'located', 0, count(*) FROM jurisdiction.place WHERE rank = 1
  UNION ALL SELECT 'countries', 0, count(DISTINCT country) FROM jurisdiction.place WHERE rank = 1
  UNION ALL SELECT 'edges', 0, count(*) FROM links.edge
  UNION ALL SELECT 'selectors:' || kind, 0, count(*) FROM artefacts.selector GROUP BY kind
  WITH NO DATA;
COMMENT ON MATERIALIZED VIEW api.figure IS 'How many rows there are of what, by site; under site 0 what belongs to the whole case.';

CREATE INDEX finding_code ON evidence.finding (code, stage, unit, batch, n);
CREATE INDEX finding_severity ON evidence.finding (severity, stage, unit, batch, n);
CREATE INDEX link_weight ON identity.link (weight, link);
CREATE INDEX link_b ON identity.link (site_b, member_b);
CREATE INDEX judgement_pair ON identity.judgement (persona_a, persona_b);
CREATE INDEX judgement_withdraws ON identity.judgement (withdraws);
CREATE INDEX assessment_position ON risk.assessment (position);
CREATE INDEX decision_subject ON risk.decision (subject);
CREATE INDEX decision_withdraws ON risk.decision (withdraws);
CREATE INDEX statement_subject ON dissemination.statement (subject);
CREATE INDEX release_package ON dissemination.release (package);
CREATE INDEX outcome_package ON outcomes.outcome (package);
CREATE INDEX outcome_withdraws ON outcomes.outcome (withdraws);
CREATE INDEX access_what ON govern.access (what text_pattern_ops, access);
CREATE INDEX access_who ON govern.access (who, access);
