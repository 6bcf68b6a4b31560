CREATE TABLE models (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  card TEXT NOT NULL CHECK (json_valid(card)),
  registered_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER models_keep_update BEFORE UPDATE ON models
BEGIN SELECT RAISE(ABORT, 'models are append-only'); END;
CREATE TRIGGER models_keep_delete BEFORE DELETE ON models
BEGIN SELECT RAISE(ABORT, 'models are append-only'); END;
