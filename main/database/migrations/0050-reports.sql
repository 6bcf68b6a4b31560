CREATE TABLE reports (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  slide_id TEXT NOT NULL REFERENCES slides (id),
  scan_id INTEGER NOT NULL REFERENCES scans (id),
  model_id TEXT NOT NULL REFERENCES models (id),
  reviewer TEXT NOT NULL CHECK (reviewer <> ''),
  signature_meaning TEXT NOT NULL CHECK (signature_meaning <> ''),
  pdf_sha256 TEXT NOT NULL CHECK (length(pdf_sha256) = 64),
  path TEXT NOT NULL,
  inputs TEXT NOT NULL CHECK (json_valid(inputs)),
  issued_at TEXT NOT NULL
) STRICT;

CREATE INDEX reports_by_slide ON reports (slide_id);

CREATE TRIGGER reports_keep_update BEFORE UPDATE ON reports
BEGIN SELECT RAISE(ABORT, 'reports are append-only'); END;
CREATE TRIGGER reports_keep_delete BEFORE DELETE ON reports
BEGIN SELECT RAISE(ABORT, 'reports are append-only'); END;
