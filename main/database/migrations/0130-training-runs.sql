-- Trainings that this station ran or runs. What is known of one changes while it runs.
CREATE TABLE training_runs (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  -- what was asked for, as JSON
  request TEXT NOT NULL CHECK (json_valid(request)),
  state TEXT NOT NULL CHECK (state IN ('preparing', 'running', 'done', 'failed', 'cancelled')),
  -- the run as windows see it, as JSON
  run TEXT NOT NULL CHECK (json_valid(run)),
  started_at TEXT NOT NULL
) STRICT;

-- Keys that sign reports: PKCS#12 files in the station's folder of keys, each under its id. Passwords are never
-- stored.
CREATE TABLE signing_keys (
  id TEXT PRIMARY KEY,
  common_name TEXT NOT NULL CHECK (common_name <> ''),
  valid_until TEXT,
  added_at TEXT NOT NULL
) STRICT;
