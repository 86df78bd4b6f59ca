-- A folder or an archive is one exhibit that is read whole: its files, what is unpacked from them, the settings of the
-- software found in it, and the copies of a board that lie in it side by side.

ALTER TABLE evidence.exhibit
  ADD COLUMN kind text NOT NULL DEFAULT 'file' CHECK (kind IN ('file', 'folder')),
  ADD COLUMN files int NOT NULL DEFAULT 1,
  ADD COLUMN manifest_path text;
COMMENT ON TABLE evidence.exhibit IS 'A seized item as it was acquired, with its hashes: one file, or a folder with all its files. stored_path is relative to the case folder, absolute when in_place. Of a folder, md5, sha1 and sha256 are those of its manifest (a line for each file: SHA-256, size, path), which lies at manifest_path in the case folder; size is the sum of its files.';

ALTER TABLE evidence.file
  ADD COLUMN parent int REFERENCES evidence.file,
  ADD COLUMN inner_path text,
  ADD COLUMN stored_path text,
  ADD COLUMN stored_size bigint,
  ADD COLUMN md5 text,
  ADD COLUMN sha1 text,
  ADD COLUMN sha256 text,
  ADD COLUMN modified_at timestamptz;
CREATE INDEX file_exhibit ON evidence.file (exhibit, file);
CREATE INDEX file_sha256 ON evidence.file (sha256);
CREATE INDEX file_parent ON evidence.file (parent) WHERE parent IS NOT NULL;
COMMENT ON TABLE evidence.file IS 'A file of an exhibit: the exhibit itself, a file of a folder, or a file unpacked from another (parent, inner_path). path names it within the exhibit; "!/" stands between a container and what is in it; bytes that are no printable UTF-8 are written \xHH. encoding: how its bytes are packed, null for plain. source: what it was recognised as. size: uncompressed, null until read. stored_path and stored_size: where its bytes lie (as in evidence.exhibit; null for the exhibit''s own) and how many they are; stored_path is null where the bytes could not be had (encrypted). modified_at: as the file system or the container says.';

CREATE TABLE evidence.left_out (
  exhibit       int NOT NULL REFERENCES evidence.exhibit,
  n             int NOT NULL,
  path          text NOT NULL,
  reason        text NOT NULL,
  PRIMARY KEY (exhibit, n)
);
COMMENT ON TABLE evidence.left_out IS 'An entry of a folder that is no file that could be read (a link, a socket, no permission): noted when the folder was acquired, never followed.';

CREATE TABLE evidence.setting (
  exhibit       int NOT NULL,
  file          int NOT NULL,
  n             int NOT NULL,
  software      text NOT NULL,
  name          text NOT NULL,
  meaning       text,
  value         text,
  fingerprint   text,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (exhibit, file, n)
);
COMMENT ON TABLE evidence.setting IS 'What a configuration file of forum software says, read as text and never executed. meaning: database, prefix, host, user, cookie, … where known. A secret has no value here, only its fingerprint.';

ALTER TABLE evidence.mirror_table ADD COLUMN added bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN evidence.mirror_table.added IS 'How many of its rows, the last, were added from other copies of the same board; their _file names the copy.';

CREATE TABLE unlock.configured (
  exhibit       int NOT NULL,
  file          int NOT NULL,
  n             int NOT NULL,
  software      text NOT NULL,
  name          text NOT NULL,
  meaning       text,
  fingerprint   text NOT NULL,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (exhibit, file, n)
);
COMMENT ON TABLE unlock.configured IS 'A password, key or salt that a configuration file holds. The value stays in the evidence; fingerprint is a SHA-256 of it, for comparison only.';

CREATE TABLE forum.copy (
  exhibit       int NOT NULL,
  site          int NOT NULL,
  n             int NOT NULL,
  base          boolean NOT NULL,
  mirror        text NOT NULL,
  prefix        text NOT NULL,
  database      text,
  file          int NOT NULL,
  as_of         timestamptz,
  rows          bigint NOT NULL,
  same          bigint NOT NULL DEFAULT 0,
  added         bigint NOT NULL DEFAULT 0,
  changed       bigint NOT NULL DEFAULT 0,
  missing       bigint NOT NULL DEFAULT 0,
  garbled       bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (site, n)
);
COMMENT ON TABLE forum.copy IS 'The copies of a board that lie in one exhibit (dumps of different days or in different forms). base: the fullest, from which the board is rebuilt; the others'' rows are the same as its, added to it, changed, garbled (the same but for characters that were lost in dumping); missing: rows of the base that the copy has not. as_of: the last time stated in it.';

CREATE TABLE forum.change (
  site          int NOT NULL,
  copy          int NOT NULL,
  "table"       text NOT NULL,
  id            text NOT NULL,
  entity        text,
  kind          text NOT NULL CHECK (kind IN ('added', 'deleted', 'changed')),
  columns       text[] NOT NULL DEFAULT '{}',
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  copy_file     int,
  copy_offset   bigint,
  copy_length   int,
  PRIMARY KEY (site, copy, "table", id)
);
COMMENT ON TABLE forum.change IS 'What differs between a copy of a board and its base. added: a row only the copy holds, now read with the base; deleted: a row of the earlier that the later has not; changed: columns differ. _file, _offset, _length: the row in the base, or the added row; copy_*: the row in the copy.';
