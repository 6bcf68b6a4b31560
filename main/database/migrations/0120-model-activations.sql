-- Which model scans use: the last row.
CREATE TABLE model_activations (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  full_name TEXT NOT NULL CHECK (full_name <> ''),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  person TEXT NOT NULL CHECK (person <> ''),
  is_rollback INTEGER NOT NULL CHECK (is_rollback IN (0, 1)),
  at TEXT NOT NULL
) STRICT;

CREATE TRIGGER model_activations_keep_update BEFORE UPDATE ON model_activations
BEGIN SELECT RAISE(ABORT, 'activations are append-only'); END;
CREATE TRIGGER model_activations_keep_delete BEFORE DELETE ON model_activations
BEGIN SELECT RAISE(ABORT, 'activations are append-only'); END;
