-- Earlier versions of posts and messages, whatever kept them: the software's own history, its log, or another copy of the board.

CREATE TABLE forum.post_version (
  site          int NOT NULL,
  id            text NOT NULL,
  post          text,
  message       text,
  about         text,
  version       int,
  since         timestamptz,
  until         timestamptz,
  author        text,
  replaced_by   text,
  subject       text,
  text          text,
  plain         text,
  reason        text,
  form          text NOT NULL CHECK (form IN ('before', 'made', 'span', 'patch', 'changes', 'copy', 'seen')),
  stored        text,
  shown         boolean NOT NULL DEFAULT false,
  copy          int,
  _file         int NOT NULL,
  _offset       bigint NOT NULL,
  _length       int NOT NULL,
  PRIMARY KEY (site, id)
);
COMMENT ON TABLE forum.post_version IS 'A version of a post or message as a row of the evidence keeps it; about: what it is a version of where it is neither. version: counted from the oldest that is known. since, until: from when to when (at the latest) it stood, null where nothing tells. author: who wrote it; replaced_by: who replaced it. text: whole, as stored or as it follows from what is stored; null where it does not follow. form: before (the row holds the text before an edit), made (the text that an edit made), span (both times are stated), patch or changes (what an edit changed, kept in stored), copy (the text that another copy of the board has), seen (the text that a report of the post kept: it stood since then at the latest). reason: given for the edit that replaced it, with made for the one that made it. shown: it is what the post says now.';
CREATE INDEX post_version_post ON forum.post_version (site, post);
CREATE INDEX post_version_message ON forum.post_version (site, message) WHERE message IS NOT NULL;
