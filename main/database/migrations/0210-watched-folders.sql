-- Folders from which a station takes slides as they come.
CREATE TABLE watched_folders (
  id TEXT PRIMARY KEY,
  path TEXT NOT NULL UNIQUE CHECK (path <> ''),
  -- looked at by the clock alone: network shares tell nobody what changes on them
  is_polled INTEGER NOT NULL CHECK (is_polled IN (0, 1)),
  added_by TEXT NOT NULL CHECK (added_by <> ''),
  added_at TEXT NOT NULL
) STRICT;
