-- What a community asks of those who send something there, and whether it is a confidentiality line.
-- At most so many rounds in seven days; NULL: as many as one likes.
ALTER TABLE community ADD COLUMN rhythm_per_week INTEGER CHECK (rhythm_per_week > 0);
-- Hours of the day, local time, in which nothing is sent there: "22:00-07:00"; NULL: none.
ALTER TABLE community ADD COLUMN quiet TEXT;
-- What was shared there goes nowhere else without a word on record.
ALTER TABLE community ADD COLUMN is_bounded INTEGER NOT NULL DEFAULT 0 CHECK (is_bounded IN (0, 1));
UPDATE community SET is_bounded = 1 WHERE kind = 'team';
