-- All that the look for changed files needs, so that it never reads past the texts of notes.
CREATE INDEX note_stamp ON note (path, id, hash, modified_ms, size_bytes, missing);
