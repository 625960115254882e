-- What trace asks for by a name that is put together: a note by its id or its path, a version by its share and number.
CREATE INDEX note_by_ref ON note (coalesce(id, path));
CREATE INDEX share_version_by_ref ON share_version (share || '/v' || n);
CREATE INDEX release_by_version ON release (share || '/v' || version);
CREATE INDEX feedback_by_release ON feedback (release);
CREATE INDEX feedback_by_addressed ON feedback (share || '/v' || addressed_version) WHERE addressed_version IS NOT NULL;
CREATE INDEX reflection_by_version ON reflection (share || '/v' || version);
