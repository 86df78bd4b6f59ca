-- Disk images: what was said when they were taken, what they are made of, and where each of their files lies.

CREATE TABLE evidence.image (
  image         int PRIMARY KEY REFERENCES evidence.file ON DELETE CASCADE,
  exhibit       int NOT NULL REFERENCES evidence.exhibit,
  format        text NOT NULL,
  size          bigint NOT NULL,
  segments      int NOT NULL,
  case_number   text,
  evidence_number text,
  description   text,
  examiner      text,
  notes         text,
  software      text,
  system        text,
  taken_at      text,
  system_at     text,
  model         text,
  serial        text,
  media         text,
  sector_bytes  int,
  stored_md5    text,
  stored_sha1   text,
  computed_md5  text,
  computed_sha1 text
);
CREATE INDEX image_exhibit ON evidence.image (exhibit);
COMMENT ON TABLE evidence.image IS 'A disk image among the files (image: its evidence.file). size: of the disk. case_number to sector_bytes: what was written into the image when it was taken, as written; null where its form has no such place. stored_md5, stored_sha1: of the disk, as the image states them; computed_*: of what was read.';

CREATE TABLE evidence.image_volume (
  image         int NOT NULL REFERENCES evidence.file ON DELETE CASCADE,
  n             int NOT NULL,
  exhibit       int NOT NULL REFERENCES evidence.exhibit,
  label         text NOT NULL,
  scheme        text NOT NULL CHECK (scheme IN ('none', 'mbr', 'gpt', 'lvm2')),
  kind          text NOT NULL,
  state         text NOT NULL CHECK (state IN ('read', 'closed', 'group', 'unread', 'none')),
  at            bigint,
  size          bigint NOT NULL,
  extents       text NOT NULL,
  type          text,
  name          text,
  PRIMARY KEY (image, n)
);
CREATE INDEX image_volume_exhibit ON evidence.image_volume (exhibit);
COMMENT ON TABLE evidence.image_volume IS 'A volume of a disk image: a partition, a logical volume, or the whole. label: how the paths of its files begin. kind: what its first bytes say it holds. state: read by The Sleuth Kit; closed, for encrypted; group, for one that holds others; unread, for a kind that is only told; none, for nothing known. at: its first byte in the image. extents: all of it, `PLACE+LENGTH` in order, `-` for the place of what is not in this image. type, name: from the partition table.';

CREATE TABLE evidence.image_file (
  file          int PRIMARY KEY REFERENCES evidence.file ON DELETE CASCADE,
  exhibit       int NOT NULL REFERENCES evidence.exhibit,
  image         int NOT NULL REFERENCES evidence.file ON DELETE CASCADE,
  volume        int NOT NULL,
  inode         text,
  state         text NOT NULL CHECK (state IN ('live', 'deleted', 'carved', 'closed')),
  recovery      text CHECK (recovery IN ('whole', 'assumed', 'shared', 'overwritten', 'partial', 'none')),
  modified_at   timestamptz,
  accessed_at   timestamptz,
  changed_at    timestamptz,
  created_at    timestamptz,
  deleted_at    timestamptz,
  local_times   boolean NOT NULL,
  link          text,
  at            bigint,
  runs          text
);
CREATE INDEX image_file_image ON evidence.image_file (image, volume);
CREATE INDEX image_file_exhibit ON evidence.image_file (exhibit) WHERE state <> 'live';
COMMENT ON TABLE evidence.image_file IS 'Where a file of a disk image lies, and in which state it was found. volume: evidence.image_volume.n; 0 for the space between volumes. inode: the address of its metadata as The Sleuth Kit counts. recovery of a deleted file: whole, every block is still free; assumed, so too, but the chain of blocks is lost and free ones in a row were taken; shared, another deleted file claims some; overwritten, a live file holds some; partial, fewer bytes than stated; none, only the name is left. local_times: the file system keeps times without a zone; they are given as if they were UTC. link: where a link leads. at: its first byte in the image; runs: all of them, `PLACE+LENGTH`, `-+LENGTH` for zeros, null where they cannot be read from the image directly.';
