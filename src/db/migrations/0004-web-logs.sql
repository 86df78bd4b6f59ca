-- What web servers logged. The requests of each exhibit stand in a partition of their own: it is loaded without
-- indexes, indexed once, and dropped whole when it is read anew. `visit` is what the forum room makes of them.

CREATE TABLE evidence.web_format (
  files         text PRIMARY KEY,
  format        text NOT NULL,
  declared_by   text NOT NULL,
  declared_at   timestamptz NOT NULL
);
COMMENT ON TABLE evidence.web_format IS 'Formats of logs as an examiner declared them: Apache''s LogFormat or nginx''s log_format. files: names or paths they hold for, * for any characters.';

CREATE TABLE evidence.web_log (
  exhibit       int NOT NULL,
  file          int NOT NULL,
  format        text NOT NULL,
  declaration   text,
  lines         bigint NOT NULL,
  requests      bigint NOT NULL,
  errors        bigint NOT NULL,
  remarks       bigint NOT NULL,
  damaged       bigint NOT NULL,
  zoneless      bigint NOT NULL,
  first_at      timestamptz,
  last_at       timestamptz,
  PRIMARY KEY (exhibit, file)
);
COMMENT ON TABLE evidence.web_log IS 'A log of a web server, counted: lines = requests + errors + remarks (comments, blank and continued lines) + damaged. zoneless: entries whose time is written without a zone.';

CREATE TABLE evidence.web_agent (
  exhibit       int NOT NULL,
  agent         int NOT NULL,
  name          text NOT NULL,
  PRIMARY KEY (exhibit, agent)
);
COMMENT ON TABLE evidence.web_agent IS 'Browsers and programs as they named themselves, numbered within the exhibit. A name can have several numbers in logs of very many agents.';

CREATE TABLE evidence.web_request (
  exhibit       int NOT NULL,
  _file         int NOT NULL,
  n             int NOT NULL,
  _length       int NOT NULL,
  at            timestamptz,
  _offset       bigint NOT NULL,
  bytes         bigint,
  agent         int,
  status        smallint,
  zone          smallint,
  ip            text,
  method        text,
  path          text,
  query         text,
  referer       text,
  auth_user     text,
  host          text,
  vhost         text,
  forwarded_for text,
  extra         text,
  PRIMARY KEY (exhibit, _file, n)
) PARTITION BY LIST (exhibit);
COMMENT ON TABLE evidence.web_request IS 'A line of an access log. n: its number in the file. zone: minutes east of UTC as written, null where none is, then at is as if it were UTC. ip: canonical; host: what the log has instead of an address. path, query, referer: as written, escapes included; method null: path is the whole request. extra: what follows the agent.';

CREATE TABLE evidence.web_error (
  exhibit       int NOT NULL,
  _file         int NOT NULL,
  n             int NOT NULL,
  _length       int NOT NULL,
  at            timestamptz,
  _offset       bigint NOT NULL,
  ip            text,
  host          text,
  level         text,
  message       text,
  referer       text,
  PRIMARY KEY (exhibit, _file, n)
);
COMMENT ON TABLE evidence.web_error IS 'An entry of a web server''s error log; its time has no zone and is as if it were UTC.';

------------------------------------------------------------------------------------------------ forum

CREATE TABLE forum.visit (
  site          int NOT NULL,
  visit         int NOT NULL,
  member        text NOT NULL,
  ip            text,
  agent         text,
  first_at      timestamptz NOT NULL,
  last_at       timestamptz NOT NULL,
  requests      int NOT NULL,
  how           text NOT NULL,
  why           text NOT NULL,
  because       text[] NOT NULL,
  exhibit       int NOT NULL,
  first_n       int NOT NULL,
  last_n        int NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, visit)
);
CREATE INDEX visit_member ON forum.visit (site, member, first_at);
CREATE INDEX visit_ip ON forum.visit (ip);
COMMENT ON TABLE forum.visit IS 'Lines of an access log that one member made: those of evidence.web_request with the same _file, ip and agent and n from first_n to last_n. how: the strongest thing that tells who it was; because: all of them, as ids. _file, _offset, _length: the line that tells it first.';

CREATE TABLE forum.failed_login (
  site          int NOT NULL,
  n             int NOT NULL,
  at            timestamptz NOT NULL,
  ip            text,
  agent         text,
  member        text,
  login         text,
  why           text NOT NULL,
  exhibit       int NOT NULL,
  line          int NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, n)
);
COMMENT ON TABLE forum.failed_login IS 'A log-in that an access log shows to have failed. The log does not hold the name that was tried: member is who used the same address and program in that hour, null where that does not tell. login: the database''s own record of it, null where only the log knows.';

CREATE TABLE forum.visit_log (
  site          int NOT NULL,
  exhibit       int NOT NULL,
  file          int NOT NULL,
  skew          int NOT NULL,
  marks         bigint NOT NULL,
  requests      bigint NOT NULL,
  joined        bigint NOT NULL,
  ambiguous     bigint NOT NULL,
  visits        int NOT NULL,
  PRIMARY KEY (site, file)
);
COMMENT ON TABLE forum.visit_log IS 'Which logs belong to which board, and how much of each could be joined to its members: requests = joined + ambiguous (more than one member could have made them) + the rest, which nothing tells. skew: seconds that the log''s times are ahead of the board''s. marks: lines that a row of the database names.';
