-- The whole schema as the migrations make it: what the rooms know of each other. Written from the catalog by
-- "npx tsx src/db/snapshot-main.ts"; a test compares. Change it by adding a migration, never here.

CREATE SCHEMA api;

CREATE TABLE api.prepared (
  prepared integer NOT NULL,
  fingerprint text NOT NULL,
  CONSTRAINT prepared_pkey PRIMARY KEY (prepared),
  CONSTRAINT prepared_prepared_check CHECK ((prepared = 1))
);

CREATE MATERIALIZED VIEW api.board AS
 SELECT site,
    board,
    (count(*))::integer AS topics,
    (sum(posts))::integer AS posts,
    max(last_at) AS last_at
   FROM api.topic
  WHERE (board IS NOT NULL)
  GROUP BY site, board;

CREATE MATERIALIZED VIEW api.figure AS
 SELECT 'members'::text AS name,
    member.site,
    count(*) AS n
   FROM forum.member
  WHERE (member.kind = 'member'::text)
  GROUP BY member.site
UNION ALL
 SELECT 'topics'::text AS name,
    topic.site,
    count(*) AS n
   FROM forum.topic
  GROUP BY topic.site
UNION ALL
 SELECT 'posts'::text AS name,
    post.site,
    count(*) AS n
   FROM forum.post
  GROUP BY post.site
UNION ALL
 SELECT 'messages'::text AS name,
    message.site,
    count(*) AS n
   FROM forum.message
  GROUP BY message.site
UNION ALL
 SELECT 'attachments'::text AS name,
    attachment.site,
    count(*) AS n
   FROM forum.attachment
  GROUP BY attachment.site
UNION ALL
 SELECT 'sightings'::text AS name,
    sighting.site,
    count(*) AS n
   FROM artefacts.sighting
  GROUP BY sighting.site
UNION ALL
 SELECT 'losses'::text AS name,
    0 AS site,
    count(*) AS n
   FROM evidence.finding
  WHERE (finding.severity = 'loss'::text)
UNION ALL
 SELECT 'subjects'::text AS name,
    0 AS site,
    count(*) AS n
   FROM identity.subject
UNION ALL
 SELECT 'possible'::text AS name,
    0 AS site,
    count(*) AS n
   FROM identity.link
  WHERE (link.state = 'possible'::text)
UNION ALL
 SELECT 'located'::text AS name,
    0 AS site,
    count(*) AS n
   FROM jurisdiction.place
  WHERE (place.rank = 1)
UNION ALL
 SELECT 'countries'::text AS name,
    0 AS site,
    count(DISTINCT place.country) AS n
   FROM jurisdiction.place
  WHERE (place.rank = 1)
UNION ALL
 SELECT 'edges'::text AS name,
    0 AS site,
    count(*) AS n
   FROM links.edge
UNION ALL
 SELECT ('selectors:'::text || selector.kind) AS name,
    0 AS site,
    count(*) AS n
   FROM artefacts.selector
  GROUP BY selector.kind;

CREATE MATERIALIZED VIEW api.letter AS
 SELECT q.site,
    q.member,
    q.message,
    COALESCE(m.at, '-infinity'::timestamp with time zone) AS at,
    q.folders,
    q.unread
   FROM (( SELECT p.site,
            p.member,
            p.message,
            array_agg(DISTINCT p.folder) FILTER (WHERE (p.folder <> ''::text)) AS folders,
            bool_or(p.unread) AS unread
           FROM ( SELECT mailbox.site,
                    mailbox.member,
                    mailbox.message,
                    mailbox.folder,
                    mailbox.unread
                   FROM forum.mailbox
                UNION ALL
                 SELECT message.site,
                    message.author,
                    message.id,
                    'written'::text,
                    false
                   FROM forum.message
                  WHERE (message.author IS NOT NULL)
                UNION ALL
                 SELECT message.site,
                    message.author,
                    message.id,
                    'deleted'::text,
                    false
                   FROM forum.message
                  WHERE (message.deleted AND (message.author IS NOT NULL))
                UNION ALL
                 SELECT g.site,
                    r.member,
                    g.id,
                        CASE
                            WHEN g.deleted THEN 'deleted'::text
                            ELSE ''::text
                        END AS "case",
                    false
                   FROM (forum.message g
                     CROSS JOIN LATERAL unnest(g.recipients) r(member))
                  WHERE (r.member !~~ 'group:%'::text)) p
          GROUP BY p.site, p.member, p.message) q
     JOIN forum.message m ON (((m.site = q.site) AND (m.id = q.message))));

CREATE MATERIALIZED VIEW api.topic AS
 SELECT t.site,
    t.id AS topic,
    t.board,
    ((t.kind = ANY (ARRAY['sticky'::text, 'announcement'::text, 'global'::text])))::integer AS pinned,
    lower("left"(t.title, 100)) AS title_key,
    COALESCE(t.at, '-infinity'::timestamp with time zone) AS created_at,
    COALESCE(p.last_at, t.at, '-infinity'::timestamp with time zone) AS last_at,
    COALESCE(p.posts, 0) AS posts
   FROM (forum.topic t
     LEFT JOIN ( SELECT post.site,
            post.topic,
            (count(*))::integer AS posts,
            max(post.at) AS last_at
           FROM forum.post
          GROUP BY post.site, post.topic) p ON (((p.site = t.site) AND (p.topic = t.id))));

CREATE UNIQUE INDEX board_board ON api.board USING btree (site, board);

CREATE INDEX letter_member ON api.letter USING btree (site, member, at, length(message), message);

CREATE INDEX topic_created ON api.topic USING btree (site, board, created_at, length(topic), topic);

CREATE INDEX topic_last ON api.topic USING btree (site, board, pinned, last_at, length(topic), topic);

CREATE INDEX topic_posts ON api.topic USING btree (site, board, posts, length(topic), topic);

CREATE INDEX topic_title ON api.topic USING btree (site, board, title_key, length(topic), topic);

CREATE UNIQUE INDEX topic_topic ON api.topic USING btree (site, topic);

COMMENT ON MATERIALIZED VIEW api.board IS 'How much each board holds.';

COMMENT ON MATERIALIZED VIEW api.figure IS 'How many rows there are of what, by site; under site 0 what belongs to the whole case.';

COMMENT ON MATERIALIZED VIEW api.letter IS 'Each private message as it concerns one member: in which folders it lies, and whether they wrote it (written) or no mailbox holds it any more (deleted). folders null: sent to the member, in no folder of theirs.';

COMMENT ON TABLE api.prepared IS 'From which state of the stages the views of this schema were computed.';

COMMENT ON MATERIALIZED VIEW api.topic IS 'Each topic with what a list of topics sorts by.';

CREATE SCHEMA artefacts;

CREATE TABLE artefacts.author (
  site integer NOT NULL,
  member text NOT NULL,
  posts integer NOT NULL,
  messages integer NOT NULL,
  first_at timestamp with time zone,
  last_at timestamp with time zone,
  language text,
  because text[] NOT NULL,
  CONSTRAINT author_pkey PRIMARY KEY (site, member)
);

CREATE TABLE artefacts.persona_selector (
  site integer NOT NULL,
  member text NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  relation text NOT NULL,
  sightings bigint NOT NULL,
  first_at timestamp with time zone,
  last_at timestamp with time zone,
  CONSTRAINT persona_selector_pkey PRIMARY KEY (site, member, kind, value, relation)
);

CREATE TABLE artefacts.selector (
  kind text NOT NULL,
  value text NOT NULL,
  sightings bigint NOT NULL,
  personas integer NOT NULL,
  specificity double precision NOT NULL,
  first_at timestamp with time zone,
  last_at timestamp with time zone,
  CONSTRAINT selector_pkey PRIMARY KEY (kind, value)
);

CREATE TABLE artefacts.sighting (
  site integer NOT NULL,
  place text NOT NULL,
  place_id text NOT NULL,
  n integer NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  raw text,
  member text,
  relation text NOT NULL,
  seen_at timestamp with time zone,
  span_start integer,
  span_end integer,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT sighting_pkey PRIMARY KEY (place_id, place, site, n)
);

CREATE INDEX persona_selector_value ON artefacts.persona_selector USING btree (value, kind);

CREATE INDEX sighting_member ON artefacts.sighting USING btree (site, member, kind);

CREATE INDEX sighting_selector ON artefacts.sighting USING btree (value, kind);

COMMENT ON TABLE artefacts.author IS 'What an account wrote: how much, from when to when, and in which language (ISO 639-1, null where it cannot be told). because: up to four of its posts that lie far apart, in the order of their ids, on which the language rests.';

COMMENT ON TABLE artefacts.persona_selector IS 'Which account is seen with which selector, how often, from when to when: a rollup of artefacts.sighting.';

COMMENT ON TABLE artefacts.selector IS 'A value that can identify or locate a person, counted over its sightings. specificity: 0 tells nothing, 1 names one person.';

COMMENT ON TABLE artefacts.sighting IS 'One occurrence of a selector. Its id is sighting:SITE:PLACE:PLACE_ID:N. member null: no account. raw null: the same as value. span: UTF-16 units in the plain text of the place, null for a typed column.';

CREATE SCHEMA dissemination;

CREATE TABLE dissemination.package (
  package text NOT NULL,
  country text NOT NULL,
  recipient text NOT NULL,
  subjects integer NOT NULL,
  handling text NOT NULL,
  evaluation text NOT NULL,
  scheme text NOT NULL,
  json_path text NOT NULL,
  json_sha256 text NOT NULL,
  pdf_path text NOT NULL,
  pdf_sha256 text NOT NULL,
  CONSTRAINT package_pkey PRIMARY KEY (package)
);

CREATE TABLE dissemination.policy (
  policy integer NOT NULL,
  handling text NOT NULL,
  marking text NOT NULL,
  bands text[] NOT NULL,
  detailed integer NOT NULL,
  set_by text NOT NULL,
  set_at timestamp with time zone NOT NULL,
  CONSTRAINT policy_pkey PRIMARY KEY (policy),
  CONSTRAINT policy_policy_check CHECK ((policy = 1))
);

CREATE TABLE dissemination.release (
  release bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  package text NOT NULL,
  recipient text NOT NULL,
  method text NOT NULL,
  json_sha256 text NOT NULL,
  pdf_sha256 text NOT NULL,
  proposed_by text NOT NULL,
  approved_by text,
  at timestamp with time zone NOT NULL,
  note text,
  CONSTRAINT release_pkey PRIMARY KEY (release)
);

