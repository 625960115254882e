-- The page that an item passes on, where it does little else: what it is about is told there.
CREATE TABLE passed_on (
  item INTEGER PRIMARY KEY REFERENCES item (no),
  -- Canonical, as the key of the item that is the page.
  page TEXT NOT NULL
) STRICT;
CREATE INDEX passed_on_by_page ON passed_on (page);
