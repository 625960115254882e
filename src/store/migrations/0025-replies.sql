-- What came back through channels: each thing that was found, once for every text it had, and where the last look ended.
CREATE TABLE reply (
  -- The id of the feedback it is, or would be if it were taken.
  id TEXT PRIMARY KEY REFERENCES id,
  channel TEXT NOT NULL REFERENCES channel ON DELETE CASCADE,
  -- The far end's own id. An edited reply has it again, with another text.
  remote_id TEXT NOT NULL,
  -- SHA-256 of the text, hex.
  hash TEXT NOT NULL,
  delivery TEXT NOT NULL REFERENCES delivery,
  kind TEXT NOT NULL CHECK (kind IN ('reply', 'reaction', 'boost', 'quote', 'bounce')),
  from_name TEXT NOT NULL,
  from_address TEXT NOT NULL,
  -- When it was said, as the far end tells it.
  at TEXT NOT NULL,
  found TEXT NOT NULL,
  -- All of it, with what it quotes.
  text TEXT NOT NULL,
  -- Why it is no feedback; NULL when it is.
  apart TEXT CHECK (apart IN
    ('stranger', 'outsider', 'automatic', 'own', 'bounce', 'reaction', 'boost', 'empty', 'edited', 'repeated')),
  UNIQUE (channel, remote_id, hash)
) STRICT;
CREATE INDEX reply_by_delivery ON reply (delivery);
CREATE TABLE listening (
  channel TEXT PRIMARY KEY REFERENCES channel ON DELETE CASCADE,
  -- The channel's own words on where to go on.
  cursor TEXT,
  -- JSON array of the deliveries that were listened for; what was not must be looked for from its beginning.
  deliveries TEXT NOT NULL,
  -- When the far end was last asked.
  at TEXT NOT NULL
) STRICT;
