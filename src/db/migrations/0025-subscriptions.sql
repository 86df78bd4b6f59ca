-- What members asked to be told of, marked to find again, or follow.

CREATE TABLE forum.subscription (
  site          int NOT NULL,
  id            text NOT NULL,
  member        text,
  how           text NOT NULL CHECK (how IN ('watch', 'bookmark', 'follow')),
  kind          text NOT NULL CHECK (kind IN ('board', 'topic', 'post')),
  board         text,
  topic         text,
  post          text,
  at            timestamptz,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);
COMMENT ON TABLE forum.subscription IS 'That a member watches a board or topic (is told of new posts), bookmarked a topic or post, or follows one: interest of those who may never have written there. at: since when, null where the software does not say.';
CREATE INDEX subscription_member ON forum.subscription (site, member);