CREATE TABLE dissemination.removed (
  package text NOT NULL,
  n integer NOT NULL,
  subject text NOT NULL,
  what text NOT NULL,
  why text NOT NULL,
  CONSTRAINT removed_pkey PRIMARY KEY (package, n)
);

CREATE TABLE dissemination.statement (
  package text NOT NULL,
  n integer NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  because text[] NOT NULL,
  CONSTRAINT statement_pkey PRIMARY KEY (package, n)
);

CREATE INDEX release_package ON dissemination.release USING btree (package);

CREATE INDEX statement_subject ON dissemination.statement USING btree (subject);

COMMENT ON TABLE dissemination.package IS 'The product for one recipient. Paths are relative to the case folder. evaluation is a code of scheme.';

COMMENT ON TABLE dissemination.policy IS 'What the lead agency decided for its packages: handling code, marking, the risk bands that are sent, and how many subjects are described in full.';

COMMENT ON TABLE dissemination.release IS 'The recorded act of giving a package to its recipient. approved_by is another person than proposed_by.';

COMMENT ON TABLE dissemination.removed IS 'What sanitisation left out of a package, and why.';

COMMENT ON TABLE dissemination.statement IS 'One sentence of a package. Its id is statement:PACKAGE:N.';

CREATE SCHEMA evidence;

CREATE TABLE evidence.checkpoint (
  stage text NOT NULL,
  unit integer NOT NULL,
  batch integer NOT NULL,
  rows bigint NOT NULL,
  state json NOT NULL,
  CONSTRAINT checkpoint_pkey PRIMARY KEY (stage, unit, batch)
);

CREATE TABLE evidence.custody (
  seq bigint NOT NULL,
  entry text NOT NULL,
  hash text NOT NULL,
  CONSTRAINT custody_pkey PRIMARY KEY (seq),
  CONSTRAINT custody_hash_key UNIQUE (hash)
);

CREATE TABLE evidence.data_directory (
  exhibit integer NOT NULL,
  n integer NOT NULL,
  kind text NOT NULL,
  path text NOT NULL,
  files integer NOT NULL,
  size bigint NOT NULL,
  version text,
  tool text,
  level integer NOT NULL,
  state text NOT NULL,
  databases integer NOT NULL,
  tables integer NOT NULL,
  unread integer NOT NULL,
  CONSTRAINT data_directory_pkey PRIMARY KEY (exhibit, n),
  CONSTRAINT data_directory_kind_check CHECK ((kind = ANY (ARRAY['mysql'::text, 'postgresql'::text]))),
  CONSTRAINT data_directory_state_check CHECK ((state = ANY (ARRAY['read'::text, 'part'::text, 'closed'::text])))
);

CREATE TABLE evidence.database_dump (
  exhibit integer NOT NULL,
  file integer NOT NULL,
  directory integer NOT NULL,
  database text NOT NULL,
  path text NOT NULL,
  sha256 text NOT NULL,
  tables integer NOT NULL,
  unread integer NOT NULL,
  CONSTRAINT database_dump_pkey PRIMARY KEY (exhibit, file)
);

CREATE TABLE evidence.exhibit (
  exhibit integer NOT NULL,
  number text NOT NULL,
  description text NOT NULL,
  custodian text NOT NULL,
  original_path text NOT NULL,
  stored_path text NOT NULL,
  in_place boolean NOT NULL,
  size bigint NOT NULL,
  md5 text NOT NULL,
  sha1 text NOT NULL,
  sha256 text NOT NULL,
  acquired_by text NOT NULL,
  acquired_at timestamp with time zone NOT NULL,
  tool text NOT NULL,
  kind text DEFAULT 'file'::text NOT NULL,
  files integer DEFAULT 1 NOT NULL,
  manifest_path text,
  CONSTRAINT exhibit_pkey PRIMARY KEY (exhibit),
  CONSTRAINT exhibit_number_key UNIQUE (number),
  CONSTRAINT exhibit_sha256_key UNIQUE (sha256),
  CONSTRAINT exhibit_kind_check CHECK ((kind = ANY (ARRAY['file'::text, 'folder'::text])))
);

CREATE TABLE evidence.file (
  file integer NOT NULL,
  exhibit integer NOT NULL,
  path text NOT NULL,
  encoding text,
  source text NOT NULL,
  size bigint,
  parent integer,
  inner_path text,
  stored_path text,
  stored_size bigint,
  md5 text,
  sha1 text,
  sha256 text,
  modified_at timestamp with time zone,
  unlocked_with integer,
  CONSTRAINT file_pkey PRIMARY KEY (file),
  CONSTRAINT file_exhibit_path_key UNIQUE (exhibit, path),
  CONSTRAINT file_encoding_check CHECK ((encoding = 'gzip'::text)),
  CONSTRAINT file_exhibit_fkey FOREIGN KEY (exhibit) REFERENCES evidence.exhibit(exhibit),
  CONSTRAINT file_parent_fkey FOREIGN KEY (parent) REFERENCES evidence.file(file)
);

CREATE TABLE evidence.finding (
  stage text NOT NULL,
  unit integer NOT NULL,
  batch integer NOT NULL,
  n integer NOT NULL,
  severity text NOT NULL,
  code text NOT NULL,
  detail text NOT NULL,
  rows integer DEFAULT 0 NOT NULL,
  _file integer,
  _offset bigint,
  _length bigint,
  CONSTRAINT finding_pkey PRIMARY KEY (stage, unit, batch, n),
  CONSTRAINT finding_severity_check CHECK ((severity = ANY (ARRAY['note'::text, 'warning'::text, 'loss'::text])))
);

CREATE TABLE evidence.image (
  image integer NOT NULL,
  exhibit integer NOT NULL,
  format text NOT NULL,
  size bigint NOT NULL,
  segments integer NOT NULL,
  case_number text,
  evidence_number text,
  description text,
  examiner text,
  notes text,
  software text,
  system text,
  taken_at text,
  system_at text,
  model text,
  serial text,
  media text,
  sector_bytes integer,
  stored_md5 text,
  stored_sha1 text,
  computed_md5 text,
  computed_sha1 text,
  CONSTRAINT image_pkey PRIMARY KEY (image),
  CONSTRAINT image_exhibit_fkey FOREIGN KEY (exhibit) REFERENCES evidence.exhibit(exhibit),
  CONSTRAINT image_image_fkey FOREIGN KEY (image) REFERENCES evidence.file(file) ON DELETE CASCADE
);

CREATE TABLE evidence.image_file (
  file integer NOT NULL,
  exhibit integer NOT NULL,
  image integer NOT NULL,
  volume integer NOT NULL,
  inode text,
  state text NOT NULL,
  recovery text,
  modified_at timestamp with time zone,
  accessed_at timestamp with time zone,
  changed_at timestamp with time zone,
  created_at timestamp with time zone,
  deleted_at timestamp with time zone,
  local_times boolean NOT NULL,
  link text,
  at bigint,
  runs text,
  CONSTRAINT image_file_pkey PRIMARY KEY (file),
  CONSTRAINT image_file_recovery_check CHECK ((recovery = ANY (ARRAY['whole'::text, 'assumed'::text, 'shared'::text, 'overwritten'::text, 'partial'::text, 'none'::text]))),
  CONSTRAINT image_file_state_check CHECK ((state = ANY (ARRAY['live'::text, 'deleted'::text, 'carved'::text, 'closed'::text]))),
  CONSTRAINT image_file_exhibit_fkey FOREIGN KEY (exhibit) REFERENCES evidence.exhibit(exhibit),
  CONSTRAINT image_file_file_fkey FOREIGN KEY (file) REFERENCES evidence.file(file) ON DELETE CASCADE,
  CONSTRAINT image_file_image_fkey FOREIGN KEY (image) REFERENCES evidence.file(file) ON DELETE CASCADE
);

CREATE TABLE evidence.image_volume (
  image integer NOT NULL,
  n integer NOT NULL,
  exhibit integer NOT NULL,
  label text NOT NULL,
  scheme text NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  at bigint,
  size bigint NOT NULL,
  extents text NOT NULL,
  type text,
  name text,
  CONSTRAINT image_volume_pkey PRIMARY KEY (image, n),
  CONSTRAINT image_volume_scheme_check CHECK ((scheme = ANY (ARRAY['none'::text, 'mbr'::text, 'gpt'::text, 'apm'::text, 'bsd'::text, 'lvm2'::text]))),
  CONSTRAINT image_volume_state_check CHECK ((state = ANY (ARRAY['read'::text, 'closed'::text, 'group'::text, 'unread'::text, 'none'::text]))),
  CONSTRAINT image_volume_exhibit_fkey FOREIGN KEY (exhibit) REFERENCES evidence.exhibit(exhibit),
  CONSTRAINT image_volume_image_fkey FOREIGN KEY (image) REFERENCES evidence.file(file) ON DELETE CASCADE
);

CREATE TABLE evidence.left_out (
  exhibit integer NOT NULL,
  n integer NOT NULL,
  path text NOT NULL,
  reason text NOT NULL,
  CONSTRAINT left_out_pkey PRIMARY KEY (exhibit, n),
  CONSTRAINT left_out_exhibit_fkey FOREIGN KEY (exhibit) REFERENCES evidence.exhibit(exhibit)
);

CREATE TABLE evidence.mail_address (
  exhibit integer NOT NULL,
  file integer NOT NULL,
  n integer NOT NULL,
  i integer NOT NULL,
  role text NOT NULL,
  name text,
  address text NOT NULL,
  CONSTRAINT mail_address_pkey PRIMARY KEY (exhibit, file, n, i)
);

CREATE TABLE evidence.mail_attachment (
  exhibit integer NOT NULL,
  file integer NOT NULL,
  n integer NOT NULL,
  i integer NOT NULL,
  name text,
  media_type text,
  size bigint NOT NULL,
  md5 text NOT NULL,
  sha1 text NOT NULL,
  sha256 text NOT NULL,
  derived integer,
  CONSTRAINT mail_attachment_pkey PRIMARY KEY (exhibit, file, n, i)
);

CREATE TABLE evidence.mail_hop (
  exhibit integer NOT NULL,
  file integer NOT NULL,
  n integer NOT NULL,
  hop integer NOT NULL,
  header text NOT NULL,
  from_host text,
  from_address text,
  by_host text,
  stated text,
  zone smallint,
  at timestamp with time zone,
  CONSTRAINT mail_hop_pkey PRIMARY KEY (exhibit, file, n, hop)
);

