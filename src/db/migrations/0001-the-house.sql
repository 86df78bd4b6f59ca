-- One PostgreSQL schema per room, in the order the data flows. Bulk tables carry `site` first in their primary
-- key, so that they can be distributed by it; small tables can be reference tables. Each row read from evidence
-- carries (_file, _offset, _length): the bytes it came from, in evidence.file's uncompressed content.

CREATE SCHEMA evidence;
CREATE SCHEMA unlock;
CREATE SCHEMA forum;
CREATE SCHEMA artefacts;
CREATE SCHEMA identity;
CREATE SCHEMA jurisdiction;
CREATE SCHEMA risk;
CREATE SCHEMA links;
CREATE SCHEMA dissemination;
CREATE SCHEMA outcomes;
CREATE SCHEMA govern;

------------------------------------------------------------------------------------------------ evidence

CREATE TABLE evidence.operation (
  operation     int PRIMARY KEY CHECK (operation = 1),
  name          text NOT NULL,
  exercise      boolean NOT NULL,
  authority     text NOT NULL,
  reference     text NOT NULL,
  lawful_from   date,
  lawful_to     date,
  scope         text NOT NULL,
  lead_agency   text NOT NULL,
  review_on     date,
  declared_by   text NOT NULL,
  declared_at   timestamptz NOT NULL
);
COMMENT ON TABLE evidence.operation IS 'The investigation this case belongs to, with its lawful basis and review date.';

CREATE TABLE evidence.exhibit (
  exhibit       int PRIMARY KEY,
  number        text NOT NULL UNIQUE,
  description   text NOT NULL,
  custodian     text NOT NULL,
  original_path text NOT NULL,
  stored_path   text NOT NULL,
  in_place      boolean NOT NULL,
  size          bigint NOT NULL,
  md5           text NOT NULL,
  sha1          text NOT NULL,
  sha256        text NOT NULL,
  acquired_by   text NOT NULL,
  acquired_at   timestamptz NOT NULL,
  tool          text NOT NULL,
  UNIQUE (sha256)
);
COMMENT ON TABLE evidence.exhibit IS 'A seized item: one file as it was acquired, with its hashes. stored_path is relative to the case folder, absolute when in_place.';

CREATE TABLE evidence.file (
  file          int PRIMARY KEY,
  exhibit       int NOT NULL REFERENCES evidence.exhibit,
  path          text NOT NULL,
  encoding      text CHECK (encoding IN ('gzip')),
  source        text NOT NULL,
  size          bigint,
  UNIQUE (exhibit, path)
);
COMMENT ON TABLE evidence.file IS 'A readable file inside an exhibit; for a single-file exhibit the exhibit itself. encoding: how its bytes are packed, null for plain. source: the reader that recognised it. size: uncompressed, null until read.';

CREATE TABLE evidence.mirror_table (
  exhibit       int NOT NULL,
  name          text NOT NULL,
  database      text,
  file          int NOT NULL,
  columns       jsonb NOT NULL,
  rows          bigint NOT NULL DEFAULT 0,
  ddl           text,
  PRIMARY KEY (exhibit, name)
);
COMMENT ON TABLE evidence.mirror_table IS 'A table of a seized database as loaded into schema mirror_<exhibit>. columns: [{name, column, declared, type}] in order: as found, as named in the mirror, declared type, text or bytea.';

CREATE TABLE evidence.finding (
  stage         text NOT NULL,
  unit          int NOT NULL,
  batch         int NOT NULL,
  n             int NOT NULL,
  severity      text NOT NULL CHECK (severity IN ('note', 'warning', 'loss')),
  code          text NOT NULL,
  detail        text NOT NULL,
  rows          int NOT NULL DEFAULT 0,
  _file         int,
  _offset       bigint,
  _length       bigint,
  PRIMARY KEY (stage, unit, batch, n)
);
COMMENT ON TABLE evidence.finding IS 'Something in the evidence that could not be read as expected.';

CREATE TABLE evidence.stage_run (
  stage         text NOT NULL,
  unit          int NOT NULL,
  fingerprint   text NOT NULL,
  done          boolean NOT NULL DEFAULT false,
  rows          bigint NOT NULL DEFAULT 0,
  seconds       double precision NOT NULL DEFAULT 0,
  started_at    timestamptz NOT NULL,
  ended_at      timestamptz,
  PRIMARY KEY (stage, unit)
);
COMMENT ON TABLE evidence.stage_run IS 'How far each stage is over each exhibit or site; fingerprint says from what.';

