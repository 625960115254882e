-- The schema that all migrations make together, as schema.test.ts writes it down.
CREATE INDEX annotation_by_item ON annotation (item);

CREATE INDEX answer_by_share ON answer (share);

CREATE INDEX author_part_by_part ON author_part (part);

CREATE INDEX brought_by_item ON brought (item_no);

CREATE INDEX channel_by_person ON channel (person) WHERE person IS NOT NULL;

CREATE INDEX claim_by_item ON claim (item);

CREATE INDEX context_by_name ON context (context);

CREATE INDEX delivery_by_release ON delivery (release);

CREATE UNIQUE INDEX delivery_once ON delivery (share, version, channel, part)
  WHERE state NOT IN ('failed', 'retracted', 'cancelled');

CREATE INDEX digest_delivered ON digest (delivered) WHERE delivered IS NOT NULL;

CREATE INDEX digest_item_by_item ON digest_item (item);

CREATE INDEX echo_by_origin ON echo (origin);

CREATE INDEX evidence_by_person ON evidence (person);

CREATE INDEX feedback_by_addressed ON feedback (share || '/v' || addressed_version) WHERE addressed_version IS NOT NULL;

CREATE INDEX feedback_by_person ON feedback (person);

CREATE INDEX feedback_by_release ON feedback (release);

CREATE INDEX feedback_by_share ON feedback (share);

CREATE INDEX finding_by_about ON finding (about);

CREATE INDEX finding_by_found ON finding (found);

CREATE INDEX handed_on_by_source ON handed_on (source);

CREATE INDEX horizon_by_day ON horizon (day);

CREATE INDEX item_by_source ON item (source, is_new, sorted);

CREATE INDEX item_by_time ON item (sorted);

CREATE INDEX item_let_go ON item (let_go, emptied) WHERE let_go IS NOT NULL;

CREATE INDEX item_new ON item (sorted) WHERE is_new = 1;

CREATE INDEX item_new_fetched ON item (fetched) WHERE is_new = 1;

CREATE INDEX item_version_by_body ON item_version (body) WHERE body IS NOT NULL;

CREATE INDEX mark_kept ON item_mark (kept) WHERE kept IS NOT NULL;

CREATE INDEX note_by_name ON note (name);

CREATE INDEX note_by_ref ON note (coalesce(id, path));

CREATE INDEX note_by_slug ON note (slug);

CREATE INDEX note_link_by_name ON note_link (name);

CREATE INDEX note_link_by_resolved ON note_link (resolved);

CREATE INDEX note_source_by_item ON note_source (item);

CREATE INDEX note_stamp ON note (path, id, hash, modified_ms, size_bytes, missing);

CREATE INDEX note_tag_by_name ON note_tag (tag);

CREATE INDEX origin_by_author ON origin (author) WHERE author IS NOT NULL;

CREATE INDEX origin_cell ON origin (source, author, domain, day);

CREATE INDEX passed_on_by_page ON passed_on (page);

CREATE INDEX person_key_by_key ON person_key (key);

CREATE INDEX reflection_by_share ON reflection (share);

CREATE INDEX reflection_by_version ON reflection (share || '/v' || version);

CREATE INDEX release_by_share ON release (share);

CREATE INDEX release_by_version ON release (share || '/v' || version);

CREATE INDEX reply_by_delivery ON reply (delivery);

CREATE INDEX rule_item_by_rule ON rule_item (rule);

CREATE INDEX search_doc_stale ON search_doc (no) WHERE is_stale = 1;

CREATE INDEX share_by_note ON share (note);

CREATE INDEX share_version_by_ref ON share_version (share || '/v' || n);

CREATE INDEX source_by_person ON source (person) WHERE person IS NOT NULL;

CREATE INDEX source_due ON source_feed (next_due);

CREATE INDEX state_waiting ON state_register (applied) WHERE applied = 0;

CREATE INDEX tag_by_name ON tag (tag);

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