CREATE TABLE evidence.mail_message (
  exhibit integer NOT NULL,
  file integer NOT NULL,
  n integer NOT NULL,
  message_id text,
  in_reply_to text,
  stated text,
  zone smallint,
  at timestamp with time zone,
  envelope_from text,
  envelope_at timestamp with time zone,
  subject text,
  text text,
  form text,
  masked integer NOT NULL,
  flags text,
  marks jsonb NOT NULL,
  attachments integer NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT mail_message_pkey PRIMARY KEY (exhibit, file, n),
  CONSTRAINT mail_message_form_check CHECK ((form = ANY (ARRAY['plain'::text, 'html'::text])))
);

CREATE TABLE evidence.mail_store (
  exhibit integer NOT NULL,
  file integer NOT NULL,
  form text NOT NULL,
  folder text,
  messages integer NOT NULL,
  partial integer NOT NULL,
  first_at timestamp with time zone,
  last_at timestamp with time zone,
  CONSTRAINT mail_store_pkey PRIMARY KEY (exhibit, file),
  CONSTRAINT mail_store_form_check CHECK ((form = ANY (ARRAY['message'::text, 'mbox'::text])))
);

CREATE TABLE evidence.mirror_table (
  exhibit integer NOT NULL,
  name text NOT NULL,
  database text,
  file integer NOT NULL,
  columns jsonb NOT NULL,
  rows bigint DEFAULT 0 NOT NULL,
  ddl text,
  added bigint DEFAULT 0 NOT NULL,
  CONSTRAINT mirror_table_pkey PRIMARY KEY (exhibit, name)
);

CREATE TABLE evidence.operation (
  operation integer NOT NULL,
  name text NOT NULL,
  exercise boolean NOT NULL,
  authority text NOT NULL,
  reference text NOT NULL,
  lawful_from date,
  lawful_to date,
  scope text NOT NULL,
  lead_agency text NOT NULL,
  review_on date,
  declared_by text NOT NULL,
  declared_at timestamp with time zone NOT NULL,
  CONSTRAINT operation_pkey PRIMARY KEY (operation),
  CONSTRAINT operation_operation_check CHECK ((operation = 1))
);

CREATE TABLE evidence.setting (
  exhibit integer NOT NULL,
  file integer NOT NULL,
  n integer NOT NULL,
  software text NOT NULL,
  name text NOT NULL,
  meaning text,
  value text,
  fingerprint text,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT setting_pkey PRIMARY KEY (exhibit, file, n)
);

CREATE TABLE evidence.stage_run (
  stage text NOT NULL,
  unit integer NOT NULL,
  fingerprint text NOT NULL,
  done boolean DEFAULT false NOT NULL,
  rows bigint DEFAULT 0 NOT NULL,
  seconds double precision DEFAULT 0 NOT NULL,
  started_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT stage_run_pkey PRIMARY KEY (stage, unit)
);

CREATE TABLE evidence.table_source (
  exhibit integer NOT NULL,
  file integer NOT NULL,
  "table" text NOT NULL,
  source integer NOT NULL,
  role text NOT NULL,
  state text NOT NULL,
  sha256 text,
  CONSTRAINT table_source_pkey PRIMARY KEY (exhibit, file, "table", source),
  CONSTRAINT table_source_role_check CHECK ((role = ANY (ARRAY['data'::text, 'structure'::text, 'index'::text, 'system'::text]))),
  CONSTRAINT table_source_state_check CHECK ((state = ANY (ARRAY['whole'::text, 'part'::text, 'none'::text])))
);

CREATE TABLE evidence.web_agent (
  exhibit integer NOT NULL,
  agent integer NOT NULL,
  name text NOT NULL,
  CONSTRAINT web_agent_pkey PRIMARY KEY (exhibit, agent)
);

CREATE TABLE evidence.web_error (
  exhibit integer NOT NULL,
  _file integer NOT NULL,
  n integer NOT NULL,
  _length integer NOT NULL,
  at timestamp with time zone,
  _offset bigint NOT NULL,
  ip text,
  host text,
  level text,
  message text,
  referer text,
  CONSTRAINT web_error_pkey PRIMARY KEY (exhibit, _file, n)
);

CREATE TABLE evidence.web_format (
  files text NOT NULL,
  format text NOT NULL,
  declared_by text NOT NULL,
  declared_at timestamp with time zone NOT NULL,
  CONSTRAINT web_format_pkey PRIMARY KEY (files)
);

CREATE TABLE evidence.web_log (
  exhibit integer NOT NULL,
  file integer NOT NULL,
  format text NOT NULL,
  declaration text,
  lines bigint NOT NULL,
  requests bigint NOT NULL,
  errors bigint NOT NULL,
  remarks bigint NOT NULL,
  damaged bigint NOT NULL,
  zoneless bigint NOT NULL,
  first_at timestamp with time zone,
  last_at timestamp with time zone,
  CONSTRAINT web_log_pkey PRIMARY KEY (exhibit, file)
);

CREATE TABLE evidence.web_request (
  exhibit integer NOT NULL,
  _file integer NOT NULL,
  n integer NOT NULL,
  _length integer NOT NULL,
  at timestamp with time zone,
  _offset bigint NOT NULL,
  bytes bigint,
  agent integer,
  status smallint,
  zone smallint,
  ip text,
  method text,
  path text,
  query text,
  referer text,
  auth_user text,
  host text,
  vhost text,
  forwarded_for text,
  extra text
) PARTITION BY LIST (exhibit);

CREATE OR REPLACE FUNCTION evidence.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
END $function$;

CREATE INDEX file_exhibit ON evidence.file USING btree (exhibit, file);

CREATE INDEX file_parent ON evidence.file USING btree (parent) WHERE (parent IS NOT NULL);

CREATE INDEX file_sha256 ON evidence.file USING btree (sha256);

CREATE INDEX finding_code ON evidence.finding USING btree (code, stage, unit, batch, n);

CREATE INDEX finding_severity ON evidence.finding USING btree (severity, stage, unit, batch, n);

CREATE INDEX image_exhibit ON evidence.image USING btree (exhibit);

CREATE INDEX image_file_exhibit ON evidence.image_file USING btree (exhibit) WHERE (state <> 'live'::text);

CREATE INDEX image_file_image ON evidence.image_file USING btree (image, volume);

CREATE INDEX image_volume_exhibit ON evidence.image_volume USING btree (exhibit);

CREATE INDEX mail_address_of ON evidence.mail_address USING btree (lower(address));

CREATE INDEX mail_message_id ON evidence.mail_message USING btree (message_id);

CREATE INDEX web_request_place ON ONLY evidence.web_request USING brin (_file, n);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON evidence.custody FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

COMMENT ON TABLE evidence.checkpoint IS 'Written in the same transaction as the batch it speaks of: the batch is all there or not there.';

COMMENT ON TABLE evidence.custody IS 'The custody ledger. entry is canonical JSON that holds the hash of the entry before; hash is the SHA-256 of entry. The case folder holds the same lines in custody.jsonl.';

COMMENT ON TABLE evidence.data_directory IS 'A data directory of MySQL, MariaDB or PostgreSQL among the files of an exhibit. path: where it lies in the exhibit, empty where it is the exhibit. version: of the server that made it, as its files say. tool: the server that read a copy of it. level: innodb_force_recovery, or for PostgreSQL the step of recovery, that was needed. state: read, read in part, or closed (no server could open it). unread: tables that could be read in part or not at all.';

COMMENT ON TABLE evidence.database_dump IS 'A database that was read out of a data directory: the file of evidence.file in which its rows stand.';

COMMENT ON TABLE evidence.exhibit IS 'A seized item as it was acquired, with its hashes: one file, or a folder with all its files. stored_path is relative to the case folder, absolute when in_place. Of a folder, md5, sha1 and sha256 are those of its manifest (a line for each file: SHA-256, size, path), which lies at manifest_path in the case folder; size is the sum of its files.';

COMMENT ON TABLE evidence.file IS E'A file of an exhibit: the exhibit itself, a file of a folder, or a file unpacked from another (parent, inner_path). path names it within the exhibit; "!/" stands between a container and what is in it; bytes that are no printable UTF-8 are written \\xHH. encoding: how its bytes are packed, null for plain. source: what it was recognised as. size: uncompressed, null until read. stored_path and stored_size: where its bytes lie (as in evidence.exhibit; null for the exhibit''s own) and how many they are; stored_path is null where the bytes could not be had (encrypted). modified_at: as the file system or the container says.';

COMMENT ON COLUMN evidence.file.unlocked_with IS 'The key (unlock.key) that this file was decrypted with; null for files that lay open.';

COMMENT ON TABLE evidence.finding IS 'Something in the evidence that could not be read as expected.';

COMMENT ON TABLE evidence.image IS 'A disk image among the files (image: its evidence.file). size: of the disk. case_number to sector_bytes: what was written into the image when it was taken, as written; null where its form has no such place. stored_md5, stored_sha1: of the disk, as the image states them; computed_*: of what was read.';

COMMENT ON TABLE evidence.image_file IS 'Where a file of a disk image lies, and in which state it was found. volume: evidence.image_volume.n; 0 for the space between volumes. inode: the address of its metadata as The Sleuth Kit counts. recovery of a deleted file: whole, every block is still free; assumed, so too, but the chain of blocks is lost and free ones in a row were taken; shared, another deleted file claims some; overwritten, a live file holds some; partial, fewer bytes than stated; none, only the name is left. local_times: the file system keeps times without a zone; they are given as if they were UTC. link: where a link leads. at: its first byte in the image; runs: all of them, `PLACE+LENGTH`, `-+LENGTH` for zeros, null where they cannot be read from the image directly.';

COMMENT ON TABLE evidence.image_volume IS 'A volume of a disk image: a partition, a logical volume, or the whole. label: how the paths of its files begin. kind: what its first bytes say it holds. state: read by The Sleuth Kit; closed, for encrypted; group, for one that holds others; unread, for a kind that is only told; none, for nothing known. at: its first byte in the image. extents: all of it, `PLACE+LENGTH` in order, `-` for the place of what is not in this image. type, name: from the partition table.';

COMMENT ON TABLE evidence.left_out IS 'An entry of a folder that is no file that could be read (a link, a socket, no permission): noted when the folder was acquired, never followed.';

COMMENT ON TABLE evidence.mail_address IS 'An address in the headers of a message. role: from, sender, reply-to, to, cc, bcc, return-path, delivered-to.';

COMMENT ON TABLE evidence.mail_attachment IS 'What a message carries besides its text. derived: the file of evidence.file that it was unpacked to, null where a limit kept it closed. Its content is never shown.';

COMMENT ON TABLE evidence.mail_hop IS 'A step of a message''s way as a server stated it in a Received header: hop 1 is the uppermost, written last. A header in which a program states the sender''s address (X-Originating-IP and the like) is a hop of its own.';

