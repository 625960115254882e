-- The person's word on a check of the pre-flight: for one version and place, or on one passage that may stand there.
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
CREATE INDEX answer_by_share ON answer (share);
