-- At most one row: the process that scans into this database.
CREATE TABLE scan_lock (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  token TEXT NOT NULL,
  process_id INTEGER NOT NULL,
  process_started TEXT,
  host_name TEXT NOT NULL,
  started_at TEXT NOT NULL,
  seen_at TEXT NOT NULL
) STRICT;