COMMENT ON TABLE evidence.mail_message IS 'A message. stated: its Date as written; zone: minutes east of UTC as written there, null where none is; at: the same in UTC. envelope_from, envelope_at: of the mbox''s From_ line, whose time has no zone and is as if it were UTC. text: the body without markup (form: what it was made of); passwords, keys and codes in it and in the subject are masked, so many of them: masked. flags: as a Maildir or a mail program noted them. marks: headers that tell which program sent it and for whom.';

COMMENT ON TABLE evidence.mail_store IS 'A file of messages: one, or many (mbox). folder: of a Maildir new, cur or tmp. partial: messages of which not everything could be read; their findings say why.';

COMMENT ON TABLE evidence.mirror_table IS 'A table of a seized database as loaded into schema mirror_<exhibit>. columns: [{name, column, declared, type}] in order: as found, as named in the mirror, declared type, text or bytea.';

COMMENT ON COLUMN evidence.mirror_table.added IS 'How many of its rows, the last, were added from other copies of the same board; their _file names the copy.';

COMMENT ON TABLE evidence.operation IS 'The investigation this case belongs to, with its lawful basis and review date.';

COMMENT ON TABLE evidence.setting IS 'What a configuration file of forum software says, read as text and never executed. meaning: database, prefix, host, user, cookie, … where known. A secret has no value here, only its fingerprint.';

COMMENT ON TABLE evidence.stage_run IS 'How far each stage is over each exhibit or site; fingerprint says from what.';

COMMENT ON TABLE evidence.table_source IS 'In which files of a data directory a table lay that was read out into a file: its rows (data), how it is declared (structure), its index, and what the server keeps for all tables (system). state: whether all of its rows could be read, some, or none.';

COMMENT ON TABLE evidence.web_agent IS 'Browsers and programs as they named themselves, numbered within the exhibit. A name can have several numbers in logs of very many agents.';

COMMENT ON TABLE evidence.web_error IS 'An entry of a web server''s error log; its time has no zone and is as if it were UTC.';

COMMENT ON TABLE evidence.web_format IS 'Formats of logs as an examiner declared them: Apache''s LogFormat or nginx''s log_format. files: names or paths they hold for, * for any characters.';

COMMENT ON TABLE evidence.web_log IS 'A log of a web server, counted: lines = requests + errors + remarks (comments, blank and continued lines) + damaged. zoneless: entries whose time is written without a zone.';

COMMENT ON TABLE evidence.web_request IS 'A line of an access log. n: its number in the file. zone: minutes east of UTC as written, null where none is, then at is as if it were UTC. ip: canonical; host: what the log has instead of an address. path, query, referer: as written, escapes included; method null: path is the whole request. extra: what follows the agent.';

CREATE SCHEMA forum;

CREATE TABLE forum.action (
  site integer NOT NULL,
  id text NOT NULL,
  kind text NOT NULL,
  member text,
  at timestamp with time zone,
  ip text,
  operation text NOT NULL,
  about text,
  board text,
  topic text,
  post text,
  data text,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT action_pkey PRIMARY KEY (site, id),
  CONSTRAINT action_kind_check CHECK ((kind = ANY (ARRAY['admin'::text, 'moderator'::text, 'critical'::text, 'user'::text, 'other'::text])))
);

CREATE TABLE forum.attachment (
  site integer NOT NULL,
  id text NOT NULL,
  owner text,
  post text,
  message text,
  name text NOT NULL,
  stored_name text,
  media_type text,
  size bigint,
  at timestamp with time zone,
  comment text,
  orphan boolean NOT NULL,
  md5 text,
  sha1 text,
  sha256 text,
  path text,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  small_copy text,
  CONSTRAINT attachment_pkey PRIMARY KEY (site, id)
);

CREATE TABLE forum.ban (
  site integer NOT NULL,
  id text NOT NULL,
  member text,
  name text,
  ip text,
  email text,
  at timestamp with time zone,
  until timestamp with time zone,
  reason text,
  by text,
  exempt boolean NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT ban_pkey PRIMARY KEY (site, id)
);

CREATE TABLE forum.board (
  site integer NOT NULL,
  id text NOT NULL,
  parent text,
  kind text NOT NULL,
  name text NOT NULL,
  description text,
  "position" integer NOT NULL,
  locked boolean NOT NULL,
  has_password boolean NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT board_pkey PRIMARY KEY (site, id),
  CONSTRAINT board_kind_check CHECK ((kind = ANY (ARRAY['category'::text, 'board'::text, 'link'::text])))
);

CREATE TABLE forum.board_access (
  site integer NOT NULL,
  n integer NOT NULL,
  board text NOT NULL,
  grp text,
  member text,
  sees text NOT NULL,
  reads text NOT NULL,
  posts text NOT NULL,
  how text NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT board_access_pkey PRIMARY KEY (site, n),
  CONSTRAINT board_access_check CHECK (((grp IS NULL) OR (member IS NULL))),
  CONSTRAINT board_access_posts_check CHECK ((posts = ANY (ARRAY['yes'::text, 'no'::text, 'never'::text]))),
  CONSTRAINT board_access_reads_check CHECK ((reads = ANY (ARRAY['yes'::text, 'no'::text, 'never'::text]))),
  CONSTRAINT board_access_sees_check CHECK ((sees = ANY (ARRAY['yes'::text, 'no'::text, 'never'::text])))
);

CREATE TABLE forum.change (
  site integer NOT NULL,
  copy integer NOT NULL,
  "table" text NOT NULL,
  id text NOT NULL,
  entity text,
  kind text NOT NULL,
  columns text[] DEFAULT '{}'::text[] NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  copy_file integer,
  copy_offset bigint,
  copy_length integer,
  CONSTRAINT change_pkey PRIMARY KEY (site, copy, "table", id),
  CONSTRAINT change_kind_check CHECK ((kind = ANY (ARRAY['added'::text, 'deleted'::text, 'changed'::text])))
);

CREATE TABLE forum.clock (
  site integer NOT NULL,
  n integer NOT NULL,
  source text NOT NULL,
  exhibit integer,
  file integer,
  name text NOT NULL,
  reference text NOT NULL,
  verdict text NOT NULL,
  seconds double precision,
  spread double precision,
  pairs integer NOT NULL,
  drift double precision,
  pieces jsonb NOT NULL,
  zone text,
  why text NOT NULL,
  CONSTRAINT clock_pkey PRIMARY KEY (site, n),
  CONSTRAINT clock_source_check CHECK ((source = ANY (ARRAY['log'::text, 'database'::text, 'mail'::text, 'server'::text, 'setting'::text]))),
  CONSTRAINT clock_verdict_check CHECK ((verdict = ANY (ARRAY['agrees'::text, 'skew'::text, 'zone'::text, 'daylight-saving'::text, 'drift'::text, 'stated'::text, 'unknown'::text])))
);

CREATE TABLE forum.completeness (
  exhibit integer NOT NULL,
  name text NOT NULL,
  site integer,
  rows bigint NOT NULL,
  entities bigint NOT NULL,
  non_entities bigint NOT NULL,
  findings bigint NOT NULL,
  entity text,
  why text,
  CONSTRAINT completeness_pkey PRIMARY KEY (exhibit, name)
);

CREATE TABLE forum.copy (
  exhibit integer NOT NULL,
  site integer NOT NULL,
  n integer NOT NULL,
  base boolean NOT NULL,
  mirror text NOT NULL,
  prefix text NOT NULL,
  database text,
  file integer NOT NULL,
  as_of timestamp with time zone,
  rows bigint NOT NULL,
  same bigint DEFAULT 0 NOT NULL,
  added bigint DEFAULT 0 NOT NULL,
  changed bigint DEFAULT 0 NOT NULL,
  missing bigint DEFAULT 0 NOT NULL,
  garbled bigint DEFAULT 0 NOT NULL,
  united boolean DEFAULT false NOT NULL,
  CONSTRAINT copy_pkey PRIMARY KEY (site, n)
);

CREATE TABLE forum.draft (
  site integer NOT NULL,
  id text NOT NULL,
  member text,
  board text,
  topic text,
  at timestamp with time zone,
  subject text,
  text text NOT NULL,
  plain text NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT draft_pkey PRIMARY KEY (site, id)
);

CREATE TABLE forum.failed_login (
  site integer NOT NULL,
  n integer NOT NULL,
  at timestamp with time zone NOT NULL,
  ip text,
  agent text,
  member text,
  login text,
  why text NOT NULL,
  exhibit integer NOT NULL,
  line integer NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT failed_login_pkey PRIMARY KEY (site, n)
);

CREATE TABLE forum.grp (
  site integer NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  kind text,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT grp_pkey PRIMARY KEY (site, id)
);

CREATE TABLE forum.grp_member (
  site integer NOT NULL,
  grp text NOT NULL,
  member text NOT NULL,
  leader boolean NOT NULL,
  pending boolean NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT grp_member_pkey PRIMARY KEY (site, grp, member)
);

CREATE TABLE forum.login (
  site integer NOT NULL,
  id text NOT NULL,
  kind text NOT NULL,
  member text,
  name text,
  at timestamp with time zone,
  until timestamp with time zone,
  ip text,
  agent text,
  forwarded_for text,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT login_pkey PRIMARY KEY (site, id),
  CONSTRAINT login_kind_check CHECK ((kind = ANY (ARRAY['session'::text, 'persistent'::text, 'failed'::text, 'online'::text])))
);

CREATE TABLE forum.mail (
  site integer NOT NULL,
  mail integer NOT NULL,
  exhibit integer NOT NULL,
  file integer NOT NULL,
  n integer NOT NULL,
  member text,
  direction text NOT NULL,
  by_board boolean NOT NULL,
  notice text,
  address text,
  ip text,
  relation text,
  at timestamp with time zone,
  why text NOT NULL,
  because text[] NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT mail_pkey PRIMARY KEY (site, mail),
  CONSTRAINT mail_direction_check CHECK ((direction = ANY (ARRAY['to'::text, 'from'::text])))
);

CREATE TABLE forum.mailbox (
  site integer NOT NULL,
  message text NOT NULL,
  member text NOT NULL,
  folder text NOT NULL,
  unread boolean NOT NULL,
  deleted boolean NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT mailbox_pkey PRIMARY KEY (site, message, member, folder)
);

CREATE TABLE forum.mapping (
  name text NOT NULL,
  mapping jsonb NOT NULL,
  sha256 text NOT NULL,
  by text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT mapping_pkey PRIMARY KEY (name)
);

