-- A slide is one content (sha256) at one path. sha256 is NULL while the content could not be read.
CREATE TABLE slides (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  path TEXT NOT NULL CHECK (path <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('image-file', 'field-folder')),
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

CREATE UNIQUE INDEX slides_by_path ON slides (path, sha256);
CREATE UNIQUE INDEX slides_unread ON slides (path) WHERE sha256 IS NULL;
CREATE INDEX slides_by_content ON slides (sha256);
CREATE INDEX slides_by_name ON slides (name);
