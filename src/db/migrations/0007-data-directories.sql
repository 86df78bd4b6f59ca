-- Data directories of database servers are read out through private servers; what they gave, and which files each table lay in.

CREATE TABLE evidence.data_directory (
  exhibit       int NOT NULL,
  n             int NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('mysql', 'postgresql')),
  path          text NOT NULL,
  files         int NOT NULL,
  size          bigint NOT NULL,
  version       text,
  tool          text,
  level         int NOT NULL,
  state         text NOT NULL CHECK (state IN ('read', 'part', 'closed')),
  databases     int NOT NULL,
  tables        int NOT NULL,
  unread        int NOT NULL,
  PRIMARY KEY (exhibit, n)
);
COMMENT ON TABLE evidence.data_directory IS 'A data directory of MySQL, MariaDB or PostgreSQL among the files of an exhibit. path: where it lies in the exhibit, empty where it is the exhibit. version: of the server that made it, as its files say. tool: the server that read a copy of it. level: innodb_force_recovery, or for PostgreSQL the step of recovery, that was needed. state: read, read in part, or closed (no server could open it). unread: tables that could be read in part or not at all.';

CREATE TABLE evidence.database_dump (
  exhibit       int NOT NULL,
  file          int NOT NULL,
  directory     int NOT NULL,
  database      text NOT NULL,
  path          text NOT NULL,
  sha256        text NOT NULL,
  tables        int NOT NULL,
  unread        int NOT NULL,
  PRIMARY KEY (exhibit, file)
);
COMMENT ON TABLE evidence.database_dump IS 'A database that was read out of a data directory: the file of evidence.file in which its rows stand.';

CREATE TABLE evidence.table_source (
  exhibit       int NOT NULL,
  file          int NOT NULL,
  "table"       text NOT NULL,
  source        int NOT NULL,
  role          text NOT NULL CHECK (role IN ('data', 'structure', 'index', 'system')),
  state         text NOT NULL CHECK (state IN ('whole', 'part', 'none')),
  sha256        text,
  PRIMARY KEY (exhibit, file, "table", source)
);
COMMENT ON TABLE evidence.table_source IS 'In which files of a data directory a table lay that was read out into a file: its rows (data), how it is declared (structure), its index, and what the server keeps for all tables (system). state: whether all of its rows could be read, some, or none.';