CREATE TABLE forum.member (
  site integer NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  email text,
  joined_at timestamp with time zone,
  joined_from text,
  last_seen_at timestamp with time zone,
  last_ip text,
  birthday text,
  timezone text,
  language text,
  location text,
  website text,
  title text,
  signature text,
  signature_plain text,
  posts integer,
  staff text,
  password_scheme text,
  handles jsonb DEFAULT '{}'::jsonb NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT member_pkey PRIMARY KEY (site, id),
  CONSTRAINT member_kind_check CHECK ((kind = ANY (ARRAY['member'::text, 'guest'::text, 'bot'::text]))),
  CONSTRAINT member_state_check CHECK ((state = ANY (ARRAY['active'::text, 'inactive'::text, 'unknown'::text])))
);

CREATE TABLE forum.message (
  site integer NOT NULL,
  id text NOT NULL,
  thread text,
  author text,
  author_name text,
  recipients text[] NOT NULL,
  at timestamp with time zone,
  ip text,
  subject text,
  text text NOT NULL,
  plain text NOT NULL,
  edited_at timestamp with time zone,
  deleted boolean NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT message_pkey PRIMARY KEY (site, id)
);

CREATE TABLE forum.moderator (
  site integer NOT NULL,
  n integer NOT NULL,
  board text,
  member text,
  grp text,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT moderator_pkey PRIMARY KEY (site, n)
);

CREATE TABLE forum.poll_option (
  site integer NOT NULL,
  topic text NOT NULL,
  option text NOT NULL,
  label text NOT NULL,
  votes integer,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT poll_option_pkey PRIMARY KEY (site, topic, option)
);

CREATE TABLE forum.poll_vote (
  site integer NOT NULL,
  n bigint NOT NULL,
  topic text NOT NULL,
  option text NOT NULL,
  member text,
  ip text,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT poll_vote_pkey PRIMARY KEY (site, n)
);

CREATE TABLE forum.post (
  site integer NOT NULL,
  id text NOT NULL,
  board text,
  topic text,
  author text,
  author_name text,
  at timestamp with time zone,
  ip text,
  subject text,
  text text NOT NULL,
  plain text NOT NULL,
  edited_at timestamp with time zone,
  edited_by text,
  edit_count integer,
  edit_reason text,
  deleted text,
  deleted_at timestamp with time zone,
  deleted_by text,
  deleted_reason text,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT post_pkey PRIMARY KEY (site, id),
  CONSTRAINT post_deleted_check CHECK ((deleted = ANY (ARRAY['soft'::text, 'unapproved'::text])))
);

CREATE TABLE forum.post_version (
  site integer NOT NULL,
  id text NOT NULL,
  post text,
  message text,
  about text,
  version integer,
  since timestamp with time zone,
  until timestamp with time zone,
  author text,
  replaced_by text,
  subject text,
  text text,
  plain text,
  reason text,
  form text NOT NULL,
  stored text,
  shown boolean DEFAULT false NOT NULL,
  copy integer,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT post_version_pkey PRIMARY KEY (site, id),
  CONSTRAINT post_version_form_check CHECK ((form = ANY (ARRAY['before'::text, 'made'::text, 'span'::text, 'patch'::text, 'changes'::text, 'copy'::text, 'seen'::text])))
);

CREATE TABLE forum.profile_field (
  site integer NOT NULL,
  member text NOT NULL,
  field text NOT NULL,
  value text NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT profile_field_pkey PRIMARY KEY (site, member, field)
);

CREATE TABLE forum.relation (
  site integer NOT NULL,
  member text NOT NULL,
  other text NOT NULL,
  kind text NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT relation_pkey PRIMARY KEY (site, member, other, kind),
  CONSTRAINT relation_kind_check CHECK ((kind = ANY (ARRAY['friend'::text, 'foe'::text, 'alias'::text])))
);

CREATE TABLE forum.report (
  site integer NOT NULL,
  id text NOT NULL,
  post text,
  message text,
  by text,
  at timestamp with time zone,
  reason text,
  text text,
  closed boolean NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT report_pkey PRIMARY KEY (site, id)
);

CREATE TABLE forum.site (
  site integer NOT NULL,
  exhibit integer NOT NULL,
  key text NOT NULL,
  engine text NOT NULL,
  adapter text NOT NULL,
  version text,
  title text,
  base_url text,
  mirror text NOT NULL,
  prefix text NOT NULL,
  timezone text,
  CONSTRAINT site_pkey PRIMARY KEY (site),
  CONSTRAINT site_key_key UNIQUE (key)
);

CREATE TABLE forum.site_part (
  site integer NOT NULL,
  exhibit integer NOT NULL,
  "into" integer NOT NULL,
  "row" jsonb NOT NULL,
  tables text[] NOT NULL,
  CONSTRAINT site_part_pkey PRIMARY KEY (site)
);

CREATE TABLE forum.subscription (
  site integer NOT NULL,
  id text NOT NULL,
  member text,
  how text NOT NULL,
  kind text NOT NULL,
  board text,
  topic text,
  post text,
  at timestamp with time zone,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT subscription_pkey PRIMARY KEY (site, id),
  CONSTRAINT subscription_how_check CHECK ((how = ANY (ARRAY['watch'::text, 'bookmark'::text, 'follow'::text]))),
  CONSTRAINT subscription_kind_check CHECK ((kind = ANY (ARRAY['board'::text, 'topic'::text, 'post'::text])))
);

CREATE TABLE forum.topic (
  site integer NOT NULL,
  id text NOT NULL,
  board text,
  title text NOT NULL,
  author text,
  author_name text,
  at timestamp with time zone,
  views integer,
  kind text NOT NULL,
  locked boolean NOT NULL,
  deleted text,
  deleted_at timestamp with time zone,
  deleted_by text,
  moved_to text,
  poll_title text,
  poll_start timestamp with time zone,
  poll_end timestamp with time zone,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT topic_pkey PRIMARY KEY (site, id),
  CONSTRAINT topic_deleted_check CHECK ((deleted = ANY (ARRAY['soft'::text, 'unapproved'::text]))),
  CONSTRAINT topic_kind_check CHECK ((kind = ANY (ARRAY['normal'::text, 'sticky'::text, 'announcement'::text, 'global'::text, 'moved'::text])))
);

CREATE TABLE forum.visit (
  site integer NOT NULL,
  visit integer NOT NULL,
  member text NOT NULL,
  ip text,
  agent text,
  first_at timestamp with time zone NOT NULL,
  last_at timestamp with time zone NOT NULL,
  requests integer NOT NULL,
  how text NOT NULL,
  why text NOT NULL,
  because text[] NOT NULL,
  exhibit integer NOT NULL,
  first_n integer NOT NULL,
  last_n integer NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT visit_pkey PRIMARY KEY (site, visit)
);

CREATE TABLE forum.visit_log (
  site integer NOT NULL,
  exhibit integer NOT NULL,
  file integer NOT NULL,
  skew integer NOT NULL,
  marks bigint NOT NULL,
  requests bigint NOT NULL,
  joined bigint NOT NULL,
  ambiguous bigint NOT NULL,
  visits integer NOT NULL,
  CONSTRAINT visit_log_pkey PRIMARY KEY (site, file)
);

CREATE TABLE forum.warning (
  site integer NOT NULL,
  id text NOT NULL,
  member text NOT NULL,
  post text,
  at timestamp with time zone,
  by text,
  reason text,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT warning_pkey PRIMARY KEY (site, id)
);

CREATE INDEX board_access_board ON forum.board_access USING btree (site, board);

CREATE INDEX mail_member ON forum.mail USING btree (site, member, at);

CREATE INDEX mail_of_message ON forum.mail USING btree (exhibit, file, n);

CREATE INDEX post_version_message ON forum.post_version USING btree (site, message) WHERE (message IS NOT NULL);

CREATE INDEX post_version_post ON forum.post_version USING btree (site, post);

CREATE INDEX subscription_member ON forum.subscription USING btree (site, member);

CREATE INDEX visit_ip ON forum.visit USING btree (ip);

CREATE INDEX visit_member ON forum.visit USING btree (site, member, first_at);

COMMENT ON TABLE forum.action IS 'A line of the moderators'' or administrators'' log. about: the member it was done to.';

COMMENT ON TABLE forum.attachment IS 'An upload as the database describes it; hashes and path are null where its bytes are not in evidence.';

COMMENT ON COLUMN forum.attachment.small_copy IS 'The name on disk of the small copy that the software made of it; null where there is none, or where its name follows from that of the upload.';

COMMENT ON TABLE forum.board_access IS 'What a group, an account, or everybody (both null) may do in a board, as of the seizure: see that it is there, read it, write in it. An account has what any of its groups has, unless one says never. A site without rows: its permissions are not known. grp 0: members in no group of their own. how: where it is said. _file, _offset, _length: the row that says it.';

COMMENT ON TABLE forum.change IS 'What differs between a copy of a board and its base. added: a row only the copy holds, now read with the base; deleted: a row of the earlier that the later has not; changed: columns differ. _file, _offset, _length: the row in the base, or the added row; copy_*: the row in the copy.';

COMMENT ON TABLE forum.clock IS 'How far a clock is from another. seconds: how much the source is ahead of the reference (the median of the pairs compared), null where nothing tells; spread: half the pairs lie within so many seconds of it; drift: seconds gained a day; pieces: from, to, seconds and pairs of each stretch of time with an offset of its own; zone: as the source states it. Nothing stored is changed by it.';

COMMENT ON TABLE forum.completeness IS 'The completeness ledger: for each mirror table, rows = entities + non_entities + findings. why: the reason rows are declared non-entities.';

COMMENT ON TABLE forum.copy IS 'The copies of a board that lie in one exhibit (dumps of different days or in different forms). base: the fullest, from which the board is rebuilt; the others'' rows are the same as its, added to it, changed, garbled (the same but for characters that were lost in dumping); missing: rows of the base that the copy has not. as_of: the last time stated in it.';

COMMENT ON COLUMN forum.copy.united IS 'True where the copy is one of several exhibits; among these, too, one is the base.';

COMMENT ON TABLE forum.failed_login IS 'A log-in that an access log shows to have failed. The log does not hold the name that was tried: member is who used the same address and program in that hour, null where that does not tell. login: the database''s own record of it, null where only the log knows.';

COMMENT ON TABLE forum.login IS 'A session or log-in record. id: kind and mirror row. Session identifiers and keys are secrets and are not kept here.';

