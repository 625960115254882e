-- Where a digest went, what had come in all by then, and the exact bytes of one that goes by mail.

-- 'screen', 'file' or 'mail', and the file's path or the mail's recipients.
ALTER TABLE digest ADD COLUMN how TEXT NOT NULL DEFAULT 'screen' CHECK (how IN ('screen', 'file', 'mail'));
ALTER TABLE digest ADD COLUMN target TEXT;
-- When it was given up to learn whether it arrived: its items count as shown, and the next digest says so.
ALTER TABLE digest ADD COLUMN unsure TEXT;
-- All items there were when it was made, and those of them that waited on beside the ones it shows.
ALTER TABLE digest ADD COLUMN fetched_in_all INTEGER NOT NULL DEFAULT 0;
ALTER TABLE digest ADD COLUMN held_in_all INTEGER NOT NULL DEFAULT 0;
CREATE INDEX digest_delivered ON digest (delivered) WHERE delivered IS NOT NULL;

CREATE TABLE digest_mail (
  digest TEXT PRIMARY KEY REFERENCES digest ON DELETE CASCADE,
  -- Ours alone; the same however often it is sent.
  message_id TEXT NOT NULL UNIQUE,
  sender TEXT NOT NULL,
  -- JSON array of addresses.
  recipients TEXT NOT NULL,
  bytes BLOB NOT NULL,
  -- The last moment before the server could take it. NULL: nothing was taken, whatever became of the process.
  handed_over TEXT
) STRICT;
