-- The file that this store lay in when it was last opened, so that a copy that was made by hand knows that it is one.
CREATE TABLE store_file (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  inode TEXT NOT NULL,
  -- Nanoseconds since 1970 when the file came to be, as its filesystem says.
  born TEXT NOT NULL
) STRICT;