CREATE TABLE evidence.checkpoint (
  stage         text NOT NULL,
  unit          int NOT NULL,
  batch         int NOT NULL,
  rows          bigint NOT NULL,
  state         json NOT NULL,
  PRIMARY KEY (stage, unit, batch)
);
COMMENT ON TABLE evidence.checkpoint IS 'Written in the same transaction as the batch it speaks of: the batch is all there or not there.';

CREATE TABLE evidence.custody (
  seq           bigint PRIMARY KEY,
  entry         text NOT NULL,
  hash          text NOT NULL UNIQUE
);
COMMENT ON TABLE evidence.custody IS 'The custody ledger. entry is canonical JSON that holds the hash of the entry before; hash is the SHA-256 of entry. The case folder holds the same lines in custody.jsonl.';

CREATE FUNCTION evidence.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence.custody
  FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

------------------------------------------------------------------------------------------------ unlock

CREATE TABLE unlock.secret (
  site          int NOT NULL,
  member        text NOT NULL,
  n             int NOT NULL,
  scheme        text NOT NULL,
  comparable    boolean NOT NULL,
  fingerprint   text NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, member, n)
);
COMMENT ON TABLE unlock.secret IS 'A password hash found in evidence. The value stays in the evidence; fingerprint is a SHA-256 of scheme, salt and hash, for comparison only. comparable: equal fingerprints mean the same password (no per-account salt chance).';

------------------------------------------------------------------------------------------------ forum

CREATE TABLE forum.site (
  site          int PRIMARY KEY,
  exhibit       int NOT NULL,
  key           text NOT NULL UNIQUE,
  engine        text NOT NULL,
  adapter       text NOT NULL,
  version       text,
  title         text,
  base_url      text,
  mirror        text NOT NULL,
  prefix        text NOT NULL,
  timezone      text
);
COMMENT ON TABLE forum.site IS 'One rebuilt board. key: its host name where the evidence states one, else engine; made unique within the case. mirror: the schema it was read from; prefix: of its tables.';

CREATE TABLE forum.member (
  site          int NOT NULL,
  id            text NOT NULL,
  name          text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('member', 'guest', 'bot')),
  state         text NOT NULL CHECK (state IN ('active', 'inactive', 'unknown')),
  email         text,
  joined_at     timestamptz,
  joined_from   text,
  last_seen_at  timestamptz,
  last_ip       text,
  birthday      text,
  timezone      text,
  language      text,
  location      text,
  website       text,
  title         text,
  signature     text,
  signature_plain text,
  posts         int,
  staff         text,
  password_scheme text,
  handles       jsonb NOT NULL DEFAULT '{}',
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);
COMMENT ON TABLE forum.member IS 'An account. staff: founder, administrator or moderator as the evidence says. handles: {service: value} as stored.';

CREATE TABLE forum.profile_field (
  site          int NOT NULL,
  member        text NOT NULL,
  field         text NOT NULL,
  value         text NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, member, field)
);
COMMENT ON TABLE forum.profile_field IS 'Any profile field with a value, under the name the software gives it (icq, skype, location, interests, realname, …).';

CREATE TABLE forum.grp (
  site          int NOT NULL,
  id            text NOT NULL,
  name          text NOT NULL,
  kind          text,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);

CREATE TABLE forum.grp_member (
  site          int NOT NULL,
  grp           text NOT NULL,
  member        text NOT NULL,
  leader        boolean NOT NULL,
  pending       boolean NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, grp, member)
);

CREATE TABLE forum.moderator (
  site          int NOT NULL,
  n             int NOT NULL,
  board         text,
  member        text,
  grp           text,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, n)
);

CREATE TABLE forum.board (
  site          int NOT NULL,
  id            text NOT NULL,
  parent        text,
  kind          text NOT NULL CHECK (kind IN ('category', 'board', 'link')),
  name          text NOT NULL,
  description   text,
  position      int NOT NULL,
  locked        boolean NOT NULL,
  has_password  boolean NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);

