-- People known by several names and sources, matched to the authors of items; steps that can lie dormant or end.
ALTER TABLE person ADD COLUMN dormant TEXT;
ALTER TABLE person ADD COLUMN left_at TEXT;
-- When the person said that they trust this one to disagree; NULL when not.
ALTER TABLE person ADD COLUMN disagrees TEXT;
-- Whom this row was found to be; everything of it is theirs now. The row stays for what names it.
ALTER TABLE person ADD COLUMN merged_into TEXT REFERENCES person;
-- Who gave: me ('gave'), the other ('got'); NULL for what is neither.
ALTER TABLE evidence ADD COLUMN way TEXT CHECK (way IN ('gave', 'got'));
CREATE INDEX evidence_by_person ON evidence (person);
CREATE INDEX source_by_person ON source (person) WHERE person IS NOT NULL;
CREATE INDEX feedback_by_person ON feedback (person);
-- What the names of authors are compared with: a person's name, mail and handles, folded.
CREATE TABLE person_key (
  person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
  key TEXT NOT NULL,
  PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_key_by_key ON person_key (key);

-- Where each item comes from, in short numbers: an index of item, kept up by catching up.
CREATE TABLE origin_name (
  no INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('source', 'author', 'domain')),
  name TEXT NOT NULL,
  UNIQUE (kind, name)
) STRICT;
CREATE TABLE origin (
  item INTEGER PRIMARY KEY REFERENCES item (no),
  source INTEGER NOT NULL REFERENCES origin_name,
  -- NULL: it names no author, or its page is on no host.
  author INTEGER REFERENCES origin_name,
  domain INTEGER REFERENCES origin_name,
  -- When it came, in days since 1970.
  day INTEGER NOT NULL
) STRICT;
CREATE INDEX origin_cell ON origin (source, author, domain, day);
CREATE INDEX origin_by_author ON origin (author) WHERE author IS NOT NULL;
-- The single names in an author's, folded: "Ada Lovelace, Ines Aalto" has two. The first is at place 0.
CREATE TABLE author_part (
  author INTEGER NOT NULL REFERENCES origin_name,
  part TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (author, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX author_part_by_part ON author_part (part);
-- A name that two people have is nobody's: unknown stays unknown.
CREATE VIEW author_person (author, person, place) AS
SELECT a.author, k.person, min(a.place) FROM author_part a JOIN person_key k ON k.key = a.part
WHERE NOT EXISTS (SELECT 1 FROM person_key other WHERE other.key = k.key AND other.person <> k.person)
GROUP BY a.author, k.person;
-- The last item (by no) that was looked at; one row. And those looked at before that have changed since.
CREATE TABLE origin_through (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  through INTEGER NOT NULL
) STRICT;
CREATE TABLE origin_stale (item INTEGER PRIMARY KEY REFERENCES item (no)) STRICT;
CREATE TRIGGER item_origin_changed AFTER UPDATE OF author, url, source ON item
WHEN OLD.author IS NOT NEW.author OR OLD.url IS NOT NEW.url OR OLD.source <> NEW.source BEGIN
  INSERT INTO origin_stale (item) VALUES (NEW.no) ON CONFLICT DO NOTHING;
END;
