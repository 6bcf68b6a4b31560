-- Whole slides: DICOM series as a kind of slide; where a scan's fields lie, how sharp they are, which were left
-- out; the scan's pixel size, goal and warnings. Rows of earlier programs have NULL in the new columns.

-- SQLite cannot change a CHECK: the table is built anew. Foreign keys name it by name and find the new one.
CREATE TABLE new_slides (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  path TEXT NOT NULL CHECK (path <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('image-file', 'field-folder', 'dicom-series')),
  sha256 TEXT CHECK (length(sha256) = 64),
  size_bytes INTEGER CHECK (size_bytes >= 0),
  state TEXT NOT NULL CHECK (state IN ('pending', 'scanned', 'failed')),
  failure_code TEXT,
  failure_message TEXT,
  is_synthetic INTEGER NOT NULL CHECK (is_synthetic IN (0, 1)),
  created_at TEXT NOT NULL,
  CHECK ((state = 'failed') = (failure_code IS NOT NULL)),
  CHECK ((failure_code IS NULL) = (failure_message IS NULL))
) STRICT;
-- rowid is the order in which slides came
INSERT INTO new_slides (rowid, id, name, path, kind, sha256, size_bytes, state, failure_code, failure_message,
    is_synthetic, created_at)
  SELECT rowid, id, name, path, kind, sha256, size_bytes, state, failure_code, failure_message,
    is_synthetic, created_at
  FROM slides;
DROP TABLE slides;
ALTER TABLE new_slides RENAME TO slides;
CREATE UNIQUE INDEX slides_by_path ON slides (path, sha256);
CREATE UNIQUE INDEX slides_unread ON slides (path) WHERE sha256 IS NULL;
CREATE INDEX slides_by_content ON slides (sha256);
CREATE INDEX slides_by_name ON slides (name);

ALTER TABLE scans ADD COLUMN field_kind TEXT CHECK (field_kind IN ('camera-image', 'region'));
ALTER TABLE scans ADD COLUMN pixel_size_x_um REAL CHECK (pixel_size_x_um > 0);
ALTER TABLE scans ADD COLUMN pixel_size_y_um REAL CHECK (pixel_size_y_um > 0);
ALTER TABLE scans ADD COLUMN pixel_size_origin TEXT CHECK (pixel_size_origin IN ('file', 'manual', 'estimated'));
ALTER TABLE scans ADD COLUMN pixel_size_low_um REAL CHECK (pixel_size_low_um > 0);
ALTER TABLE scans ADD COLUMN pixel_size_high_um REAL CHECK (pixel_size_high_um >= pixel_size_low_um);
-- NULL: the scan looked at everything
ALTER TABLE scans ADD COLUMN cell_goal INTEGER CHECK (cell_goal > 0);
ALTER TABLE scans ADD COLUMN candidate_field_count INTEGER CHECK (candidate_field_count >= 0);
ALTER TABLE scans ADD COLUMN warnings TEXT CHECK (json_valid(warnings));

-- Upper left corner in full-resolution pixels of the slide; sharpness 0..1.
ALTER TABLE fields ADD COLUMN x_px REAL;
ALTER TABLE fields ADD COLUMN y_px REAL;
ALTER TABLE fields ADD COLUMN focus_score REAL CHECK (focus_score BETWEEN 0 AND 1);

-- Fields that were read and not searched.
CREATE TABLE left_out_fields (
  scan_id INTEGER NOT NULL REFERENCES scans (id),
  name TEXT NOT NULL,
  x_px REAL NOT NULL,
  y_px REAL NOT NULL,
  width_px INTEGER NOT NULL CHECK (width_px > 0),
  height_px INTEGER NOT NULL CHECK (height_px > 0),
  reason TEXT NOT NULL CHECK (reason <> ''),
  focus_score REAL NOT NULL CHECK (focus_score BETWEEN 0 AND 1),
  PRIMARY KEY (scan_id, name)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER left_out_fields_keep_update BEFORE UPDATE ON left_out_fields
BEGIN SELECT RAISE(ABORT, 'left-out fields are append-only'); END;
CREATE TRIGGER left_out_fields_keep_delete BEFORE DELETE ON left_out_fields
BEGIN SELECT RAISE(ABORT, 'left-out fields are append-only'); END;
