-- What people say of cells. The verdicts are checked by the program, not here: labs may add classes.
CREATE TABLE reviews (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  cell_id INTEGER NOT NULL REFERENCES cells (id),
  reviewer TEXT NOT NULL CHECK (reviewer <> ''),
  verdict TEXT NOT NULL CHECK (verdict <> ''),
  previous_review_id TEXT REFERENCES reviews (id),
  carried_from_review_id TEXT REFERENCES reviews (id),
  at TEXT NOT NULL
) STRICT;

CREATE INDEX reviews_by_cell ON reviews (cell_id, sequence);

CREATE TRIGGER reviews_keep_update BEFORE UPDATE ON reviews
BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END;
CREATE TRIGGER reviews_keep_delete BEFORE DELETE ON reviews
BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END;
