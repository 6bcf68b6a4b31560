-- The queue of scans. At most one job of a slide waits or runs; a job that is over stays as what became of it.
CREATE TABLE scan_jobs (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  slide_id TEXT NOT NULL REFERENCES slides (id),
  priority TEXT NOT NULL CHECK (priority IN ('stat', 'routine', 'background')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- NULL: everything is looked at
  cell_goal INTEGER CHECK (cell_goal > 0),
  -- scans also where a finished scan by the active model is there
  is_forced INTEGER NOT NULL CHECK (is_forced IN (0, 1)),
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT
) STRICT;
CREATE INDEX scan_jobs_by_slide ON scan_jobs (slide_id, sequence);
CREATE UNIQUE INDEX scan_jobs_open ON scan_jobs (slide_id) WHERE state IN ('waiting', 'running');
CREATE INDEX scan_jobs_next ON scan_jobs (state, priority, sequence) WHERE state IN ('waiting', 'running');

-- One row: whether the queue was paused by a person, over a restart too.
CREATE TABLE scan_queue (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  is_paused INTEGER NOT NULL CHECK (is_paused IN (0, 1))
) STRICT;
INSERT INTO scan_queue (only_row, is_paused) VALUES (1, 0);