COMMENT ON TABLE forum.mail IS 'A message that the board sent, or that a member sent or was sent: a row for each member concerned, member null where no account has the address. direction: to the member, or from it. by_board: the software sent it; notice: of what kind then, null where its form does not tell. ip, relation: the address that the message states the member used, and how. because: rows of the board that it tells of, as ids.';

COMMENT ON TABLE forum.mailbox IS 'A private message as it lies in one member''s folder: inbox, sent, outbox, none, held or the folder''s own name.';

COMMENT ON TABLE forum.mapping IS 'Mappings in force: which seized tables and columns are which entities, as a person confirmed it. sha256: of the file that another lab can use; by, at: who put it into force and when.';

COMMENT ON TABLE forum.member IS 'An account. staff: founder, administrator or moderator as the evidence says. handles: {service: value} as stored.';

COMMENT ON TABLE forum.message IS 'A private message. recipients: member ids, to before bcc, groups as group:ID. deleted: no mailbox holds it any more.';

COMMENT ON TABLE forum.post IS 'text: as stored; plain: as a person reads it. author null: a guest, then author_name is what the guest gave.';

COMMENT ON TABLE forum.post_version IS 'A version of a post or message as a row of the evidence keeps it; about: what it is a version of where it is neither. version: counted from the oldest that is known. since, until: from when to when (at the latest) it stood, null where nothing tells. author: who wrote it; replaced_by: who replaced it. text: whole, as stored or as it follows from what is stored; null where it does not follow. form: before (the row holds the text before an edit), made (the text that an edit made), span (both times are stated), patch or changes (what an edit changed, kept in stored), copy (the text that another copy of the board has), seen (the text that a report of the post kept: it stood since then at the latest). reason: given for the edit that replaced it, with made for the one that made it. shown: it is what the post says now.';

COMMENT ON TABLE forum.profile_field IS 'Any profile field with a value, under the name the software gives it (icq, skype, location, interests, realname, …).';

COMMENT ON COLUMN forum.relation.kind IS 'friend, foe: what the member named the other; alias: the member is an account under which the owner of the other writes unnamed, by the software''s own note.';

COMMENT ON TABLE forum.site IS 'One rebuilt board. key: its host name where the evidence states one, else engine; made unique within the case. mirror: the schema it was read from; prefix: of its tables.';

COMMENT ON TABLE forum.site_part IS 'Sites of different exhibits that are copies of one board and are read as one, under the lowest of their numbers (into). row: forum.site as it was for this exhibit alone; tables: those of its mirror.';

COMMENT ON TABLE forum.subscription IS 'That a member watches a board or topic (is told of new posts), bookmarked a topic or post, or follows one: interest of those who may never have written there. at: since when, null where the software does not say.';

COMMENT ON COLUMN forum.topic.deleted IS 'soft: hidden from readers by its author or a moderator; unapproved: never shown; null: visible.';

COMMENT ON TABLE forum.visit IS 'Lines of an access log that one member made: those of evidence.web_request with the same _file, ip and agent and n from first_n to last_n. how: the strongest thing that tells who it was; because: all of them, as ids. _file, _offset, _length: the line that tells it first.';

COMMENT ON TABLE forum.visit_log IS 'Which logs belong to which board, and how much of each could be joined to its members: requests = joined + ambiguous (more than one member could have made them) + the rest, which nothing tells. skew: seconds that the log''s times are ahead of the board''s. marks: lines that a row of the database names.';

CREATE SCHEMA govern;

CREATE TABLE govern.access (
  access bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  at timestamp with time zone NOT NULL,
  who text NOT NULL,
  what text NOT NULL,
  why text,
  CONSTRAINT access_pkey PRIMARY KEY (access)
);

CREATE INDEX access_what ON govern.access USING btree (what text_pattern_ops, access);

CREATE INDEX access_who ON govern.access USING btree (who, access);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON govern.access FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

COMMENT ON TABLE govern.access IS 'Who consulted what, when, and why they said they did.';

CREATE SCHEMA holdfast;

CREATE TABLE holdfast.migration (
  number integer NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT migration_pkey PRIMARY KEY (number)
);

COMMENT ON TABLE holdfast.migration IS 'The steps by which this schema came about.';

CREATE SCHEMA identity;

CREATE TABLE identity.judgement (
  judgement bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  persona_a text NOT NULL,
  persona_b text NOT NULL,
  verdict text NOT NULL,
  reason text NOT NULL,
  by text NOT NULL,
  at timestamp with time zone NOT NULL,
  withdraws bigint,
  CONSTRAINT judgement_pkey PRIMARY KEY (judgement),
  CONSTRAINT judgement_check CHECK ((persona_a < persona_b)),
  CONSTRAINT judgement_verdict_check CHECK ((verdict = ANY (ARRAY['positive'::text, 'negative'::text, 'unsure'::text]))),
  CONSTRAINT judgement_withdraws_fkey FOREIGN KEY (withdraws) REFERENCES identity.judgement(judgement)
);

CREATE TABLE identity.link (
  link text NOT NULL,
  site_a integer NOT NULL,
  member_a text NOT NULL,
  site_b integer NOT NULL,
  member_b text NOT NULL,
  weight double precision NOT NULL,
  state text NOT NULL,
  CONSTRAINT link_pkey PRIMARY KEY (link),
  CONSTRAINT link_site_a_member_a_site_b_member_b_key UNIQUE (site_a, member_a, site_b, member_b),
  CONSTRAINT link_state_check CHECK ((state = ANY (ARRAY['joined'::text, 'possible'::text, 'weak'::text])))
);

CREATE TABLE identity.subject (
  subject text NOT NULL,
  name text NOT NULL,
  personas integer NOT NULL,
  last_seen_at timestamp with time zone,
  why text NOT NULL,
  CONSTRAINT subject_pkey PRIMARY KEY (subject)
);

CREATE TABLE identity.subject_persona (
  site integer NOT NULL,
  member text NOT NULL,
  subject text NOT NULL,
  CONSTRAINT subject_persona_pkey PRIMARY KEY (site, member),
  CONSTRAINT subject_persona_subject_fkey FOREIGN KEY (subject) REFERENCES identity.subject(subject)
);

CREATE TABLE identity.term (
  link text NOT NULL,
  n integer NOT NULL,
  comparison text NOT NULL,
  weight double precision NOT NULL,
  detail text NOT NULL,
  because text[] NOT NULL,
  CONSTRAINT term_pkey PRIMARY KEY (link, n)
);

CREATE INDEX judgement_pair ON identity.judgement USING btree (persona_a, persona_b);

CREATE INDEX judgement_withdraws ON identity.judgement USING btree (withdraws);

CREATE INDEX link_b ON identity.link USING btree (site_b, member_b);

CREATE INDEX link_weight ON identity.link USING btree (weight, link);

CREATE INDEX subject_persona_subject ON identity.subject_persona USING btree (subject);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON identity.judgement FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

COMMENT ON TABLE identity.judgement IS 'What a named person ruled on two personas. Append-only; a row with withdraws takes an earlier one back.';

COMMENT ON TABLE identity.link IS 'A computed hypothesis that two personas are one person. link: link:SITE:MEMBER:SITE:MEMBER, the lesser persona first. weight: log2 likelihood ratio, the sum of its terms. state: by the scheme''s thresholds alone, before judgements.';

COMMENT ON TABLE identity.subject IS 'A real person hypothesised behind personas. subject: subject:SITE:MEMBER of its first persona. name: of its busiest persona. why: one plain sentence.';

COMMENT ON TABLE identity.term IS 'One reason for or against a link, in words, with the sightings it rests on.';

CREATE SCHEMA jurisdiction;

CREATE TABLE jurisdiction.network (
  ip text NOT NULL,
  country text,
  asn bigint,
  network text,
  shared text,
  database text NOT NULL,
  CONSTRAINT network_pkey PRIMARY KEY (ip)
);

CREATE TABLE jurisdiction.place (
  subject text NOT NULL,
  country text NOT NULL,
  rank integer NOT NULL,
  probability double precision NOT NULL,
  conflict boolean NOT NULL,
  why text NOT NULL,
  CONSTRAINT place_pkey PRIMARY KEY (subject, country)
);

CREATE TABLE jurisdiction.signal (
  subject text NOT NULL,
  n integer NOT NULL,
  kind text NOT NULL,
  country text NOT NULL,
  weight double precision NOT NULL,
  detail text NOT NULL,
  as_of text NOT NULL,
  because text[] NOT NULL,
  CONSTRAINT signal_pkey PRIMARY KEY (subject, n)
);

CREATE INDEX place_country ON jurisdiction.place USING btree (country, rank);

COMMENT ON TABLE jurisdiction.network IS 'What the bundled open database says of an address. country: ISO 3166-1 alpha-2. shared: why it may stand for many people (hosting, private, carrier-grade), else null. database: name and date.';

COMMENT ON TABLE jurisdiction.place IS 'Where a subject may be, best first. conflict: strong signals point elsewhere.';

COMMENT ON TABLE jurisdiction.signal IS 'One reason to place a subject in a country. as_of: the date of the database or of the evidence it rests on.';

CREATE SCHEMA links;

CREATE TABLE links.edge (
  site integer NOT NULL,
  member_a text NOT NULL,
  member_b text NOT NULL,
  kind text NOT NULL,
  n bigint NOT NULL,
  first_at timestamp with time zone,
  last_at timestamp with time zone,
  CONSTRAINT edge_pkey PRIMARY KEY (site, member_a, member_b, kind)
);

COMMENT ON TABLE links.edge IS 'Who had to do with whom: private messages sent, friends and foes named. Directed from a to b.';

CREATE SCHEMA media;

CREATE TABLE media.attachment_match (
  site integer NOT NULL,
  attachment text NOT NULL,
  hash_set integer NOT NULL,
  category integer NOT NULL,
  by text NOT NULL,
  differs text,
  line bigint NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT attachment_match_pkey PRIMARY KEY (site, attachment, hash_set, category),
  CONSTRAINT attachment_match_by_check CHECK ((by = ANY (ARRAY['md5'::text, 'sha1'::text, 'sha256'::text]))),
  CONSTRAINT attachment_match_differs_check CHECK ((differs = ANY (ARRAY['md5'::text, 'sha1'::text, 'sha256'::text, 'size'::text]))),
  CONSTRAINT attachment_match_hash_set_fkey FOREIGN KEY (hash_set) REFERENCES media.hash_set(hash_set)
);

CREATE TABLE media.category (
  hash_set integer NOT NULL,
  category integer NOT NULL,
  code text NOT NULL,
  label text,
  entries bigint NOT NULL,
  CONSTRAINT category_pkey PRIMARY KEY (hash_set, category),
  CONSTRAINT category_hash_set_fkey FOREIGN KEY (hash_set) REFERENCES media.hash_set(hash_set)
);

