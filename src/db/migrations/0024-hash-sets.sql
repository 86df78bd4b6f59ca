-- The agency's own hash sets, and in which of them the files of a case are.

CREATE SCHEMA media;

CREATE TABLE media.hash_set (
  hash_set     int PRIMARY KEY,
  name         text NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('of-interest', 'reference', 'known-software', 'known-harmless')),
  source       text NOT NULL,
  scheme       text,
  format       text NOT NULL,
  file_name    text NOT NULL,
  file_sha256  text NOT NULL,
  file_size    bigint NOT NULL,
  entries      bigint NOT NULL,
  md5s         bigint NOT NULL,
  sha1s        bigint NOT NULL,
  sha256s      bigint NOT NULL,
  remarks      bigint NOT NULL,
  loaded_by    text NOT NULL,
  loaded_at    timestamptz NOT NULL,
  removed_by   text,
  removed_at   timestamptz,
  removed_why  text,
  CHECK ((removed_by IS NULL) = (removed_at IS NULL) AND (removed_by IS NULL) = (removed_why IS NULL))
);
COMMENT ON TABLE media.hash_set IS 'Hash sets that the agency loaded; the program ships none. The row of a set that was removed stays, its entries do not, and its number is not given again. kind: what the agency says a match means. scheme: whose codes its categories are. file_*: what was read. md5s, sha1s, sha256s: entries that give such a hash. remarks: lines that could not be read as they should be.';
CREATE UNIQUE INDEX hash_set_name ON media.hash_set (name) WHERE removed_at IS NULL;

CREATE TABLE media.category (
  hash_set  int NOT NULL REFERENCES media.hash_set,
  category  int NOT NULL,
  code      text NOT NULL,
  label     text,
  entries   bigint NOT NULL,
  PRIMARY KEY (hash_set, category)
);
COMMENT ON TABLE media.category IS 'Categories of a set as its file writes them (code), and what the agency calls them (label). 0 stands for entries without a category and has no row.';

CREATE TABLE media.remark (
  hash_set  int NOT NULL REFERENCES media.hash_set,
  n         int NOT NULL,
  line      bigint NOT NULL,
  taken     boolean NOT NULL,
  why       text NOT NULL,
  PRIMARY KEY (hash_set, n)
);
COMMENT ON TABLE media.remark IS 'The first lines of a set that could not be read as they should be. taken: the rest of the line was loaded all the same.';

CREATE TABLE media.entry (
  hash_set  int NOT NULL,
  line      bigint NOT NULL,
  md5       bytea,
  sha1      bytea,
  sha256    bytea,
  size      bigint,
  category  int NOT NULL,
  CHECK (md5 IS NOT NULL OR sha1 IS NOT NULL OR sha256 IS NOT NULL)
) PARTITION BY LIST (hash_set);
COMMENT ON TABLE media.entry IS 'What a set lists, a partition for each set. line: the line of its file, of JSON the number of the record, of a database the number of the row.';

CREATE TABLE media.compared (
  scope     text NOT NULL CHECK (scope IN ('exhibit', 'site')),
  unit      int NOT NULL,
  hash_set  int NOT NULL REFERENCES media.hash_set,
  things    bigint NOT NULL,
  state     text NOT NULL,
  PRIMARY KEY (scope, unit, hash_set)
);
COMMENT ON TABLE media.compared IS 'Which files (of an exhibit) and attachments (of a site) were compared with which set: how many with a hash, and a checksum over them by which a later run knows whether they are the same.';

CREATE TABLE media.file_match (
  exhibit   int NOT NULL,
  file      int NOT NULL,
  hash_set  int NOT NULL REFERENCES media.hash_set,
  category  int NOT NULL,
  "by"      text NOT NULL CHECK ("by" IN ('md5', 'sha1', 'sha256')),
  differs   text CHECK (differs IN ('md5', 'sha1', 'sha256', 'size')),
  line      bigint NOT NULL,
  PRIMARY KEY (exhibit, file, hash_set, category)
);
COMMENT ON TABLE media.file_match IS 'Files of the evidence that are in a set. by: the strongest hash that agrees. differs: what else the entry states and the file has otherwise; such an entry speaks of another file whose hash is the same. line: where the set says so.';
CREATE INDEX file_match_file ON media.file_match (file);

CREATE TABLE media.attachment_match (
  site        int NOT NULL,
  attachment  text NOT NULL,
  hash_set    int NOT NULL REFERENCES media.hash_set,
  category    int NOT NULL,
  "by"        text NOT NULL CHECK ("by" IN ('md5', 'sha1', 'sha256')),
  differs     text CHECK (differs IN ('md5', 'sha1', 'sha256', 'size')),
  line        bigint NOT NULL,
  _file       int NOT NULL,
  _offset     bigint NOT NULL,
  _length     int NOT NULL,
  PRIMARY KEY (site, attachment, hash_set, category)
);
COMMENT ON TABLE media.attachment_match IS 'Attachments that are in a set, by the hashes of their file, or where that is not in evidence by those that the database states. Columns as in media.file_match; _file, _offset, _length: the row of the attachment.';
