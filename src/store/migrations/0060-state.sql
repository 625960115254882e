-- What was read, kept, tagged, annotated and answered, as registers that two machines can merge: the later word counts.
CREATE TABLE machine (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL
) STRICT;
INSERT INTO machine VALUES (1, lower(hex(randomblob(8))));
CREATE TABLE state_register (
  kind TEXT NOT NULL CHECK (kind IN ('read', 'judged', 'tag', 'context', 'annotation', 'feedback')),
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
CREATE INDEX state_waiting ON state_register (applied) WHERE applied = 0;