CREATE TABLE media.compared (
  scope text NOT NULL,
  unit integer NOT NULL,
  hash_set integer NOT NULL,
  things bigint NOT NULL,
  state text NOT NULL,
  CONSTRAINT compared_pkey PRIMARY KEY (scope, unit, hash_set),
  CONSTRAINT compared_scope_check CHECK ((scope = ANY (ARRAY['exhibit'::text, 'site'::text]))),
  CONSTRAINT compared_hash_set_fkey FOREIGN KEY (hash_set) REFERENCES media.hash_set(hash_set)
);

CREATE TABLE media.entry (
  hash_set integer NOT NULL,
  line bigint NOT NULL,
  md5 bytea,
  sha1 bytea,
  sha256 bytea,
  size bigint,
  category integer NOT NULL,
  CONSTRAINT entry_check CHECK (((md5 IS NOT NULL) OR (sha1 IS NOT NULL) OR (sha256 IS NOT NULL)))
) PARTITION BY LIST (hash_set);

CREATE TABLE media.file_match (
  exhibit integer NOT NULL,
  file integer NOT NULL,
  hash_set integer NOT NULL,
  category integer NOT NULL,
  by text NOT NULL,
  differs text,
  line bigint NOT NULL,
  CONSTRAINT file_match_pkey PRIMARY KEY (exhibit, file, hash_set, category),
  CONSTRAINT file_match_by_check CHECK ((by = ANY (ARRAY['md5'::text, 'sha1'::text, 'sha256'::text]))),
  CONSTRAINT file_match_differs_check CHECK ((differs = ANY (ARRAY['md5'::text, 'sha1'::text, 'sha256'::text, 'size'::text]))),
  CONSTRAINT file_match_hash_set_fkey FOREIGN KEY (hash_set) REFERENCES media.hash_set(hash_set)
);

CREATE TABLE media.hash_set (
  hash_set integer NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  source text NOT NULL,
  scheme text,
  format text NOT NULL,
  file_name text NOT NULL,
  file_sha256 text NOT NULL,
  file_size bigint NOT NULL,
  entries bigint NOT NULL,
  md5s bigint NOT NULL,
  sha1s bigint NOT NULL,
  sha256s bigint NOT NULL,
  remarks bigint NOT NULL,
  loaded_by text NOT NULL,
  loaded_at timestamp with time zone NOT NULL,
  removed_by text,
  removed_at timestamp with time zone,
  removed_why text,
  CONSTRAINT hash_set_pkey PRIMARY KEY (hash_set),
  CONSTRAINT hash_set_check CHECK ((((removed_by IS NULL) = (removed_at IS NULL)) AND ((removed_by IS NULL) = (removed_why IS NULL)))),
  CONSTRAINT hash_set_kind_check CHECK ((kind = ANY (ARRAY['of-interest'::text, 'reference'::text, 'known-software'::text, 'known-harmless'::text])))
);

CREATE TABLE media.remark (
  hash_set integer NOT NULL,
  n integer NOT NULL,
  line bigint NOT NULL,
  taken boolean NOT NULL,
  why text NOT NULL,
  CONSTRAINT remark_pkey PRIMARY KEY (hash_set, n),
  CONSTRAINT remark_hash_set_fkey FOREIGN KEY (hash_set) REFERENCES media.hash_set(hash_set)
);

CREATE INDEX file_match_file ON media.file_match USING btree (file);

CREATE UNIQUE INDEX hash_set_name ON media.hash_set USING btree (name) WHERE (removed_at IS NULL);

COMMENT ON TABLE media.attachment_match IS 'Attachments that are in a set, by the hashes of their file, or where that is not in evidence by those that the database states. Columns as in media.file_match; _file, _offset, _length: the row of the attachment.';

COMMENT ON TABLE media.category IS 'Categories of a set as its file writes them (code), and what the agency calls them (label). 0 stands for entries without a category and has no row.';

COMMENT ON TABLE media.compared IS 'Which files (of an exhibit) and attachments (of a site) were compared with which set: how many with a hash, and a checksum over them by which a later run knows whether they are the same.';

COMMENT ON TABLE media.entry IS 'What a set lists, a partition for each set. line: the line of its file, of JSON the number of the record, of a database the number of the row.';

COMMENT ON TABLE media.file_match IS 'Files of the evidence that are in a set. by: the strongest hash that agrees. differs: what else the entry states and the file has otherwise; such an entry speaks of another file whose hash is the same. line: where the set says so.';

COMMENT ON TABLE media.hash_set IS 'Hash sets that the agency loaded; the program ships none. The row of a set that was removed stays, its entries do not, and its number is not given again. kind: what the agency says a match means. scheme: whose codes its categories are. file_*: what was read. md5s, sha1s, sha256s: entries that give such a hash. remarks: lines that could not be read as they should be.';

COMMENT ON TABLE media.remark IS 'The first lines of a set that could not be read as they should be. taken: the rest of the line was loaded all the same.';

CREATE SCHEMA outcomes;

CREATE TABLE outcomes.outcome (
  outcome bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  package text NOT NULL,
  subject text,
  kind text NOT NULL,
  nominal_ref text,
  country text NOT NULL,
  happened_on date,
  note text,
  by text NOT NULL,
  at timestamp with time zone NOT NULL,
  withdraws bigint,
  CONSTRAINT outcome_pkey PRIMARY KEY (outcome),
  CONSTRAINT outcome_kind_check CHECK ((kind = ANY (ARRAY['suspect-identified'::text, 'arrest'::text, 'child-safeguarded'::text, 'conviction'::text, 'no-further-action'::text]))),
  CONSTRAINT outcome_withdraws_fkey FOREIGN KEY (withdraws) REFERENCES outcomes.outcome(outcome)
);

CREATE INDEX outcome_package ON outcomes.outcome USING btree (package);

CREATE INDEX outcome_withdraws ON outcomes.outcome USING btree (withdraws);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON outcomes.outcome FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

COMMENT ON TABLE outcomes.outcome IS 'What a recipient reports came of a package. nominal_ref: the person in the recipient''s own system, so that two reports of one person count once. Append-only.';

CREATE SCHEMA risk;

CREATE TABLE risk.assessment (
  subject text NOT NULL,
  scheme text NOT NULL,
  points double precision NOT NULL,
  possible double precision NOT NULL,
  band text NOT NULL,
  safeguarding boolean NOT NULL,
  unknowns integer NOT NULL,
  "position" integer NOT NULL,
  why text NOT NULL,
  CONSTRAINT assessment_pkey PRIMARY KEY (subject),
  CONSTRAINT assessment_scheme_fkey FOREIGN KEY (scheme) REFERENCES risk.scheme(scheme)
);

CREATE TABLE risk.decision (
  decision bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  subject text NOT NULL,
  verdict text NOT NULL,
  reason text NOT NULL,
  scheme text NOT NULL,
  by text NOT NULL,
  at timestamp with time zone NOT NULL,
  withdraws bigint,
  CONSTRAINT decision_pkey PRIMARY KEY (decision),
  CONSTRAINT decision_withdraws_fkey FOREIGN KEY (withdraws) REFERENCES risk.decision(decision)
);

CREATE TABLE risk.factor (
  subject text NOT NULL,
  factor text NOT NULL,
  state text NOT NULL,
  points double precision NOT NULL,
  detail text NOT NULL,
  because text[] NOT NULL,
  CONSTRAINT factor_pkey PRIMARY KEY (subject, factor),
  CONSTRAINT factor_state_check CHECK ((state = ANY (ARRAY['present'::text, 'absent'::text, 'unknown'::text])))
);

CREATE TABLE risk.scheme (
  scheme text NOT NULL,
  definition jsonb NOT NULL,
  CONSTRAINT scheme_pkey PRIMARY KEY (scheme)
);

CREATE TABLE risk.term (
  list text NOT NULL,
  term text NOT NULL,
  category text NOT NULL,
  weight double precision NOT NULL,
  loaded_by text NOT NULL,
  loaded_at timestamp with time zone NOT NULL,
  CONSTRAINT term_pkey PRIMARY KEY (list, term)
);

CREATE INDEX assessment_position ON risk.assessment USING btree ("position");

CREATE INDEX decision_subject ON risk.decision USING btree (subject);

CREATE INDEX decision_withdraws ON risk.decision USING btree (withdraws);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON risk.decision FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

COMMENT ON TABLE risk.assessment IS 'The weighed whole under a named scheme version. possible: points if every unknown were present. position: place in the order of work, 1 first; safeguarding always before the rest.';

COMMENT ON TABLE risk.decision IS 'What a person ruled on a subject, with the reason. Append-only; a row with withdraws takes an earlier one back.';

COMMENT ON TABLE risk.term IS 'A term of a list that the agency loaded; the program ships none.';

CREATE SCHEMA unlock;

CREATE TABLE unlock.attempt (
  attempt bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  thing text NOT NULL,
  key integer,
  authorisation integer,
  outcome text NOT NULL,
  detail text NOT NULL,
  milliseconds integer NOT NULL,
  tried_by text NOT NULL,
  tried_at timestamp with time zone NOT NULL,
  CONSTRAINT attempt_pkey PRIMARY KEY (attempt),
  CONSTRAINT attempt_outcome_check CHECK ((outcome = ANY (ARRAY['opened'::text, 'part'::text, 'wrong-key'::text, 'refused'::text, 'unsupported'::text, 'damaged'::text, 'no-program'::text, 'limit'::text]))),
  CONSTRAINT attempt_authorisation_fkey FOREIGN KEY (authorisation) REFERENCES unlock.authorisation(authorisation),
  CONSTRAINT attempt_key_fkey FOREIGN KEY (key) REFERENCES unlock.key(key)
);

CREATE TABLE unlock.authorisation (
  authorisation integer NOT NULL,
  withdraws integer,
  authority text NOT NULL,
  reference text NOT NULL,
  scope text[] NOT NULL,
  valid_from timestamp with time zone NOT NULL,
  valid_until timestamp with time zone NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  CONSTRAINT authorisation_pkey PRIMARY KEY (authorisation),
  CONSTRAINT authorisation_withdraws_fkey FOREIGN KEY (withdraws) REFERENCES unlock.authorisation(authorisation)
);

CREATE TABLE unlock.configured (
  exhibit integer NOT NULL,
  file integer NOT NULL,
  n integer NOT NULL,
  software text NOT NULL,
  name text NOT NULL,
  meaning text,
  fingerprint text NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT configured_pkey PRIMARY KEY (exhibit, file, n)
);

