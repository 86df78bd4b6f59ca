-- How examiners say that boards of unknown software are to be read.

CREATE TABLE forum.mapping (
  name          text PRIMARY KEY,
  mapping       jsonb NOT NULL,
  sha256        text NOT NULL,
  "by"          text NOT NULL,
  at            timestamptz NOT NULL
);
COMMENT ON TABLE forum.mapping IS 'Mappings in force: which seized tables and columns are which entities, as a person confirmed it. sha256: of the file that another lab can use; by, at: who put it into force and when.';
