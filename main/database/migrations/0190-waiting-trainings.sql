-- Trainings wait for each other, and can be paused.
CREATE TABLE new_training_runs (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  -- what was asked for, as JSON
  request TEXT NOT NULL CHECK (json_valid(request)),
  state TEXT NOT NULL
    CHECK (state IN ('waiting', 'preparing', 'running', 'paused', 'done', 'failed', 'cancelled')),
  -- the run as windows see it, as JSON
  run TEXT NOT NULL CHECK (json_valid(run)),
  started_at TEXT NOT NULL
) STRICT;
INSERT INTO new_training_runs SELECT sequence, id, request, state, run, started_at FROM training_runs;
DROP TABLE training_runs;
ALTER TABLE new_training_runs RENAME TO training_runs;