CREATE TABLE forum.topic (
  site          int NOT NULL,
  id            text NOT NULL,
  board         text,
  title         text NOT NULL,
  author        text,
  author_name   text,
  at            timestamptz,
  views         int,
  kind          text NOT NULL CHECK (kind IN ('normal', 'sticky', 'announcement', 'global', 'moved')),
  locked        boolean NOT NULL,
  deleted       text CHECK (deleted IN ('soft', 'unapproved')),
  deleted_at    timestamptz,
  deleted_by    text,
  moved_to      text,
  poll_title    text,
  poll_start    timestamptz,
  poll_end      timestamptz,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);
COMMENT ON COLUMN forum.topic.deleted IS 'soft: hidden from readers by its author or a moderator; unapproved: never shown; null: visible.';

CREATE TABLE forum.post (
  site          int NOT NULL,
  id            text NOT NULL,
  board         text,
  topic         text,
  author        text,
  author_name   text,
  at            timestamptz,
  ip            text,
  subject       text,
  text          text NOT NULL,
  plain         text NOT NULL,
  edited_at     timestamptz,
  edited_by     text,
  edit_count    int,
  edit_reason   text,
  deleted       text CHECK (deleted IN ('soft', 'unapproved')),
  deleted_at    timestamptz,
  deleted_by    text,
  deleted_reason text,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);
COMMENT ON TABLE forum.post IS 'text: as stored; plain: as a person reads it. author null: a guest, then author_name is what the guest gave.';

CREATE TABLE forum.message (
  site          int NOT NULL,
  id            text NOT NULL,
  thread        text,
  author        text,
  author_name   text,
  recipients    text[] NOT NULL,
  at            timestamptz,
  ip            text,
  subject       text,
  text          text NOT NULL,
  plain         text NOT NULL,
  edited_at     timestamptz,
  deleted       boolean NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);
COMMENT ON TABLE forum.message IS 'A private message. recipients: member ids, to before bcc, groups as group:ID. deleted: no mailbox holds it any more.';

CREATE TABLE forum.mailbox (
  site          int NOT NULL,
  message       text NOT NULL,
  member        text NOT NULL,
  folder        text NOT NULL,
  unread        boolean NOT NULL,
  deleted       boolean NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, message, member, folder)
);
COMMENT ON TABLE forum.mailbox IS 'A private message as it lies in one member''s folder: inbox, sent, outbox, none, held or the folder''s own name.';

CREATE TABLE forum.attachment (
  site          int NOT NULL,
  id            text NOT NULL,
  owner         text,
  post          text,
  message       text,
  name          text NOT NULL,
  stored_name   text,
  media_type    text,
  size          bigint,
  at            timestamptz,
  comment       text,
  orphan        boolean NOT NULL,
  md5           text,
  sha1          text,
  sha256        text,
  path          text,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);
COMMENT ON TABLE forum.attachment IS 'An upload as the database describes it; hashes and path are null where its bytes are not in evidence.';

CREATE TABLE forum.poll_option (
  site          int NOT NULL,
  topic         text NOT NULL,
  option        text NOT NULL,
  label         text NOT NULL,
  votes         int,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, topic, option)
);

CREATE TABLE forum.poll_vote (
  site          int NOT NULL,
  n             bigint NOT NULL,
  topic         text NOT NULL,
  option        text NOT NULL,
  member        text,
  ip            text,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, n)
);

CREATE TABLE forum.ban (
  site          int NOT NULL,
  id            text NOT NULL,
  member        text,
  name          text,
  ip            text,
  email         text,
  at            timestamptz,
  until         timestamptz,
  reason        text,
  by            text,
  exempt        boolean NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);

CREATE TABLE forum.warning (
  site          int NOT NULL,
  id            text NOT NULL,
  member        text NOT NULL,
  post          text,
  at            timestamptz,
  by            text,
  reason        text,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);

CREATE TABLE forum.report (
  site          int NOT NULL,
  id            text NOT NULL,
  post          text,
  message       text,
  by            text,
  at            timestamptz,
  reason        text,
  text          text,
  closed        boolean NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);

CREATE TABLE forum.login (
  site          int NOT NULL,
  id            text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('session', 'persistent', 'failed', 'online')),
  member        text,
  name          text,
  at            timestamptz,
  until         timestamptz,
  ip            text,
  agent         text,
  forwarded_for text,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);
COMMENT ON TABLE forum.login IS 'A session or log-in record. id: kind and mirror row. Session identifiers and keys are secrets and are not kept here.';

