-- What the gate said of models that were to be activated.
CREATE TABLE gate_verdicts (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  challenger_sha256 TEXT NOT NULL CHECK (length(challenger_sha256) = 64),
  -- NULL: there was no other model to compare with
  champion_sha256 TEXT CHECK (length(champion_sha256) = 64),
  control_set_version INTEGER REFERENCES control_sets (version),
  decision TEXT NOT NULL CHECK (decision IN ('allowed', 'refused', 'unmeasured')),
  -- the whole verdict as people see it, as JSON
  verdict TEXT NOT NULL CHECK (json_valid(verdict)),
  person TEXT NOT NULL CHECK (person <> ''),
  at TEXT NOT NULL
) STRICT;
CREATE INDEX gate_verdicts_of_model ON gate_verdicts (challenger_sha256);

CREATE TRIGGER gate_verdicts_keep_update BEFORE UPDATE ON gate_verdicts
BEGIN SELECT RAISE(ABORT, 'verdicts are append-only'); END;
CREATE TRIGGER gate_verdicts_keep_delete BEFORE DELETE ON gate_verdicts
BEGIN SELECT RAISE(ABORT, 'verdicts are append-only'); END;

-- NULL of rollbacks, and of activations by a program before this one
ALTER TABLE model_activations ADD COLUMN verdict_id TEXT REFERENCES gate_verdicts (id);
-- why a refusal was overridden; NULL where it was not
ALTER TABLE model_activations ADD COLUMN override_reason TEXT CHECK (length(override_reason) >= 10);
-- 1: the person said that there is no control set and that the model is to be used all the same
ALTER TABLE model_activations ADD COLUMN is_unmeasured INTEGER NOT NULL DEFAULT 0 CHECK (is_unmeasured IN (0, 1));
