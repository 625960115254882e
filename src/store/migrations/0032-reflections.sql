-- A look at a version by its author alone: a round with nobody else, of which nothing leaves the machine.
CREATE TABLE reflection (
  id TEXT PRIMARY KEY REFERENCES id,
  share TEXT NOT NULL REFERENCES share ON DELETE CASCADE,
  version INTEGER NOT NULL,
  -- JSON array of questions.
  ask TEXT NOT NULL,
  at TEXT NOT NULL,
  FOREIGN KEY (share, version) REFERENCES share_version (share, n) ON DELETE CASCADE
) STRICT;
CREATE INDEX reflection_by_share ON reflection (share);
