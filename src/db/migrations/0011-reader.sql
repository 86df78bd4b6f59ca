-- Who could see what: the permissions of each board as the software worked them out.

CREATE TABLE forum.board_access (
  site     int NOT NULL,
  n        int NOT NULL,
  board    text NOT NULL,
  grp      text,
  member   text,
  sees     text NOT NULL CHECK (sees IN ('yes', 'no', 'never')),
  reads    text NOT NULL CHECK (reads IN ('yes', 'no', 'never')),
  posts    text NOT NULL CHECK (posts IN ('yes', 'no', 'never')),
  how      text NOT NULL,
  _file    int NOT NULL,
  _offset  bigint NOT NULL,
  _length  int NOT NULL,
  PRIMARY KEY (site, n),
  CHECK (grp IS NULL OR member IS NULL)
);
COMMENT ON TABLE forum.board_access IS 'What a group, an account, or everybody (both null) may do in a board, as of the seizure: see that it is there, read it, write in it. An account has what any of its groups has, unless one says never. A site without rows: its permissions are not known. grp 0: members in no group of their own. how: where it is said. _file, _offset, _length: the row that says it.';
CREATE INDEX board_access_board ON forum.board_access (site, board);
