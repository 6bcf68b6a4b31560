-- What people do to the cells of a scan: one row an action; undo and redo are actions of their own. Reviews and
-- edits of cells are its effects. Cells stay as they were found: the last edit of a cell tells its box now and
-- whether it is there.
CREATE TABLE label_actions (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  scan_id INTEGER NOT NULL REFERENCES scans (id),
  kind TEXT NOT NULL CHECK (kind <> ''),
  person TEXT NOT NULL CHECK (person <> ''),
  -- of undo and redo: the action that is taken back or done again
  target_id TEXT REFERENCES label_actions (id),
  cell_count INTEGER NOT NULL CHECK (cell_count >= 0),
  at TEXT NOT NULL,
  CHECK ((kind IN ('undo', 'redo')) = (target_id IS NOT NULL))
) STRICT;
CREATE INDEX label_actions_by_scan ON label_actions (scan_id, sequence);

-- Boxes in pixels of the cell's field. is_new: the cell was made by this edit and was not there before.
CREATE TABLE cell_edits (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  -- NULL: repeated by a new scan of the slide
  action_id TEXT REFERENCES label_actions (id),
  cell_id INTEGER NOT NULL REFERENCES cells (id),
  x_px REAL NOT NULL,
  y_px REAL NOT NULL,
  width_px REAL NOT NULL CHECK (width_px > 0),
  height_px REAL NOT NULL CHECK (height_px > 0),
  is_present INTEGER NOT NULL CHECK (is_present IN (0, 1)),
  is_new INTEGER NOT NULL CHECK (is_new IN (0, 1))
) STRICT;
CREATE INDEX cell_edits_by_cell ON cell_edits (cell_id, sequence);
CREATE INDEX cell_edits_by_action ON cell_edits (action_id);

-- A verdict 'withdrawn' takes back what was said before.
ALTER TABLE reviews ADD COLUMN action_id TEXT REFERENCES label_actions (id);
CREATE INDEX reviews_by_action ON reviews (action_id) WHERE action_id IS NOT NULL;

-- A person has looked at the cell; who gives a verdict has too.
CREATE TABLE cell_sightings (
  cell_id INTEGER PRIMARY KEY REFERENCES cells (id),
  person TEXT NOT NULL CHECK (person <> ''),
  at TEXT NOT NULL
) STRICT;

CREATE TRIGGER label_actions_keep_update BEFORE UPDATE ON label_actions
BEGIN SELECT RAISE(ABORT, 'label actions are append-only'); END;
CREATE TRIGGER label_actions_keep_delete BEFORE DELETE ON label_actions
BEGIN SELECT RAISE(ABORT, 'label actions are append-only'); END;
CREATE TRIGGER cell_edits_keep_update BEFORE UPDATE ON cell_edits
BEGIN SELECT RAISE(ABORT, 'cell edits are append-only'); END;
CREATE TRIGGER cell_edits_keep_delete BEFORE DELETE ON cell_edits
BEGIN SELECT RAISE(ABORT, 'cell edits are append-only'); END;
CREATE TRIGGER cell_sightings_keep_update BEFORE UPDATE ON cell_sightings
BEGIN SELECT RAISE(ABORT, 'sightings are append-only'); END;
CREATE TRIGGER cell_sightings_keep_delete BEFORE DELETE ON cell_sightings
BEGIN SELECT RAISE(ABORT, 'sightings are append-only'); END;

-- Every cell as it is now. standing: what a person said last, else the model's class, else 'unjudged'.
CREATE VIEW current_cells AS
SELECT cells.id, cells.scan_id, cells.field_index,
  coalesce(edit.x_px, cells.x_px) AS x_px, coalesce(edit.y_px, cells.y_px) AS y_px,
  coalesce(edit.width_px, cells.width_px) AS width_px, coalesce(edit.height_px, cells.height_px) AS height_px,
  cells.score, coalesce(edit.is_present, 1) AS is_present,
  EXISTS (SELECT 1 FROM cell_edits WHERE cell_id = cells.id AND is_new = 1) AS is_drawn,
  nullif(review.verdict, 'withdrawn') AS verdict,
  CASE review.verdict WHEN 'withdrawn' THEN NULL ELSE review.reviewer END AS reviewer,
  (review.verdict IS NOT NULL AND review.verdict <> 'withdrawn')
    OR EXISTS (SELECT 1 FROM cell_sightings WHERE cell_id = cells.id) AS is_seen,
  predictions.model_id, predictions.cell_class, predictions.benign, predictions.early_pre_b, predictions.pre_b,
  predictions.pro_b,
  coalesce(nullif(review.verdict, 'withdrawn'), predictions.cell_class, 'unjudged') AS standing
FROM cells
JOIN scans ON scans.id = cells.scan_id
LEFT JOIN cell_edits AS edit ON edit.sequence = (SELECT max(sequence) FROM cell_edits WHERE cell_id = cells.id)
LEFT JOIN reviews AS review ON review.sequence = (SELECT max(sequence) FROM reviews WHERE cell_id = cells.id)
LEFT JOIN predictions ON predictions.cell_id = cells.id AND predictions.model_id = scans.model_id;

-- Sums over the cells of a scan, kept with every change so that a worklist need not count a million cells; they
-- can be made anew from the cells at any time. Revision counts the changes.
CREATE TABLE scan_revisions (
  scan_id INTEGER PRIMARY KEY REFERENCES scans (id),
  revision INTEGER NOT NULL CHECK (revision >= 0)
) STRICT;
CREATE TABLE scan_tallies (
  scan_id INTEGER NOT NULL REFERENCES scans (id),
  standing TEXT NOT NULL CHECK (standing <> ''),
  cell_count INTEGER NOT NULL CHECK (cell_count >= 0),
  reviewed_count INTEGER NOT NULL CHECK (reviewed_count >= 0),
  seen_count INTEGER NOT NULL CHECK (seen_count >= 0),
  PRIMARY KEY (scan_id, standing)
) STRICT, WITHOUT ROWID;
INSERT INTO scan_revisions (scan_id, revision) SELECT id, 0 FROM scans;
INSERT INTO scan_tallies (scan_id, standing, cell_count, reviewed_count, seen_count)
  SELECT scan_id, standing, count(*), count(verdict), sum(is_seen) FROM current_cells
  WHERE is_present = 1 GROUP BY scan_id, standing;
