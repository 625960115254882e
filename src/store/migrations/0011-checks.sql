-- Claims that items make, as the person puts them, and what checking found. How a claim stands is worked out from these.
CREATE TABLE claim (
  id TEXT PRIMARY KEY REFERENCES id,
  item TEXT NOT NULL REFERENCES item (id),
  text TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;
CREATE INDEX claim_by_item ON claim (item);
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
CREATE INDEX finding_by_about ON finding (about);
