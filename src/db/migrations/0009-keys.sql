-- What is closed, the keys to it, who allowed them to be tried, every trial, and what came out. Values of keys lie in the
-- vault alone, sealed to a public key; nothing else of these tables tells them.

CREATE TABLE unlock.vault (
  vault         int PRIMARY KEY CHECK (vault = 1),
  recipient     text NOT NULL,
  fingerprint_key text NOT NULL,
  exercise      boolean NOT NULL,
  made_by       text NOT NULL,
  made_at       timestamptz NOT NULL
);
COMMENT ON TABLE unlock.vault IS 'The vault of the case. recipient: the age public key that everything in it is sealed to; its private half is kept nowhere whole, see unlock.custodian. fingerprint_key: salt of the fingerprints, so that they agree within the case and with no other. exercise: made with the custodians of a training operation, whose passphrases are known to everybody.';

CREATE TABLE unlock.custodian (
  name          text PRIMARY KEY,
  recipient     text NOT NULL,
  salt          text,
  shares        text NOT NULL
);
COMMENT ON TABLE unlock.custodian IS 'A person with whom one other opens the vault. recipient: the age public key the shares are sealed to; salt: how it follows from a passphrase, null where the person keeps a key of their own. shares: for each other custodian, one half of the vault''s private key split between the two (age file, base64).';

CREATE TABLE unlock.vaulted (
  secret        int PRIMARY KEY,
  fingerprint   text NOT NULL UNIQUE,
  sealed        text NOT NULL,
  sealed_by     text NOT NULL,
  sealed_at     timestamptz NOT NULL
);
COMMENT ON TABLE unlock.vaulted IS 'A value in the vault, each once (age file, base64). fingerprint: scrypt of the value with the vault''s fingerprint_key: equal values can be told without opening the vault.';

CREATE TABLE unlock.vaulted_origin (
  secret        int NOT NULL REFERENCES unlock.vaulted,
  n             int NOT NULL,
  kind          text NOT NULL,
  label         text NOT NULL,
  origin        text NOT NULL,
  _file         int,
  _offset       bigint,
  added_by      text NOT NULL,
  added_at      timestamptz NOT NULL,
  PRIMARY KEY (secret, n),
  UNIQUE (secret, kind, label, origin)
);
COMMENT ON TABLE unlock.vaulted_origin IS 'Where a value of the vault was met: as what (kind), under which name (label), from where (origin; _file and _offset where it stands in evidence).';

CREATE TABLE unlock.locked (
  exhibit       int NOT NULL,
  n             int NOT NULL,
  thing         text NOT NULL,
  kind          text NOT NULL,
  form          text NOT NULL,
  certainty     text NOT NULL CHECK (certainty IN ('certain', 'possible')),
  path          text NOT NULL,
  why           text NOT NULL,
  detail        jsonb NOT NULL DEFAULT '{}',
  opener        text,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       bigint NOT NULL,
  PRIMARY KEY (exhibit, n)
);
CREATE INDEX locked_thing ON unlock.locked (thing);
COMMENT ON TABLE unlock.locked IS 'A file that is closed, or holds what is closed. thing: its name for trials, from content and place, the same at every run. kind: archive, document, container, message, key, database, password-store. form: zip, pdf, luks2 … why: the sign it was told by. certainty: possible where only randomness speaks for it. opener: what Holdfast opens it with, null where it cannot.';

CREATE TABLE unlock.locked_text (
  site          int NOT NULL,
  n             int NOT NULL,
  thing         text NOT NULL,
  kind          text NOT NULL,
  form          text NOT NULL,
  entity        text NOT NULL,
  id            text NOT NULL,
  place         text NOT NULL,
  why           text NOT NULL,
  detail        jsonb NOT NULL DEFAULT '{}',
  opener        text,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, n)
);
CREATE INDEX locked_text_thing ON unlock.locked_text (thing);
COMMENT ON TABLE unlock.locked_text IS 'What is closed inside the rows of a forum: an encrypted block in a post or message, an encrypted column, a board behind a password or out of sight. entity and id name the row; _file, _offset, _length its place.';

CREATE TABLE unlock.key (
  key           int PRIMARY KEY,
  secret        int NOT NULL REFERENCES unlock.vaulted,
  kind          text NOT NULL CHECK (kind IN ('passphrase', 'private-key', 'key-file')),
  form          text NOT NULL,
  label         text NOT NULL,
  origin        text NOT NULL,
  authority     text NOT NULL,
  identifiers   text[] NOT NULL DEFAULT '{}',
  _file         int,
  _offset       bigint,
  added_by      text NOT NULL,
  added_at      timestamptz NOT NULL,
  UNIQUE (secret, origin, label)
);
COMMENT ON TABLE unlock.key IS 'The keyring: a passphrase or private key, where it comes from and by which authority it is held. identifiers: fingerprints and key ids of a private key, never anything of a passphrase.';

CREATE TABLE unlock.authorisation (
  "authorisation" int PRIMARY KEY,
  withdraws     int REFERENCES unlock.authorisation,
  authority     text NOT NULL,
  reference     text NOT NULL,
  scope         text[] NOT NULL,
  valid_from    timestamptz NOT NULL,
  valid_until   timestamptz NOT NULL,
  recorded_by   text NOT NULL,
  recorded_at   timestamptz NOT NULL
);
COMMENT ON TABLE unlock.authorisation IS 'By which authority, for what and until when keys may be tried; a withdrawal is a row of its own. scope: all, or kind:…, form:…, exhibit:…, site:…, thing:…';

CREATE TABLE unlock.attempt (
  attempt       bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  thing         text NOT NULL,
  key           int REFERENCES unlock.key,
  "authorisation" int REFERENCES unlock.authorisation,
  outcome       text NOT NULL CHECK (outcome IN ('opened', 'part', 'wrong-key', 'refused', 'unsupported', 'damaged', 'no-program', 'limit')),
  detail        text NOT NULL,
  milliseconds  int NOT NULL,
  tried_by      text NOT NULL,
  tried_at      timestamptz NOT NULL
);
CREATE INDEX attempt_thing ON unlock.attempt (thing, attempt);
COMMENT ON TABLE unlock.attempt IS 'One trial of one key on one closed thing, or its refusal: when, by whom, under which authorisation, and what came of it.';

CREATE TABLE unlock.opened (
  exhibit       int NOT NULL,
  thing         text NOT NULL,
  n             int NOT NULL,
  parent_path   text NOT NULL,
  inner_path    text NOT NULL,
  key           int NOT NULL REFERENCES unlock.key,
  stored_path   text NOT NULL,
  stored_size   bigint NOT NULL,
  whole         boolean NOT NULL,
  md5           text NOT NULL,
  sha1          text NOT NULL,
  sha256        text NOT NULL,
  modified_at   timestamptz,
  opened_at     timestamptz NOT NULL,
  PRIMARY KEY (exhibit, thing, n),
  UNIQUE (exhibit, thing, parent_path, inner_path)
);
COMMENT ON TABLE unlock.opened IS 'A file that a key brought out of a closed thing: it lies under derived/ in the case folder and becomes a file of the exhibit (evidence.file.unlocked_with) at the next run. parent_path: the file of the exhibit that was closed.';

ALTER TABLE evidence.file ADD COLUMN unlocked_with int;
COMMENT ON COLUMN evidence.file.unlocked_with IS 'The key (unlock.key) that this file was decrypted with; null for files that lay open.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON unlock.authorisation
  FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON unlock.attempt
  FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON unlock.vaulted
  FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON unlock.key
  FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();
