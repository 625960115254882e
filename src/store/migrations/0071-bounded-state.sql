-- Which contexts are a confidentiality line is told between machines too: one that sends has to know of each.
DROP INDEX state_waiting;
ALTER TABLE state_register RENAME TO state_register_before;
CREATE TABLE state_register (
  kind TEXT NOT NULL CHECK (kind IN ('read', 'judged', 'tag', 'context', 'bounded', 'annotation', 'feedback')),
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
INSERT INTO state_register SELECT * FROM state_register_before;
DROP TABLE state_register_before;
CREATE INDEX state_waiting ON state_register (applied) WHERE applied = 0;