CREATE TABLE unlock.custodian (
  name text NOT NULL,
  recipient text NOT NULL,
  salt text,
  shares text NOT NULL,
  CONSTRAINT custodian_pkey PRIMARY KEY (name)
);

CREATE TABLE unlock.hash_check (
  "check" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  site integer NOT NULL,
  member text NOT NULL,
  fingerprint text NOT NULL,
  secret integer NOT NULL,
  why text NOT NULL,
  held boolean NOT NULL,
  authorisation integer NOT NULL,
  by text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT hash_check_pkey PRIMARY KEY ("check"),
  CONSTRAINT hash_check_authorisation_fkey FOREIGN KEY (authorisation) REFERENCES unlock.authorisation(authorisation),
  CONSTRAINT hash_check_secret_fkey FOREIGN KEY (secret) REFERENCES unlock.vaulted(secret)
);

CREATE TABLE unlock.key (
  key integer NOT NULL,
  secret integer NOT NULL,
  kind text NOT NULL,
  form text NOT NULL,
  label text NOT NULL,
  origin text NOT NULL,
  authority text NOT NULL,
  identifiers text[] DEFAULT '{}'::text[] NOT NULL,
  _file integer,
  _offset bigint,
  added_by text NOT NULL,
  added_at timestamp with time zone NOT NULL,
  CONSTRAINT key_pkey PRIMARY KEY (key),
  CONSTRAINT key_secret_origin_label_key UNIQUE (secret, origin, label),
  CONSTRAINT key_kind_check CHECK ((kind = ANY (ARRAY['passphrase'::text, 'private-key'::text, 'key-file'::text]))),
  CONSTRAINT key_secret_fkey FOREIGN KEY (secret) REFERENCES unlock.vaulted(secret)
);

CREATE TABLE unlock.locked (
  exhibit integer NOT NULL,
  n integer NOT NULL,
  thing text NOT NULL,
  kind text NOT NULL,
  form text NOT NULL,
  certainty text NOT NULL,
  path text NOT NULL,
  why text NOT NULL,
  detail jsonb DEFAULT '{}'::jsonb NOT NULL,
  opener text,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length bigint NOT NULL,
  CONSTRAINT locked_pkey PRIMARY KEY (exhibit, n),
  CONSTRAINT locked_certainty_check CHECK ((certainty = ANY (ARRAY['certain'::text, 'possible'::text])))
);

CREATE TABLE unlock.locked_text (
  site integer NOT NULL,
  n integer NOT NULL,
  thing text NOT NULL,
  kind text NOT NULL,
  form text NOT NULL,
  entity text NOT NULL,
  id text NOT NULL,
  place text NOT NULL,
  why text NOT NULL,
  detail jsonb DEFAULT '{}'::jsonb NOT NULL,
  opener text,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  CONSTRAINT locked_text_pkey PRIMARY KEY (site, n)
);

CREATE TABLE unlock.opened (
  exhibit integer NOT NULL,
  thing text NOT NULL,
  n integer NOT NULL,
  parent_path text NOT NULL,
  inner_path text NOT NULL,
  key integer NOT NULL,
  stored_path text NOT NULL,
  stored_size bigint NOT NULL,
  whole boolean NOT NULL,
  md5 text NOT NULL,
  sha1 text NOT NULL,
  sha256 text NOT NULL,
  modified_at timestamp with time zone,
  opened_at timestamp with time zone NOT NULL,
  CONSTRAINT opened_pkey PRIMARY KEY (exhibit, thing, n),
  CONSTRAINT opened_exhibit_thing_parent_path_inner_path_key UNIQUE (exhibit, thing, parent_path, inner_path),
  CONSTRAINT opened_key_fkey FOREIGN KEY (key) REFERENCES unlock.key(key)
);

CREATE TABLE unlock.recovered (
  site integer NOT NULL,
  member text NOT NULL,
  fingerprint text NOT NULL,
  secret integer NOT NULL,
  method text NOT NULL,
  origin text NOT NULL,
  source text NOT NULL,
  strength text NOT NULL,
  authorisation integer NOT NULL,
  by text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT recovered_pkey PRIMARY KEY (site, member, fingerprint, secret),
  CONSTRAINT recovered_origin_check CHECK ((origin = ANY (ARRAY['import'::text, 'reuse'::text]))),
  CONSTRAINT recovered_strength_check CHECK ((strength = ANY (ARRAY['common'::text, 'weak'::text, 'fair'::text, 'strong'::text]))),
  CONSTRAINT recovered_authorisation_fkey FOREIGN KEY (authorisation) REFERENCES unlock.authorisation(authorisation),
  CONSTRAINT recovered_secret_fkey FOREIGN KEY (secret) REFERENCES unlock.vaulted(secret)
);

CREATE TABLE unlock.secret (
  site integer NOT NULL,
  member text NOT NULL,
  n integer NOT NULL,
  scheme text NOT NULL,
  comparable boolean NOT NULL,
  fingerprint text NOT NULL,
  _file integer NOT NULL,
  _offset bigint NOT NULL,
  _length integer NOT NULL,
  method text,
  CONSTRAINT secret_pkey PRIMARY KEY (site, member, n)
);

CREATE TABLE unlock.vault (
  vault integer NOT NULL,
  recipient text NOT NULL,
  fingerprint_key text NOT NULL,
  exercise boolean NOT NULL,
  made_by text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT vault_pkey PRIMARY KEY (vault),
  CONSTRAINT vault_vault_check CHECK ((vault = 1))
);

CREATE TABLE unlock.vaulted (
  secret integer NOT NULL,
  fingerprint text NOT NULL,
  sealed text NOT NULL,
  sealed_by text NOT NULL,
  sealed_at timestamp with time zone NOT NULL,
  CONSTRAINT vaulted_pkey PRIMARY KEY (secret),
  CONSTRAINT vaulted_fingerprint_key UNIQUE (fingerprint)
);

CREATE TABLE unlock.vaulted_origin (
  secret integer NOT NULL,
  n integer NOT NULL,
  kind text NOT NULL,
  label text NOT NULL,
  origin text NOT NULL,
  _file integer,
  _offset bigint,
  added_by text NOT NULL,
  added_at timestamp with time zone NOT NULL,
  CONSTRAINT vaulted_origin_pkey PRIMARY KEY (secret, n),
  CONSTRAINT vaulted_origin_secret_kind_label_origin_key UNIQUE (secret, kind, label, origin),
  CONSTRAINT vaulted_origin_secret_fkey FOREIGN KEY (secret) REFERENCES unlock.vaulted(secret)
);

CREATE INDEX attempt_thing ON unlock.attempt USING btree (thing, attempt);

CREATE INDEX hash_check_place ON unlock.hash_check USING btree (site, member, fingerprint, secret);

CREATE INDEX locked_thing ON unlock.locked USING btree (thing);

CREATE INDEX locked_text_thing ON unlock.locked_text USING btree (thing);

CREATE INDEX recovered_secret ON unlock.recovered USING btree (secret);

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON unlock.attempt FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON unlock.authorisation FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON unlock.hash_check FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON unlock.key FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON unlock.recovered FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON unlock.vaulted FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

COMMENT ON TABLE unlock.attempt IS 'One trial of one key on one closed thing, or its refusal: when, by whom, under which authorisation, and what came of it.';

COMMENT ON TABLE unlock.authorisation IS 'By which authority, for what and until when keys may be tried; a withdrawal is a row of its own. scope: all, or kind:…, form:…, exhibit:…, site:…, thing:…';

COMMENT ON TABLE unlock.configured IS 'A password, key or salt that a configuration file holds. The value stays in the evidence; fingerprint is a SHA-256 of it, for comparison only.';

COMMENT ON TABLE unlock.custodian IS 'A person with whom one other opens the vault. recipient: the age public key the shares are sealed to; salt: how it follows from a passphrase, null where the person keeps a key of their own. shares: for each other custodian, one half of the vault''s private key split between the two (age file, base64).';

COMMENT ON TABLE unlock.hash_check IS 'One check of a recovered passphrase against another hash: whose, why just that one (why), under which authorisation, and whether it held.';

COMMENT ON TABLE unlock.key IS 'The keyring: a passphrase or private key, where it comes from and by which authority it is held. identifiers: fingerprints and key ids of a private key, never anything of a passphrase.';

COMMENT ON TABLE unlock.locked IS 'A file that is closed, or holds what is closed. thing: its name for trials, from content and place, the same at every run. kind: archive, document, container, message, key, database, password-store. form: zip, pdf, luks2 … why: the sign it was told by. certainty: possible where only randomness speaks for it. opener: what Holdfast opens it with, null where it cannot.';

COMMENT ON TABLE unlock.locked_text IS 'What is closed inside the rows of a forum: an encrypted block in a post or message, an encrypted column, a board behind a password or out of sight. entity and id name the row; _file, _offset, _length its place.';

COMMENT ON TABLE unlock.opened IS 'A file that a key brought out of a closed thing: it lies under derived/ in the case folder and becomes a file of the exhibit (evidence.file.unlocked_with) at the next run. parent_path: the file of the exhibit that was closed.';

COMMENT ON TABLE unlock.recovered IS 'A stored password whose passphrase is known: fingerprint is that of unlock.secret, secret the passphrase''s number in the vault; the same passphrase has the same number. Believed only after the hash was made again from it. origin: read from a file of hashcat, or found by trying a passphrase of the same person; source: the file''s SHA-256, or the account it was recovered on. strength: how hard to guess, in a word.';

COMMENT ON TABLE unlock.secret IS 'A password hash found in evidence. The value stays in the evidence; fingerprint is a SHA-256 of scheme, salt and hash, for comparison only. comparable: equal fingerprints mean the same password (no per-account salt chance).';

COMMENT ON COLUMN unlock.secret.method IS 'How the hash is made, by the name of src/unlock/schemes; null where that is not known.';

COMMENT ON TABLE unlock.vault IS 'The vault of the case. recipient: the age public key that everything in it is sealed to; its private half is kept nowhere whole, see unlock.custodian. fingerprint_key: salt of the fingerprints, so that they agree within the case and with no other. exercise: made with the custodians of a training operation, whose passphrases are known to everybody.';

COMMENT ON TABLE unlock.vaulted IS 'A value in the vault, each once (age file, base64). fingerprint: scrypt of the value with the vault''s fingerprint_key: equal values can be told without opening the vault.';

COMMENT ON TABLE unlock.vaulted_origin IS 'Where a value of the vault was met: as what (kind), under which name (label), from where (origin; _file and _offset where it stands in evidence).';
