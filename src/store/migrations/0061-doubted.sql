-- Deliveries of a store that is a copy, put back or taken in: they waited when it was made, and may have left from the
-- other one since.
CREATE TABLE doubted (
  delivery TEXT PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
  -- When the copy was put here: nothing can have left from the other one unseen after it settled.
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
