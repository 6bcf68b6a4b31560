-- Jobs that survive the night: how often one was begun, why it failed, whether somebody at another program wants it stopped;
-- and a slide that nothing had to be done for.

-- SQLite cannot change a CHECK: the table is built anew.
CREATE TABLE new_scan_jobs (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  slide_id TEXT NOT NULL REFERENCES slides (id),
  priority TEXT NOT NULL CHECK (priority IN ('stat', 'routine', 'background')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'skipped')),
  -- NULL: everything is looked at
  cell_goal INTEGER CHECK (cell_goal > 0),
  -- scans also where a finished scan by the active model is there
  is_forced INTEGER NOT NULL CHECK (is_forced IN (0, 1)),
  -- how often it was begun; one that took the program along each time is given up
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- of a failed job
  failure_code TEXT,
  failure_message TEXT,
  -- a running one should stop: asked by a program that does not run it
  is_stop_wanted INTEGER NOT NULL DEFAULT 0 CHECK (is_stop_wanted IN (0, 1)),
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT,
  CHECK ((failure_code IS NULL) = (failure_message IS NULL))
) STRICT;
INSERT INTO new_scan_jobs (sequence, slide_id, priority, state, cell_goal, is_forced, created_at, started_at, finished_at)
  SELECT sequence, slide_id, priority, state, cell_goal, is_forced, created_at, started_at, finished_at FROM scan_jobs;
DROP TABLE scan_jobs;
ALTER TABLE new_scan_jobs RENAME TO scan_jobs;
CREATE INDEX scan_jobs_by_slide ON scan_jobs (slide_id, sequence);
CREATE UNIQUE INDEX scan_jobs_open ON scan_jobs (slide_id) WHERE state IN ('waiting', 'running');
CREATE INDEX scan_jobs_next ON scan_jobs (state, priority, sequence) WHERE state IN ('waiting', 'running');
CREATE INDEX scan_jobs_finished ON scan_jobs (finished_at) WHERE finished_at IS NOT NULL;
