-- Contexts that are a confidentiality line. A context that is not here is a view and no more.
CREATE TABLE bounded_context (
  -- Folded as links are, so that neither case nor white space leads around the line.
  name TEXT PRIMARY KEY,
  -- As the person wrote it.
  context TEXT NOT NULL,
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX context_by_name ON context (context);
