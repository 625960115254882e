-- What pkm put before the person and what they opened: local, written down only while attention is on, and forgotten whole.
CREATE TABLE attention (
  stage TEXT NOT NULL CHECK (stage IN ('shown', 'opened')),
  item INTEGER NOT NULL REFERENCES item (no),
  -- The first time.
  at TEXT NOT NULL,
  PRIMARY KEY (stage, item)
) STRICT, WITHOUT ROWID;
-- Items that stood in a place kept for what is rarely read, and the day they first did.
CREATE TABLE horizon (
  item INTEGER PRIMARY KEY REFERENCES item (no),
  day TEXT NOT NULL
) STRICT;
CREATE INDEX horizon_by_day ON horizon (day);
-- Since when nothing is written down; no row: it is.
CREATE TABLE attention_off (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  since TEXT NOT NULL
) STRICT;
-- A digest has shown its items once it was delivered, whoever delivered it.
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