CREATE TABLE forum.action (
  site          int NOT NULL,
  id            text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('admin', 'moderator', 'critical', 'user', 'other')),
  member        text,
  at            timestamptz,
  ip            text,
  operation     text NOT NULL,
  about         text,
  board         text,
  topic         text,
  post          text,
  data          text,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);
COMMENT ON TABLE forum.action IS 'A line of the moderators'' or administrators'' log. about: the member it was done to.';

CREATE TABLE forum.relation (
  site          int NOT NULL,
  member        text NOT NULL,
  other         text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('friend', 'foe')),
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, member, other, kind)
);

CREATE TABLE forum.draft (
  site          int NOT NULL,
  id            text NOT NULL,
  member        text,
  board         text,
  topic         text,
  at            timestamptz,
  subject       text,
  text          text NOT NULL,
  plain         text NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);

CREATE TABLE forum.completeness (
  exhibit       int NOT NULL,
  name          text NOT NULL,
  site          int,
  rows          bigint NOT NULL,
  entities      bigint NOT NULL,
  non_entities  bigint NOT NULL,
  findings      bigint NOT NULL,
  entity        text,
  why           text,
  PRIMARY KEY (exhibit, name)
);
COMMENT ON TABLE forum.completeness IS 'The completeness ledger: for each mirror table, rows = entities + non_entities + findings. why: the reason rows are declared non-entities.';

------------------------------------------------------------------------------------------------ artefacts

CREATE TABLE artefacts.sighting (
  site          int NOT NULL,
  place         text NOT NULL,
  place_id      text NOT NULL,
  n             int NOT NULL,
  kind          text NOT NULL,
  value         text NOT NULL,
  raw           text,
  member        text,
  relation      text NOT NULL,
  seen_at       timestamptz,
  span_start    int,
  span_end      int,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, place, place_id, n)
);
COMMENT ON TABLE artefacts.sighting IS 'One occurrence of a selector. Its id is sighting:SITE:PLACE:PLACE_ID:N. member null: no account. raw null: the same as value. span: UTF-16 units in the plain text of the place, null for a typed column.';
CREATE INDEX sighting_selector ON artefacts.sighting (kind, value);
CREATE INDEX sighting_member ON artefacts.sighting (site, member, kind);

CREATE TABLE artefacts.selector (
  kind          text NOT NULL,
  value         text NOT NULL,
  sightings     bigint NOT NULL,
  personas      int NOT NULL,
  specificity   double precision NOT NULL,
  first_at      timestamptz,
  last_at       timestamptz,
  PRIMARY KEY (kind, value)
);
COMMENT ON TABLE artefacts.selector IS 'A value that can identify or locate a person, counted over its sightings. specificity: 0 tells nothing, 1 names one person.';

CREATE TABLE artefacts.persona_selector (
  site          int NOT NULL,
  member        text NOT NULL,
  kind          text NOT NULL,
  value         text NOT NULL,
  relation      text NOT NULL,
  sightings     bigint NOT NULL,
  first_at      timestamptz,
  last_at       timestamptz,
  PRIMARY KEY (site, member, kind, value, relation)
);
COMMENT ON TABLE artefacts.persona_selector IS 'Which account is seen with which selector, how often, from when to when: a rollup of artefacts.sighting.';
CREATE INDEX persona_selector_value ON artefacts.persona_selector (kind, value);

------------------------------------------------------------------------------------------------ identity

CREATE TABLE identity.link (
  link          text PRIMARY KEY,
  site_a        int NOT NULL,
  member_a      text NOT NULL,
  site_b        int NOT NULL,
  member_b      text NOT NULL,
  weight        double precision NOT NULL,
  state         text NOT NULL CHECK (state IN ('joined', 'possible', 'weak')),
  UNIQUE (site_a, member_a, site_b, member_b)
);
COMMENT ON TABLE identity.link IS 'A computed hypothesis that two personas are one person. link: link:SITE:MEMBER:SITE:MEMBER, the lesser persona first. weight: log2 likelihood ratio, the sum of its terms. state: by the scheme''s thresholds alone, before judgements.';

CREATE TABLE identity.term (
  link          text NOT NULL,
  n             int NOT NULL,
  comparison    text NOT NULL,
  weight        double precision NOT NULL,
  detail        text NOT NULL,
  because       text[] NOT NULL,
  PRIMARY KEY (link, n)
);
COMMENT ON TABLE identity.term IS 'One reason for or against a link, in words, with the sightings it rests on.';

