-- What the lab has set. Each change is a row that holds only what changed; the settings are all rows over the
-- program's defaults, in their order.
CREATE TABLE settings (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  change TEXT NOT NULL CHECK (json_valid(change)),
  person TEXT NOT NULL CHECK (person <> ''),
  at TEXT NOT NULL
) STRICT;

CREATE TRIGGER settings_keep_update BEFORE UPDATE ON settings
BEGIN SELECT RAISE(ABORT, 'settings are append-only'); END;
CREATE TRIGGER settings_keep_delete BEFORE DELETE ON settings
BEGIN SELECT RAISE(ABORT, 'settings are append-only'); END;
