-- When a release that was cleared is to leave, where the person set a time for it.
CREATE TABLE departure (
  release TEXT PRIMARY KEY REFERENCES release ON DELETE CASCADE,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
