-- What becomes of stored password hashes: their scheme by name, passphrases that were recovered for them, and every check of
-- a recovered passphrase against another hash of the same person. Passphrases lie in the vault alone.

ALTER TABLE unlock.secret ADD COLUMN method text;
COMMENT ON COLUMN unlock.secret.method IS 'How the hash is made, by the name of src/unlock/schemes; null where that is not known.';

CREATE TABLE unlock.recovered (
  site          int NOT NULL,
  member        text NOT NULL,
  fingerprint   text NOT NULL,
  secret        int NOT NULL REFERENCES unlock.vaulted,
  method        text NOT NULL,
  origin        text NOT NULL CHECK (origin IN ('import', 'reuse')),
  source        text NOT NULL,
  strength      text NOT NULL CHECK (strength IN ('common', 'weak', 'fair', 'strong')),
  "authorisation" int NOT NULL REFERENCES unlock.authorisation,
  by            text NOT NULL,
  at            timestamptz NOT NULL,
  PRIMARY KEY (site, member, fingerprint, secret)
);
CREATE INDEX recovered_secret ON unlock.recovered (secret);
COMMENT ON TABLE unlock.recovered IS 'A stored password whose passphrase is known: fingerprint is that of unlock.secret, secret the passphrase''s number in the vault; the same passphrase has the same number. Believed only after the hash was made again from it. origin: read from a file of hashcat, or found by trying a passphrase of the same person; source: the file''s SHA-256, or the account it was recovered on. strength: how hard to guess, in a word.';

CREATE TABLE unlock.hash_check (
  "check"       bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  site          int NOT NULL,
  member        text NOT NULL,
  fingerprint   text NOT NULL,
  secret        int NOT NULL REFERENCES unlock.vaulted,
  why           text NOT NULL,
  held          boolean NOT NULL,
  "authorisation" int NOT NULL REFERENCES unlock.authorisation,
  by            text NOT NULL,
  at            timestamptz NOT NULL
);
CREATE INDEX hash_check_place ON unlock.hash_check (site, member, fingerprint, secret);
COMMENT ON TABLE unlock.hash_check IS 'One check of a recovered passphrase against another hash: whose, why just that one (why), under which authorisation, and whether it held.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON unlock.recovered
  FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON unlock.hash_check
  FOR EACH STATEMENT EXECUTE FUNCTION evidence.refuse_change();
