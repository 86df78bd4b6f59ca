-- A board that several exhibits hold is one site.

CREATE TABLE forum.site_part (
  site          int PRIMARY KEY,
  exhibit       int NOT NULL,
  "into"        int NOT NULL,
  row           jsonb NOT NULL,
  tables        text[] NOT NULL
);
COMMENT ON TABLE forum.site_part IS 'Sites of different exhibits that are copies of one board and are read as one, under the lowest of their numbers (into). row: forum.site as it was for this exhibit alone; tables: those of its mirror.';

ALTER TABLE forum.copy ADD COLUMN united boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN forum.copy.united IS 'True where the copy is one of several exhibits; among these, too, one is the base.';