CREATE TABLE answer (
  no INTEGER PRIMARY KEY,
  share TEXT NOT NULL REFERENCES share ON DELETE CASCADE,
  version INTEGER NOT NULL,
  place TEXT NOT NULL REFERENCES community ON DELETE CASCADE,
  check_name TEXT NOT NULL,
  -- NULL: the text as a whole.
  passage TEXT,
  word TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE attention (
  stage TEXT NOT NULL CHECK (stage IN ('shown', 'opened')),
  item INTEGER NOT NULL REFERENCES item (no),
  -- The first time.
  at TEXT NOT NULL,
  PRIMARY KEY (stage, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE attention_off (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  since TEXT NOT NULL
) STRICT;

CREATE TABLE author_part (
  author INTEGER NOT NULL REFERENCES origin_name,
  part TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (author, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE body (
  no INTEGER PRIMARY KEY,
  packed BLOB NOT NULL
) STRICT;

CREATE TABLE bounded_context (
  -- Folded as links are, so that neither case nor white space leads around the line.
  name TEXT PRIMARY KEY,
  -- As the person wrote it.
  context TEXT NOT NULL,
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE brought (
  source TEXT NOT NULL REFERENCES source,
  entry TEXT NOT NULL,
  item_no INTEGER NOT NULL REFERENCES item,
  hash TEXT NOT NULL,
  arrived TEXT NOT NULL,
  PRIMARY KEY (source, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
  no INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  summary TEXT NOT NULL,
  -- Why it can not be taken back; NULL when it can.
  stays_because TEXT,
  undone TEXT,
  -- What was undone last has the highest, and is done again first; NULL: it stands, or something was changed since.
  redo_order INTEGER
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

CREATE TABLE channel (
  id TEXT PRIMARY KEY REFERENCES id,
  community TEXT NOT NULL REFERENCES community,
  kind TEXT NOT NULL,
  exposure TEXT NOT NULL CHECK (exposure IN ('closed', 'members', 'world')),
  settings TEXT NOT NULL,
  created TEXT NOT NULL,
  -- When the person said that this world-readable place may serve a community all the same; NULL when not asked.
  agreed TEXT,
  removed TEXT
, person TEXT REFERENCES person) STRICT;

CREATE TABLE claim (
  id TEXT PRIMARY KEY REFERENCES id,
  item TEXT NOT NULL REFERENCES item (id),
  text TEXT NOT NULL,
  created TEXT NOT NULL
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
, rhythm_per_week INTEGER CHECK (rhythm_per_week > 0), quiet TEXT, is_bounded INTEGER NOT NULL DEFAULT 0 CHECK (is_bounded IN (0, 1))) STRICT;

CREATE TABLE context (
  thing TEXT NOT NULL,
  context TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (thing, context)
) STRICT, WITHOUT ROWID;

CREATE TABLE correction (
  release TEXT PRIMARY KEY REFERENCES release ON DELETE CASCADE,
  wrong TEXT NOT NULL REFERENCES release ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
  id TEXT PRIMARY KEY REFERENCES id,
  release TEXT NOT NULL REFERENCES release ON DELETE CASCADE,
  share TEXT NOT NULL REFERENCES share,
  version INTEGER NOT NULL,
  channel TEXT NOT NULL REFERENCES channel ON DELETE CASCADE,
  part INTEGER NOT NULL,
  wire_id TEXT NOT NULL,
  to_whom TEXT NOT NULL,
  media_type TEXT NOT NULL,
  -- The exact bytes, frozen before any of them leaves, and their SHA-256.
  bytes BLOB NOT NULL,
  hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('pending', 'sending', 'sent', 'confirmed', 'unknown', 'failed', 'edited', 'retracted', 'cancelled')),
  attempts INTEGER NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_until TEXT,
  retry_at TEXT,
  url TEXT,
  uri TEXT,
  error_code TEXT,
  error_message TEXT,
  -- When the far end took it; NULL while it has not.
  arrived TEXT,
  -- When its state last changed.
  at TEXT NOT NULL
) STRICT;

CREATE TABLE departure (
  release TEXT PRIMARY KEY REFERENCES release ON DELETE CASCADE,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE digest (
  id TEXT PRIMARY KEY REFERENCES id,
  made TEXT NOT NULL,
  since TEXT,
  content TEXT NOT NULL,
  delivered TEXT
, how TEXT NOT NULL DEFAULT 'screen' CHECK (how IN ('screen', 'file', 'mail')), target TEXT, unsure TEXT, fetched_in_all INTEGER NOT NULL DEFAULT 0, held_in_all INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE digest_item (
  digest TEXT NOT NULL REFERENCES digest,
  item TEXT NOT NULL REFERENCES item (id),
  section TEXT NOT NULL,
  PRIMARY KEY (digest, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE digest_mail (
  digest TEXT PRIMARY KEY REFERENCES digest ON DELETE CASCADE,
  -- Ours alone; the same however often it is sent.
  message_id TEXT NOT NULL UNIQUE,
  sender TEXT NOT NULL,
  -- JSON array of addresses.
  recipients TEXT NOT NULL,
  bytes BLOB NOT NULL,
  -- The last moment before the server could take it. NULL: nothing was taken, whatever became of the process.
  handed_over TEXT
) STRICT;

CREATE TABLE doubted (
  delivery TEXT PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
  -- When the copy was put here: nothing can have left from the other one unseen after it settled.
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE echo (
  item TEXT PRIMARY KEY REFERENCES item (id),
  origin TEXT NOT NULL REFERENCES item (id),
  -- Jaccard similarity of the five-word shingles of its text and the origin's, 0 to 1.
  similarity REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE echo_band (
  band INTEGER NOT NULL,
  item INTEGER NOT NULL,
  PRIMARY KEY (band, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE echo_through (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  through INTEGER NOT NULL
) STRICT;

CREATE TABLE evidence (
  no INTEGER PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person,
  at TEXT NOT NULL,
  what TEXT NOT NULL,
  ref TEXT
, way TEXT CHECK (way IN ('gave', 'got'))) STRICT;

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

CREATE TABLE finding (
  no INTEGER PRIMARY KEY,
  -- Id of an item, for all that it says, or of one claim.
  about TEXT NOT NULL,
  step TEXT NOT NULL CHECK (step IN ('stop', 'investigate', 'find', 'trace')),
  -- How what was found bears on it; NULL when it does neither.
  bears TEXT CHECK (bears IN ('supports', 'disputes', 'retracts')),
  -- The item or address that was found.
  found TEXT,
  text TEXT,
  at TEXT NOT NULL,
  CHECK (found IS NOT NULL OR text IS NOT NULL)
) STRICT;

CREATE TABLE handed_on (
  item_no INTEGER PRIMARY KEY REFERENCES item,
  source TEXT NOT NULL REFERENCES source,
  heir TEXT NOT NULL REFERENCES source
) STRICT;

CREATE TABLE horizon (
  item INTEGER PRIMARY KEY REFERENCES item (no),
  day TEXT NOT NULL
) STRICT;

CREATE TABLE id (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE item (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- The canonical URL, or the source's URL and the guid where the URL does not tell items apart.
  key TEXT NOT NULL UNIQUE,
  -- The source that brought it first: only its words are the item's, others only add arrivals.
  source TEXT NOT NULL REFERENCES source,
  guid TEXT,
  url TEXT,
  title TEXT,
  -- The opening words, where there is no title.
  lead TEXT,
  author TEXT,
  published TEXT,
  updated TEXT,
  fetched TEXT NOT NULL,
  -- Published, but never later than fetched: a date in the future pins nothing to the top.
  sorted TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  version INTEGER NOT NULL,
  -- When it stopped waiting to be read: it was there before its source was added, or waited too long.
  let_go TEXT,
  -- When the bodies of its versions were dropped, long after it was let go; NULL while they are there.
  emptied TEXT,
  -- 1 while nothing was done with it, it was not let go and no rule mutes it; kept by the triggers below.
  is_new INTEGER NOT NULL
) STRICT;

CREATE TABLE item_mark (
  item TEXT PRIMARY KEY REFERENCES item (id),
  read TEXT,
  kept TEXT,
  dropped TEXT,
  CHECK (coalesce(read, kept, dropped) IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE item_page (
  item_no INTEGER PRIMARY KEY REFERENCES item (no),
  -- The version of the item whose page it is: another one asks for it anew.
  version INTEGER NOT NULL,
  asked TEXT NOT NULL,
  -- Failures in a row, and the last one's words; 0 and NULL once there is a text.
  failures INTEGER NOT NULL DEFAULT 0,
  why TEXT,
  -- zstd of the UTF-8.
  html BLOB,
  text BLOB
) STRICT;

CREATE TABLE item_version (
  item_no INTEGER NOT NULL REFERENCES item,
  n INTEGER NOT NULL,
  -- Of the words that count; NULL: it is worked out of the body whenever it is asked for.
  hash TEXT,
  fetched TEXT NOT NULL,
  title TEXT,
  -- JSON: enclosures, the feed's own tags ...
  details TEXT NOT NULL,
  -- Where its piece lies; NULL: it has none, or it was dropped.
  body INTEGER REFERENCES body,
  -- Where the piece begins, and the lengths in bytes of UTF-8 of what follows on each other in it; NULL: there is none.
  body_at INTEGER NOT NULL,
  summary_bytes INTEGER,
  html_bytes INTEGER,
  -- -1: the text is what the HTML says, and read out of it.
  text_bytes INTEGER,
  PRIMARY KEY (item_no, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE listening (
  channel TEXT PRIMARY KEY REFERENCES channel ON DELETE CASCADE,
  -- The channel's own words on where to go on.
  cursor TEXT,
  -- JSON array of the deliveries that were listened for; what was not must be looked for from its beginning.
  deliveries TEXT NOT NULL,
  -- When the far end was last asked.
  at TEXT NOT NULL
) STRICT;

CREATE TABLE machine (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL
) STRICT;

CREATE TABLE member (
  community TEXT NOT NULL REFERENCES community,
  person TEXT NOT NULL REFERENCES person,
  degree TEXT NOT NULL CHECK (degree IN ('peripheral', 'active', 'core', 'left')),
  joined TEXT NOT NULL,
  PRIMARY KEY (community, person)
) STRICT, WITHOUT ROWID;

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
  -- The whole file; the body begins at body_at, in UTF-16 units.
  text TEXT NOT NULL,
  body_at INTEGER NOT NULL,
  -- What [[links]] call it: its file name and its title, folded.
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  modified_ms INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  -- JSON array of [code, message].
  problems TEXT NOT NULL,
  -- When the file was found to be gone; the row stays so that a share can still be traced.
  missing TEXT
) STRICT;

CREATE TABLE note_before (
  no INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  hash TEXT NOT NULL,
  text TEXT NOT NULL,
  replaced TEXT NOT NULL
) STRICT;

CREATE TABLE note_context (
  note TEXT NOT NULL REFERENCES note ON DELETE CASCADE ON UPDATE CASCADE,
  context TEXT NOT NULL,
  PRIMARY KEY (note, context)
) STRICT, WITHOUT ROWID;

CREATE TABLE note_link (
  note TEXT NOT NULL REFERENCES note ON DELETE CASCADE ON UPDATE CASCADE,
  target TEXT NOT NULL,
  how TEXT NOT NULL,
  -- The target's last part, folded: what a note must be called for the link to be resolved anew.
  name TEXT NOT NULL,
  -- The id or path the target was resolved to; NULL when nothing has that name.
  resolved TEXT,
  PRIMARY KEY (note, target, how)
) STRICT, WITHOUT ROWID;

CREATE TABLE note_source (
  note TEXT NOT NULL REFERENCES note ON DELETE CASCADE ON UPDATE CASCADE,
  item TEXT NOT NULL,
  PRIMARY KEY (note, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE note_tag (
  note TEXT NOT NULL REFERENCES note ON DELETE CASCADE ON UPDATE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (note, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE origin (
  item INTEGER PRIMARY KEY REFERENCES item (no),
  source INTEGER NOT NULL REFERENCES origin_name,
  -- NULL: it names no author, or its page is on no host.
  author INTEGER REFERENCES origin_name,
  domain INTEGER REFERENCES origin_name,
  -- When it came, in days since 1970.
  day INTEGER NOT NULL
) STRICT;

CREATE TABLE origin_name (
  no INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('source', 'author', 'domain')),
  name TEXT NOT NULL,
  UNIQUE (kind, name)
) STRICT;

CREATE TABLE origin_stale (item INTEGER PRIMARY KEY REFERENCES item (no)) STRICT;

CREATE TABLE origin_through (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  through INTEGER NOT NULL
) STRICT;

CREATE TABLE override (
  no INTEGER PRIMARY KEY,
  release TEXT NOT NULL REFERENCES release ON DELETE CASCADE,
  reason TEXT NOT NULL,
  -- JSON array of the names of the conditions that were not met.
  conditions TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE passed_on (
  item INTEGER PRIMARY KEY REFERENCES item (no),
  -- Canonical, as the key of the item that is the page.
  page TEXT NOT NULL
) STRICT;

CREATE TABLE person (
  id TEXT PRIMARY KEY REFERENCES id,
  name TEXT NOT NULL,
  mail TEXT,
  handles TEXT NOT NULL,
  step TEXT NOT NULL CHECK (step IN ('seen', 'followed', 'in-touch', 'co-member')),
  since TEXT NOT NULL
, dormant TEXT, left_at TEXT, disagrees TEXT, merged_into TEXT REFERENCES person) STRICT;

CREATE TABLE person_key (
  person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
  key TEXT NOT NULL,
  PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE reflection (
  id TEXT PRIMARY KEY REFERENCES id,
  share TEXT NOT NULL REFERENCES share ON DELETE CASCADE,
  version INTEGER NOT NULL,
  -- JSON array of questions.
  ask TEXT NOT NULL,
  at TEXT NOT NULL,
  FOREIGN KEY (share, version) REFERENCES share_version (share, n) ON DELETE CASCADE
) STRICT;

CREATE TABLE release (
  id TEXT PRIMARY KEY REFERENCES id,
  share TEXT NOT NULL REFERENCES share,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('round', 'publication')),
  place TEXT NOT NULL REFERENCES community ON DELETE CASCADE,
  -- JSON: exposure, people, unknown; frozen here and compared again when it is sent.
  audience TEXT NOT NULL,
  -- JSON array of title, url, author of the cited items, as they were when it was staged.
  citations TEXT NOT NULL,
  -- JSON array of questions; NULL for a publication.
  ask TEXT,
  until TEXT,
  planned TEXT NOT NULL,
  -- When the first of its parts began to leave; NULL while nothing has.
  sent TEXT,
  -- When what had not left of it was called off.
  cancelled TEXT,
  closed TEXT, form TEXT NOT NULL DEFAULT '{"warning":null,"language":null,"isThread":false}', purpose TEXT NOT NULL DEFAULT 'ask' CHECK (purpose IN ('ask', 'report')),
  FOREIGN KEY (share, version) REFERENCES share_version (share, n) ON DELETE CASCADE
) STRICT;

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

CREATE TABLE rule (
  no INTEGER PRIMARY KEY,
  how TEXT NOT NULL CHECK (how IN ('mute', 'keep')),
  query TEXT NOT NULL,
  created TEXT NOT NULL,
  -- NULL: until it is dropped.
  until TEXT,
  dropped TEXT
) STRICT;

CREATE TABLE rule_item (
  item TEXT NOT NULL REFERENCES item (id),
  rule INTEGER NOT NULL REFERENCES rule ON DELETE CASCADE,
  how TEXT NOT NULL,
  PRIMARY KEY (item, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule_matched (
  rule INTEGER PRIMARY KEY REFERENCES rule ON DELETE CASCADE,
  through INTEGER NOT NULL
) STRICT;

CREATE TABLE search_again (
  item_no INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE search_block (
  segment INTEGER NOT NULL REFERENCES search_segment,
  term TEXT NOT NULL,
  -- From 0: where one word's list is too long for a row it goes on in the next.
  part INTEGER NOT NULL,
  entries BLOB NOT NULL,
  PRIMARY KEY (segment, term, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_doc (
  no INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  ref TEXT NOT NULL UNIQUE,
  is_indexed INTEGER NOT NULL DEFAULT 0,
  is_stale INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE search_gone (
  segment INTEGER NOT NULL REFERENCES search_segment,
  doc INTEGER NOT NULL,
  PRIMARY KEY (segment, doc)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_segment (
  no INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  -- Least and greatest number of its documents.
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  docs INTEGER NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0,
  -- Words of the documents that are not gone.
  words INTEGER NOT NULL,
  -- The numbers of its documents in order; NULL: they follow on each other without a gap.
  nos BLOB,
  -- How many words each has, in two bytes.
  lengths BLOB NOT NULL
) STRICT;

CREATE TABLE search_through (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  through INTEGER NOT NULL
) STRICT;

CREATE TABLE share (
  id TEXT PRIMARY KEY REFERENCES id,
  note TEXT NOT NULL,
  created TEXT NOT NULL,
  withdrawn TEXT,
  closed TEXT
) STRICT;

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

CREATE TABLE source (
  id TEXT PRIMARY KEY REFERENCES id,
  url TEXT NOT NULL UNIQUE,
  filter TEXT NOT NULL CHECK (filter IN ('naive', 'expert', 'network', 'algorithmic', 'heuristic')),
  person TEXT REFERENCES person,
  -- The page that named the feed; NULL when the person typed its address. A named one may not lead into a private network.
  found_at TEXT,
  -- The person's own name for it; NULL: as its feed calls itself.
  title TEXT,
  -- Where the secret is that its server asks for, never the secret, and the name that goes with it; no name: it is a token.
  secret TEXT,
  user_name TEXT,
  -- NULL: as long as any other.
  timeout_ms INTEGER,
  -- Days after which its items are let go unread; 0 is never, NULL as config says.
  shelf_days INTEGER,
  added TEXT NOT NULL,
  paused TEXT,
  dropped TEXT
, full_text INTEGER NOT NULL DEFAULT 0 CHECK (full_text IN (0, 1))) STRICT;

CREATE TABLE source_count (
  source TEXT PRIMARY KEY REFERENCES source,
  items INTEGER NOT NULL DEFAULT 0,
  unread INTEGER NOT NULL DEFAULT 0,
  -- Items the person did something with, and those of them that were kept.
  dealt INTEGER NOT NULL DEFAULT 0,
  kept INTEGER NOT NULL DEFAULT 0,
  -- New items that are its own, so that each is counted once however many sources brought it, and their reading time.
  waiting INTEGER NOT NULL DEFAULT 0,
  minutes INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE source_feed (
  source TEXT PRIMARY KEY REFERENCES source,
  title TEXT,
  site TEXT,
  etag TEXT,
  last_modified TEXT,
  body_hash TEXT,
  ttl_minutes INTEGER,
  -- The usual time between two of its items; NULL while it can not be told.
  gap_minutes INTEGER,
  -- Bits of the hours and weekdays (UTC, Sunday is bit 0) in which it asks not to be asked.
  skip_hours INTEGER NOT NULL DEFAULT 0,
  skip_days INTEGER NOT NULL DEFAULT 0,
  -- When the server was last asked, and when it last answered with a feed.
  asked TEXT,
  fetched TEXT,
  last_new TEXT,
  -- NULL: not again by itself.
  next_due TEXT,
  -- The server's own word for when to come back.
  not_before TEXT,
  moved_to TEXT,
  gone TEXT,
  failing_since TEXT,
  failures INTEGER NOT NULL DEFAULT 0,
  error_code TEXT,
  error_message TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE state_register (
  kind TEXT NOT NULL CHECK (kind IN ('read', 'judged', 'tag', 'context', 'bounded', 'annotation', 'feedback')),
  -- JSON array of names that are the same on every machine: keys of items, addresses of sources, words.
  key TEXT NOT NULL,
  -- Milliseconds since 1970 of a hybrid logical clock: never before what it follows, whatever the machine's clock says.
  stamp INTEGER NOT NULL,
  machine TEXT NOT NULL,
  -- NULL: it was taken away.
  value TEXT,
  -- 0 while what it speaks of is not here; it waits, and is handed on all the same.
  applied INTEGER NOT NULL CHECK (applied IN (0, 1)),
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE store_file (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  inode TEXT NOT NULL,
  -- Nanoseconds since 1970 when the file came to be, as its filesystem says.
  born TEXT NOT NULL
) STRICT;

CREATE TABLE tag (
  thing TEXT NOT NULL,
  tag TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (thing, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE weekly_step (
  -- ISO 8601 week of the local day: "2026-W48".
  week TEXT NOT NULL,
  step TEXT NOT NULL,
  done TEXT NOT NULL,
  PRIMARY KEY (week, step)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER annotation_changed_stale AFTER UPDATE ON annotation BEGIN
  UPDATE search_doc SET is_stale = 1 WHERE ref = NEW.id;
END;

CREATE TRIGGER annotation_made_stale AFTER INSERT ON annotation BEGIN
  INSERT INTO search_doc (kind, ref) VALUES ('annotation', NEW.id) ON CONFLICT (ref) DO UPDATE SET is_stale = 1;
END;

CREATE TRIGGER annotation_removed_stale AFTER DELETE ON annotation BEGIN
  UPDATE search_doc SET is_stale = 1 WHERE ref = OLD.id;
END;

CREATE TRIGGER delivery_stays BEFORE DELETE ON delivery
WHEN OLD.state NOT IN ('pending', 'cancelled') OR EXISTS (SELECT 1 FROM doubted WHERE delivery = OLD.id) BEGIN
  SELECT raise(ABORT, 'a delivery that may have left is never removed');
END;

CREATE TRIGGER digest_has_shown AFTER UPDATE OF delivered ON digest
WHEN NEW.delivered IS NOT NULL AND OLD.delivered IS NULL AND NOT EXISTS (SELECT 1 FROM attention_off) BEGIN
  INSERT INTO attention (stage, item, at)
  SELECT 'shown', i.no, NEW.delivered FROM digest_item g JOIN item i ON i.id = g.item WHERE g.digest = NEW.id
  ON CONFLICT DO NOTHING;
  INSERT INTO horizon (item, day)
  SELECT i.no, substr(NEW.delivered, 1, 10) FROM digest_item g JOIN item i ON i.id = g.item
  WHERE g.digest = NEW.id AND g.section = 'elsewhere'
  ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER feedback_changed_stale AFTER UPDATE OF text ON feedback BEGIN
  UPDATE search_doc SET is_stale = 1 WHERE ref = NEW.id;
END;

CREATE TRIGGER feedback_made_stale AFTER INSERT ON feedback BEGIN
  INSERT INTO search_doc (kind, ref) VALUES ('feedback', NEW.id) ON CONFLICT (ref) DO UPDATE SET is_stale = 1;
END;

CREATE TRIGGER feedback_removed_stale AFTER DELETE ON feedback BEGIN
  UPDATE search_doc SET is_stale = 1 WHERE ref = OLD.id;
END;

CREATE TRIGGER item_new_counted AFTER UPDATE OF is_new ON item WHEN NEW.is_new <> OLD.is_new BEGIN
  UPDATE source_count SET unread = unread + NEW.is_new - OLD.is_new
  WHERE source IN (SELECT source FROM brought WHERE item_no = NEW.no);
END;

CREATE TRIGGER item_origin_changed AFTER UPDATE OF author, url, source ON item
WHEN OLD.author IS NOT NEW.author OR OLD.url IS NOT NEW.url OR OLD.source <> NEW.source BEGIN
  INSERT INTO origin_stale (item) VALUES (NEW.no) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER item_waits_again AFTER UPDATE OF is_new ON item WHEN NEW.is_new = 1 AND OLD.is_new = 0 BEGIN
  DELETE FROM orphan WHERE item_no = NEW.no;
END;

CREATE TRIGGER item_waits_changed AFTER UPDATE OF is_new, minutes, source ON item
WHEN NEW.is_new <> OLD.is_new OR (NEW.is_new = 1 AND (NEW.minutes <> OLD.minutes OR NEW.source <> OLD.source)) BEGIN
  UPDATE source_count SET waiting = waiting - OLD.is_new, minutes = minutes - OLD.is_new * OLD.minutes
  WHERE source = OLD.source;
  UPDATE source_count SET waiting = waiting + NEW.is_new, minutes = minutes + NEW.is_new * NEW.minutes
  WHERE source = NEW.source;
END;

CREATE TRIGGER mark_changed AFTER UPDATE OF kept ON item_mark WHEN (NEW.kept IS NULL) <> (OLD.kept IS NULL) BEGIN
  UPDATE source_count SET kept = kept + iif(NEW.kept IS NULL, -1, 1)
  WHERE source IN (SELECT source FROM arrival WHERE item = NEW.item);
END;

CREATE TRIGGER mark_laid_aside BEFORE INSERT ON item_mark
WHEN NEW.dropped IS NOT NULL AND NEW.read IS NULL AND EXISTS (
  SELECT 1 FROM item i JOIN brought b ON b.item_no = i.no JOIN source s ON s.id = b.source
  WHERE i.id = NEW.item AND s.id <> i.source AND s.dropped IS NULL) BEGIN
  UPDATE item SET source = (
    SELECT s.id FROM brought b JOIN source s ON s.id = b.source
    WHERE b.item_no = item.no AND s.id <> item.source AND s.dropped IS NULL ORDER BY b.arrived, s.id LIMIT 1)
  WHERE id = NEW.item;
  SELECT raise(IGNORE);
END;

CREATE TRIGGER mark_made AFTER INSERT ON item_mark BEGIN
  UPDATE source_count SET dealt = dealt + 1, kept = kept + (NEW.kept IS NOT NULL)
  WHERE source IN (SELECT source FROM arrival WHERE item = NEW.item);
  UPDATE item SET is_new = 0 WHERE id = NEW.item;
END;

CREATE TRIGGER mark_removed AFTER DELETE ON item_mark BEGIN
  UPDATE source_count SET dealt = dealt - 1, kept = kept - (OLD.kept IS NOT NULL)
  WHERE source IN (SELECT source FROM arrival WHERE item = OLD.item);
  UPDATE item SET is_new = (let_go IS NULL AND NOT EXISTS (SELECT 1 FROM muted WHERE item = id)) WHERE id = OLD.item;
END;

CREATE TRIGGER note_changed_stale AFTER UPDATE OF path, title, text, missing ON note BEGIN
  UPDATE search_doc SET is_stale = 1 WHERE ref = OLD.path;
  INSERT INTO search_doc (kind, ref) VALUES ('note', NEW.path) ON CONFLICT (ref) DO UPDATE SET is_stale = 1;
END;

CREATE TRIGGER note_made_stale AFTER INSERT ON note BEGIN
  INSERT INTO search_doc (kind, ref) VALUES ('note', NEW.path) ON CONFLICT (ref) DO UPDATE SET is_stale = 1;
END;

CREATE TRIGGER note_removed_stale AFTER DELETE ON note BEGIN
  UPDATE search_doc SET is_stale = 1 WHERE ref = OLD.path;
END;

CREATE TRIGGER orphan_handed_on INSTEAD OF DELETE ON orphan WHEN OLD.heir IS NOT NULL BEGIN
  INSERT INTO handed_on (item_no, source, heir) VALUES (OLD.item_no, OLD.source, OLD.heir)
  ON CONFLICT (item_no) DO UPDATE SET source = iif(heir = OLD.source, source, OLD.source), heir = OLD.heir;
  UPDATE item SET source = OLD.heir WHERE no = OLD.item_no;
END;

CREATE TRIGGER person_changed_stale AFTER UPDATE OF name, mail, handles ON person BEGIN
  UPDATE search_doc SET is_stale = 1 WHERE ref = NEW.id;
END;

CREATE TRIGGER person_made_stale AFTER INSERT ON person BEGIN
  INSERT INTO search_doc (kind, ref) VALUES ('person', NEW.id) ON CONFLICT (ref) DO UPDATE SET is_stale = 1;
END;

CREATE TRIGGER person_removed_stale AFTER DELETE ON person BEGIN
  UPDATE search_doc SET is_stale = 1 WHERE ref = OLD.id;
END;

CREATE TRIGGER release_called_off AFTER UPDATE OF cancelled ON release
WHEN (NEW.cancelled IS NULL) <> (OLD.cancelled IS NULL) BEGIN
  UPDATE delivery SET state = iif(NEW.cancelled IS NULL, 'pending', 'cancelled')
  WHERE release = NEW.id AND state = iif(NEW.cancelled IS NULL, 'cancelled', 'pending');
END;

CREATE TRIGGER rule_dropped AFTER UPDATE OF dropped ON rule WHEN NEW.dropped IS NOT NULL BEGIN
  DELETE FROM rule_item WHERE rule = NEW.no;
  DELETE FROM rule_matched WHERE rule = NEW.no;
END;

CREATE TRIGGER rule_holds AFTER INSERT ON rule_item BEGIN
  UPDATE item SET is_new = (let_go IS NULL AND NOT EXISTS (SELECT 1 FROM item_mark WHERE item = id)
    AND NOT EXISTS (SELECT 1 FROM muted WHERE item = id)) WHERE id = NEW.item;
END;

CREATE TRIGGER rule_holds_no_more AFTER DELETE ON rule_item BEGIN
  UPDATE item SET is_new = (let_go IS NULL AND NOT EXISTS (SELECT 1 FROM item_mark WHERE item = id)
    AND NOT EXISTS (SELECT 1 FROM muted WHERE item = id)) WHERE id = OLD.item;
END;

CREATE TRIGGER source_back AFTER UPDATE OF dropped ON source
WHEN NEW.dropped IS NULL AND OLD.dropped IS NOT NULL BEGIN
  UPDATE item SET source = NEW.id
  WHERE no IN (SELECT item_no FROM handed_on WHERE source = NEW.id)
    AND source = (SELECT heir FROM handed_on WHERE item_no = item.no);
  DELETE FROM handed_on WHERE source = NEW.id;
  DELETE FROM orphan WHERE item_no IN (SELECT item_no FROM brought WHERE source = NEW.id);
END;

CREATE TRIGGER source_removed AFTER UPDATE OF dropped ON source
WHEN NEW.dropped IS NOT NULL AND OLD.dropped IS NULL BEGIN
  DELETE FROM orphan WHERE source = NEW.id;
END;

CREATE VIEW arrival (source, entry, item, hash, arrived) AS
SELECT b.source, b.entry, i.id, b.hash, b.arrived FROM brought b JOIN item i ON i.no = b.item_no;

CREATE VIEW author_person (author, person, place) AS
SELECT a.author, k.person, min(a.place) FROM author_part a JOIN person_key k ON k.key = a.part
WHERE NOT EXISTS (SELECT 1 FROM person_key other WHERE other.key = k.key AND other.person <> k.person)
GROUP BY a.author, k.person;

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
UNION ALL SELECT share || '/v' || version, id, kind FROM release
  WHERE sent IS NOT NULL OR (cancelled IS NULL AND kind = 'round')
UNION ALL SELECT release, id, 'delivered' FROM delivery WHERE state NOT IN ('pending', 'failed', 'cancelled')
UNION ALL SELECT release, id, 'answered' FROM feedback
UNION ALL SELECT id, share || '/v' || addressed_version, 'addressed' FROM feedback WHERE addressed_version IS NOT NULL
UNION ALL SELECT item, id, 'claims' FROM claim
UNION ALL SELECT DISTINCT found, about, coalesce(bears, step) FROM finding WHERE found IN (SELECT id FROM item);

CREATE VIEW leaned_on (item) AS
SELECT item FROM annotation
UNION ALL SELECT item FROM item_mark WHERE kept IS NOT NULL
UNION ALL SELECT item FROM note_source
UNION ALL SELECT resolved FROM note_link WHERE resolved IS NOT NULL
UNION ALL SELECT thing FROM tag
UNION ALL SELECT thing FROM context
UNION ALL SELECT item FROM rule_item WHERE how = 'keep';

CREATE VIEW muted (item) AS
SELECT m.item FROM rule_item m
WHERE m.how = 'mute' AND NOT EXISTS (SELECT 1 FROM rule_item k WHERE k.item = m.item AND k.how = 'keep');

CREATE VIEW noted (item, note) AS
SELECT s.item, s.note FROM note_source s JOIN note n ON n.path = s.note WHERE n.missing IS NULL;

CREATE VIEW orphan (item_no, source, heir) AS
SELECT i.no, i.source, (SELECT b.source FROM brought b JOIN source h ON h.id = b.source
  WHERE b.item_no = i.no AND h.dropped IS NULL ORDER BY b.arrived, b.source LIMIT 1)
FROM item i JOIN source s ON s.id = i.source WHERE i.is_new = 1 AND s.dropped IS NOT NULL;