CREATE TABLE identity.judgement (
  judgement     bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  persona_a     text NOT NULL,
  persona_b     text NOT NULL,
  verdict       text NOT NULL CHECK (verdict IN ('positive', 'negative', 'unsure')),
  reason        text NOT NULL,
  by            text NOT NULL,
  at            timestamptz NOT NULL,
  withdraws     bigint REFERENCES identity.judgement,
  CHECK (persona_a < persona_b)
);
COMMENT ON TABLE identity.judgement IS 'What a named person ruled on two personas. Append-only; a row with withdraws takes an earlier one back.';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON identity.judgement
  FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

CREATE TABLE identity.subject (
  subject       text PRIMARY KEY,
  name          text NOT NULL,
  personas      int NOT NULL,
  last_seen_at  timestamptz,
  why           text NOT NULL
);
COMMENT ON TABLE identity.subject IS 'A real person hypothesised behind personas. subject: subject:SITE:MEMBER of its first persona. name: of its busiest persona. why: one plain sentence.';

CREATE TABLE identity.subject_persona (
  site          int NOT NULL,
  member        text NOT NULL,
  subject       text NOT NULL REFERENCES identity.subject,
  PRIMARY KEY (site, member)
);
CREATE INDEX subject_persona_subject ON identity.subject_persona (subject);

------------------------------------------------------------------------------------------------ jurisdiction

CREATE TABLE jurisdiction.network (
  ip            text PRIMARY KEY,
  country       text,
  asn           bigint,
  network       text,
  shared        text,
  database      text NOT NULL
);
COMMENT ON TABLE jurisdiction.network IS 'What the bundled open database says of an address. country: ISO 3166-1 alpha-2. shared: why it may stand for many people (hosting, private, carrier-grade), else null. database: name and date.';

CREATE TABLE jurisdiction.signal (
  subject       text NOT NULL,
  n             int NOT NULL,
  kind          text NOT NULL,
  country       text NOT NULL,
  weight        double precision NOT NULL,
  detail        text NOT NULL,
  as_of         text NOT NULL,
  because       text[] NOT NULL,
  PRIMARY KEY (subject, n)
);
COMMENT ON TABLE jurisdiction.signal IS 'One reason to place a subject in a country. as_of: the date of the database or of the evidence it rests on.';

CREATE TABLE jurisdiction.place (
  subject       text NOT NULL,
  country       text NOT NULL,
  rank          int NOT NULL,
  probability   double precision NOT NULL,
  conflict      boolean NOT NULL,
  why           text NOT NULL,
  PRIMARY KEY (subject, country)
);
COMMENT ON TABLE jurisdiction.place IS 'Where a subject may be, best first. conflict: strong signals point elsewhere.';
CREATE INDEX place_country ON jurisdiction.place (country, rank);

------------------------------------------------------------------------------------------------ risk

CREATE TABLE risk.term (
  list          text NOT NULL,
  term          text NOT NULL,
  category      text NOT NULL,
  weight        double precision NOT NULL,
  loaded_by     text NOT NULL,
  loaded_at     timestamptz NOT NULL,
  PRIMARY KEY (list, term)
);
COMMENT ON TABLE risk.term IS 'A term of a list that the agency loaded; the program ships none.';

CREATE TABLE risk.scheme (
  scheme        text PRIMARY KEY,
  definition    jsonb NOT NULL
);

CREATE TABLE risk.assessment (
  subject       text PRIMARY KEY,
  scheme        text NOT NULL REFERENCES risk.scheme,
  points        double precision NOT NULL,
  possible      double precision NOT NULL,
  band          text NOT NULL,
  safeguarding  boolean NOT NULL,
  unknowns      int NOT NULL,
  position      int NOT NULL,
  why           text NOT NULL
);
COMMENT ON TABLE risk.assessment IS 'The weighed whole under a named scheme version. possible: points if every unknown were present. position: place in the order of work, 1 first; safeguarding always before the rest.';

CREATE TABLE risk.factor (
  subject       text NOT NULL,
  factor        text NOT NULL,
  state         text NOT NULL CHECK (state IN ('present', 'absent', 'unknown')),
  points        double precision NOT NULL,
  detail        text NOT NULL,
  because       text[] NOT NULL,
  PRIMARY KEY (subject, factor)
);

