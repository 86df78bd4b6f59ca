-- What mailboxes hold, who of a board's members they concern, and how far clocks are apart.

CREATE TABLE evidence.mail_store (
  exhibit       int NOT NULL,
  file          int NOT NULL,
  form          text NOT NULL CHECK (form IN ('message', 'mbox')),
  folder        text,
  messages      int NOT NULL,
  partial       int NOT NULL,
  first_at      timestamptz,
  last_at       timestamptz,
  PRIMARY KEY (exhibit, file)
);
COMMENT ON TABLE evidence.mail_store IS 'A file of messages: one, or many (mbox). folder: of a Maildir new, cur or tmp. partial: messages of which not everything could be read; their findings say why.';

CREATE TABLE evidence.mail_message (
  exhibit       int NOT NULL,
  file          int NOT NULL,
  n             int NOT NULL,
  message_id    text,
  in_reply_to   text,
  stated        text,
  zone          smallint,
  at            timestamptz,
  envelope_from text,
  envelope_at   timestamptz,
  subject       text,
  text          text,
  form          text CHECK (form IN ('plain', 'html')),
  masked        int NOT NULL,
  flags         text,
  marks         jsonb NOT NULL,
  attachments   int NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (exhibit, file, n)
);
CREATE INDEX mail_message_id ON evidence.mail_message (message_id);
COMMENT ON TABLE evidence.mail_message IS 'A message. stated: its Date as written; zone: minutes east of UTC as written there, null where none is; at: the same in UTC. envelope_from, envelope_at: of the mbox''s From_ line, whose time has no zone and is as if it were UTC. text: the body without markup (form: what it was made of); passwords, keys and codes in it and in the subject are masked, so many of them: masked. flags: as a Maildir or a mail program noted them. marks: headers that tell which program sent it and for whom.';

CREATE TABLE evidence.mail_address (
  exhibit       int NOT NULL,
  file          int NOT NULL,
  n             int NOT NULL,
  i             int NOT NULL,
  role          text NOT NULL,
  name          text,
  address       text NOT NULL,
  PRIMARY KEY (exhibit, file, n, i)
);
CREATE INDEX mail_address_of ON evidence.mail_address (lower(address));
COMMENT ON TABLE evidence.mail_address IS 'An address in the headers of a message. role: from, sender, reply-to, to, cc, bcc, return-path, delivered-to.';

CREATE TABLE evidence.mail_hop (
  exhibit       int NOT NULL,
  file          int NOT NULL,
  n             int NOT NULL,
  hop           int NOT NULL,
  header        text NOT NULL,
  from_host     text,
  from_address  text,
  by_host       text,
  stated        text,
  zone          smallint,
  at            timestamptz,
  PRIMARY KEY (exhibit, file, n, hop)
);
COMMENT ON TABLE evidence.mail_hop IS 'A step of a message''s way as a server stated it in a Received header: hop 1 is the uppermost, written last. A header in which a program states the sender''s address (X-Originating-IP and the like) is a hop of its own.';

CREATE TABLE evidence.mail_attachment (
  exhibit       int NOT NULL,
  file          int NOT NULL,
  n             int NOT NULL,
  i             int NOT NULL,
  name          text,
  media_type    text,
  size          bigint NOT NULL,
  md5           text NOT NULL,
  sha1          text NOT NULL,
  sha256        text NOT NULL,
  derived       int,
  PRIMARY KEY (exhibit, file, n, i)
);
COMMENT ON TABLE evidence.mail_attachment IS 'What a message carries besides its text. derived: the file of evidence.file that it was unpacked to, null where a limit kept it closed. Its content is never shown.';

------------------------------------------------------------------------------------------------ forum

CREATE TABLE forum.mail (
  site          int NOT NULL,
  mail          int NOT NULL,
  exhibit       int NOT NULL,
  file          int NOT NULL,
  n             int NOT NULL,
  member        text,
  direction     text NOT NULL CHECK (direction IN ('to', 'from')),
  by_board      boolean NOT NULL,
  notice        text,
  address       text,
  ip            text,
  relation      text,
  at            timestamptz,
  why           text NOT NULL,
  because       text[] NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, mail)
);
CREATE INDEX mail_member ON forum.mail (site, member, at);
CREATE INDEX mail_of_message ON forum.mail (exhibit, file, n);
COMMENT ON TABLE forum.mail IS 'A message that the board sent, or that a member sent or was sent: a row for each member concerned, member null where no account has the address. direction: to the member, or from it. by_board: the software sent it; notice: of what kind then, null where its form does not tell. ip, relation: the address that the message states the member used, and how. because: rows of the board that it tells of, as ids.';

CREATE TABLE forum.clock (
  site          int NOT NULL,
  n             int NOT NULL,
  source        text NOT NULL CHECK (source IN ('log', 'database', 'mail', 'server', 'setting')),
  exhibit       int,
  file          int,
  name          text NOT NULL,
  reference     text NOT NULL,
  verdict       text NOT NULL CHECK (verdict IN ('agrees', 'skew', 'zone', 'daylight-saving', 'drift', 'stated', 'unknown')),
  seconds       float8,
  spread        float8,
  pairs         int NOT NULL,
  drift         float8,
  pieces        jsonb NOT NULL,
  zone          text,
  why           text NOT NULL,
  PRIMARY KEY (site, n)
);
COMMENT ON TABLE forum.clock IS 'How far a clock is from another. seconds: how much the source is ahead of the reference (the median of the pairs compared), null where nothing tells; spread: half the pairs lie within so many seconds of it; drift: seconds gained a day; pieces: from, to, seconds and pairs of each stretch of time with an offset of its own; zone: as the source states it. Nothing stored is changed by it.';
