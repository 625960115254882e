-- A release that puts a newer version in the place of an older one, for those who had that.
CREATE TABLE correction (
  release TEXT PRIMARY KEY REFERENCES release ON DELETE CASCADE,
  wrong TEXT NOT NULL REFERENCES release ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
