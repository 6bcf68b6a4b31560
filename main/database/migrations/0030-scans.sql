-- Only finished scans are stored, each whole in one transaction. A scan has its own cells; a rescan adds a
-- scan beside the old one. Cells are many (a million), so scans and cells have integer ids.
CREATE TABLE scans (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slide_id TEXT NOT NULL REFERENCES slides (id),
  model_id TEXT NOT NULL REFERENCES models (id),
  program_version TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT NOT NULL,
  duration_ms REAL NOT NULL CHECK (duration_ms >= 0),
  red_cell_diameter_px REAL CHECK (red_cell_diameter_px > 0),
  cell_count INTEGER NOT NULL CHECK (cell_count >= 0)
) STRICT;

CREATE INDEX scans_by_slide ON scans (slide_id);
CREATE INDEX scans_by_model ON scans (model_id);

CREATE TABLE fields (
  scan_id INTEGER NOT NULL REFERENCES scans (id),
  field_index INTEGER NOT NULL CHECK (field_index >= 0),
  name TEXT NOT NULL,
  width_px INTEGER NOT NULL CHECK (width_px > 0),
  height_px INTEGER NOT NULL CHECK (height_px > 0),
  PRIMARY KEY (scan_id, field_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE field_failures (
  scan_id INTEGER NOT NULL REFERENCES scans (id),
  name TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (scan_id, name)
) STRICT, WITHOUT ROWID;

-- Boxes in pixels of the field, upper left corner; score 0..1.
CREATE TABLE cells (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  scan_id INTEGER NOT NULL,
  field_index INTEGER NOT NULL,
  x_px REAL NOT NULL,
  y_px REAL NOT NULL,
  width_px REAL NOT NULL CHECK (width_px > 0),
  height_px REAL NOT NULL CHECK (height_px > 0),
  score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
  FOREIGN KEY (scan_id, field_index) REFERENCES fields (scan_id, field_index)
) STRICT;

CREATE INDEX cells_by_scan ON cells (scan_id, field_index);

CREATE TABLE predictions (
  cell_id INTEGER NOT NULL REFERENCES cells (id),
  model_id TEXT NOT NULL REFERENCES models (id),
  cell_class TEXT NOT NULL,
  benign REAL NOT NULL CHECK (benign BETWEEN 0 AND 1),
  early_pre_b REAL NOT NULL CHECK (early_pre_b BETWEEN 0 AND 1),
  pre_b REAL NOT NULL CHECK (pre_b BETWEEN 0 AND 1),
  pro_b REAL NOT NULL CHECK (pro_b BETWEEN 0 AND 1),
  PRIMARY KEY (cell_id, model_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER scans_keep_update BEFORE UPDATE ON scans
BEGIN SELECT RAISE(ABORT, 'scans are append-only'); END;
CREATE TRIGGER scans_keep_delete BEFORE DELETE ON scans
BEGIN SELECT RAISE(ABORT, 'scans are append-only'); END;
CREATE TRIGGER cells_keep_update BEFORE UPDATE ON cells
BEGIN SELECT RAISE(ABORT, 'cells are append-only'); END;
CREATE TRIGGER cells_keep_delete BEFORE DELETE ON cells
BEGIN SELECT RAISE(ABORT, 'cells are append-only'); END;
CREATE TRIGGER predictions_keep_update BEFORE UPDATE ON predictions
BEGIN SELECT RAISE(ABORT, 'predictions are append-only'); END;
CREATE TRIGGER predictions_keep_delete BEFORE DELETE ON predictions
BEGIN SELECT RAISE(ABORT, 'predictions are append-only'); END;
CREATE TRIGGER fields_keep_update BEFORE UPDATE ON fields
BEGIN SELECT RAISE(ABORT, 'fields are append-only'); END;
CREATE TRIGGER fields_keep_delete BEFORE DELETE ON fields
BEGIN SELECT RAISE(ABORT, 'fields are append-only'); END;
CREATE TRIGGER field_failures_keep_update BEFORE UPDATE ON field_failures
BEGIN SELECT RAISE(ABORT, 'field failures are append-only'); END;
CREATE TRIGGER field_failures_keep_delete BEFORE DELETE ON field_failures
BEGIN SELECT RAISE(ABORT, 'field failures are append-only'); END;
