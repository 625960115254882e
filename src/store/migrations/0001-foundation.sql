-- Every id ever given out. An id is never moved and never given out twice.
CREATE TABLE id (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Seek: what the person decided about a source ...
CREATE TABLE source (
  id TEXT PRIMARY KEY REFERENCES id,
  url TEXT NOT NULL UNIQUE,
  filter TEXT NOT NULL CHECK (filter IN ('naive', 'expert', 'network', 'algorithmic', 'heuristic')),
  person TEXT REFERENCES person,
  added TEXT NOT NULL,
  paused TEXT,
  dropped TEXT
) STRICT;

-- ... and what its feed and server said.
CREATE TABLE source_feed (
  source TEXT PRIMARY KEY REFERENCES source,
  title TEXT,
  site TEXT,
  etag TEXT,
  last_modified TEXT,
  body_hash TEXT,
  fetched TEXT,
  last_new TEXT,
  next_due TEXT,
  moved_to TEXT,
  gone TEXT,
  failing_since TEXT,
  failures INTEGER NOT NULL DEFAULT 0,
  error_code TEXT,
  error_message TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE item (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE REFERENCES id,
  -- The canonical URL, or the source's URL and the guid where the URL does not tell items apart.
  key TEXT NOT NULL UNIQUE,
  -- The source that brought it first: only its words are the item's, others only add arrivals.
  source TEXT NOT NULL REFERENCES source,
  guid TEXT,
  url TEXT,
  title TEXT,
  author TEXT,
  published TEXT,
  updated TEXT,
  fetched TEXT NOT NULL,
  -- Published, but never later than fetched: a date in the future pins nothing to the top.
  sorted TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX item_by_source ON item (source, sorted);
CREATE INDEX item_by_time ON item (sorted);

-- Bodies stand apart so that lists never read them. html is zstd-compressed UTF-8; details is JSON.
CREATE TABLE item_version (
  item TEXT NOT NULL REFERENCES item (id),
  n INTEGER NOT NULL,
  hash TEXT NOT NULL,
  title TEXT,
  html BLOB,
  details TEXT NOT NULL,
  fetched TEXT NOT NULL,
  PRIMARY KEY (item, n)
) STRICT;

-- How and when each source brought an item. The entry key is the guid, or what stands in for it.
CREATE TABLE arrival (
  source TEXT NOT NULL REFERENCES source,
  entry TEXT NOT NULL,
  item TEXT NOT NULL REFERENCES item (id),
  hash TEXT NOT NULL,
  arrived TEXT NOT NULL,
  PRIMARY KEY (source, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX arrival_by_item ON arrival (item);

-- What the person did with an item.
CREATE TABLE item_mark (
  item TEXT PRIMARY KEY REFERENCES item (id),
  read TEXT,
  kept TEXT,
  dropped TEXT
) STRICT, WITHOUT ROWID;

-- Tags and contexts of items and sources; a note's stand in its file.
CREATE TABLE tag (
  thing TEXT NOT NULL,
  tag TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (thing, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_by_name ON tag (tag);
CREATE TABLE context (
  thing TEXT NOT NULL,
  context TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (thing, context)
) STRICT, WITHOUT ROWID;

-- Sense.
CREATE TABLE annotation (
  id TEXT PRIMARY KEY REFERENCES id,
  item TEXT NOT NULL REFERENCES item (id),
  version INTEGER NOT NULL,
  exact TEXT,
  prefix TEXT,
  suffix TEXT,
  comment TEXT,
  created TEXT NOT NULL,
  CHECK (exact IS NOT NULL OR comment IS NOT NULL)
) STRICT;
CREATE INDEX annotation_by_item ON annotation (item);

-- The index of the notes folder. It can be thrown away and made again, but for ids that shares lean on.
CREATE TABLE note (
  path TEXT PRIMARY KEY,
  id TEXT UNIQUE,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  growth TEXT NOT NULL,
  created TEXT,
  updated TEXT NOT NULL,
  via TEXT,
  hash TEXT NOT NULL,
  text TEXT NOT NULL,
  modified_ms INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  problems TEXT NOT NULL,
  -- When the file was found to be gone; the row stays so that a share can still be traced.
  missing TEXT
) STRICT;
CREATE TABLE note_tag (
  note TEXT NOT NULL REFERENCES note ON DELETE CASCADE ON UPDATE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (note, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_tag_by_name ON note_tag (tag);
CREATE TABLE note_context (
  note TEXT NOT NULL REFERENCES note ON DELETE CASCADE ON UPDATE CASCADE,
  context TEXT NOT NULL,
  PRIMARY KEY (note, context)
) STRICT, WITHOUT ROWID;
-- Items a note was made from.
CREATE TABLE note_source (
  note TEXT NOT NULL REFERENCES note ON DELETE CASCADE ON UPDATE CASCADE,
  item TEXT NOT NULL,
  PRIMARY KEY (note, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_source_by_item ON note_source (item);
-- A link as written: typed where frontmatter types it, NULL for a mention in the text.
CREATE TABLE note_link (
  note TEXT NOT NULL REFERENCES note ON DELETE CASCADE ON UPDATE CASCADE,
  target TEXT NOT NULL,
  how TEXT NOT NULL,
  -- The id or path the target was resolved to; NULL when nothing has that name.
  resolved TEXT,
  PRIMARY KEY (note, target, how)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_link_by_resolved ON note_link (resolved);
-- What a note said before somebody or something changed it.
CREATE TABLE note_before (
  no INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  hash TEXT NOT NULL,
  text TEXT NOT NULL,
  replaced TEXT NOT NULL
) STRICT;

-- People and places.
CREATE TABLE person (
  id TEXT PRIMARY KEY REFERENCES id,
  name TEXT NOT NULL,
  mail TEXT,
  handles TEXT NOT NULL,
  step TEXT NOT NULL CHECK (step IN ('seen', 'followed', 'in-touch', 'co-member')),
  since TEXT NOT NULL
) STRICT;
CREATE TABLE evidence (
  no INTEGER PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person,
  at TEXT NOT NULL,
  what TEXT NOT NULL,
  ref TEXT
) STRICT;
CREATE TABLE community (
  id TEXT PRIMARY KEY REFERENCES id,
  kind TEXT NOT NULL CHECK (kind IN ('community', 'team', 'network')),
  name TEXT NOT NULL UNIQUE,
  domain TEXT,
  goals TEXT NOT NULL,
  norms TEXT NOT NULL,
  attribution TEXT NOT NULL CHECK (attribution IN ('named', 'no-names', 'none')),
  created TEXT NOT NULL,
  left_at TEXT
) STRICT;
CREATE TABLE member (
  community TEXT NOT NULL REFERENCES community,
  person TEXT NOT NULL REFERENCES person,
  degree TEXT NOT NULL CHECK (degree IN ('peripheral', 'active', 'core', 'left')),
  joined TEXT NOT NULL,
  PRIMARY KEY (community, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE channel (
  id TEXT PRIMARY KEY REFERENCES id,
  community TEXT NOT NULL REFERENCES community,
  kind TEXT NOT NULL,
  exposure TEXT NOT NULL CHECK (exposure IN ('closed', 'members', 'world')),
  settings TEXT NOT NULL,
  created TEXT NOT NULL,
  removed TEXT
) STRICT;

-- Share. The state of a share is worked out from these facts, never stored.
CREATE TABLE share (
  id TEXT PRIMARY KEY REFERENCES id,
  note TEXT NOT NULL,
  created TEXT NOT NULL,
  withdrawn TEXT,
  closed TEXT
) STRICT;
CREATE INDEX share_by_note ON share (note);
CREATE TABLE share_version (
  share TEXT NOT NULL REFERENCES share,
  n INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  -- SHA-256 of title, line feed and body, hex.
  hash TEXT NOT NULL,
  created TEXT NOT NULL,
  PRIMARY KEY (share, n)
) STRICT, WITHOUT ROWID;
-- One version taken to one place with one audience: a round with a community, or a publication.
CREATE TABLE release (
  id TEXT PRIMARY KEY REFERENCES id,
  share TEXT NOT NULL REFERENCES share,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('round', 'publication')),
  place TEXT NOT NULL REFERENCES community,
  -- JSON: exposure, people, unknown; frozen here and compared again when it is sent.
  audience TEXT NOT NULL,
  -- JSON array of questions; NULL for a publication.
  ask TEXT,
  until TEXT,
  planned TEXT NOT NULL,
  cancelled TEXT,
  closed TEXT,
  FOREIGN KEY (share, version) REFERENCES share_version (share, n)
) STRICT;
CREATE INDEX release_by_share ON release (share);
CREATE TABLE delivery (
  id TEXT PRIMARY KEY REFERENCES id,
  release TEXT NOT NULL REFERENCES release,
  share TEXT NOT NULL REFERENCES share,
  version INTEGER NOT NULL,
  channel TEXT NOT NULL REFERENCES channel,
  part INTEGER NOT NULL,
  wire_id TEXT NOT NULL,
  to_whom TEXT NOT NULL,
  media_type TEXT NOT NULL,
  -- The exact bytes, frozen before any of them leaves, and their SHA-256.
  bytes BLOB NOT NULL,
  hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'confirmed', 'unknown', 'failed', 'edited', 'retracted')),
  attempts INTEGER NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_until TEXT,
  retry_at TEXT,
  url TEXT,
  uri TEXT,
  error_code TEXT,
  error_message TEXT,
  at TEXT NOT NULL,
  UNIQUE (share, version, channel, part)
) STRICT;
CREATE INDEX delivery_by_release ON delivery (release);
-- Why something went wider than its gate would have let it.
CREATE TABLE override (
  no INTEGER PRIMARY KEY,
  release TEXT NOT NULL REFERENCES release,
  reason TEXT NOT NULL,
  -- JSON array of the names of the conditions that were not met.
  conditions TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE feedback (
  id TEXT PRIMARY KEY REFERENCES id,
  share TEXT NOT NULL REFERENCES share,
  release TEXT NOT NULL REFERENCES release,
  version INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES person,
  via TEXT NOT NULL,
  received TEXT NOT NULL,
  text TEXT NOT NULL,
  about TEXT,
  consent TEXT NOT NULL CHECK (consent IN ('private', 'no-name', 'named')),
  state TEXT NOT NULL CHECK (state IN ('received', 'accepted', 'addressed', 'declined', 'deferred')),
  why TEXT,
  addressed_version INTEGER,
  decided TEXT
) STRICT;
CREATE INDEX feedback_by_share ON feedback (share);

-- Digests are frozen; what one showed counts only once it was delivered.
CREATE TABLE digest (
  id TEXT PRIMARY KEY REFERENCES id,
  made TEXT NOT NULL,
  since TEXT,
  content TEXT NOT NULL,
  delivered TEXT
) STRICT;
CREATE TABLE digest_item (
  digest TEXT NOT NULL REFERENCES digest,
  item TEXT NOT NULL REFERENCES item (id),
  section TEXT NOT NULL,
  PRIMARY KEY (digest, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX digest_item_by_item ON digest_item (item);

-- Undo: one entry for each change a command made, and the rows and files it touched.
CREATE TABLE change (
  no INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  summary TEXT NOT NULL,
  -- Why it can not be taken back; NULL when it can.
  stays_because TEXT,
  undone TEXT
) STRICT;
CREATE TABLE change_row (
  change INTEGER NOT NULL REFERENCES change,
  seq INTEGER NOT NULL,
  -- A table, or 'file' for a note, whose key is its path.
  place TEXT NOT NULL,
  key TEXT NOT NULL,
  -- JSON object of the row, or the file's text; NULL when it was not there.
  before TEXT,
  after TEXT,
  PRIMARY KEY (change, seq)
) STRICT, WITHOUT ROWID;

-- Search. Rows marked stale are indexed at the end of a refresh or before the next search.
CREATE TABLE search_doc (
  no INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  ref TEXT NOT NULL UNIQUE,
  is_indexed INTEGER NOT NULL DEFAULT 0,
  is_stale INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX search_doc_stale ON search_doc (no) WHERE is_stale = 1;
CREATE VIRTUAL TABLE search USING fts5 (
  title, body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

-- Everything that came of everything: `pkm trace` walks this both ways.
CREATE VIEW edge (from_id, to_id, how) AS
SELECT DISTINCT source, item, 'brought' FROM arrival
UNION ALL SELECT item, id, 'annotated' FROM annotation
UNION ALL SELECT s.item, coalesce(n.id, n.path), 'made into' FROM note_source s JOIN note n ON n.path = s.note
UNION ALL SELECT a.id, coalesce(n.id, n.path), 'made into'
  FROM annotation a JOIN note_source s ON s.item = a.item JOIN note n ON n.path = s.note
UNION ALL SELECT coalesce(n.id, n.path), l.resolved, l.how
  FROM note_link l JOIN note n ON n.path = l.note WHERE l.resolved IS NOT NULL
UNION ALL SELECT note, id, 'shared as' FROM share
UNION ALL SELECT share, share || '/v' || n, 'version' FROM share_version
UNION ALL SELECT share || '/v' || version, id, kind FROM release WHERE cancelled IS NULL
UNION ALL SELECT release, id, 'delivered' FROM delivery
UNION ALL SELECT release, id, 'answered' FROM feedback
UNION ALL SELECT id, share || '/v' || addressed_version, 'addressed' FROM feedback WHERE addressed_version IS NOT NULL;
