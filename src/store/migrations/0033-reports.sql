-- Reports: one person is told what became of their feedback, through a channel that reaches nobody else.
ALTER TABLE release ADD COLUMN purpose TEXT NOT NULL DEFAULT 'ask' CHECK (purpose IN ('ask', 'report'));
-- The one person the channel reaches, made after a channel of the place; NULL: it is the place's own.
ALTER TABLE channel ADD COLUMN person TEXT REFERENCES person;
CREATE INDEX channel_by_person ON channel (person) WHERE person IS NOT NULL;