CREATE TABLE risk.decision (
  decision      bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  subject       text NOT NULL,
  verdict       text NOT NULL,
  reason        text NOT NULL,
  scheme        text NOT NULL,
  by            text NOT NULL,
  at            timestamptz NOT NULL,
  withdraws     bigint REFERENCES risk.decision
);
COMMENT ON TABLE risk.decision IS 'What a person ruled on a subject, with the reason. Append-only; a row with withdraws takes an earlier one back.';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON risk.decision
  FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

------------------------------------------------------------------------------------------------ links

CREATE TABLE links.edge (
  site          int NOT NULL,
  member_a      text NOT NULL,
  member_b      text NOT NULL,
  kind          text NOT NULL,
  n             bigint NOT NULL,
  first_at      timestamptz,
  last_at       timestamptz,
  PRIMARY KEY (site, member_a, member_b, kind)
);
COMMENT ON TABLE links.edge IS 'Who had to do with whom: private messages sent, friends and foes named. Directed from a to b.';

------------------------------------------------------------------------------------------------ dissemination

CREATE TABLE dissemination.policy (
  policy        int PRIMARY KEY CHECK (policy = 1),
  handling      text NOT NULL,
  marking       text NOT NULL,
  bands         text[] NOT NULL,
  detailed      int NOT NULL,
  set_by        text NOT NULL,
  set_at        timestamptz NOT NULL
);
COMMENT ON TABLE dissemination.policy IS 'What the lead agency decided for its packages: handling code, marking, the risk bands that are sent, and how many subjects are described in full.';

CREATE TABLE dissemination.package (
  package       text PRIMARY KEY,
  country       text NOT NULL,
  recipient     text NOT NULL,
  subjects      int NOT NULL,
  handling      text NOT NULL,
  evaluation    text NOT NULL,
  scheme        text NOT NULL,
  json_path     text NOT NULL,
  json_sha256   text NOT NULL,
  pdf_path      text NOT NULL,
  pdf_sha256    text NOT NULL
);
COMMENT ON TABLE dissemination.package IS 'The product for one recipient. Paths are relative to the case folder. evaluation is a code of scheme.';

CREATE TABLE dissemination.statement (
  package       text NOT NULL,
  n             int NOT NULL,
  subject       text NOT NULL,
  text          text NOT NULL,
  because       text[] NOT NULL,
  PRIMARY KEY (package, n)
);
COMMENT ON TABLE dissemination.statement IS 'One sentence of a package. Its id is statement:PACKAGE:N.';

CREATE TABLE dissemination.removed (
  package       text NOT NULL,
  n             int NOT NULL,
  subject       text NOT NULL,
  what          text NOT NULL,
  why           text NOT NULL,
  PRIMARY KEY (package, n)
);
COMMENT ON TABLE dissemination.removed IS 'What sanitisation left out of a package, and why.';

CREATE TABLE dissemination.release (
  release       bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  package       text NOT NULL,
  recipient     text NOT NULL,
  method        text NOT NULL,
  json_sha256   text NOT NULL,
  pdf_sha256    text NOT NULL,
  proposed_by   text NOT NULL,
  approved_by   text,
  at            timestamptz NOT NULL,
  note          text
);
COMMENT ON TABLE dissemination.release IS 'The recorded act of giving a package to its recipient. approved_by is another person than proposed_by.';

------------------------------------------------------------------------------------------------ outcomes

CREATE TABLE outcomes.outcome (
  outcome       bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  package       text NOT NULL,
  subject       text,
  kind          text NOT NULL CHECK (kind IN ('suspect-identified', 'arrest', 'child-safeguarded', 'conviction', 'no-further-action')),
  nominal_ref   text,
  country       text NOT NULL,
  happened_on   date,
  note          text,
  by            text NOT NULL,
  at            timestamptz NOT NULL,
  withdraws     bigint REFERENCES outcomes.outcome
);
COMMENT ON TABLE outcomes.outcome IS 'What a recipient reports came of a package. nominal_ref: the person in the recipient''s own system, so that two reports of one person count once. Append-only.';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON outcomes.outcome
  FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();

------------------------------------------------------------------------------------------------ govern

CREATE TABLE govern.access (
  access        bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  at            timestamptz NOT NULL,
  who           text NOT NULL,
  what          text NOT NULL,
  why           text
);
COMMENT ON TABLE govern.access IS 'Who consulted what, when, and why they said they did.';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON govern.access
  FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();
