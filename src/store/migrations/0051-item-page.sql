-- The readable text of items' own pages, where a feed brings only the beginning: a cache, and nothing that a feed said.
ALTER TABLE source ADD COLUMN full_text INTEGER NOT NULL DEFAULT 0 CHECK (full_text IN (0, 1));
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
