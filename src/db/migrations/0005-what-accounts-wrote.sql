-- What several rooms ask of every account is counted once.

CREATE TABLE artefacts.author (
  site          int NOT NULL,
  member        text NOT NULL,
  posts         int NOT NULL,
  messages      int NOT NULL,
  first_at      timestamptz,
  last_at       timestamptz,
  language      text,
  because       text[] NOT NULL,
  PRIMARY KEY (site, member)
);
COMMENT ON TABLE artefacts.author IS 'What an account wrote: how much, from when to when, and in which language (ISO 639-1, null where it cannot be told). because: up to four of its posts that lie far apart, in the order of their ids, on which the language rests.';
