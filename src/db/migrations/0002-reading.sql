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
CREATE INDEX topic_board ON api.topic (site, board);
CREATE INDEX topic_topic ON api.topic (site, topic);
COMMENT ON MATERIALIZED VIEW api.topic IS 'Each topic with what a list of topics sorts by.';

CREATE MATERIALIZED VIEW api.figure AS
  SELECT 'members' AS name, site, count(*)::bigint AS n FROM forum.member WHERE kind = 'member' GROUP BY site
  UNION ALL SELECT 'topics', site, count(*) FROM forum.topic GROUP BY site
  UNION ALL SELECT 'posts', site, count(*) FROM forum.post GROUP BY site
  UNION ALL SELECT 'messages', site, count(*) FROM forum.message GROUP BY site
  UNION ALL SELECT 'attachments', site, count(*) FROM forum.attachment GROUP BY site
  UNION ALL SELECT 'sightings', site, count(*) FROM artefacts.sighting GROUP BY site
  UNION ALL SELECT 'selectors:' || kind, 0, count(*) FROM artefacts.selector GROUP BY kind
  WITH NO DATA;
COMMENT ON MATERIALIZED VIEW api.figure IS 'How many rows there are of what, by site; selectors by kind under site 0.';

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
