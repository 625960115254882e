-- Steps of the weekly review that were walked, so that a walk can be gone on with.
CREATE TABLE weekly_step (
  -- ISO 8601 week of the local day: "2026-W48".
  week TEXT NOT NULL,
  step TEXT NOT NULL,
  done TEXT NOT NULL,
  PRIMARY KEY (week, step)
) STRICT, WITHOUT ROWID;
