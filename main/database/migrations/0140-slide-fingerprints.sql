-- What the files of a slide looked like (names, sizes, times) when their content was found to be the recorded one:
-- while they look so, a slide is shown without hashing it again. It can be made anew and is no record.
CREATE TABLE slide_fingerprints (
  slide_id TEXT PRIMARY KEY REFERENCES slides (id),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  fingerprint TEXT NOT NULL CHECK (fingerprint <> '')
) STRICT, WITHOUT ROWID;
