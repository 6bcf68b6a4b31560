-- Labelled pictures that models are judged on and never learn. A new version supersedes the one before, which stays.
CREATE TABLE control_sets (
  version INTEGER PRIMARY KEY CHECK (version > 0),
  origin TEXT NOT NULL CHECK (origin IN ('reviews', 'folder')),
  -- what it was made from, for people
  source TEXT NOT NULL CHECK (source <> ''),
  -- over class and content of its pictures
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  person TEXT NOT NULL CHECK (person <> ''),
  at TEXT NOT NULL
) STRICT;

-- The pictures themselves lie in the station's folder of control sets, named by their hash.
CREATE TABLE control_items (
  control_set_version INTEGER NOT NULL REFERENCES control_sets (version),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  cell_class TEXT NOT NULL CHECK (cell_class <> ''),
  extension TEXT NOT NULL CHECK (extension LIKE '.%'),
  -- content of the slide that the cell was cut from; NULL of a folder's picture
  slide_sha256 TEXT CHECK (length(slide_sha256) = 64),
  PRIMARY KEY (control_set_version, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX control_items_of_slide ON control_items (slide_sha256) WHERE slide_sha256 IS NOT NULL;
CREATE INDEX control_items_by_content ON control_items (sha256);

CREATE TRIGGER control_sets_keep_update BEFORE UPDATE ON control_sets
BEGIN SELECT RAISE(ABORT, 'control sets are append-only'); END;
CREATE TRIGGER control_sets_keep_delete BEFORE DELETE ON control_sets
BEGIN SELECT RAISE(ABORT, 'control sets are append-only'); END;
CREATE TRIGGER control_items_keep_update BEFORE UPDATE ON control_items
BEGIN SELECT RAISE(ABORT, 'control sets are append-only'); END;
CREATE TRIGGER control_items_keep_delete BEFORE DELETE ON control_items
BEGIN SELECT RAISE(ABORT, 'control sets are append-only'); END;
